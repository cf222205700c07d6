"""Comments, the events of their lives, and the agency's replies."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.domain.channels import Channel
from feedback.domain.outcomes import Outcome
from feedback.extensions import db
from feedback.models.types import Key, UtcDateTime, one_of


class Comment(db.Model):
    """A citizen's words and where they stand."""

    __tablename__ = "comments"

    #: Random public reference; there is no running number that betrays order.
    ref: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    #: Opens it for its author; not the hash that the rating keeps.
    receipt_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    #: The agency it was given to, kept through mergers and transfers.
    given_to_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    #: The agency that owes the answer now.
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    #: Who of that agency writes the answer; nobody in particular when empty.
    assignee_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id"))
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    month: Mapped[date]
    #: A kind of domain.kinds; time limits may differ by it.
    kind: Mapped[str] = mapped_column(sa.String(16), server_default="feedback")
    #: As written, cleaned once; for the screener and named handlers.
    text: Mapped[str] = mapped_column(sa.Text)
    #: A tone of domain.tones: what the author says the words mostly are, or nothing.
    tone: Mapped[str | None] = mapped_column(sa.String(8))
    #: The day its retention ended and `text` was emptied.
    text_erased_on: Mapped[date | None]
    #: What the agency and the public see, set by the screener's release.
    public_text: Mapped[str | None] = mapped_column(sa.Text)
    #: A state of domain.states.
    state: Mapped[str] = mapped_column(sa.String(24))
    received_on: Mapped[date]
    #: The day it reached the agency, in a shuffled batch; the clock starts here.
    released_on: Mapped[date | None]
    due_on: Mapped[date | None]
    #: The day the agency's answer was given.
    replied_on: Mapped[date | None]
    published_on: Mapped[date | None]
    #: Legal-ground code of a withholding.
    ground: Mapped[str | None] = mapped_column(sa.String(40))
    #: The citizen's verdict on the answer: `yes`, `partly`, `no` or `none`.
    view: Mapped[str | None] = mapped_column(sa.String(8))
    #: Events so far; an edit based on fewer than these comes too late.
    n_events: Mapped[int] = mapped_column(server_default="1")
    #: The day of the last event.
    state_on: Mapped[date] = mapped_column(server_default="2000-01-01")


sa.Index(
    "ix_comments_agency_id_state_due_on",
    Comment.agency_id,
    Comment.state,
    Comment.due_on,
)
sa.Index("ix_comments_state_received_on", Comment.state, Comment.received_on)
#: Counts of an agency's month, and what a day's job has to look at.
sa.Index("ix_comments_agency_id_month", Comment.agency_id, Comment.month)
sa.Index("ix_comments_state_due_on", Comment.state, Comment.due_on)
sa.Index("ix_comments_released_on", Comment.released_on, Comment.ref)


class CommentEvent(db.Model):
    """One move in a comment's life. Rows are added, never changed."""

    __tablename__ = "comment_events"
    __table_args__ = (sa.UniqueConstraint("comment_ref", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    comment_ref: Mapped[str] = mapped_column(sa.ForeignKey("comments.ref"))
    #: 1, 2, 3 … within the comment.
    number: Mapped[int]
    #: A move of domain.states, and the state it led to.
    move: Mapped[str] = mapped_column(sa.String(24))
    state: Mapped[str] = mapped_column(sa.String(24))
    #: Day of the move; citizens' moves carry no time of day.
    on: Mapped[date]
    #: Moment of a staff member's move.
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Role that moved, and for staff who it was.
    role: Mapped[str] = mapped_column(sa.String(16))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    #: Particulars: reason, ground, due date, agency codes. Never personal data.
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)


class Reply(db.Model):
    """The agency's answer; a corrected answer is a new version."""

    __tablename__ = "replies"
    __table_args__ = (sa.UniqueConstraint("comment_ref", "version"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    comment_ref: Mapped[str] = mapped_column(sa.ForeignKey("comments.ref"))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome, "outcome"))
    #: Why not, or where to, for the outcomes that must say it.
    reason: Mapped[str | None] = mapped_column(sa.Text)
    #: Number of a document or an address that shows what was done.
    evidence: Mapped[str | None] = mapped_column(sa.Text)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CommentNote(db.Model):
    """A word among colleagues of one agency; never public, never another agency's."""

    __tablename__ = "comment_notes"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    comment_ref: Mapped[str] = mapped_column(sa.ForeignKey("comments.ref"), index=True)
    #: The agency among whose staff it was written; it stays there after a transfer.
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CommentSign(db.Model):
    """What a check noticed in a comment, for the screener; it decides nothing."""

    __tablename__ = "comment_signs"
    __table_args__ = (sa.UniqueConstraint("comment_ref", "check", "key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    comment_ref: Mapped[str] = mapped_column(sa.ForeignKey("comments.ref"))
    #: A check of domain.signs.
    check: Mapped[str] = mapped_column(sa.String(24))
    #: Tells findings of one check apart: a rule, or the reference of a like comment.
    key: Mapped[str] = mapped_column(sa.String(40), server_default="")
    #: Particulars the screener reads; never personal data.
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    found_on: Mapped[date]


class CommentBand(db.Model):
    """A band of a comment's sketch: comments that share one may be near copies."""

    __tablename__ = "comment_bands"
    __table_args__ = {"sqlite_with_rowid": False}

    band: Mapped[int] = mapped_column(
        sa.BigInteger, primary_key=True, autoincrement=False
    )
    comment_ref: Mapped[str] = mapped_column(
        sa.ForeignKey("comments.ref"), primary_key=True
    )


class ReplyBand(db.Model):
    """A band of a reply's sketch, likewise."""

    __tablename__ = "reply_bands"
    __table_args__ = {"sqlite_with_rowid": False}

    band: Mapped[int] = mapped_column(
        sa.BigInteger, primary_key=True, autoincrement=False
    )
    reply_id: Mapped[int] = mapped_column(sa.ForeignKey("replies.id"), primary_key=True)


class ReplyTemplate(db.Model):
    """Words an agency begins an answer with; one without agency is for all."""

    __tablename__ = "reply_templates"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    agency_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("agencies.id"), index=True
    )
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome, "outcome"))
    title: Mapped[str] = mapped_column(sa.String(120))
    text: Mapped[str] = mapped_column(sa.Text)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    changed_on: Mapped[date]
    is_active: Mapped[bool] = mapped_column(default=True)


class Photo(db.Model):
    """A picture that shows what was done, made anew from what was uploaded."""

    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    comment_ref: Mapped[str] = mapped_column(sa.ForeignKey("comments.ref"), index=True)
    #: Version of the reply it belongs to.
    reply_version: Mapped[int]
    #: SHA-256 of `data`, in hex.
    digest: Mapped[str] = mapped_column(sa.String(64))
    #: JPEG without any metadata.
    data: Mapped[bytes] = mapped_column(sa.LargeBinary)
    width: Mapped[int]
    height: Mapped[int]
    #: What it shows, for who cannot see it.
    caption: Mapped[str] = mapped_column(sa.String(200))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))


class Notice(db.Model):
    """That somebody was urged about a due date: each step once for each due date."""

    __tablename__ = "notices"
    __table_args__ = (sa.UniqueConstraint("comment_ref", "due_on", "step"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    comment_ref: Mapped[str] = mapped_column(sa.ForeignKey("comments.ref"))
    due_on: Mapped[date]
    #: A step of domain.notices.
    step: Mapped[str] = mapped_column(sa.String(16))
    #: The day it was for, and how many people were written to.
    on: Mapped[date] = mapped_column(index=True)
    n_told: Mapped[int]


class CaseContact(db.Model):
    """How to reach who asked to have a case fixed, with the consent that allows it."""

    __tablename__ = "case_contacts"

    comment_ref: Mapped[str] = mapped_column(
        sa.ForeignKey("comments.ref"), primary_key=True
    )
    name: Mapped[str | None] = mapped_column(sa.String(120))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    email: Mapped[str | None] = mapped_column(sa.String(254))
    #: Version of the words that were agreed to, and the day.
    consent: Mapped[str] = mapped_column(sa.String(20))
    consented_on: Mapped[date]
    #: The day everything above was emptied.
    erased_on: Mapped[date | None]


class ContactLook(db.Model):
    """That somebody of the staff looked at a contact."""

    __tablename__ = "contact_looks"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    comment_ref: Mapped[str] = mapped_column(sa.ForeignKey("comments.ref"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

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
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id"))
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    month: Mapped[date]
    #: As written, cleaned once; for the screener and named handlers.
    text: Mapped[str] = mapped_column(sa.Text)
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

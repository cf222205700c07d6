"""Sealed periods, what they say, and what the public sees of comments."""

from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db
from feedback.models.types import Key, UtcDateTime


class Publication(db.Model):
    """A sealed period; a correction is a new version, the old one stays."""

    __tablename__ = "publications"
    __table_args__ = (sa.UniqueConstraint("month", "length", "version"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    #: The last month of the period.
    month: Mapped[date]
    #: In months: 1, 3 or 12 (domain.periods).
    length: Mapped[int] = mapped_column(server_default="1")
    version: Mapped[int]
    #: Last day whose ratings count.
    cut_off: Mapped[date]
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Rule ids and versions, plan, sector lists, input counts.
    terms: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    #: SHA-256 over terms, results and estimates in canonical form.
    digest: Mapped[str] = mapped_column(sa.String(64))
    #: Of a later version: why it was made, and what it changed in figures that both
    #: show: {"count": 1, "rows": [{"indicator", "scope", "key", "field", "before",
    #: "after"}]}; only the first rows are kept, `count` counts all.
    reason: Mapped[str | None] = mapped_column(sa.Text)
    changes: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)


class Result(db.Model):
    """One published figure: an indicator in a scope, or the note that it is hidden."""

    __tablename__ = "results"
    __table_args__ = (
        sa.UniqueConstraint("publication_id", "indicator", "scope", "key"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    publication_id: Mapped[int] = mapped_column(sa.ForeignKey("publications.id"))
    #: Period of the publication, repeated so that a page reads one index.
    month: Mapped[date]
    length: Mapped[int] = mapped_column(server_default="1")
    #: `all`, or the code of the target: `T1` online users, `T2` the sector group.
    indicator: Mapped[str] = mapped_column(sa.String(8))
    #: `province`, `agency`, `sector`, `service`, `channel`.
    scope: Mapped[str] = mapped_column(sa.String(12))
    #: Code of the agency, sector, service or channel; `-` for the province.
    key: Mapped[str] = mapped_column(sa.String(120))
    #: Fewer answers than may be shown; every count below is then empty.
    is_hidden: Mapped[bool]
    n1: Mapped[int | None]
    n2: Mapped[int | None]
    n3: Mapped[int | None]
    n4: Mapped[int | None]
    n5: Mapped[int | None]
    n_none: Mapped[int | None]
    #: One-sided 95 % exact bounds of R1.
    lower: Mapped[float | None]
    upper: Mapped[float | None]
    operator: Mapped[str | None] = mapped_column(sa.String(2))
    threshold: Mapped[str | None] = mapped_column(sa.String(20))
    #: The plain official comparison, and the verdict by evidence.
    official: Mapped[bool | None]
    verdict: Mapped[str | None] = mapped_column(sa.String(16))
    #: Coverage chain of the same cell.
    ended: Mapped[int | None]
    invited: Mapped[int | None]
    delivered: Mapped[int | None]
    rated: Mapped[int | None]


sa.Index(
    "ix_results_scope_key_length_month",
    Result.scope,
    Result.key,
    Result.length,
    Result.month,
)


class Estimate(db.Model):
    """What a method says of a unit beyond its counts, with what it was made from.

    Never of a cell that is hidden in the results, nor of one under 10 answers.
    """

    __tablename__ = "estimates"
    __table_args__ = (
        sa.UniqueConstraint("publication_id", "method", "indicator", "scope", "key"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    publication_id: Mapped[int] = mapped_column(sa.ForeignKey("publications.id"))
    #: Period of the publication, repeated so that a page reads one index.
    month: Mapped[date]
    length: Mapped[int]
    #: `weighted`, `bounds`, `power`, `coverage`, `pooled`, `change`, `control`,
    #: `trend` or `break` (reports.estimates).
    method: Mapped[str] = mapped_column(sa.String(24))
    #: As in the results.
    indicator: Mapped[str] = mapped_column(sa.String(8))
    scope: Mapped[str] = mapped_column(sa.String(12))
    key: Mapped[str] = mapped_column(sa.String(120))
    #: Plain numbers (floats to 6 digits), texts, booleans, nulls and lists.
    values: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


sa.Index(
    "ix_estimates_scope_key_length_month_method",
    Estimate.scope,
    Estimate.key,
    Estimate.length,
    Estimate.month,
    Estimate.method,
)


class Chart(db.Model):
    """A chart made by the job; same input, same bytes."""

    __tablename__ = "charts"
    __table_args__ = (sa.UniqueConstraint("publication_id", "name", "language"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    publication_id: Mapped[int] = mapped_column(sa.ForeignKey("publications.id"))
    name: Mapped[str] = mapped_column(sa.String(160))
    language: Mapped[str] = mapped_column(sa.String(8))
    svg: Mapped[bytes] = mapped_column(sa.LargeBinary)
    digest: Mapped[str] = mapped_column(sa.String(64))


class PublishedComment(db.Model):
    """A comment as the public may see it, from its release to the agency on.

    Written in the transaction of each move; public pages read this, never the
    comment itself, so an original text cannot reach them.
    """

    __tablename__ = "published_comments"

    ref: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id"))
    sector_id: Mapped[int] = mapped_column(sa.ForeignKey("sectors.id"))
    month: Mapped[date]
    #: published, withheld, moved or waiting.
    bucket: Mapped[str] = mapped_column(sa.String(12))
    state: Mapped[str] = mapped_column(sa.String(24))
    #: Text and reply stand here only once published.
    text: Mapped[str | None] = mapped_column(sa.Text)
    #: What its author says the text mostly is; never without the text.
    tone: Mapped[str | None] = mapped_column(sa.String(8))
    reply: Mapped[str | None] = mapped_column(sa.Text)
    outcome: Mapped[str | None] = mapped_column(sa.String(24))
    #: Why not, or where to, for the outcomes that must say it.
    reason: Mapped[str | None] = mapped_column(sa.Text)
    evidence: Mapped[str | None] = mapped_column(sa.Text)
    ground: Mapped[str | None] = mapped_column(sa.String(40))
    view: Mapped[str | None] = mapped_column(sa.String(8))
    released_on: Mapped[date | None]
    due_on: Mapped[date | None]
    replied_on: Mapped[date | None]
    published_on: Mapped[date | None]
    #: The day on which something public was last covered up.
    redacted_on: Mapped[date | None] = mapped_column(index=True)
    #: Orders lists: the day of publication, else of release, else the month.
    shown_on: Mapped[date] = mapped_column(server_default="2000-01-01")
    #: Code of the promise that the answer made.
    commitment: Mapped[str | None] = mapped_column(sa.String(12), index=True)
    #: Pictures of the answer: [{"id": …, "caption": …, "width": …, "height": …}].
    photos: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, server_default="[]")
    #: The public steps: [{"move": …, "on": "2026-01-31", …}].
    steps: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    #: Folded text, reply and names, for search without diacritics.
    folded: Mapped[str] = mapped_column(sa.Text)


sa.Index(
    "ix_published_comments_agency", PublishedComment.agency_id, PublishedComment.month
)
sa.Index(
    "ix_published_comments_service", PublishedComment.service_id, PublishedComment.month
)
sa.Index(
    "ix_published_comments_sector", PublishedComment.sector_id, PublishedComment.month
)
sa.Index(
    "ix_published_comments_newest", PublishedComment.shown_on, PublishedComment.ref
)
sa.Index(
    "ix_published_comments_bucket",
    PublishedComment.bucket,
    PublishedComment.shown_on,
    PublishedComment.ref,
)


for _name in ("agency_id", "service_id", "sector_id", "month", "outcome", "view"):
    sa.Index(
        f"ix_published_comments_{_name.removesuffix('_id')}_newest",
        PublishedComment.__table__.c[_name],
        PublishedComment.__table__.c.shown_on,
        PublishedComment.__table__.c.ref,
    )
#: Conditions of partial indexes. Queries that are to read them quote them as they are:
#: SQLite takes such an index only for the very words.
#: A first answer is owed, as the balance counts it: while the citizen is asked, the
#: clock stands.
OWED = "bucket = 'waiting' AND state != 'needs_more' AND replied_on IS NULL"
REOPENED = "state = 'reopened'"
#: What is left are “partly” and “no”. Named, SQLite would look both up by the index of
#: views and sort all it finds before it shows the newest.
DISPUTED = "view NOT IN ('yes', 'none')"
PROMISED = "commitment IS NOT NULL"
TAKEN = "bucket IN ('withheld', 'moved')"
for _name, _columns, _condition in (
    ("disputed", ("shown_on", "ref"), DISPUTED),
    ("promised", ("shown_on", "ref"), PROMISED),
    ("due", ("due_on", "ref", "agency_id"), OWED),
    ("reopened", ("due_on", "ref"), REOPENED),
    ("taken", ("agency_id", "bucket", "ground"), TAKEN),
):
    sa.Index(
        f"ix_published_comments_{_name}",
        *(PublishedComment.__table__.c[_column] for _column in _columns),
        sqlite_where=sa.text(_condition),
        postgresql_where=sa.text(_condition),
    )


class HandlingCount(db.Model):
    """How an agency handled the comments of a month, for public measures."""

    __tablename__ = "handling_counts"

    agency_id: Mapped[int] = mapped_column(
        sa.ForeignKey("agencies.id"), primary_key=True, autoincrement=False
    )
    #: First day of the month in which the comments reached the agency.
    month: Mapped[date] = mapped_column(primary_key=True)
    delivered: Mapped[int]
    #: Answered up to the due date; answered after it; not answered and past it.
    on_time: Mapped[int]
    late: Mapped[int]
    overdue: Mapped[int]
    #: Of the published answers, by the author's own view; `none` is silence.
    answers_point: Mapped[int]
    answers_part: Mapped[int]
    misses_point: Mapped[int]
    no_view: Mapped[int]
    reopened: Mapped[int]
    extended: Mapped[int]
    #: Of those delivered: what components 5.2 and 5.3 of QĐ 766 count.
    component_on_time: Mapped[int]
    component_content: Mapped[int]
    #: Of those delivered: can still change.
    still_open: Mapped[int]
    counted_on: Mapped[date]


class PublicStamp(db.Model):
    """Two rows, each with a number that grows with the changes the public can see."""

    __tablename__ = "public_stamp"

    #: Every change.
    EVERYTHING: ClassVar[int] = 1
    #: Every change but those of single comments.
    FIGURES: ClassVar[int] = 2

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(sa.BigInteger)

"""Comments as the public may see them."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    func,
    literal_column,
    select,
)

from feedback.domain.errors import NotFound
from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.domain.states import Bucket
from feedback.domain.text import fold
from feedback.extensions import connect_for_one_read, db
from feedback.models.agencies import Agency
from feedback.models.publications import PublishedComment
from feedback.models.services import Sector, Service
from feedback.queries.published.slices import Slice, read_slice


@dataclass(frozen=True)
class CommentFilter:
    """What a reader looks for; empty fields do not narrow."""

    q: str = ""
    ref: str = ""
    #: Codes.
    agency: str = ""
    sector: str = ""
    service: str = ""
    month: Month | None = None
    bucket: str = ""
    outcome: str = ""
    #: "yes", "partly" or "no": the citizen's own view of the answer.
    view: str = ""
    #: Code of the promise that was made for it.
    commitment: str = ""


@dataclass(frozen=True)
class ShownComment:
    """A published comment with the names that go with it."""

    comment: PublishedComment
    agency: Agency
    service: Service
    sector: Sector


def get_comment(ref: str) -> ShownComment:
    """A comment by its public reference."""
    row = db.session.execute(
        _with_names().where(PublishedComment.ref == ref)
    ).one_or_none()
    if row is None:
        raise NotFound(
            f"Không có ý kiến công khai nào mang mã “{ref[:40]}”. Ý kiến có trang "
            "riêng từ ngày được chuyển đến cơ quan.",
            f"There is no public comment “{ref[:40]}”. A comment has a page of its own "
            "from the day it reaches the agency.",
        )
    return ShownComment(*row)


class ListedComment(NamedTuple):
    """What a list shows of a comment; equal rows are shown alike."""

    ref: str
    bucket: str
    state: str
    outcome: str | None
    view: str | None
    text: str | None
    reply: str | None
    due_on: date | None
    replied_on: date | None
    published_on: date | None
    agency_code: str
    agency: str
    agency_en: str | None
    service: str


_shown = PublishedComment
_LISTED = (
    select(
        *(_shown.ref, _shown.bucket, _shown.state, _shown.outcome, _shown.view),
        *(_shown.text, _shown.reply),
        *(_shown.due_on, _shown.replied_on, _shown.published_on),
        *(Agency.code, Agency.name, Agency.name_en, Service.name),
    )
    .join(Agency, Agency.id == _shown.agency_id)
    .join(Service, Service.id == _shown.service_id)
    .order_by(_shown.shown_on.desc(), _shown.ref.desc())
)


def list_comments(wanted: CommentFilter, page: int, size: int) -> Slice[ListedComment]:
    """One page of the comments a filter finds, newest first, and their number."""
    conditions = _conditions(wanted)
    rows, total, page = read_slice(
        _LISTED.where(*conditions),
        select(PublishedComment.ref).where(*conditions),
        page,
        size,
    )
    return Slice([ListedComment(*row) for row in rows], total, page, size)


def list_latest_comments(wanted: CommentFilter, size: int) -> list[ListedComment]:
    """The newest comments a filter finds, without counting the others."""
    rows = _LISTED.where(*_conditions(wanted)).limit(size)
    return [ListedComment(*row) for row in db.session.execute(rows)]


#: The first page asks for it each time. It is made once and has no parameters, so that
#: PostgreSQL plans it once too: a limit it does not know it plans anew at every use.
_ANSWERED = _LISTED.where(
    _shown.bucket == literal_column(f"'{Bucket.PUBLISHED.value}'")
).limit(literal_column("3"))


def list_newest_answers() -> list[ListedComment]:
    """The three comments whose answers were published last."""
    with connect_for_one_read() as connection:
        return [ListedComment(*row) for row in connection.execute(_ANSWERED)]


def list_comments_after(
    after: str, wanted: CommentFilter, size: int
) -> list[ShownComment]:
    """The next comments after a reference, for open data in steps."""
    rows = db.session.execute(
        _with_names()
        .where(PublishedComment.ref > after, *_conditions(wanted))
        .order_by(PublishedComment.ref)
        .limit(size)
    )
    return [ShownComment(*row) for row in rows]


def list_filter_choices() -> (
    tuple[list[tuple[str, Label]], list[tuple[str, str]], list[Month]]
):
    """Agencies and sectors (code, name) and months that any comment belongs to."""
    agencies = db.session.execute(
        select(Agency.code, Agency.name, Agency.name_en)
        .where(Agency.id.in_(select(PublishedComment.agency_id)))
        .order_by(Agency.name_folded)
    )
    sectors = db.session.execute(
        select(Sector.code, Sector.name)
        .where(Sector.id.in_(select(PublishedComment.sector_id)))
        .order_by(Sector.name_folded)
    )
    months = db.session.scalars(
        select(PublishedComment.month)
        .distinct()
        .order_by(PublishedComment.month.desc())
    )
    return (
        [(code, Label(name, name_en or name)) for code, name, name_en in agencies],
        [(code, name) for code, name in sectors],
        [Month.of(month) for month in months],
    )


def _with_names() -> Select[tuple[PublishedComment, Agency, Service, Sector]]:
    return (
        select(PublishedComment, Agency, Service, Sector)
        .join(Agency, Agency.id == PublishedComment.agency_id)
        .join(Service, Service.id == PublishedComment.service_id)
        .join(Sector, Sector.id == PublishedComment.sector_id)
    )


def _conditions(wanted: CommentFilter) -> list[ColumnElement[bool]]:
    shown = PublishedComment
    conditions: list[ColumnElement[bool]] = []
    for column, model, code in (
        (shown.agency_id, Agency, wanted.agency),
        (shown.sector_id, Sector, wanted.sector),
        (shown.service_id, Service, wanted.service),
    ):
        if code:
            unit = select(model.id).where(model.code == code).scalar_subquery()
            conditions.append(column == unit)
    if wanted.month is not None:
        conditions.append(shown.month == wanted.month.first_day)
    for field, value in (
        (shown.ref, wanted.ref),
        (shown.bucket, wanted.bucket),
        (shown.outcome, wanted.outcome),
        (shown.view, wanted.view),
        (shown.commitment, wanted.commitment),
    ):
        if value:
            conditions.append(field == value)
    words = [word for word in fold(wanted.q).split() if any(map(str.isalnum, word))]
    if words:
        conditions.append(_holds_words(words[:12]))
    return conditions


def _holds_words(words: list[str]) -> ColumnElement[bool]:
    """All words, the last one as a beginning, by each database's own text index."""
    if db.engine.dialect.name == "sqlite":
        wanted = " ".join('"' + word.replace('"', '""') + '"' for word in words) + "*"
        found = func.published_search(wanted).table_valued("rowid")
        return literal_column("published_comments.rowid").in_(select(found.c.rowid))
    vector = func.to_tsvector(literal_column("'simple'"), PublishedComment.folded)
    quoted = [word.replace("\\", "").replace("'", "''") for word in words]
    wanted = " & ".join(f"'{word}'" for word in quoted) + ":*"
    query = func.to_tsquery(literal_column("'simple'"), wanted)
    matches: ColumnElement[bool] = vector.op("@@")(query)
    return matches

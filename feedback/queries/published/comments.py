"""Comments as the public may see them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Select,
    exists,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from feedback.domain.errors import NotFound
from feedback.domain.months import Month
from feedback.domain.states import Bucket
from feedback.extensions import connect_for_one_read, db
from feedback.models.agencies import Agency
from feedback.models.balances import Balance
from feedback.models.publications import PublishedComment
from feedback.models.services import Sector, Service
from feedback.queries.published.catalogue import list_agency_choices
from feedback.queries.published.comment_filters import (
    CommentFilter,
    Standing,
    narrow,
    narrow_with_words,
)
from feedback.queries.published.slices import MOST, Slice, count_pages, count_rows
from feedback.queries.published.words import (
    count_hits,
    holds_common_words,
    holds_words,
)


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
    tone: str | None
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
        *(_shown.tone, _shown.text, _shown.reply),
        *(_shown.due_on, _shown.replied_on, _shown.published_on),
        *(Agency.code, Agency.name, Agency.name_en, Service.name),
    )
    .join(Agency, Agency.id == _shown.agency_id)
    .join(Service, Service.id == _shown.service_id)
    .order_by(_shown.shown_on.desc(), _shown.ref.desc())
)


#: Where a list stops counting for words so common that each comment is asked for them.
_MOST_COMMON: Final = 200


def list_comments(wanted: CommentFilter, page: int, size: int) -> Slice[ListedComment]:
    """One page of the comments a filter finds, newest first, and their number.

    The number is counted up to MOST. Overdue ones come longest overdue first.
    """
    conditions = narrow(wanted)
    query = _LISTED
    first: InstrumentedAttribute[Any] = _shown.shown_on
    if wanted.standing is Standing.OVERDUE:
        first = _shown.due_on
        query = query.order_by(None).order_by(first, _shown.ref)
    most, total = MOST, None
    if (matches := holds_words(wanted.q)) is not None:
        hits = count_hits(wanted.q, MOST)
        if hits > MOST:
            # So common that the next ones in the list's own order are found at once.
            matches = holds_common_words(wanted.q)
            most = _MOST_COMMON if conditions else MOST
        if not conditions or not hits:
            total = hits
        conditions.append(matches)
    if total is None:
        counted = select(first).where(*conditions).limit(most + 1)
        # Words that most comments hold are looked for in the order of the list.
        total = count_rows(counted.order_by(first) if most < MOST else counted)
    if not total:
        return Slice([], 0, 1, size)
    has_more, total = total > most, min(total, most)
    page = min(page, count_pages(total, size))
    asked = query.where(*conditions).offset((page - 1) * size).limit(size)
    items = [ListedComment(*row) for row in db.session.execute(asked)]
    if has_more and len(items) < size:  # fewer than were expected: this is the end
        has_more, total = False, (page - 1) * size + len(items)
    return Slice(items, total, page, size, has_more)


def list_latest_comments(wanted: CommentFilter, size: int) -> list[ListedComment]:
    """The newest comments a filter finds, without counting the others."""
    rows = _LISTED.where(*narrow_with_words(wanted)).limit(size)
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
        .where(PublishedComment.ref > after, *narrow_with_words(wanted))
        .order_by(PublishedComment.ref)
        .limit(size)
    )
    return [ShownComment(*row) for row in rows]


def list_commented_agencies(language: str) -> list[tuple[str, str]]:
    """Code and name of each agency that received any comment, by name.

    As last night's account has it: comments reach the public days after it, and asking
    for each agency's comments would take longer than all else that a list shows.
    """
    has_account = exists(select(literal_column("1")).select_from(Balance))
    of_agency = has_account.where(Balance.agency_id == Agency.id)
    return list_agency_choices(language, of_agency)


def list_commented_sectors() -> list[tuple[str, str]]:
    """Code and name of each sector that any comment belongs to, by name."""
    has_comment = exists(select(literal_column("1")).select_from(PublishedComment))
    rows = db.session.execute(
        select(Sector.code, Sector.name)
        .where(has_comment.where(_shown.sector_id == Sector.id))
        .order_by(Sector.name_folded)
    )
    return [(code, name) for code, name in rows]


def list_commented_months() -> list[Month]:
    """Newest first; found from one to the next, each along the index."""
    newest = select(func.max(_shown.month).label("month")).cte(recursive=True)
    before = select(func.max(_shown.month)).where(_shown.month < newest.c.month)
    every = newest.union_all(
        select(before.scalar_subquery()).where(newest.c.month.is_not(None))
    )
    months = db.session.scalars(select(every.c.month).where(every.c.month.is_not(None)))
    return [Month.of(month) for month in months]


def list_newest_answered(wanted: CommentFilter, size: int) -> list[ShownComment]:
    """The newest comments a filter finds, whole, for feeds."""
    return [
        ShownComment(*row) for row in db.session.execute(select_newest(wanted, size))
    ]


def select_newest(
    wanted: CommentFilter, size: int
) -> Select[tuple[PublishedComment, Agency, Service, Sector]]:
    """What a filter finds, newest first, along the index of that filter."""
    return (
        _with_names()
        .where(*narrow(wanted))
        .order_by(_shown.shown_on.desc(), _shown.ref.desc())
        .limit(size)
    )


def _with_names() -> Select[tuple[PublishedComment, Agency, Service, Sector]]:
    return (
        select(PublishedComment, Agency, Service, Sector)
        .join(Agency, Agency.id == PublishedComment.agency_id)
        .join(Service, Service.id == PublishedComment.service_id)
        .join(Sector, Sector.id == PublishedComment.sector_id)
    )

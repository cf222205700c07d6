"""The public list of overdue answers."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text

from feedback.domain.states import Bucket, State
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.models.publications import PublishedComment
from feedback.operations.balances import count_balances
from feedback.operations.views import reopen_comment
from feedback.queries.published import overdue
from feedback.queries.published.overdue import (
    count_overdue,
    list_overdue,
    select_overdue,
)
from tests.factories import make_agency
from tests.factories_published import make_published_comment
from tests.lives import VIEWED_ON, WORDS, Cast, load_calendar_rows, on_day
from tests.statements import counted_statements, explain_query
from tests.views.transparency.readers import find_address, words_of
from tests.visitors import Page, Visitor

TODAY = date(2026, 5, 5)
W = Bucket.WAITING


@pytest.fixture(autouse=True)
def a_tuesday_in_may() -> Iterator[None]:
    with on_day(TODAY):
        yield


def rows_of(page: Page, table: int = 0) -> list[str]:
    found = page.html.select("main table")
    return [words_of(row) for row in found[table].select("tbody tr")]


def test_late_answers_stand_with_their_working_days_newest_first(
    app: Flask, visitor: Visitor
) -> None:
    load_calendar_rows()
    agency = make_agency(name="Sở Xây dựng")
    old = make_published_comment(W, agency=agency, due_on=date(2026, 4, 6))
    new = make_published_comment(W, due_on=date(2026, 5, 4))
    make_published_comment(W, due_on=TODAY)
    page = visitor.get("/qua-han")
    first, second = rows_of(page)
    assert new.ref in first and first.endswith("4/5/2026 1")
    # 7 April to 5 May: 21 weekdays without Hùng Kings' Day made up on 27 April, Victory
    # Day and Labour Day are 18.
    assert old.ref in second and second.endswith("6/4/2026 18")
    assert "Có 2 ý kiến quá hạn." in page.text
    assert "Sở Xây dựng 1 6/4/2026" in rows_of(page, 1)
    only = visitor.get(f"/qua-han?agency={agency.code}")
    assert len(rows_of(only)) == 1 and "Có 1 ý kiến" in only.text
    assert "working days" in visitor.get("/en/qua-han").text.lower()


def test_what_is_not_owed_is_not_listed(visitor: Visitor) -> None:
    due = date(2026, 4, 6)
    asked, handed_in = State.NEEDS_MORE.value, State.AWAITING_PUBLICATION.value
    make_published_comment(W, state=asked, due_on=due)
    make_published_comment(W, state=handed_in, replied_on=date(2026, 4, 20), due_on=due)
    make_published_comment(Bucket.PUBLISHED, due_on=due)
    make_published_comment(Bucket.WITHHELD, due_on=due)
    page = visitor.get("/qua-han")
    assert "Hôm nay không có ý kiến nào quá hạn trả lời." in page.text
    assert page.html.select("main table") == []


def test_a_reopened_one_is_listed_as_such_and_no_word_of_it(
    app: Flask, visitor: Visitor
) -> None:
    cast, receipt = Cast(), new_code()
    ref = cast.live(State.VIEWED, receipt)
    late = cast.live(State.OPEN)
    with on_day(VIEWED_ON):
        reopen_comment(receipt)
    page = visitor.get("/qua-han")
    (again,) = [row for row in rows_of(page) if ref in row]
    assert "mở lại" in again
    assert any(late in row for row in rows_of(page))
    assert WORDS not in page.text


def test_the_list_agrees_with_the_balance(app: Flask) -> None:
    cast = Cast()
    for state in (State.OPEN, State.REPLIED, State.AWAITING_PUBLICATION, State.CLOSED):
        cast.live(state)
    count_balances(TODAY)
    (count,) = count_overdue(TODAY)
    overdue = db.session.execute(text("SELECT sum(overdue) FROM balances")).scalar()
    assert (count.n, count.oldest) == (overdue, date(2026, 4, 6)) == (2, count.oldest)


def test_without_a_calendar_the_list_still_stands(visitor: Visitor) -> None:
    make_published_comment(W, due_on=date(2026, 4, 6))
    (row,) = rows_of(visitor.get("/qua-han"))
    assert row.endswith("6/4/2026 –")


def test_past_the_calendar_days_are_not_guessed(app: Flask) -> None:
    load_calendar_rows()
    make_published_comment(W, due_on=date(2026, 4, 6))
    (row,) = list_overdue(date(2029, 1, 1), "", 1, 10).items
    assert row.days_late is None


def test_late_on_a_saturday_is_a_day_late(app: Flask) -> None:
    load_calendar_rows()
    make_published_comment(W, due_on=date(2026, 5, 8))
    (row,) = list_overdue(date(2026, 5, 9), "", 1, 10).items
    assert row.days_late == 1


def test_long_lists_are_paged_with_as_many_statements(visitor: Visitor) -> None:
    load_calendar_rows()
    agency = make_agency()
    make_published_comment(W, agency=agency, due_on=date(2026, 4, 6))
    with counted_statements() as few:
        list_overdue(TODAY, "", 1, 50)
    for _ in range(54):
        make_published_comment(W, agency=agency, due_on=date(2026, 4, 6))
    with counted_statements() as many:
        assert len(list_overdue(TODAY, "", 1, 50).items) == 50
    assert len(many) == len(few)
    page = visitor.get("/qua-han?page=2")
    assert len(rows_of(page)) == 5 and "Trang 2 trên 2." in page.text


def test_the_list_reads_its_index(app: Flask) -> None:
    agency = make_agency()
    for number in range(300):
        late = date(2026, 5, 4) if number < 3 else date(2026, 6, 1)
        make_published_comment(W, agency=agency, due_on=late)
    db.session.execute(text("ANALYZE"))
    parts = select_overdue(TODAY, "", select(PublishedComment.ref))
    first, second = map(explain_query, parts)
    assert "ix_published_comments_due" in first, first
    assert "ix_published_comments_reopened" in second, second


def test_agencies_are_listed_fifty_at_a_time(visitor: Visitor) -> None:
    for number in range(51):
        agency = make_agency(name=f"UBND xã số {number:03}")
        make_published_comment(W, agency=agency, due_on=date(2026, 5, 4))
    page = visitor.get("/qua-han")
    assert "UBND xã số 049" in words_of(page.html.select("main table")[1])
    assert "UBND xã số 050" not in words_of(page.html.select("main table")[1])
    address = find_address(page, "Xem đủ 51 dòng")
    assert rows_of(visitor.get(f"{address}?page=2")) == ["UBND xã số 050 1 4/5/2026"]


def test_a_list_counts_no_further_than_anybody_reads(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(1, 5):
        make_published_comment(W, due_on=date(2026, 4, day))
    monkeypatch.setattr(overdue, "MOST", 3)
    found = list_overdue(TODAY, "", 9, 2)
    assert (found.total, found.has_more, found.page, len(found.items)) == (
        3,
        True,
        2,
        2,
    )
    assert [row.due_on.day for row in found.items] == [2, 1]

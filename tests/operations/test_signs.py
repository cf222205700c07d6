"""Signs of waiting comments: noted once, in batches, with near copies on both sides."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from feedback.domain.signs import Check
from feedback.domain.sketches import BANDS, make_bands
from feedback.domain.states import State
from feedback.domain.tokens import new_code
from feedback.exchange.checklists import read_checklists
from feedback.extensions import db
from feedback.jobs.signs import sift_comments
from feedback.models.comments import CommentBand, CommentSign
from feedback.operations.questions import ask_more, supply_more
from feedback.operations.signs import select_unread, sift_batch, sift_comment
from feedback.queries.signs import (
    find_erased_on,
    is_sifted,
    list_checks,
    list_copies,
    list_signs,
)
from tests.lives import RECEIVED_ON, WORDS, Cast, count_events, get_comment, on_day
from tests.statements import counted_statements, explain_query

TEXT = "Tôi nộp hồ sơ ngày 12/3, hẹn ba lần vẫn chưa có kết quả, gọi 0912 345 678."
LIKE = "Tôi nộp hồ sơ ngày 25/4, hẹn ba lần vẫn chưa có kết quả. Gọi 0987 654 321!"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def the_day_of_reception(app: Flask) -> Iterator[None]:
    with on_day(RECEIVED_ON):
        yield


def read_rows() -> tuple[list[tuple[str, str, str]], list[tuple[int, str]]]:
    signs = db.session.query(
        CommentSign.comment_ref, CommentSign.check, CommentSign.key
    )
    bands = db.session.query(CommentBand.band, CommentBand.comment_ref)
    return sorted(map(tuple, signs)), sorted(map(tuple, bands))


def test_a_waiting_comment_gets_its_signs_and_bands(cast: Cast) -> None:
    ref = cast.submit(TEXT)
    assert not is_sifted(ref)
    assert sift_comments(RECEIVED_ON) == "1 comments sifted"
    assert is_sifted(ref)
    signs = list_signs(ref)
    assert [(s.check, s.key, s.facts) for s in signs] == [
        (Check.PERSONAL, "phone", {"n": 1})
    ]
    _signs, bands = read_rows()
    assert [ref for _band, ref in bands] == [ref] * BANDS
    assert get_comment(ref).state == State.RECEIVED


def test_a_second_run_changes_nothing(cast: Cast) -> None:
    for words in (TEXT, LIKE, WORDS, "Tốt"):
        cast.submit(words)
    sift_comments(RECEIVED_ON)
    before = read_rows()
    assert sift_comments(RECEIVED_ON) == "0 comments sifted"
    assert read_rows() == before


def test_a_comment_without_any_sign_is_not_looked_at_again(cast: Cast) -> None:
    ref = cast.submit(WORDS)
    sift_comments(RECEIVED_ON)
    assert is_sifted(ref) and list_signs(ref) == []
    assert list_checks([ref]) == {}


def test_near_copies_point_at_each_other(cast: Cast) -> None:
    first, other = cast.submit(TEXT), cast.submit(WORDS)
    sift_comments(RECEIVED_ON)
    second = cast.submit(LIKE)
    sift_comments(RECEIVED_ON)
    assert [copy.ref for copy in list_copies(first, None)] == [second]
    assert [copy.ref for copy in list_copies(second, None)] == [first]
    assert list_copies(other, None) == []
    assert list_copies(first, None)[0].likeness > 0.9
    assert list_checks([first, other]) == {first: [Check.PERSONAL, Check.COPY]}


def test_copies_of_one_batch_find_each_other(cast: Cast) -> None:
    refs = {cast.submit(TEXT) for _ in range(4)}
    sift_comments(RECEIVED_ON)
    for ref in refs:
        assert {copy.ref for copy in list_copies(ref, None)} == refs - {ref}


def test_who_belongs_to_the_agency_of_a_copy_does_not_see_it(cast: Cast) -> None:
    other = Cast()
    first, second = cast.submit(TEXT), other.submit(LIKE)
    sift_comments(RECEIVED_ON)
    assert [copy.ref for copy in list_copies(first, cast.screener.agency_id)] == [
        second
    ]
    assert list_copies(first, other.agency.id) == []


def test_likenesses_of_a_text_sent_a_hundred_times_stay_few(cast: Cast) -> None:
    refs = [cast.submit(TEXT) for _ in range(30)]
    sift_comments(RECEIVED_ON)
    newest = cast.submit(LIKE)
    sift_comments(RECEIVED_ON)
    assert len(list_copies(newest, None)) == 10
    assert all(list_copies(ref, None) for ref in refs)


def test_a_batch_needs_no_statement_per_comment(cast: Cast) -> None:
    lists = read_checklists()

    def count(n: int) -> int:
        for _ in range(n):
            cast.submit(TEXT)
        with counted_statements() as sent:
            assert sift_batch(RECEIVED_ON, lists) == n
        return len(sent)

    assert count(2) == count(12)


def test_what_the_citizen_adds_is_looked_at_when_it_is_opened(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.submit(WORDS, receipt=receipt)
    sift_comments(RECEIVED_ON)
    user_id = cast.screener.id
    ask_more(ref, user_id=user_id, seen=count_events(ref), question="Ở quầy nào?")
    supply_more(receipt, "Quầy 3, cán bộ vòi vĩnh tiền.")
    assert not is_sifted(ref) and list_signs(ref) == []
    sift_comment(ref, read_checklists())
    assert is_sifted(ref)
    assert [(s.check, s.key) for s in list_signs(ref)] == [(Check.SERIOUS, "bribe")]


def test_bands_follow_the_text_as_it_grows(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.submit(TEXT, receipt=receipt)
    sift_comments(RECEIVED_ON)
    before = {band for band, _ref in read_rows()[1]}
    user_id = cast.screener.id
    ask_more(ref, user_id=user_id, seen=count_events(ref), question="Ở quầy nào?")
    supply_more(receipt, "Quầy số 3, hai người tiếp tôi đều nói khác nhau. " * 4)
    sift_comment(ref, read_checklists())
    after = {band for band, _ref in read_rows()[1]}
    assert after == {*make_bands(get_comment(ref).text)} != before


def test_what_is_no_more_in_screening_is_left_alone(cast: Cast) -> None:
    ref = cast.live(State.SCREENED)
    assert sift_comments(date(2026, 3, 20)) == "0 comments sifted"
    assert not is_sifted(ref) and find_erased_on(ref) is None


def test_a_comment_that_is_not_there_is_not_looked_at(cast: Cast) -> None:
    sift_comment("NICHTDA", read_checklists())
    assert read_rows() == ([], [])


def test_the_whole_table_is_not_read(app: Flask) -> None:
    plan = explain_query(select_unread())
    assert "ix_comments_state_" in plan and "SCAN comments" not in plan, plan

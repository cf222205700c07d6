"""Remarks on an answer before it leaves."""

import pytest

from feedback.domain.outcomes import Outcome
from feedback.domain.replies import (
    MANY_ALIKE,
    Remark,
    find_personal,
    find_remarks,
    list_content_words,
)

ASKED = "Tôi chờ ba tháng mà đất đai vẫn chưa có sổ đỏ."
GOOD = (
    "Sổ đỏ của ông/bà đã ký ngày 27/3/2026, mời đến quầy 3 nhận kết quả trước 11 giờ."
)


def test_an_answer_to_the_point_leaves_no_remark() -> None:
    assert find_remarks(ASKED, GOOD, Outcome.EXPLAINED) == ()


@pytest.mark.parametrize(
    ("reply", "remark"),
    [
        ("Sổ đỏ: xin chờ.", Remark.SHORT),
        (
            "Cơ quan xin ghi nhận và cảm ơn ông/bà đã gửi góp ý cho chúng tôi.",
            Remark.OFF_POINT,
        ),
        (
            "Chúng tôi sẽ khắc phục việc chậm trả sổ đỏ trong thời gian tới.",
            Remark.PROMISE,
        ),
        (
            "Sổ đỏ của ông/bà đã ký, mời gọi số 0912 345 678 để hẹn giờ nhận kết quả.",
            Remark.PERSONAL,
        ),
    ],
)
def test_each_fault_has_its_remark(reply: str, remark: Remark) -> None:
    assert find_remarks(ASKED, reply, Outcome.EXPLAINED) == (remark,)


def test_a_promise_with_a_day_is_no_empty_promise() -> None:
    reply = (
        "Chúng tôi sẽ khắc phục việc chậm trả sổ đỏ cho người dân trước ngày đã nêu."
    )
    assert find_remarks(ASKED, reply, Outcome.WILL_FIX) == ()
    for outcome in (Outcome.ACCEPTED, None):
        assert find_remarks(ASKED, reply, outcome) == (Remark.PROMISE,)


def test_a_form_letter_is_known_by_its_number() -> None:
    assert find_remarks(ASKED, GOOD, Outcome.FIXED, MANY_ALIKE) == (Remark.COPIED,)
    assert find_remarks(ASKED, GOOD, Outcome.FIXED, MANY_ALIKE - 1) == ()


def test_diacritics_and_case_do_not_matter() -> None:
    plain = "SO DO CUA ONG BA DA KY NGAY 27/3/2026, MOI DEN QUAY 3 NHAN KET QUA"
    assert find_remarks(ASKED, plain, Outcome.EXPLAINED) == ()
    assert list_content_words("ĐẤT đai") == list_content_words("dat dai")


def test_a_comment_that_asks_nothing_cannot_be_missed() -> None:
    assert list_content_words("Cảm ơn!") == frozenset()
    assert Remark.OFF_POINT not in find_remarks("Cảm ơn!", GOOD, Outcome.EXPLAINED)


def test_days_and_hours_in_an_answer_are_wanted() -> None:
    assert find_personal("Xong ngày 27/3/2026 lúc 9 giờ 30, theo 45/TB-UBND.") == []
    assert find_personal("Số căn cước 001 090 012 345") != []


def test_every_remark_says_what_to_look_at() -> None:
    for remark in Remark:
        assert remark.label.vi and remark.label.en

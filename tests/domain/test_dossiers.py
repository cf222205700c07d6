"""Who is asked, and for which month."""

from datetime import date

import pytest

from feedback.domain.dossiers import (
    Ending,
    ballot_month,
    is_due_for_invitation,
    read_ending,
)
from feedback.domain.errors import InvalidCode
from feedback.domain.months import Month

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("ended_on", "due_on", "is_due"),
    [
        (date(2026, 3, 31), None, True),
        (date(2026, 3, 1), date(2026, 4, 30), True),
        (date(2026, 4, 1), None, False),
        (None, date(2026, 3, 1), True),  # 30 days ago
        (None, date(2026, 3, 2), False),  # 29 days ago
        (None, None, False),
    ],
)
def test_people_are_asked_at_the_end_or_30_days_after_the_promise(
    ended_on: date | None, due_on: date | None, is_due: bool
) -> None:
    assert is_due_for_invitation(ended_on, due_on, TODAY) is is_due


def test_a_ballot_belongs_to_the_month_of_the_end_or_of_the_asking() -> None:
    assert ballot_month(date(2026, 2, 28), TODAY) == Month(2026, 2)
    assert ballot_month(None, TODAY) == Month(2026, 3)


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("Đã có kết quả", Ending.FINISHED),
        ("TỪ CHỐI", Ending.REFUSED),
        ("trả lại", Ending.RETURNED),
        ("Rút hồ sơ", Ending.WITHDRAWN),
    ],
)
def test_an_ending_is_read_in_the_words_of_registers(text: str, ending: Ending) -> None:
    assert read_ending(text) is ending


def test_every_ending_is_read_back_from_its_own_label() -> None:
    for ending in Ending:
        assert read_ending(ending.value) is ending
        assert read_ending(ending.label.vi) is ending


def test_an_unknown_ending_is_refused_with_the_choices() -> None:
    with pytest.raises(InvalidCode) as caught:
        read_ending("đang xử lý")
    assert caught.value.reason == "ending"

"""Who is asked, and for which month."""

from datetime import date

import pytest

from feedback.domain.dossiers import (
    Ending,
    ballot_month,
    read_ending,
)
from feedback.domain.errors import InvalidCode
from feedback.domain.months import Month

TODAY = date(2026, 3, 31)


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

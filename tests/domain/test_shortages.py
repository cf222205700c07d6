"""The calendar warns before it runs out."""

from datetime import date

import pytest

from feedback.domain.shortages import find_shortage, write_warning

END = date(2027, 12, 31)


@pytest.mark.parametrize(
    ("today", "is_short"),
    [
        (date(2027, 10, 31), False),
        (date(2027, 11, 1), True),  # sixty days before the last day
        (date(2027, 12, 31), True),
        (date(2028, 2, 1), True),
    ],
)
def test_sixty_days_before_its_end_it_is_short(today: date, is_short: bool) -> None:
    found = find_shortage(END, [], today)
    assert (found is not None) is is_short
    if found:
        assert "31/12/2027" in found.told.vi and "2027-12-31" in found.told.en


def test_days_only_assumed_are_told_when_they_come_near() -> None:
    tet = [date(2027, 2, 5), date(2027, 2, 4)]
    assert find_shortage(END, tet, date(2026, 12, 5)) is None
    found = find_shortage(END, tet, date(2026, 12, 6))
    # From 6 December the 4th of February is sixty days away, the 5th not yet.
    assert found is not None and found.assumed == (date(2027, 2, 4),)
    assert found.ends_on is None and "04/02/2027" in found.told.vi
    assert find_shortage(END, tet, date(2027, 2, 6)) is None, "they are over"


def test_both_faults_stand_in_one_letter() -> None:
    found = find_shortage(END, [END], END)
    assert found is not None
    letter = write_warning(found)
    for words in ("31/12/2027", "2027-12-31", "giả định", "assumed", "flask import"):
        assert words in letter.body


def test_an_empty_calendar_is_short() -> None:
    found = find_shortage(None, [], END)
    assert found is not None and found.told.en == "The calendar has no day."

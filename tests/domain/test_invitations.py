"""The letter, and when it leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from feedback.domain import clock
from feedback.domain.invitations import (
    choose_departure,
    choose_month,
    find_link,
    write_invitation,
)
from feedback.domain.months import Month
from feedback.domain.tokens import format_code, new_code

TODAY = date(2026, 3, 20)


def test_a_letter_holds_link_and_code_in_two_languages() -> None:
    token = new_code()
    letter = write_invitation(
        address="https://gopy.example.vn",
        token=token,
        agency="UBND xã Phú Lộc",
        service="Đăng ký khai sinh",
        until=date(2026, 4, 15),
        is_overdue=False,
    )
    assert find_link(letter.body) == f"https://gopy.example.vn/p/{token}"
    assert f"\nhttps://gopy.example.vn/en/p/{token}\n" in letter.body
    assert letter.body.count(format_code(token)) == 2
    assert "Hồ sơ của ông/bà tại UBND xã Phú Lộc đã kết thúc." in letter.body
    assert "Your dossier with UBND xã Phú Lộc has ended." in letter.body
    assert token not in letter.subject and "Phú Lộc" not in letter.subject


def test_a_text_without_a_link_has_none() -> None:
    assert find_link("https://gopy.example.vn/phieu") is None


@pytest.mark.parametrize(
    ("below", "leaves"),
    [
        (lambda n: 0, datetime(2026, 3, 21, 0, 0, tzinfo=UTC)),  # 7:00 in Vietnam
        (lambda n: n - 1, datetime(2026, 3, 23, 12, 59, 59, tzinfo=UTC)),  # 19:59:59
    ],
)
def test_a_letter_leaves_by_day_within_three_days(
    below: object, leaves: datetime
) -> None:
    departure = choose_departure(TODAY, 72, below)  # type: ignore[arg-type]
    assert departure.not_before == leaves
    assert departure.expires_at == leaves + timedelta(hours=72)


def test_the_day_itself_is_never_chosen() -> None:
    for _ in range(50):
        leaves = choose_departure(TODAY, 72).not_before
        assert clock.local_day(leaves) > TODAY


@pytest.mark.parametrize(
    ("ended_in", "today", "month"),
    [
        (Month(2026, 3), date(2026, 3, 31), Month(2026, 3)),
        (Month(2026, 3), date(2026, 4, 11), Month(2026, 3)),
        # The letter may leave on the 15th, the last day: too late for an answer.
        (Month(2026, 3), date(2026, 4, 12), Month(2026, 4)),
        (Month(2025, 6), date(2026, 4, 2), Month(2026, 4)),
    ],
)
def test_an_ending_reported_late_counts_in_the_present_month(
    ended_in: Month, today: date, month: Month
) -> None:
    assert choose_month(ended_in, today) == month

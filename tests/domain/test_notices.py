"""The steps of urging, and the one letter of a day."""

from datetime import date, timedelta

import pytest

from feedback.domain.calendars import CalendarDay, DayKind, WorkingCalendar
from feedback.domain.labels import Label
from feedback.domain.notices import (
    LISTED,
    Item,
    NoticeStep,
    Tier,
    count_days,
    find_interim_step,
    find_step,
    list_superseded,
    write_digest,
)

S = NoticeStep
#: Monday; the calendar has no holiday but Wednesday the 18th.
DUE = date(2026, 3, 16)
OFF = CalendarDay(date(2026, 3, 18), DayKind.HOLIDAY, Label("Nghỉ", "Off"), "thử")
CALENDAR = WorkingCalendar([OFF], 2026, 2026)


@pytest.mark.parametrize(
    ("today", "step", "days"),
    [
        (date(2026, 3, 10), None, -4),
        (date(2026, 3, 11), S.BEFORE_DUE, -3),
        (date(2026, 3, 13), S.BEFORE_DUE, -1),
        (DUE, S.DUE_TODAY, 0),
        (date(2026, 3, 17), S.OVERDUE_OFFICER, 1),
        (date(2026, 3, 19), S.OVERDUE_OFFICER, 2),
        (date(2026, 3, 20), S.OVERDUE_HEAD, 3),
        (date(2026, 3, 23), S.OVERDUE_HEAD, 4),
        (date(2026, 3, 24), S.SUPERIOR, 5),
        (date(2026, 3, 31), S.DESK, 10),
        (date(2026, 6, 1), S.DESK, 54),
    ],
)
def test_the_steps_are_reached_by_working_days(
    today: date, step: NoticeStep | None, days: int
) -> None:
    assert find_step(DUE, today, CALENDAR) is step
    assert count_days(DUE, today, CALENDAR) == days


def test_a_due_date_that_became_a_day_off_is_still_ahead() -> None:
    # Due on the 18th, declared a holiday afterwards: the 17th is the day before it.
    assert find_step(OFF.on, date(2026, 3, 17), CALENDAR) is S.BEFORE_DUE


def test_a_word_on_progress_has_two_steps() -> None:
    day = timedelta(days=1)
    assert find_interim_step(DUE, DUE - day) is None
    assert find_interim_step(DUE, DUE) is S.INTERIM_DUE
    assert find_interim_step(DUE, DUE + day) is S.INTERIM_LATE


def test_lower_steps_that_nobody_was_told_are_superseded() -> None:
    assert list_superseded(S.BEFORE_DUE, ()) == []
    assert list_superseded(S.OVERDUE_HEAD, {S.BEFORE_DUE}) == [
        S.DUE_TODAY,
        S.OVERDUE_OFFICER,
    ]
    assert list_superseded(S.INTERIM_LATE, ()) == [S.INTERIM_DUE]
    assert list_superseded(S.INTERIM_DUE, ()) == []


def test_each_step_goes_as_far_up_as_its_name_says() -> None:
    tiers = {step: step.tier for step in S}
    assert tiers[S.BEFORE_DUE] == tiers[S.OVERDUE_OFFICER] == Tier.OFFICER
    assert tiers[S.OVERDUE_HEAD] == tiers[S.INTERIM_LATE] == Tier.HEAD
    assert (tiers[S.SUPERIOR], tiers[S.DESK]) == (Tier.SUPERIOR, Tier.DESK)
    assert len({step.label.vi for step in S}) == len(S)
    assert max(map(len, S)) <= 16, "the column's width"


def make_item(ref: str, days: int, **changes: object) -> Item:
    values: dict[str, object] = {
        "service": "Đăng ký đất đai",
        "agency": "UBND phường Một",
        "due_on": DUE,
        "step": S.OVERDUE_HEAD,
        "is_own": True,
        **changes,
    }
    return Item(ref=ref, days_late=days, **values)  # type: ignore[arg-type]


def write(*items: Item) -> str:
    letter = write_digest(
        items,
        today=date(2026, 3, 20),
        own_desk="https://gopy.vn/can-bo/y-kien",
        public_list="https://gopy.vn/qua-han",
    )
    assert str(len(items)) in letter.subject
    return letter.body


def test_the_latest_stand_first_and_say_how_late() -> None:
    body = write(
        make_item("GY-1", -2, step=S.BEFORE_DUE),
        make_item("GY-2", 3),
        make_item("GY-3", 0, step=S.DUE_TODAY),
        make_item("GY-4", -1, step=S.INTERIM_DUE),
    )
    lines = [line for line in body.splitlines() if line.startswith("- ")]
    assert lines == [
        "- GY-2: hạn 16/03/2026, quá 3 ngày làm việc; Đăng ký đất đai",
        "- GY-3: hạn 16/03/2026, là hôm nay; Đăng ký đất đai",
        "- GY-4: cần báo tiến độ, hạn 16/03/2026; Đăng ký đất đai",
        "- GY-1: hạn 16/03/2026, còn 2 ngày làm việc; Đăng ký đất đai",
    ]
    assert "\nhttps://gopy.vn/can-bo/y-kien\n" in body
    assert "qua-han" not in body, "nothing of others, no link to it"


def test_other_agencies_stand_apart_with_their_name() -> None:
    body = write(make_item("GY-1", 5, is_own=False), make_item("GY-2", 5))
    own, others = body.split("Cơ quan khác còn nợ")
    assert "GY-2" in own and "GY-1" in others
    assert "UBND phường Một" in others and "UBND phường Một" not in own
    assert "https://gopy.vn/qua-han" in others


def test_a_flood_is_counted_and_long_names_are_cut() -> None:
    many = [make_item(f"GY-{n}", 1, service="đ" * 500) for n in range(LISTED + 7)]
    body = write(*many)
    assert body.count("\n- GY-") == LISTED and "và 7 ý kiến nữa" in body
    assert "đ" * 119 + "…" in body and "đ" * 120 not in body

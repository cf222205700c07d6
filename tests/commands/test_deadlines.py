"""flask deadlines explain, as an operator types it."""

from datetime import date

import pytest
from flask import Flask

from feedback.commands.deadlines import group
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.plans import CalendarDay
from feedback.operations.extensions import extend_deadline
from feedback.operations.releases import deliver_comments
from tests.commands.runs import run
from tests.lives import Cast, count_events, get_comment, on_day


@pytest.fixture
def ref(app: Flask) -> str:
    """Delivered before Tết 2026, extended after it."""
    cast = Cast()
    ref = cast.submit(on=date(2026, 1, 23))
    with on_day(date(2026, 1, 26)):
        cast.screen(ref)
    deliver_comments(date(2026, 2, 9))
    with on_day(date(2026, 3, 5)):
        extend_deadline(
            ref,
            user_id=cast.officer.id,
            seen=count_events(ref),
            days=2,
            reason="Phải đo lại.",
        )
    return ref


def test_every_event_and_holiday_is_told_in_both_languages(
    app: Flask, ref: str
) -> None:
    with on_day(date(2026, 3, 12)):
        told = run(app, group, "explain", ref)
        english = run(app, group, "explain", ref.lower(), "--lang", "en")
    assert told.code == english.code == 0
    assert "15 ngày làm việc" in told.out and "QĐ 766/QĐ-TTg" in told.out
    assert told.out.count("Tết Nguyên đán") == 5
    assert "Không tính 16/02/2026: Tết Nguyên đán" in told.out
    assert "gia hạn thêm 2 ngày làm việc" in told.out
    # 9 March and two working days; the 12th is one working day later.
    assert "Hạn trả lời: 11/03/2026" in told.out
    assert "Quá hạn 1 ngày làm việc." in told.out
    assert "Not counted 2026-02-17: Lunar New Year (1st day)" in english.out
    assert "Due date: 2026-03-11" in english.out
    assert "1 working days late." in english.out


def test_a_calendar_that_changed_since_is_said(app: Flask, ref: str) -> None:
    db.session.delete(db.session.get_one(CalendarDay, date(2026, 2, 20)))
    db.session.commit()
    with on_day(date(2026, 3, 6)):
        told = run(app, group, "explain", ref).out
    assert "Hạn trả lời: 10/03/2026" in told
    assert "Hạn đã báo cho người dân là 11/03/2026" in told
    assert "Không quá hạn." in told
    assert get_comment(ref).due_on == date(2026, 3, 11)


def test_what_has_no_clock_or_does_not_exist_is_said(app: Flask) -> None:
    waiting = Cast().live(State.SCREENED)
    assert "Chưa bắt đầu tính hạn." in run(app, group, "explain", waiting).out
    for name in ("GY-0000-0000", "sai"):
        assert run(app, group, "explain", name).code == 1


def test_past_the_end_of_the_calendar_it_still_explains(app: Flask, ref: str) -> None:
    with on_day(date(2029, 1, 3)):
        told = run(app, group, "explain", ref)
    assert told.code == 0 and "chỉ có từ năm 2024 đến năm 2027" in told.out

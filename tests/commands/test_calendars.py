"""flask import calendar: all days or none, each refused row told."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.commands.imports import group
from feedback.exchange.plans import PLANS_FOLDER
from feedback.extensions import db
from feedback.models.plans import CalendarDay
from feedback.queries.calendars import load_calendar
from tests.commands.conftest import Load
from tests.commands.runs import run

HEADER = "on,kind,name_vi,name_en,legal_basis,status"
SHIPPED = PLANS_FOLDER / "holidays.csv"


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(CalendarDay)) or 0


def make_year(year: int, status: str = "assumed") -> list[str]:
    """The eleven days of the law, somewhere in a year."""
    days = [f"{year}-01-01", *(f"{year}-02-{n:02}" for n in range(10, 15))]
    days += [f"{year}-{day}" for day in ("04-10", "04-30", "05-01", "09-01", "09-02")]
    return [f"{day},holiday,Nghỉ,Off,căn cứ,{status}" for day in days]


@pytest.fixture
def shipped(app: Flask) -> None:
    """2024 to 2027, by the command itself."""
    done = run(app, group, "calendar", SHIPPED)
    assert done.code == 0, done.err


def test_the_shipped_file_is_imported_once(app: Flask, shipped: None) -> None:
    n = count()
    assert n == len(SHIPPED.read_text().splitlines()) - 1
    again = run(app, group, "calendar", SHIPPED)
    assert f"0 new, 0 updated, {n} unchanged" in again.out
    calendar = load_calendar()
    assert not calendar.is_working_day(date(2026, 2, 16))
    assert calendar.is_working_day(date(2026, 8, 22)), "a Saturday that is worked"


def test_a_further_year_goes_in_with_vietnamese_names(
    app: Flask, shipped: None, load: Load
) -> None:
    rows = [
        line.replace(",holiday,", ",Nghỉ,").replace(",assumed", ",Giả định")
        for line in make_year(2028)
    ]
    header = "Ngày,Loại,Tên,Căn cứ pháp lý,Trạng thái"
    short = [",".join(row.split(",")[:3] + row.split(",")[4:]) for row in rows]
    done = load("calendar", (header, *short))
    assert (done.code, "11 new" in done.out) == (0, True), done.err
    assert load_calendar().last_on == date(2028, 12, 31)


def test_bad_rows_keep_all_out_and_are_told_in_both_languages(load: Load) -> None:
    done = load(
        "calendar",
        (
            HEADER,
            *make_year(2026),
            "2026-02-31,holiday,Nghỉ,Off,căn cứ,official",
            "2026-03-04,working,Làm bù,Worked,căn cứ,official",
            "2026-01-01,holiday,Tết,New Year,căn cứ,official",
            "2026-06-01,fest,Nghỉ,Off,,maybe",
        ),
    )
    assert done.code == 1 and count() == 0
    for words in (
        *("dòng 13 [on]", "line 13 [on] There is no such day."),
        *("dòng 14 [kind]", "không rơi vào cuối tuần", "it is a weekday"),
        *("line 16 [kind] The kind is holiday or working.", "“legal_basis” is missing"),
        "The status is official or assumed.",
    ):
        assert words in done.err, words
    doubled = load("calendar", (HEADER, *make_year(2026), make_year(2026)[0]))
    assert "already on line 2" in doubled.err and count() == 0


def test_a_thin_year_and_a_gap_are_refused(
    app: Flask, shipped: None, load: Load
) -> None:
    n = count()
    thin = load("calendar", (HEADER, *make_year(2028)[:10]))
    assert "2028 has 10 days off; the law gives 11." in thin.err
    gap = load("calendar", (HEADER, *make_year(2029)))
    assert "Lịch chưa có năm liền với năm 2029" in gap.err
    assert (thin.code, gap.code, count()) == (1, 1, n)
    assert load("calendar", (HEADER, *make_year(2029), *make_year(2028))).code == 0


def test_an_announced_schedule_replaces_what_was_assumed(
    app: Flask, shipped: None, load: Load
) -> None:
    one = "2027-02-04,holiday,Tết,Tet,Thông báo,official"
    done = load("calendar", (HEADER, one))
    assert "1 updated" in done.out, "the other assumed days stay"
    before = count()
    done = load("calendar", (HEADER, *make_year(2027, "official")), "--whole-years")
    assert done.code == 0
    db.session.rollback()
    left = db.session.scalars(
        select(CalendarDay.on).where(CalendarDay.status == "assumed")
    ).all()
    assert left == [] and count() < before + 11


def test_a_file_that_is_no_calendar_is_refused(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    assert run(app, group, "calendar", path).code == 1

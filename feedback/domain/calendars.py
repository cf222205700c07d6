"""Working days: weekends, public holidays, days in lieu and swapped Saturdays.

How days are counted follows Articles 147(3) and 148(5) of the Civil Code 2015: the day
on which the clock starts is not counted, and a time limit ends at the end of its last
day, which here is always a working day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from feedback.domain.errors import CalendarRunsOut, InvalidCalendar
from feedback.domain.labels import Label

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
_WEEKEND = Label("Ngày nghỉ hằng tuần", "Weekend")


class DayKind(StrEnum):
    """What makes a day differ from its place in the week."""

    HOLIDAY = "holiday"
    WORKING = "working"


class DayStatus(StrEnum):
    """Whether a year's schedule was announced, or is expected from the law."""

    OFFICIAL = "official"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class CalendarDay:
    """A weekday off, or a weekend day worked, with the paper that says so."""

    on: date
    kind: DayKind
    name: Label
    basis: str
    status: DayStatus = DayStatus.OFFICIAL


@dataclass(frozen=True)
class DayRow:
    """A day as a file gives it."""

    day: CalendarDay
    line: int


@dataclass(frozen=True)
class DayOff:
    """A day that was not counted, and why."""

    on: date
    name: Label


class WorkingCalendar:
    """Which days are worked, over a range of whole years."""

    def __init__(
        self, days: Iterable[CalendarDay], first_year: int, last_year: int
    ) -> None:
        self.first_on = date(first_year, 1, 1)
        self.last_on = date(last_year, 12, 31)
        self._days: dict[date, CalendarDay] = {}
        for day in days:
            self._check_row(day)
            self._days[day.on] = day

    def is_working_day(self, on: date) -> bool:
        """Whether the offices work on this day."""
        self._check_range(on)
        day = self._days.get(on)
        if day is not None:
            return day.kind is DayKind.WORKING
        return on.weekday() < _SATURDAY

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`; the start itself is day 0."""
        if n < 0:
            raise ValueError("working days are counted forward")
        on = start
        while n:
            on += _ONE_DAY
            n -= self.is_working_day(on)
        return on

    def count_working_days(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative if earlier."""
        if end < start:
            return -self.count_working_days(end, start)
        return sum(self.is_working_day(on) for on in _days_after(start, end))

    def list_days_off(self, start: date, end: date) -> tuple[DayOff, ...]:
        """The days after `start` up to `end` that were not counted, and why."""
        return tuple(
            DayOff(on, self._name(on))
            for on in _days_after(start, end)
            if not self.is_working_day(on)
        )

    def _name(self, on: date) -> Label:
        day = self._days.get(on)
        return _WEEKEND if day is None else day.name

    def _check_range(self, on: date) -> None:
        if not self.first_on <= on <= self.last_on:
            raise CalendarRunsOut(
                f"Lịch ngày làm việc chỉ có từ năm {self.first_on.year} đến năm "
                f"{self.last_on.year}, chưa có ngày {on:%d/%m/%Y}. "
                "Mời nạp thêm lịch nghỉ.",
                f"The working-day calendar covers {self.first_on.year} to "
                f"{self.last_on.year}, not {on:%d/%m/%Y}. Please load its days.",
            )

    def _check_row(self, day: CalendarDay) -> None:
        self._check_range(day.on)
        if day.on in self._days:
            raise InvalidCalendar(
                f"Ngày {day.on:%d/%m/%Y} có hai dòng trong lịch nghỉ.",
                f"The day {day.on:%d/%m/%Y} has two rows in the calendar.",
            )
        check_day(day)


def check_day(day: CalendarDay) -> None:
    """Refuse a day worked in place of another that is a weekday anyway."""
    if day.kind is DayKind.WORKING and day.on.weekday() < _SATURDAY:
        raise InvalidCalendar(
            f"Ngày làm bù {day.on:%d/%m/%Y} không rơi vào cuối tuần.",
            f"The day {day.on:%d/%m/%Y} is worked anyway: it is a weekday.",
        )


def _days_after(start: date, end: date) -> Iterator[date]:
    on = start
    while on < end:
        on += _ONE_DAY
        yield on

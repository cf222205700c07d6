"""How the due date of an answer came about, event by event."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from feedback.domain.calendars import DayOff, WorkingCalendar
from feedback.domain.deadlines import STOPS, DeadlineRule, Step, due_on, push_back
from feedback.domain.histories import Event
from feedback.domain.kinds import Kind
from feedback.domain.labels import Label
from feedback.domain.states import Move


@dataclass(frozen=True)
class Line:
    """One event that set, stopped, moved or kept the clock."""

    on: date
    move: Move
    said: Label
    #: The due date from this event on; none while no clock has begun.
    due_on: date | None
    #: The limit applied, where one was.
    rule: DeadlineRule | None = None
    #: The days this event let pass uncounted.
    skipped: tuple[DayOff, ...] = ()


def explain_due(
    events: Iterable[Event], rules: Sequence[DeadlineRule], calendar: WorkingCalendar
) -> tuple[Line, ...]:
    """Every event that bears on the due date, oldest first, with its reason.

    The due date is worked out from the events' days and from the number of days of an
    extension; the due dates that the events themselves record are not looked at. The
    last line holds the result.
    """
    clock = _Clock(rules, calendar)
    steps: dict[Move, Callable[[Event], Line]] = {
        Move.DELIVER: clock.deliver,
        Move.TRANSFER: clock.hand_back,
        **dict.fromkeys(STOPS, clock.stop),
        Move.EXTEND: clock.extend,
        Move.REOPEN: clock.begin,
    }
    return tuple(steps[e.move](e) for e in events if e.move in steps)


class _Clock:
    """The clock of one comment's answer while its events are read."""

    def __init__(
        self, rules: Sequence[DeadlineRule], calendar: WorkingCalendar
    ) -> None:
        self._rules = rules
        self._calendar = calendar
        self._due: date | None = None
        self._stopped_on: date | None = None

    def begin(self, event: Event) -> Line:
        """A new clock: the first delivery, or a reopening."""
        kind, level = event.details.get("kind"), event.details.get("level")
        due = due_on(
            Step.ANSWER,
            event.on,
            self._rules,
            self._calendar,
            Kind(kind) if kind else None,
            level,
        )
        self._due, self._stopped_on = due.on, None
        n = due.rule.working_days
        said = Label(
            f"bắt đầu tính: {n} ngày làm việc, ngày hôm sau là ngày thứ nhất",
            f"the clock begins: {n} working days, the next day being the first",
        )
        return Line(event.on, event.move, said, due.on, due.rule, due.skipped)

    def deliver(self, event: Event) -> Line:
        """The first begins the clock; one after a question lets it go on."""
        if self._due is None:
            return self.begin(event)
        if self._stopped_on is None:
            said = Label(
                "giao cơ quan khác, hạn của người dân giữ nguyên",
                "with another agency; the citizen's clock runs on",
            )
            return self._line(event, said)
        n = self._calendar.count_working_days(self._stopped_on, event.on)
        before = self._due
        self._due = push_back(before, self._stopped_on, event.on, self._calendar)
        said = Label(
            f"tính tiếp: đã dừng {n} ngày làm việc từ sau {_vi(self._stopped_on)}",
            f"the clock goes on: it stood {n} working days after {self._stopped_on}",
        )
        self._stopped_on = None
        return self._line(event, said, before)

    def hand_back(self, event: Event) -> Line:
        """Not that agency's matter."""
        said = Label(
            "không thuộc thẩm quyền, chuyển lại; hạn giữ nguyên",
            "handed back as not its matter; the clock runs on",
        )
        return self._line(event, said)

    def stop(self, event: Event) -> Line:
        """The agency cannot answer until the comment is delivered again."""
        if self._due is None:
            said = Label(
                "chưa tính hạn nên không đổi gì",
                "the clock has not begun: nothing changes",
            )
            return self._line(event, said)
        self._stopped_on = self._stopped_on or event.on
        said = Label(
            "tạm dừng từ sau ngày này, đến khi chuyển lại cho cơ quan",
            "the clock stands after this day, until it is delivered again",
        )
        return self._line(event, said)

    def extend(self, event: Event) -> Line:
        """More time, with a reason; only an answer that is due can be put off."""
        assert self._due is not None
        before, n = self._due, int(event.details["days"])
        self._due = self._calendar.add_working_days(before, n)
        said = Label(f"gia hạn thêm {n} ngày làm việc", f"{n} working days more")
        return self._line(event, said, before)

    def _line(self, event: Event, said: Label, before: date | None = None) -> Line:
        skipped: tuple[DayOff, ...] = ()
        if before is not None and self._due is not None:
            skipped = self._calendar.list_days_off(before, self._due)
        return Line(event.on, event.move, said, self._due, None, skipped)


def _vi(on: date) -> str:
    return f"{on:%d/%m/%Y}"

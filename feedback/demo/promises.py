"""Promises of the demonstration's agencies, and what becomes of them."""

from datetime import date, timedelta
from typing import Any

from feedback.demo.people import People
from feedback.domain import clock
from feedback.operations import fulfilments
from feedback.queries.calendars import load_calendar
from feedback.queries.commitments import list_promises_due

#: Working days an agency gives itself.
_DAYS = (10, 20, 30)
#: From so long before its day on an agency comes back to a promise …
_NEAR = timedelta(7)
#: … brings it to an end on this share of days, and nine times of ten has kept it.
_DONE_A_DAY, _KEPT = 0.3, 0.9


class Promises:
    """What agencies say they will do, and whether they do it."""

    def __init__(
        self, people: People, agencies: dict[int, tuple[int, int | None]]
    ) -> None:
        self._people = people
        self._random = people.random
        self._agencies = agencies

    def word(self) -> dict[str, Any]:
        """What is promised and by when, as a reply takes it."""
        days = self._random.choice(_DAYS)
        return {
            "promise": self._random.choice(self._people.texts["promises"]),
            "due_on": load_calendar().add_working_days(clock.today(), days),
        }

    def keep(self, on: date) -> None:
        """Agencies bring some of their promises to an end, most of them in time."""
        for promise in list_promises_due(on + _NEAR):
            if self._random.random() > _DONE_A_DAY:
                continue
            officer, _head = self._agencies[promise.agency_id]
            who: dict[str, Any] = {"user_id": officer, "seen": promise.seen}
            if self._random.random() < _KEPT:
                evidence = self._people.evidence(is_needed=True)
                fulfilments.keep_promise(promise.code, evidence=evidence, **who)
            else:
                why = "Chưa bố trí được kinh phí trong năm nay."
                fulfilments.break_promise(promise.code, why=why, **who)

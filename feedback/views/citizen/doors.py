"""The door of this process: it counts what is sent and stores a day once it is over.

Nothing is written while a citizen waits: the counters are in memory, and a thread of
its own stores their histograms in the night (docs/decisions/0020).
"""

import logging
import secrets
from datetime import timedelta
from threading import Lock, Thread
from time import sleep
from typing import Final

from flask import Flask, current_app, request

from feedback.domain import clock
from feedback.domain.doors import COARSE_SECONDS, Arrival, Door, coarsen
from feedback.operations.doors import record_door_days
from feedback.operations.ratings import Submitted
from feedback.views.citizen.drafts import Draft

_log = logging.getLogger(__name__)

_KEY: Final = "door"
#: A day is stored at a random moment so long after its end, in seconds.
_EARLIEST: Final = 10 * 60
_SPREAD: Final = 60 * 60


class DoorKeeper:
    """Holds the counters of this process and stores each day when it is over."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._door = Door()
        self._lock = Lock()
        self._thread: Thread | None = None

    def count(self, arrival: Arrival) -> None:
        """Count one answer in memory."""
        self._door.count(arrival)
        if self._thread is None and not self._app.testing:
            self._start()

    def store_days(self) -> int:
        """Store the days that are over; what cannot be stored is kept for later."""
        days = self._door.take_closed(clock.today())
        try:
            if days:
                record_door_days(days)
        except BaseException:
            self._door.give_back(days)
            raise
        return len(days)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._keep, daemon=True)
                self._thread.start()

    def _keep(self) -> None:
        while True:
            sleep(count_seconds_to_close())
            try:
                with self._app.app_context():
                    self.store_days()
            except Exception as error:
                # Of the error only its kind: the day is tried again the next night.
                _log.error("the door's day was not stored: %s", type(error).__name__)


def count_seconds_to_close() -> float:
    """From now until some time after the next midnight in Vietnam."""
    midnight = clock.local_moment(clock.today() + timedelta(days=1))
    left = (midnight - clock.now()).total_seconds()
    return left + _EARLIEST + secrets.randbelow(_SPREAD)


def init_doors(app: Flask) -> None:
    """Give this process its counters."""
    app.extensions[_KEY] = DoorKeeper(app)


def count_sending(draft: Draft, submitted: Submitted) -> None:
    """Count a rating that was written now, by where it came from and how fast."""
    if submitted.agency_id is None:
        return  # the same one sent again
    now = clock.now()
    seconds = None
    if draft.opened is not None:
        seconds = max(coarsen(now) - draft.opened, 0) * COARSE_SECONDS
    keeper: DoorKeeper = current_app.extensions[_KEY]
    keeper.count(
        Arrival(
            submitted.agency_id,
            draft.channel,
            request.remote_addr or "",
            request.headers.get("User-Agent", ""),
            seconds,
            now,
        )
    )

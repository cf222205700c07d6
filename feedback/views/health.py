"""Whether web, database and worker are well, for the operator's monitor."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from feedback.domain import clock
from feedback.queries.calendars import find_calendar_shortage
from feedback.queries.jobs import find_worker_lease


def health() -> ResponseReturnValue:
    """200 when all three are well, otherwise 503 and which one is not.

    Whether the calendar of holidays reaches far enough ahead stands beside them.
    """
    lease = find_worker_lease()  # an unreachable database answers 500 by itself
    is_worker_well = lease is not None and lease.expires_at > clock.now()
    is_short = find_calendar_shortage(clock.today()) is not None
    body = {
        "web": "ok",
        "database": "ok",
        "worker": "ok" if is_worker_well else "down",
        # Not a failure yet, so it leaves the status alone.
        "calendar": "runs short" if is_short else "ok",
    }
    return jsonify(body), 200 if is_worker_well else 503

"""The runs of the scheduled jobs: what was started, what finished, what failed."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.domain import clock
from feedback.domain.jobs import RunState, label_job
from feedback.queries.calendars import find_calendar_shortage
from feedback.queries.jobs import find_worker_lease, list_job_runs, list_last_runs
from feedback.queries.users import list_unreachable

bp = Blueprint("jobs", __name__, url_prefix="/viec-dinh-ky")

_SHOWN = 100


@bp.get("")
def index() -> ResponseReturnValue:
    """Whether a worker is at it, each job's last run, and the latest runs of all."""
    lease = find_worker_lease()
    return render_template(
        "oversight/jobs/index.html",
        shortage=find_calendar_shortage(clock.today()),
        unreachable=list_unreachable(),
        is_working=lease is not None and lease.expires_at > clock.now(),
        last_runs=list_last_runs(),
        runs=list_job_runs(_SHOWN),
        label_job=label_job,
        states={state.value: state for state in RunState},
    )

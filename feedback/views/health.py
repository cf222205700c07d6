"""Whether web, database and worker are well, for the operator's monitor."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from feedback.domain import clock
from feedback.queries.jobs import find_worker_lease


def health() -> ResponseReturnValue:
    """200 when all three are well, otherwise 503 and which one is not."""
    lease = find_worker_lease()  # an unreachable database answers 500 by itself
    is_worker_well = lease is not None and lease.expires_at > clock.now()
    body = {"web": "ok", "database": "ok", "worker": "ok" if is_worker_well else "down"}
    return jsonify(body), 200 if is_worker_well else 503

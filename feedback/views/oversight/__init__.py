"""The oversight desk: screening, checking, publishing."""

from flask import Blueprint

from feedback.views.oversight import (
    comments,
    escalations,
    flags,
    instruments,
    jobs,
    photos,
    redactions,
    replies,
    screenings,
    themes,
)

bp = Blueprint("oversight", __name__, url_prefix="/giam-sat")
for _part in (
    comments,
    screenings,
    replies,
    photos,
    flags,
    instruments,
    themes,
    jobs,
    escalations,
    redactions,
):
    bp.register_blueprint(_part.bp)

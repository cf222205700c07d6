"""The oversight desk: screening, checking, publishing."""

from flask import Blueprint

from feedback.views.oversight import (
    comments,
    flags,
    instruments,
    jobs,
    photos,
    replies,
    screenings,
    themes,
)

bp = Blueprint("oversight", __name__, url_prefix="/giam-sat")
for _part in (comments, screenings, replies, photos, flags, instruments, themes, jobs):
    bp.register_blueprint(_part.bp)

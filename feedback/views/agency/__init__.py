"""The agency's desk: its own comments and nothing of another's."""

from flask import Blueprint

from feedback.views.agency import (
    comments,
    commitments,
    extensions,
    questions,
    replies,
    transfers,
)

bp = Blueprint("agency", __name__, url_prefix="/can-bo/y-kien")
for _part in (comments, commitments, replies, questions, transfers, extensions):
    bp.register_blueprint(_part.bp)

"""The agency's desk: its own comments and nothing of another's."""

from flask import Blueprint

from feedback.views.agency import (
    allotments,
    answers,
    comments,
    commitments,
    contacts,
    extensions,
    photos,
    questions,
    replies,
    reply_templates,
    transfers,
)
from feedback.views.agency.sizes import raise_limits

bp = Blueprint("agency", __name__, url_prefix="/can-bo/y-kien")
bp.url_value_preprocessor(raise_limits)
for _part in (
    comments,
    allotments,
    answers,
    commitments,
    photos,
    replies,
    reply_templates,
    questions,
    transfers,
    extensions,
    contacts,
):
    bp.register_blueprint(_part.bp)

"""Pages for everybody: no sign-in, published rows alone, cached by their stamp."""

from flask import Blueprint

from feedback.views.transparency import (
    agencies,
    anchors,
    comments,
    commitments,
    corrections,
    data,
    feeds,
    handling,
    home,
    methods,
    overdue,
    packages,
    periods,
    photos,
    search,
    sectors,
    services,
    surveys,
    takedowns,
    texts,
    themes,
)
from feedback.views.transparency.caches import answer_from_cache, keep_answer
from feedback.views.transparency.formats import init_formats

bp = Blueprint("transparency", __name__)
for _page in (
    home,
    agencies,
    sectors,
    services,
    periods,
    photos,
    comments,
    takedowns,
    overdue,
    commitments,
    feeds,
    handling,
    themes,
    surveys,
    data,
    packages,
    corrections,
    anchors,
    search,
    methods,
    texts,
):
    bp.register_blueprint(_page.bp)
bp.before_request(answer_from_cache)
bp.after_request(keep_answer)
init_formats(bp)

"""One search over agencies, services, sectors and comments, without diacritics."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.forms.filters import UnitFilter
from feedback.queries.published import catalogue, comments
from feedback.queries.published.comment_filters import CommentFilter

bp = Blueprint("search", __name__, url_prefix="/tim")

#: Hits of each kind; the rest is behind a link to the kind's own list.
_FEW = 10


@bp.route("")
def index() -> ResponseReturnValue:
    """The best hits of each kind."""
    form = UnitFilter.of_request()
    q = form.q.data
    if not q:
        return render_template("transparency/search/index.html", form=form, hits=None)
    return render_template(
        "transparency/search/index.html",
        form=form,
        q=q,
        hits={
            "services": catalogue.list_services(q, 1, _FEW),
            "agencies": catalogue.list_agencies(q, 1, _FEW),
            "sectors": catalogue.list_sectors(q, 1, _FEW),
            "comments": comments.list_comments(CommentFilter(q=q), 1, _FEW),
        },
    )

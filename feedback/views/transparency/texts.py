"""Pages of words alone."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("texts", __name__)


@bp.route("/ve-gop-y")
def about() -> ResponseReturnValue:
    """What Góp Ý is, and what it is not."""
    return render_template("pages/about.html")


@bp.route("/kha-nang-tiep-can")
def accessibility() -> ResponseReturnValue:
    """For whom the pages work, and where they still fall short."""
    return render_template("pages/accessibility.html")

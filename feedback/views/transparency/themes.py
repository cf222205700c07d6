"""What published comments are about, as a machine groups them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.queries.published.themes import find_newest_themes

bp = Blueprint("themes", __name__, url_prefix="/gop-y/chu-de")


@bp.get("")
def index() -> ResponseReturnValue:
    """The newest themes with their words, shares and examples."""
    return render_template("transparency/themes/index.html", found=find_newest_themes())

"""Themes of published comments, beside the desk's other lists."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.queries.published.themes import find_newest_themes

bp = Blueprint("themes", __name__, url_prefix="/chu-de")


@bp.get("")
def index() -> ResponseReturnValue:
    """What the public sees of them, with the words that name each one."""
    return render_template("oversight/themes/index.html", found=find_newest_themes())

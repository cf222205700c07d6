"""The pictures of an answer, for the agency before they are public."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from feedback.queries.replies import get_photo
from feedback.views.agency.cases import get_case

bp = Blueprint("photos", __name__)


@bp.get("/<ref>/anh/<int(max=999999999):photo_id>.jpg")
def show(ref: str, photo_id: int) -> ResponseReturnValue:
    """One picture of a comment of this agency."""
    case = get_case(ref)
    return Response(get_photo(case.ref, photo_id), mimetype="image/jpeg")

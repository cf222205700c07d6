"""The pictures of an answer, for the desk that checks it."""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from feedback.queries.replies import get_photo
from feedback.views.oversight.cases import get_case, read_answer

bp = Blueprint("photos", __name__, url_prefix="/y-kien/<ref>")


@bp.get("/anh/<int(max=999999999):photo_id>.jpg")
def show(ref: str, photo_id: int) -> ResponseReturnValue:
    """One picture of an answer that was handed in; drafts stay the agency's own."""
    case = get_case(ref)
    if read_answer(case) is None:
        abort(404)
    return Response(get_photo(case.ref, photo_id), mimetype="image/jpeg")

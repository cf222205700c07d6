"""Pictures with an answer, once it is public."""

from typing import Final

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from feedback.queries.published.photos import get_public_photo

bp = Blueprint("photos", __name__)

#: The picture of a number never changes; a week lets one that is taken down go.
_CACHE: Final = "public, max-age=604800"


@bp.get("/y-kien/<ref>/anh/<int(max=999999999):photo_id>.jpg")
def show(ref: str, photo_id: int) -> ResponseReturnValue:
    """One picture, by the reference of its comment."""
    response = Response(get_public_photo(ref, photo_id), mimetype="image/jpeg")
    response.headers["Cache-Control"] = _CACHE
    return response

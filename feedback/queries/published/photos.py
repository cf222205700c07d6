"""The pictures of public answers."""

from sqlalchemy import select

from feedback.domain.errors import NotFound
from feedback.extensions import db
from feedback.models.comments import Photo
from feedback.models.publications import PublishedComment


def get_public_photo(ref: str, photo_id: int) -> bytes:
    """The bytes of a picture whose answer is public; any other is not there."""
    shown = db.session.scalar(
        select(PublishedComment.photos).where(PublishedComment.ref == ref)
    )
    if photo_id not in {photo["id"] for photo in shown or ()}:
        raise NotFound()
    data = db.session.scalar(
        select(Photo.data).where(Photo.id == photo_id, Photo.comment_ref == ref)
    )
    if data is None:
        raise NotFound()
    return data

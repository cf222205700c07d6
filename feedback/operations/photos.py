"""Pictures made anew from what was uploaded, and kept with their answer.

Functions whose first argument is a session join the caller's transaction.
"""

import hashlib
import struct
import zlib
from collections.abc import Sequence
from importlib import import_module
from io import BytesIO
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.domain.limits import PHOTO_SIDE, REPLY_PHOTOS
from feedback.domain.photos import (
    BrokenPhoto,
    MadePhoto,
    PhotoTooLarge,
    TooManyPhotos,
    check_size,
    find_kind,
    read_caption,
)
from feedback.models.comments import Photo, Reply

_QUALITY: Final = 82
#: What readers of broken files raise, as Pillow documents and fuzzers found.
_FAULTS: Final = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, KeyError),
    *(OverflowError, struct.error, zlib.error),
)


def make_photo(data: bytes, caption: str) -> MadePhoto:
    """A JPEG without metadata, upright, at most 1600 pixels long, of an upload.

    The kind is told by the bytes, the size by the header before anything is unpacked;
    of a moving picture the first frame is kept. Pixels are copied to a new picture,
    so nothing but them is written: no place, no camera, no hidden comment.
    """
    kind, words = find_kind(data), read_caption(caption)
    # Loaded when somebody uploads: no web process carries it from the start.
    images: Any = import_module("PIL.Image")
    bombs = (images.DecompressionBombError, images.DecompressionBombWarning)
    try:
        with images.open(BytesIO(data), formats=(kind,)) as opened:
            check_size(*opened.size)
            made = _redraw(images, opened)
    except bombs:
        raise PhotoTooLarge() from None
    except _FAULTS:
        raise BrokenPhoto() from None
    buffer = BytesIO()
    made.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    written = buffer.getvalue()
    digest = hashlib.sha256(written).hexdigest()
    return MadePhoto(written, made.width, made.height, digest, words)


def _redraw(images: Any, opened: Any) -> Any:
    # A JPEG can be unpacked at a fraction of its size, which spares the memory.
    opened.draft("RGB", (PHOTO_SIDE, PHOTO_SIDE))
    opened.seek(0)
    opened.load()
    upright = import_module("PIL.ImageOps").exif_transpose(opened)
    seen = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    seen.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    made = images.new("RGB", seen.size, "white")
    made.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    return made


def keep_photos(
    session: Session, reply: Reply, made: Sequence[MadePhoto], kept: Sequence[int]
) -> None:
    """Store an answer's pictures: the new ones, and those of the last version kept."""
    rows = [_copy(photo) for photo in _list_kept(session, reply, kept)]
    rows += [
        {
            "digest": photo.digest,
            "data": photo.data,
            "width": photo.width,
            "height": photo.height,
            "caption": photo.caption,
            "author_id": reply.author_id,
        }
        for photo in made
    ]
    if len(rows) > REPLY_PHOTOS:
        raise TooManyPhotos(field="photo_1")
    session.add_all(
        Photo(comment_ref=reply.comment_ref, reply_version=reply.version, **row)
        for row in rows
    )


def _list_kept(session: Session, reply: Reply, kept: Sequence[int]) -> Sequence[Photo]:
    """Those of the version before; a number of anything else keeps nothing."""
    return session.scalars(
        select(Photo)
        .where(
            Photo.id.in_(kept),
            Photo.comment_ref == reply.comment_ref,
            Photo.reply_version == reply.version - 1,
        )
        .order_by(Photo.id)
    ).all()


def _copy(photo: Photo) -> dict[str, Any]:
    names = ("digest", "data", "width", "height", "caption", "author_id")
    return {name: getattr(photo, name) for name in names}

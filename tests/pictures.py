"""Pictures as people upload them, and files that only look like pictures."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

from feedback.extensions import db
from feedback.models.comments import Comment, Photo
from feedback.models.users import User
from feedback.operations.photos import make_photo
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction


def draw(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def draw_moving(kind: str = "WEBP") -> bytes:
    """Two frames, the first red, the second blue."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    buffer = BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=50)
    return buffer.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    sealed = name + data
    return struct.pack(">I", len(data)) + sealed + struct.pack(">I", zlib.crc32(sealed))


def claim_png(width: int, height: int, packed: bytes = b"") -> bytes:
    """A PNG that says it is this large, with data that unpack to whatever they do."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", header), _chunk(b"IDAT", packed), _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def bomb() -> bytes:
    """A few kilobytes that unpack to gigabytes."""
    return claim_png(60_000, 60_000, zlib.compress(bytes(20_000_000), 9))


def read(data: bytes) -> Image.Image:
    """The picture in these bytes, all of it."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


@transaction
def add_photo(ref: str, author: User) -> int:
    """A picture with the answer to a comment, wherever that answer stands now."""
    made, session = make_photo(draw(), "Bảng hẹn ở quầy 3"), db.session()
    photo = Photo(
        comment_ref=ref,
        reply_version=1,
        digest=made.digest,
        data=made.data,
        width=made.width,
        height=made.height,
        caption=made.caption,
        author_id=author.id,
    )
    session.add(photo)
    project_comment(session, session.get_one(Comment, ref))
    return photo.id

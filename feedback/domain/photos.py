"""Pictures that show what an agency did: what is taken, and why others are refused."""

from dataclasses import dataclass

from feedback.domain.errors import DomainError
from feedback.domain.limits import (
    CAPTION_LENGTH,
    PHOTO_BYTES,
    PHOTO_PIXELS,
    REPLY_PHOTOS,
)
from feedback.domain.text import clean_line

#: First bytes of the kinds that are taken, as Pillow calls them. A name proves nothing.
_BEGINNINGS = (("JPEG", b"\xff\xd8\xff"), ("PNG", b"\x89PNG\r\n\x1a\n"))


@dataclass(frozen=True)
class MadePhoto:
    """A picture made anew: JPEG without metadata."""

    data: bytes
    width: int
    height: int
    digest: str
    caption: str


class InvalidPhoto(DomainError):
    """It is not a picture that can be shown."""

    vi = (
        "Tệp này không phải ảnh JPEG, PNG hoặc WebP. Mời chọn ảnh khác; tài liệu thì "
        "ghi số văn bản hoặc đường dẫn ở ô minh chứng."
    )
    en = (
        "This file is not a JPEG, PNG or WebP picture. Please choose another; of a "
        "document give its number or a link as evidence."
    )


class BrokenPhoto(InvalidPhoto):
    """It begins like a picture and cannot be read to its end."""

    vi = "Ảnh bị hỏng hoặc chưa tải lên hết. Mời chọn lại ảnh."
    en = "The picture is broken or was not sent completely. Please choose it again."


class PhotoTooLarge(InvalidPhoto):
    """It has more bytes or pixels than the platform unpacks."""

    vi = (
        f"Ảnh quá lớn: tối đa {PHOTO_BYTES // 1024**2} MB và "
        f"{PHOTO_PIXELS // 10**6} triệu điểm ảnh. Mời giảm kích thước rồi chọn lại."
    )
    en = (
        f"The picture is too large: at most {PHOTO_BYTES // 1024**2} MB and "
        f"{PHOTO_PIXELS // 10**6} million pixels. Please make it smaller."
    )


class TooManyPhotos(DomainError):
    """More pictures than one answer may have."""

    vi = f"Mỗi câu trả lời có tối đa {REPLY_PHOTOS} ảnh. Mời bỏ bớt."
    en = f"An answer may have at most {REPLY_PHOTOS} pictures. Please leave some out."


class InvalidCaption(DomainError):
    """A picture without words is nothing to who cannot see it."""

    vi = f"Mời ghi ảnh này cho thấy điều gì, không quá {CAPTION_LENGTH} ký tự."
    en = f"Please say what the picture shows, in at most {CAPTION_LENGTH} characters."


def find_kind(data: bytes) -> str:
    """Which kind of picture the bytes begin as, by their signature.

    >>> find_kind(bytes.fromhex("89504e470d0a1a0a") + bytes(8))
    'PNG'
    """
    if len(data) > PHOTO_BYTES:
        raise PhotoTooLarge()
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    for kind, beginning in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    raise InvalidPhoto()


def check_size(width: int, height: int) -> None:
    """Refuse what would fill the memory, before it is unpacked."""
    if width < 1 or height < 1:
        raise BrokenPhoto()
    if width * height > PHOTO_PIXELS:
        raise PhotoTooLarge()


def read_caption(typed: str) -> str:
    """The caption as it is kept: one line, not empty, not too long."""
    caption = clean_line(typed)
    if not caption or len(caption) > CAPTION_LENGTH:
        raise InvalidCaption()
    return caption

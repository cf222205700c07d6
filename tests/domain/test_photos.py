"""What a picture must be before it is unpacked."""

import pytest

from feedback.domain import photos
from feedback.domain.limits import CAPTION_LENGTH, PHOTO_BYTES, PHOTO_PIXELS


@pytest.mark.parametrize(
    ("begins", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"RIFF\x00\x00\x00\x00WEBP", "WEBP"),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(begins: bytes, kind: str) -> None:
    assert photos.find_kind(begins + bytes(20)) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7 named photo.jpg",
        b"<html><body>named photo.png",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"PK\x03\x04 a zip",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WAVE",
    ],
)
def test_anything_else_is_refused_whatever_its_name(data: bytes) -> None:
    with pytest.raises(photos.InvalidPhoto):
        photos.find_kind(data)


def test_too_many_bytes_or_pixels_are_refused() -> None:
    photos.find_kind(b"\xff\xd8\xff".ljust(PHOTO_BYTES, b"\0"))
    with pytest.raises(photos.PhotoTooLarge):
        photos.find_kind(b"\xff\xd8\xff".ljust(PHOTO_BYTES + 1, b"\0"))
    photos.check_size(PHOTO_PIXELS // 5000, 5000)
    with pytest.raises(photos.PhotoTooLarge):
        photos.check_size(8000, 5000)  # 40 megapixels
    with pytest.raises(photos.BrokenPhoto):
        photos.check_size(0, 5)


def test_a_caption_is_one_clean_line() -> None:
    assert photos.read_caption(" Bảng hẹn\u202e\nở quầy ") == "Bảng hẹn ở quầy"
    for typed in ("", "\u200b ", "x" * (CAPTION_LENGTH + 1)):
        with pytest.raises(photos.InvalidCaption):
            photos.read_caption(typed)

"""Pictures are made anew: nothing of an upload is kept but what it shows."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image

from feedback.domain.limits import PHOTO_SIDE
from feedback.domain.photos import (
    BrokenPhoto,
    InvalidCaption,
    InvalidPhoto,
    PhotoTooLarge,
)
from feedback.operations.photos import make_photo
from tests.pictures import bomb, claim_png, draw, draw_moving, read

CAPTION = "Biển hẹn giờ ở quầy 3"


def exif_of_a_phone() -> Image.Exif:
    """Turned by 90 degrees, and taken at a place."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Telephone of Lan"
    exif.get_ifd(0x8825)[2] = (10.0, 46.0, 30.0)
    return exif


def is_red(colour: object) -> bool:
    assert isinstance(colour, tuple)
    return bool(colour[0] > 200 and colour[2] < 60)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_kind_becomes_a_plain_jpeg(kind: str) -> None:
    made = make_photo(draw(kind), CAPTION)
    image = read(made.data)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (40, 30))
    assert (made.width, made.height) == (40, 30)
    assert made.digest == hashlib.sha256(made.data).hexdigest()
    assert made.caption == CAPTION
    assert is_red(image.getpixel((5, 15)))


def test_a_phone_s_picture_stands_upright_and_tells_no_place() -> None:
    upload = draw(
        "JPEG", (80, 60), exif=exif_of_a_phone(), comment=b"secret", dpi=(72, 72)
    )
    assert b"Telephone of Lan" in upload and b"secret" in upload
    made = make_photo(upload, CAPTION)
    image = read(made.data)
    assert image.size == (60, 80), "orientation 6 is a quarter turn"
    assert is_red(image.getpixel((30, 10))), "what was left is now on top"
    assert dict(image.getexif()) == {}
    assert b"Telephone" not in made.data and b"secret" not in made.data
    assert b"Exif" not in made.data


def test_a_large_picture_is_made_smaller_in_proportion() -> None:
    made = make_photo(draw("JPEG", (4000, 3000)), CAPTION)
    assert (made.width, made.height) == (PHOTO_SIDE, PHOTO_SIDE * 3 // 4)


def test_of_a_moving_picture_the_first_frame_stays() -> None:
    image = read(make_photo(draw_moving(), CAPTION).data)
    assert getattr(image, "n_frames", 1) == 1
    assert is_red(image.getpixel((10, 10)))


def test_what_is_transparent_becomes_white() -> None:
    buffer = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(buffer, "PNG")
    made = make_photo(buffer.getvalue(), CAPTION)
    assert read(made.data).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"%PDF-1.7 of a document named photo.jpg", InvalidPhoto),
        (b"<html><script>alert(1)</script></html>", InvalidPhoto),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', InvalidPhoto),
        (b"\xff\xd8\xff%PDF-1.7", BrokenPhoto),
        (b"\x89PNG\r\n\x1a\n", BrokenPhoto),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", BrokenPhoto),
        (claim_png(0, 0), BrokenPhoto),
        (claim_png(40, 30, b"not packed at all"), BrokenPhoto),
        (claim_png(8000, 5000), PhotoTooLarge),
        (claim_png(12_000, 9_000), PhotoTooLarge),
        (claim_png(40_000, 40_000), PhotoTooLarge),
        (bomb(), PhotoTooLarge),
    ],
)
def test_what_is_no_picture_or_too_much_is_refused(
    data: bytes, error: type[InvalidPhoto]
) -> None:
    with pytest.raises(InvalidPhoto) as refused:
        make_photo(data, CAPTION)
    assert type(refused.value) is error


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_file_cut_short_anywhere_is_refused_in_words(kind: str) -> None:
    whole = draw(kind, (300, 200))
    for share in (0.1, 0.3, 0.5, 0.8):
        with pytest.raises(InvalidPhoto):
            make_photo(whole[: int(len(whole) * share)], CAPTION)


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(InvalidCaption):
        make_photo(draw(), " \u200b")

"""Pictures with an answer: sent, shown, kept back until the answer is public."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.limits import PHOTO_BYTES, REQUEST_BYTES, TYPED_BYTES, UPLOAD_BYTES
from feedback.domain.states import State
from feedback.queries.replies import list_answers, list_photos
from tests.desks import field, sign_in
from tests.lives import Cast
from tests.pictures import bomb, claim_png, draw, read
from tests.visitors import Page, Visitor, read_fields

DESK = "/can-bo/y-kien"
GOOD = "Sổ đất đai của ông/bà đã ký ngày 26/3/2026, mời đến quầy 3 nhận kết quả."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def a_friday_in_march() -> Iterator[None]:
    with clock.frozen(local_moment(date(2026, 3, 27), 9)):
        yield


def send(
    visitor: Visitor, ref: str, data: bytes, name: str = "anh.jpg", **changes: Any
) -> Page:
    """Hand in an answer with one picture."""
    page = visitor.get(f"{DESK}/{ref}/tra-loi")
    status = changes.pop("status", 200)
    typed = {
        "text": GOOD,
        "outcome": "fixed",
        "caption_1": "Bảng hẹn ở quầy 3",
        "photo_1": FileStorage(BytesIO(data), name),
        **changes,
    }
    return post(visitor, page, typed, status)


def post(visitor: Visitor, page: Page, typed: dict[str, Any], status: int) -> Page:
    """Send the page's form as one body in memory."""
    values = {**read_fields(page.find_form()), **typed}
    boundary, body = encode_multipart(values)
    answer = visitor.client.post(
        page.path,
        input_stream=BytesIO(body),
        content_type=f"multipart/form-data; boundary={boundary}",
        content_length=len(body),
    )
    assert answer.status_code == (303 if status == 200 else status)
    return Page(page.path, answer)


def fetch(visitor: Visitor, address: str, status: int = 200) -> TestResponse:
    """A file, as it is."""
    answer = visitor.client.get(address)
    assert answer.status_code == status, address
    return answer


def test_a_picture_is_seen_by_those_who_may_at_each_point(
    app: Flask, cast: Cast
) -> None:
    ref = cast.live(State.OPEN)
    officer, anybody = sign_in(app, cast.officer), Visitor(app)
    send(officer, ref, draw("PNG", (50, 40)))
    (photo,) = list_photos(ref)
    own, desk = f"{DESK}/{ref}/anh/{photo.id}.jpg", f"/giam-sat/y-kien/{ref}/anh"
    public = f"/y-kien/{ref}/anh/{photo.id}.jpg"
    assert own in officer.get(f"{DESK}/{ref}").response.get_data(as_text=True)
    assert fetch(officer, own).mimetype == "image/jpeg"
    overseer = sign_in(app, cast.screener)
    fetch(overseer, f"{desk}/{photo.id}.jpg", 404)
    fetch(anybody, public, 404)
    cast.approve(ref)
    fetch(overseer, f"{desk}/{photo.id}.jpg")
    assert f"{desk}/{photo.id}.jpg" in overseer.get(
        f"/giam-sat/y-kien/{ref}"
    ).response.get_data(as_text=True)
    fetch(anybody, public, 404)
    cast.publish(ref)
    shown = fetch(anybody, public)
    assert read(shown.get_data()).size == (50, 40)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"] == "public, max-age=604800"
    other = cast.live(State.PUBLISHED)
    fetch(anybody, f"/y-kien/{other}/anh/{photo.id}.jpg", 404)
    stranger = sign_in(app, Cast(service=cast.service).officer)
    fetch(stranger, own, 404)


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"%PDF-1.7 ...", "anh.jpg", "không phải ảnh JPEG, PNG hoặc WebP"),
        (b"<html><script>alert(1)</script>", "anh.png", "không phải ảnh JPEG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.jpg", "không phải ảnh JPEG"),
        (b"PK\x03\x04" + bytes(50_000), "anh.jpg", "không phải ảnh JPEG"),
        (bomb(), "anh.png", "Ảnh quá lớn"),
        (claim_png(8000, 5000), "40-megapixel.png", "Ảnh quá lớn"),
        (b"\xff\xd8\xff" + bytes(PHOTO_BYTES), "anh.jpg", "Ảnh quá lớn"),
        (draw("JPEG", (300, 200))[:900], "anh.jpg", "Ảnh bị hỏng"),
        (draw("PNG")[:60], "anh.png", "Ảnh bị hỏng"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_and_the_words_stay(
    app: Flask, cast: Cast, data: bytes, name: str, message: str
) -> None:
    ref = cast.live(State.OPEN)
    page = send(sign_in(app, cast.officer), ref, data, name, status=422)
    assert message in page.text
    assert page.html.select_one(".govuk-error-summary a[href='#photo_1']")
    assert field(page, "text").strip() == GOOD
    assert field(page, "caption_1") == "Bảng hẹn ở quầy 3"
    assert page.html.select_one("details[open] #photo_1"), "it stands open"
    assert list_answers(ref) == [] and list_photos(ref) == []


def test_a_picture_and_its_words_belong_together(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    page = send(officer, ref, draw(), caption_1=" ", status=422)
    assert "Mời ghi ảnh này cho thấy điều gì" in page.text
    page = post(officer, page, {"caption_1": "Bảng hẹn"}, 422)
    assert "chọn lại nếu trang vừa báo lỗi" in page.text, "it is not lost silently"
    post(officer, page, {"photo_1": FileStorage(BytesIO(draw()), "a.png")}, 200)
    assert [photo.caption for photo in list_photos(ref)] == ["Bảng hẹn"]


def test_the_last_version_s_pictures_are_offered_again(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    send(sign_in(app, cast.officer), ref, draw())
    head = sign_in(app, cast.head)
    page = head.get(f"{DESK}/{ref}/tra-lai")
    head.submit(page, {"reason": "Thêm ngày trả."})
    page = head.get(f"{DESK}/{ref}/tra-loi")
    head.submit(page, {"text": f"{GOOD} Ngày 30."})
    assert [photo.caption for photo in list_photos(ref)] == ["Bảng hẹn ở quầy 3"]
    assert len(list_answers(ref)) == 2


def test_only_who_is_signed_in_may_send_so_much(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    officer, anybody = sign_in(app, cast.officer), Visitor(app)
    for visitor, path, limit in (
        (anybody, "tra-loi", REQUEST_BYTES),
        (officer, "chuyen-lai", TYPED_BYTES),
    ):
        answer = visitor.client.post(
            f"{DESK}/{ref}/{path}",
            input_stream=BytesIO(bytes(limit + 1)),
            content_type="multipart/form-data; boundary=x",
            content_length=limit + 1,
        )
        assert answer.status_code == 413
    assert UPLOAD_BYTES > 4 * PHOTO_BYTES + TYPED_BYTES


def test_a_form_with_pictures_keeps_its_token(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    bare = {"text": GOOD, "outcome": "explained", "seen": "4"}
    sent = {**bare, "photo_1": FileStorage(BytesIO(draw()), "a.png"), "caption_1": "x"}
    answer = officer.client.post(f"{DESK}/{ref}/tra-loi", data=sent)
    assert answer.status_code == 400
    assert list_answers(ref) == []

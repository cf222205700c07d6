"""What every answer says about itself."""

import gzip

import pytest
from flask import Flask

from feedback.views.pages import asset


@pytest.fixture
def file(app: Flask) -> str:
    """The address of the style sheet as pages write it."""
    with app.test_request_context():
        return asset("css/gopy.css")


def test_a_file_is_kept_for_good_under_the_address_that_holds_its_digest(
    app: Flask, file: str
) -> None:
    answer = app.test_client().get(file, buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_asked_for_by_its_bare_name_is_asked_for_again(
    app: Flask, file: str
) -> None:
    answer = app.test_client().get(file.partition("?")[0], buffered=True)
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]


def test_a_page_is_kept_by_nobody_unless_it_says_so(app: Flask) -> None:
    answer = app.test_client().get("/health")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_style_sheet_travels_compressed_to_who_can_read_it(
    app: Flask, file: str
) -> None:
    client = app.test_client()
    plain = client.get(file, buffered=True)
    small = client.get(file, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
    assert plain.headers["Vary"] == small.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 3
    assert int(small.headers["Content-Length"]) == len(small.data)


def test_a_compressed_style_sheet_is_not_sent_twice(app: Flask, file: str) -> None:
    client = app.test_client()
    ask = {"Accept-Encoding": "gzip"}
    tag = client.get(file, headers=ask, buffered=True).headers["ETag"]
    answer = client.get(file, headers={**ask, "If-None-Match": tag}, buffered=True)
    assert (answer.status_code, answer.data) == (304, b"")


def test_a_page_with_secrets_is_not_compressed(app: Flask) -> None:
    answer = app.test_client().get("/khong-co", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers

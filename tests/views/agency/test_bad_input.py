"""Whatever is typed on the agency's desk is refused in words or stored clean."""

import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Table, select

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.states import State
from feedback.extensions import db
from feedback.queries.replies import list_answers
from tests.desks import field, sign_in
from tests.lives import Cast
from tests.visitors import Page, Visitor, read_fields

DESK = "/can-bo/y-kien"
GOOD = "Sổ đất đai của ông/bà đã ký ngày 26/3/2026, mời đến quầy 3 nhận kết quả."
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)> đất đai sổ đỏ quầy ba"
EVIL = {
    "empty": "",
    "blank": " \u200b\u2060\n\t ",
    # A megabyte.
    "huge": "đất " * 143_000,
    "control": f"{GOOD}\x00\x07\x1b[31m\x7f",
    "bidi": f"\u202e{GOOD}\u2066\u200f\ufeff",
    "decomposed": unicodedata.normalize("NFD", GOOD),
    "zalgo": "".join(c + "\u0335\u0337\u0301\u0316" * 20 for c in GOOD),
    "html": HTML,
    "surrogates": f"{GOOD} \U000e0041\U0001f600",
}
#: Each form's address, its field and what else it is sent.
FORMS = {
    "answer": ("/{ref}/tra-loi", "text", {"outcome": "explained"}),
    "reason": ("/{ref}/tra-loi", "reason", {"text": GOOD, "outcome": "moved"}),
    "evidence": ("/{ref}/tra-loi", "evidence", {"text": GOOD, "outcome": "fixed"}),
    "promise": (
        "/{ref}/tra-loi",
        "promise",
        {"text": GOOD, "outcome": "will_fix", "due_on": "2026-05-15"},
    ),
    "day": (
        "/{ref}/tra-loi",
        "due_on",
        {"text": GOOD, "outcome": "will_fix", "promise": "Lắp máy lấy số"},
    ),
    "caption": ("/{ref}/tra-loi", "caption_1", {"text": GOOD, "outcome": "accepted"}),
    "question": ("/{ref}/de-nghi-bo-sung", "question", {}),
    "transfer": ("/{ref}/chuyen-lai", "reason", {}),
    "title": ("/mau-tra-loi/moi", "title", {"text": "x", "outcome": "fixed"}),
    "template": ("/mau-tra-loi/moi", "text", {"title": "x", "outcome": "fixed"}),
}


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def a_friday_in_march() -> Iterator[None]:
    with clock.frozen(local_moment(date(2026, 3, 27), 9)):
        yield


def post(visitor: Visitor, page: Page, typed: dict[str, str]) -> Page:
    """Send the page's form, whatever comes of it."""
    values = {**read_fields(page.find_form()), **typed}
    answer = visitor.client.post(page.path, data=values)
    return Page(page.path, answer)


def stored_texts() -> Iterator[str]:
    """Every text in the database that people wrote."""
    for name in ("comments", "replies", "comment_notes", "reply_templates"):
        yield from _texts_of(db.metadata.tables[name])
    for name in ("comment_events", "commitments", "photos"):
        yield from _texts_of(db.metadata.tables[name])


def _texts_of(table: Table) -> Iterator[str]:
    for row in db.session.execute(select(table)):
        yield " ".join(str(part) for part in row if not isinstance(part, bytes))


@pytest.mark.parametrize("kind", EVIL)
def test_every_form_answers_in_words_and_stores_clean(
    app: Flask, cast: Cast, kind: str
) -> None:
    visitor = sign_in(app, cast.head)
    evil = EVIL[kind]
    for form, (address, name, others) in FORMS.items():
        ref = cast.live(State.OPEN)
        page = visitor.get(DESK + address.format(ref=ref))
        shown = post(visitor, page, {**others, name: evil})
        assert shown.status in (303, 422), f"{form}: {shown.status}"
        body = shown.response.get_data(as_text=True)
        assert "<script>alert" not in body and "<img src=x" not in body
        if shown.status == 422:
            assert shown.html.select_one(".govuk-error-summary"), form
            typed = field(shown, name)
            assert typed.strip("\n ").split() == evil.split() or not evil.strip(), form
            for other, value in others.items():
                if other != "outcome":
                    assert field(shown, other).strip() == value, f"{form} {other}"
    for text in stored_texts():
        for bad in ("\u202e", "\u2066", "\\x07", "\x07", "\ufeff", "\\u202e"):
            assert bad not in text
        assert unicodedata.is_normalized("NFC", text)
        assert "\u0335\u0337\u0301" not in text
        assert len(text) < 200_000, "nothing huge was kept"


@pytest.mark.parametrize("name", ["seen", "heeded", "kept_photos", "joins", "approve"])
@pytest.mark.parametrize("value", ["\x00", "9" * 40, "'; DROP TABLE replies; --", "é"])
def test_a_mangled_hidden_value_harms_nothing(
    app: Flask, cast: Cast, name: str, value: str
) -> None:
    ref = cast.live(State.OPEN)
    visitor = sign_in(app, cast.head)
    page = visitor.get(f"{DESK}/{ref}/tra-loi")
    typed = {"text": GOOD, "outcome": "explained", name: value}
    shown = post(visitor, page, typed)
    assert shown.status in (303, 409, 422)
    assert shown.status == 303 or field(shown, "text").strip() == GOOD
    assert len(list_answers(ref)) == (shown.status == 303)


@pytest.mark.parametrize(
    "path",
    [
        "/mau-tra-loi/99999999999999999999",
        "/GY-0000-0000/anh/99999999999999999999.jpg",
        "/GY-0000-0000/tra-loi-chung",
        "/%00/tra-loi",
        "/%F0%9F%98%80",
    ],
)
def test_an_address_that_names_nothing_is_not_there(
    app: Flask, cast: Cast, path: str
) -> None:
    head = sign_in(app, cast.head)
    assert head.client.get(DESK + path).status_code == 404
    anybody = Visitor(app)
    photo = "/y-kien/GY-0000-0000/anh/99999999999999999999.jpg"
    assert anybody.client.get(photo).status_code == 404


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "x" * 5000, "assignee=%00", "kind=%F0", "page=0", "q=%25"]
)
def test_a_strange_filter_leaves_something_out_and_says_so(
    app: Flask, cast: Cast, query: str
) -> None:
    cast.live(State.OPEN)
    sign_in(app, cast.officer).get(f"{DESK}?{query}")

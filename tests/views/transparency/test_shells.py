from collections.abc import Iterator

import pytest
from flask import Flask

from feedback.extensions import db
from feedback.operations.stamps import bump_comment_stamp
from feedback.views.transparency.shells import ShellCache
from tests.factories import make_agency, make_sector, make_service
from tests.factories_published import (
    MET,
    bump_stamp,
    make_publication,
    make_published_comment,
    make_result,
)
from tests.statements import counted_statements
from tests.views.transparency.readers import list_reads
from tests.visitors import Visitor


@pytest.fixture(autouse=True)
def shells(app: Flask) -> Iterator[ShellCache]:
    """The app keeps shells as it does outside tests."""
    cache: ShellCache = app.extensions["shells"]
    cache.empty()
    app.config["KEEP_SHELLS"] = True
    yield cache
    app.config["KEEP_SHELLS"] = False
    cache.empty()


def move_comments() -> None:
    """What every step of a comment does."""
    bump_comment_stamp(db.session())
    db.session.commit()


@pytest.mark.parametrize("kind", ["home", "agency", "sector", "service"])
def test_a_new_comment_is_shown_and_nothing_else_is_made_again(
    visitor: Visitor, kind: str
) -> None:
    sector = make_sector()
    agency, service = make_agency(), make_service(sector_id=sector.id)
    make_result(make_publication(), MET)
    bump_stamp()
    address = {
        "home": "/",
        "agency": f"/co-quan/{agency.code}",
        "sector": f"/linh-vuc/{sector.code}",
        "service": f"/dich-vu/{service.code}",
    }[kind]
    first = visitor.get(address)
    assert "Chưa có ý kiến nào." in first.text
    row = make_published_comment(agency=agency, service=service)
    move_comments()
    with counted_statements() as statements:
        second = visitor.get(address)
    assert row.ref in second.text and "Chưa có ý kiến nào." not in second.text
    assert len(list_reads(statements)) == 2  # the stamps, the comments
    assert second.response.headers["ETag"] != first.response.headers["ETag"]


def test_a_new_figure_makes_a_new_shell(visitor: Visitor) -> None:
    publication = make_publication()
    bump_stamp()
    assert "95,8%" not in visitor.get("/").text
    make_result(publication, MET)
    bump_stamp()
    assert "95,8%" in visitor.get("/").text


def test_each_language_has_a_shell_and_cards_of_its_own(visitor: Visitor) -> None:
    make_published_comment()
    assert "Đã công khai trả lời" in visitor.get("/").text
    english = visitor.get("/en/")
    assert "Đã công khai trả lời" not in english.text
    assert all(
        str(link["href"]).startswith("/en/")
        for link in english.html.select("article a")
    )


def test_a_changed_comment_is_a_new_card(visitor: Visitor) -> None:
    row = make_published_comment(view="yes")
    assert "Đúng ý tôi hỏi" in visitor.get("/").text
    row.view = "no"
    db.session.commit()
    move_comments()
    assert "Chưa đúng ý tôi hỏi" in visitor.get("/").text


def test_a_page_that_is_not_there_leaves_no_shell(visitor: Visitor) -> None:
    visitor.get("/co-quan/H99.1", status=404)
    make_agency(code="H99.1", name="Sở Mới")
    assert visitor.get("/co-quan/H99.1").h1 == "Sở Mới"


def test_the_shell_not_asked_for_longest_gives_way() -> None:
    cache = ShellCache(most=2)
    keys = [("state", "", name) for name in "abc"]
    for key in keys[:2]:
        cache.keep(key, (b"above", b"below"))
    assert cache.find(keys[0])
    cache.keep(keys[2], (b"above", b"below"))
    assert cache.find(keys[1]) is None
    assert cache.find(keys[0]) and cache.find(keys[2])

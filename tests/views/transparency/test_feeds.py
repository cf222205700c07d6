"""Atom feeds that hold to RFC 4287 and tell no time of day."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from flask import Flask

from feedback.domain.states import Bucket
from tests.factories import make_agency, make_sector, make_service
from tests.factories_published import make_published_comment
from tests.lives import on_day
from tests.visitors import Visitor

ATOM = "{http://www.w3.org/2005/Atom}"
ALL = "/y-kien.atom"


def read(visitor: Visitor, path: str) -> ElementTree.Element:
    response = visitor.client.get(path)
    assert response.status_code == 200, path
    assert response.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(response.get_data())
    check(feed)
    return feed


def check(feed: ElementTree.Element) -> None:
    """What sections 4.1.1 and 4.1.2 of RFC 4287 ask of a feed and its entries."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        alternates = [
            (link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{ATOM}link")
            if link.get("rel") == "alternate"
        ]
        assert len(alternates) == len(set(alternates)) == 1
        assert re.fullmatch(r"tag:[a-z.]+,2026:\S+", text(element, "id"))
    # An author of the feed is the author of its entries (4.2.1).
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert set(links) == {"self", "alternate"}
    ids = [text(entry, "id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for stamp in feed.iter():
        if stamp.tag in (f"{ATOM}updated", f"{ATOM}published"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT12:00:00\+07:00", stamp.text or "")


def text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def entries_of(feed: ElementTree.Element) -> list[str]:
    return [text(entry, "id").rpartition("/")[2] for entry in feed.iter(f"{ATOM}entry")]


def test_an_empty_feed_is_a_feed(visitor: Visitor) -> None:
    with on_day(date(2026, 4, 2)):
        feed = read(visitor, ALL)
    assert not entries_of(feed)
    assert text(feed, "updated") == "2026-04-02T12:00:00+07:00"


def test_a_feed_has_comment_and_answer_but_nothing_unpublished(
    visitor: Visitor,
) -> None:
    row = make_published_comment()
    for bucket in (Bucket.WAITING, Bucket.WITHHELD, Bucket.MOVED):
        make_published_comment(bucket)
    feed = read(visitor, ALL)
    assert entries_of(feed) == [row.ref]
    content = feed.findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert str(row.text) in content and str(row.reply) in content
    assert text(feed, "updated") == "2026-03-23T12:00:00+07:00"


def test_a_second_answer_is_a_change_of_its_entry(visitor: Visitor) -> None:
    steps = [
        {"move": "publish", "on": "2026-03-23"},
        {"move": "reopen", "on": "2026-03-25"},
        {"move": "publish", "on": "2026-04-01"},
    ]
    make_published_comment(steps=steps)
    entry = read(visitor, ALL).find(f"{ATOM}entry")
    assert entry is not None
    assert text(entry, "published") == "2026-03-23T12:00:00+07:00"
    assert text(entry, "updated") == "2026-04-01T12:00:00+07:00"


def test_each_agency_sector_and_service_has_its_own(visitor: Visitor) -> None:
    agency, sector = make_agency(code="H99.14.101"), make_sector()
    service = make_service(sector_id=sector.id)
    row = make_published_comment(agency=agency, service=service)
    make_published_comment()
    for page in (
        f"/co-quan/{agency.code}",
        f"/linh-vuc/{sector.code}",
        f"/dich-vu/{service.code}",
    ):
        assert entries_of(read(visitor, f"{page}.atom")) == [row.ref]
        link = visitor.get(page).html.select_one('link[type="application/atom+xml"]')
        assert link and link["href"] == f"{page}.atom"
    link = visitor.get("/gop-y").html.select_one('link[type="application/atom+xml"]')
    assert link and link["href"] == ALL


@pytest.mark.parametrize("page", ["co-quan", "linh-vuc", "dich-vu"])
def test_what_there_is_not_has_no_feed(visitor: Visitor, page: str) -> None:
    visitor.get(f"/{page}/khong-co.atom", status=404)


def test_both_languages_have_their_own_names(visitor: Visitor) -> None:
    make_published_comment()
    feed, english = read(visitor, ALL), read(visitor, f"/en{ALL}")
    assert text(feed, "title") == "Ý kiến của người dân và câu trả lời"
    assert text(english, "title") == "Comments of citizens and the answers"
    assert text(feed, "id") != text(english, "id")


def test_markup_in_words_stays_words(visitor: Visitor) -> None:
    make_published_comment(text="<b>đậm</b> & “ngoặc” ]]>")
    feed = read(visitor, ALL)
    assert "<b>đậm</b> & “ngoặc” ]]>" in (
        feed.findtext(f"{ATOM}entry/{ATOM}content") or ""
    )


def test_a_feed_holds_the_newest_fifty(visitor: Visitor) -> None:
    agency, service = make_agency(), make_service()
    rows = [
        make_published_comment(
            agency=agency, service=service, shown_on=date(2026, 1 + n // 28, 1 + n % 28)
        )
        for n in range(51)
    ]
    assert entries_of(read(visitor, ALL)) == [row.ref for row in rows[:0:-1]]


def test_a_feed_is_kept_like_a_page(app: Flask, visitor: Visitor) -> None:
    make_published_comment()
    tag = visitor.client.get(ALL).headers["ETag"]
    again = visitor.client.get(ALL, headers={"If-None-Match": tag})
    assert again.status_code == 304

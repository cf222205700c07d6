from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.states import Bucket
from feedback.views.transparency.caches import KeptPage, PageCache
from tests.factories import make_agency
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

PAGES = ("/", "/co-quan", "/gop-y", "/thang", "/du-lieu", "/cach-tinh", "/tim?q=a")


@pytest.fixture
def keeping(app: Flask) -> Iterator[PageCache]:
    """The app keeps pages as it does outside tests."""
    cache: PageCache = app.extensions["page_cache"]
    cache.empty()
    app.config["KEEP_PAGES"] = True
    yield cache
    app.config["KEEP_PAGES"] = False
    cache.empty()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_carries_its_tag_and_is_not_sent_twice(
    visitor: Visitor, address: str
) -> None:
    first = visitor.client.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=30"
    again = visitor.client.get(
        address, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "public, max-age=30"


def test_a_proxy_may_have_weakened_the_tag(visitor: Visitor) -> None:
    tag = visitor.client.get("/").headers["ETag"]
    answer = visitor.client.get("/", headers={"If-None-Match": f'"x", W/{tag}'})
    assert answer.status_code == 304


def test_a_published_change_makes_a_new_page(visitor: Visitor) -> None:
    before = visitor.client.get("/")
    make_result(make_publication(), MET)
    bump_stamp()
    tag = {"If-None-Match": before.headers["ETag"]}
    after = visitor.client.get("/", headers=tag)
    assert after.status_code == 200
    assert "95,8%" in after.get_data(as_text=True)
    assert after.headers["ETag"] != before.headers["ETag"]


def test_address_language_and_day_have_tags_of_their_own(visitor: Visitor) -> None:
    tags = [
        visitor.client.get(address).headers["ETag"]
        for address in ("/gop-y", "/en/gop-y", "/gop-y?page=1", "/co-quan")
    ]
    with clock.frozen(clock.now() + timedelta(days=1)):
        tags.append(visitor.client.get("/gop-y").headers["ETag"])
    assert len(set(tags)) == len(tags)


def test_a_page_asked_for_again_is_not_made_again(
    visitor: Visitor, keeping: PageCache
) -> None:
    agency = make_agency()
    first = visitor.client.get(f"/co-quan/{agency.code}")
    with counted_statements() as statements:
        again = visitor.client.get(f"/co-quan/{agency.code}")
        head = visitor.client.head(f"/co-quan/{agency.code}")
    assert again.data == first.data and head.data == b""
    assert len(list_reads(statements)) == 2  # the stamp, each time
    for name, value in first.headers:
        assert again.headers[name] == value
    assert again.headers["Content-Security-Policy"]


def test_a_kept_page_gives_way_to_a_change_at_once(
    visitor: Visitor, keeping: PageCache
) -> None:
    assert "Chưa có tháng nào" in visitor.get("/").text
    make_result(make_publication(), MET)
    bump_stamp()
    assert "95,8%" in visitor.get("/").text


def test_a_day_later_an_overdue_comment_is_overdue_on_its_kept_page(
    visitor: Visitor, keeping: PageCache
) -> None:
    row = make_published_comment(Bucket.WAITING)
    with clock.frozen(local_moment(date(2026, 4, 6), 12)):
        assert "Quá hạn" not in visitor.get(f"/gop-y/{row.ref}").text
    with clock.frozen(local_moment(date(2026, 4, 7), 12)):
        assert "Quá hạn" in visitor.get(f"/gop-y/{row.ref}").text


def test_the_server_answers_kept_pages_before_the_application(
    app: Flask, visitor: Visitor, keeping: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "stamp_seconds", 60)
    first = visitor.client.get("/")
    monkeypatch.setattr(app, "full_dispatch_request", None)
    again = visitor.client.get("/")
    assert again.data == first.data
    assert dict(again.headers) == dict(first.headers)
    tag = {"If-None-Match": f'W/{first.headers["ETag"]}'}
    fresh = visitor.client.get("/", headers=tag)
    assert (fresh.status_code, fresh.data) == (304, b"")
    assert fresh.headers["ETag"] == first.headers["ETag"]
    assert visitor.client.head("/").data == b""


def test_an_error_is_kept_by_nobody(visitor: Visitor, keeping: PageCache) -> None:
    missing = visitor.client.get("/co-quan/H0")
    assert missing.headers["Cache-Control"] == "no-store"
    assert "ETag" not in missing.headers
    assert keeping.bytes == 0


def test_a_file_made_in_steps_is_not_kept(visitor: Visitor, keeping: PageCache) -> None:
    visitor.client.get("/du-lieu/co-quan.csv", buffered=True)
    assert keeping.bytes == 0


@pytest.mark.parametrize("address", (*PAGES, "/ve-gop-y", "/kha-nang-tiep-can"))
def test_a_public_page_sets_no_cookie_and_reads_none(
    visitor: Visitor, address: str
) -> None:
    visitor.client.set_cookie("session", "something")
    response = visitor.client.get(address)
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    other = visitor.client.get(address, headers={"Cookie": ""})
    assert other.data == response.data


def test_kept_pages_are_bounded_by_their_bytes() -> None:
    cache = PageCache(limit=100)
    for name in "abc":
        cache.keep(KeptPage(name, b"x" * 40, []))
    assert cache.bytes == 80
    assert cache.find("a") is None and cache.find("b")
    cache.keep(KeptPage("d", b"x" * 40, []))  # b was asked for, so c gives way
    assert cache.find("c") is None and cache.find("b")
    cache.keep(KeptPage("b", b"y" * 10, []))
    assert cache.bytes == 50
    cache.keep(KeptPage("e", b"x" * 101, []))
    assert cache.find("e") is None

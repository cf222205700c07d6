"""Serious content leaves no trace with the unit concerned, wherever it may look.

A robot reads all that the unit's officer and head can open and all that is public,
following every link, before a comment on the unit comes, after it was passed to the
inspectorate, and after it was moved on. What it reads must be the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.config import ROOT
from feedback.domain.tones import Tone
from feedback.extensions import db
from feedback.jobs.schedule import get_job
from feedback.models.comments import Notice
from feedback.models.invitations import OutboxMessage
from feedback.operations.escalations import escalate_comment, refer_serious
from feedback.views.guards import GUARDS, PUBLIC
from tests.lives import Cast, count_events, on_day
from tests.places import PLACES
from tests.worlds import HEAD, INSPECTORATE, OFFICER, OVERSIGHT, World, make_world

SECRET = "Cán bộ quầy bảy đòi tôi năm triệu đồng mới nhận hồ sơ"
TODAY = date(2026, 4, 10)
#: What runs over comments every day.
JOBS = ("release_comments", "close_comments", "count_balances", "urge_agencies")
_TOKEN = re.compile(r'(name="csrf_token"[^>]*value=)"[^"]*"')
#: More pages than the small province has.
_MOST = 1500


@dataclass
class Reading:
    """What one visitor can read, by address."""

    pages: dict[str, bytes]

    def find(self, *words: str) -> list[str]:
        """The addresses at which one of these words stands."""
        wanted = [word.encode() for word in words]
        return [a for a, body in self.pages.items() if any(w in body for w in wanted)]


def read_all(app: Flask, world: World, visitor: str | None, area: str) -> Reading:
    """Open every route of an area and all that is linked from there."""
    client = app.test_client()
    token = world.sign_in(visitor) if visitor else None
    if token:
        client.set_cookie("staff", token)
    pages: dict[str, bytes] = {}
    waiting = list(list_addresses(app, world, area))
    while waiting:
        address = waiting.pop()
        if address in pages or not is_in(address, area):
            continue
        assert len(pages) < _MOST, "the robot got lost"
        pages[address], links = read_page(client, address)
        waiting.extend(links)
    return Reading(pages)


def read_page(client: FlaskClient, address: str) -> tuple[bytes, list[str]]:
    """What a page or file says, without its form's token, and where it leads."""
    answer = client.get(address, buffered=True)
    assert answer.status_code < 500, address
    body = answer.get_data()
    if answer.mimetype != "text/html":
        return body, []
    text = _TOKEN.sub(r'\1""', body.decode())
    links = BeautifulSoup(text, "html.parser").select("main a[href]")
    found = [urldefrag(urljoin(address, str(a["href"]))).url for a in links]
    # Other pages of lists and files; not each of their filters in every combination.
    return text.encode(), [link for link in found if link.count("&") < 2]


def list_addresses(app: Flask, world: World, area: str) -> Iterator[str]:
    """Where the routes of an area lie in the small province."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint in PLACES:
                if (area == "/can-bo") == rule.endpoint.startswith("agency."):
                    place = PLACES[rule.endpoint]
                    yield url_for(rule.endpoint, **place.values(world), **place.query)


def is_in(address: str, area: str) -> bool:
    """Whether the robot reads an address: the agency's desk, or what is public."""
    path = urlsplit(address)
    if path.netloc or path.path.startswith(("/static", "/dang-", "/p/", "/phieu")):
        return False
    staff = ("/can-bo", "/giam-sat", "/thanh-tra", "/nhan-vien", "/mat-khau")
    if area == "/can-bo":
        return path.path.startswith(area)
    return not path.path.startswith((*staff, "/bien-nhan", "/health"))


def list_lines(reading: Reading, *names: str) -> set[str]:
    """Rows and sentences of public pages and files in which the unit is named.

    Wherever they stand: a list of the inspectorate's comments, once it has one, no
    longer shows everybody's.
    """
    lines: set[str] = set()
    for body in reading.pages.values():
        if not any(name.encode() in body for name in names):
            continue
        text = body.decode(errors="replace")
        if text.lstrip().startswith("<!"):
            tags = BeautifulSoup(text, "html.parser").select("main tr, main li, main p")
            parts = [tag.get_text(" ", strip=True) for tag in tags]
        else:
            parts = [line.rstrip(",") for line in text.splitlines()]
        lines.update(part for part in parts if any(n in part for n in names))
    return lines


def list_own(reading: Reading, code: str) -> dict[str, bytes]:
    """The public pages and files that are about the unit alone.

    The list of its comments is not among them: it begins with the province's sum.
    """
    own = re.compile(f"/co-quan/{code}|/du-lieu/.*agency={code}")
    return {a: body for a, body in reading.pages.items() if own.fullmatch(a)}


def run_jobs() -> None:
    for name in JOBS:
        get_job(name).run(TODAY)


def list_sent() -> list[tuple[str, str]]:
    db.session.expire_all()
    letters = db.session.scalars(select(OutboxMessage)).all()
    return sorted((letter.key, letter.body) for letter in letters)


@dataclass
class Snapshot:
    """All that the unit can know."""

    officer: Reading
    head: Reading
    public: Reading
    letters: list[tuple[str, str]]
    notices: int


def take(app: Flask, world: World) -> Snapshot:
    return Snapshot(
        read_all(app, world, OFFICER, "/can-bo"),
        read_all(app, world, HEAD, "/can-bo"),
        read_all(app, world, None, ""),
        list_sent(),
        len(db.session.scalars(select(Notice.id)).all()),
    )


def check_same(before: Snapshot, after: Snapshot, world: World, ref: str) -> None:
    """The unit reads what it read before."""
    for old, new in ((before.officer, after.officer), (before.head, after.head)):
        assert set(new.pages) ^ set(old.pages) == set()
        for address, body in new.pages.items():
            assert body == old.pages[address], address
    assert (after.letters, after.notices) == (before.letters, before.notices)
    unit = (world.agency.name, world.agency.code)
    assert list_lines(after.public, *unit) == list_lines(before.public, *unit)
    own = list_own(before.public, world.agency.code)
    assert len(own) > 2, list(own)
    for address, body in list_own(after.public, world.agency.code).items():
        assert body == own[address], address
    for reading in (after.officer, after.head, after.public):
        assert reading.find(SECRET, "năm triệu đồng", Tone.PROBLEM.label.vi) == []
    for reading in (after.officer, after.head):
        assert reading.find(ref) == []


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    with on_day(TODAY):
        world = make_world()
        # Twice: what one job moves on, another finds the next morning.
        run_jobs()
        run_jobs()
        yield world


def write_secret(world: World) -> str:
    cast = Cast.__new__(Cast)
    cast.agency, cast.service = world.agency, world.service
    return cast.submit(SECRET, on=TODAY, tone=Tone.PROBLEM)


def test_the_unit_sees_no_trace_of_what_went_to_the_inspectorate(
    app: Flask, world: World
) -> None:
    before = take(app, world)
    assert len(before.officer.pages) > 20 and len(before.public.pages) > 60
    ref = write_secret(world)
    screener, inspector = world.users[OVERSIGHT], world.users[INSPECTORATE]
    escalate_comment(
        ref, user_id=screener.id, seen=count_events(ref), reason="Đòi tiền"
    )
    run_jobs()
    escalated = take(app, world)
    check_same(before, escalated, world, ref)
    assert escalated.public.find(ref) == []
    refer_serious(
        ref,
        user_id=inspector.id,
        seen=count_events(ref),
        referral="denunciation",
        reason="Đã nhận",
    )
    run_jobs()
    moved = take(app, world)
    check_same(before, moved, world, ref)
    shown = moved.public.find(ref)
    assert f"/gop-y/{ref}" in shown, "the stub is public"
    stub = moved.public.pages[f"/gop-y/{ref}"].decode()
    main = BeautifulSoup(stub, "html.parser").find("main")
    assert main is not None
    for name in (world.agency.name, world.agency.code, world.service.name):
        assert name not in str(main)


def test_the_robot_would_see_an_ordinary_comment(app: Flask, world: World) -> None:
    before = take(app, world)
    ref = write_secret(world)
    run_jobs()
    after = take(app, world)
    with pytest.raises(AssertionError):  # a count of the unit has grown
        check_same(before, after, world, ref)


def test_every_public_route_and_every_route_of_an_agency_is_read(
    app: Flask, world: World
) -> None:
    agency = read_all(app, world, HEAD, "/can-bo").pages
    public = read_all(app, world, None, "").pages
    for endpoint, guard in GUARDS.items():
        is_agency = endpoint.startswith("agency.")
        if not is_agency and (guard != PUBLIC or endpoint in NOT_READ):
            continue
        with app.test_request_context():
            place = PLACES[endpoint]
            address = url_for(endpoint, **place.values(world), **place.query)
        rules = app.url_map.iter_rules(endpoint)
        if any("GET" in (rule.methods or ()) for rule in rules):
            assert address in (agency if is_agency else public), endpoint


#: Shows nothing of comments.
NOT_READ = {"static", "health", "auth.sign_in", "auth.sign_out"}


#: Who may ask where a comment was first given: its arrival and its cell, those who keep
#: the unit's own people away from it, and the second body.
MAY_READ_GIVEN_TO = {
    "feedback/models/comments.py",
    "feedback/operations/comments.py",
    "feedback/operations/escalations.py",
    "feedback/operations/holds.py",
    "feedback/operations/notices.py",
    "feedback/operations/releases.py",
    "feedback/queries/comments.py",
    "feedback/queries/desks.py",
    "feedback/queries/inspections.py",
    "feedback/queries/integrity.py",
    "feedback/queries/notices.py",
    "feedback/queries/signs.py",
}


def test_nothing_else_goes_by_the_unit_a_comment_was_given_to() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "feedback").rglob("*.py")
        if "given_to_id" in path.read_text("utf-8")
    }
    assert readers <= MAY_READ_GIVEN_TO, "would it show serious content to the unit?"

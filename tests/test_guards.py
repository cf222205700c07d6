"""Every route has a guard, and each kind of visitor gets what the table says."""

from collections.abc import Iterator

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from feedback.domain.roles import ROLE_PERMISSIONS
from feedback.views.guards import API_KEY, CITIZEN, GUARDS, STAFF, Guard
from tests.places import NO_DRAFT, PLACES
from tests.worlds import ROLE_OF, STRANGER, VISITORS, World, make_world

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
#: Takes a receipt off the machine, with the receipt's own token; here there is none.
HAS_NOTHING_TO_CHANGE = {"citizen.surveys.close"}


@pytest.fixture
def world(app: Flask) -> World:
    """The small province."""
    return make_world()


def list_rules(app: Flask) -> list[Rule]:
    """Each route once for each of its methods' kinds, ending a session last."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint)
    return sorted(rules, key=lambda rule: rule.endpoint == "auth.sign_out")


def list_methods(rule: Rule) -> Iterator[str]:
    """Reading first, then changing."""
    methods = rule.methods or set()
    if "GET" in methods:
        yield "GET"
    yield from sorted(methods & CHANGING)


def address_of(rule: Rule, world: World) -> str:
    """Where the route's sample lies."""
    place = PLACES[rule.endpoint]
    return url_for(rule.endpoint, **place.values(world), **place.query)


def open_as(app: Flask, world: World, visitor: str) -> FlaskClient:
    """The visitor's browser, signed in where there is an account."""
    client = app.test_client()
    token = world.sign_in(visitor)
    if token:
        client.set_cookie("staff", token)
    return client


def test_every_route_is_in_the_guard_table(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints - set(GUARDS) == set(), "routes that nobody can reach"
    assert set(GUARDS) - endpoints == set(), "guards without a route"


def test_every_route_has_a_place_in_the_tables_of_tests() -> None:
    assert set(GUARDS) - set(PLACES) == set(), "add them to tests/places.py"
    assert set(PLACES) - set(GUARDS) == set(), "places without a route"


def test_what_is_not_in_the_table_is_refused(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app.test_client().get("/health").status_code == 503  # nobody works here
    monkeypatch.delitem(GUARDS, "health")
    assert app.test_client().get("/health").status_code == 404


def is_let_in(visitor: str, guard: Guard) -> bool:
    """What the table says, said a second time in the plainest way."""
    if guard == STAFF:
        return visitor in ROLE_OF
    if guard.permission:
        role = ROLE_OF.get(visitor)
        return role is not None and guard.permission in ROLE_PERMISSIONS[role]
    return True


def fault_in(
    answer: TestResponse, visitor: str, guard: Guard, is_of_agency: bool
) -> str | None:
    """What is wrong with an answer, or nothing."""
    status = answer.status_code
    leads_to_sign_in = "/dang-nhap" in answer.headers.get("Location", "")
    if guard == API_KEY:
        return None if status == 401 else f"{status}, not 401 without a key"
    needs_staff = guard == STAFF or guard.permission is not None
    if needs_staff and visitor not in ROLE_OF:
        return None if leads_to_sign_in else f"{status}, not the way to sign in"
    if not is_let_in(visitor, guard) or (is_of_agency and visitor == STRANGER):
        return None if status == 404 else f"{status}, not 404"
    if needs_staff and leads_to_sign_in:
        return "sent to sign in again"
    # A citizen's pages ask for a ballot or a receipt, and say so in their own words.
    wrong = (403, 405, 500) if guard == CITIZEN else (403, 404, 405, 500)
    return f"{status} for somebody allowed" if status in wrong else None


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_visitor_reaches_what_the_table_allows_and_nothing_else(
    app: Flask, world: World, visitor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Forms are sent empty here: what matters is whether they are looked at at all.
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    faults = []
    with app.test_request_context():
        routes = [
            (rule, method, address_of(rule, world))
            for rule in list_rules(app)
            if rule.endpoint in PLACES
            for method in list_methods(rule)
        ]
    client = open_as(app, world, visitor)
    for rule, method, address in routes:
        guard = GUARDS[rule.endpoint]
        is_of_agency = PLACES[rule.endpoint].is_of_agency
        try:
            answer = client.open(address, method=method, buffered=True)
            fault = fault_in(answer, visitor, guard, is_of_agency)
            is_page = answer.status_code == 200 and answer.mimetype == "text/html"
            if is_page and not PLACES[rule.endpoint].is_page:
                fault = "a page that tests/places.py does not call one"
        except Exception as error:  # walk on, so that one run names all that fail
            fault = repr(error)
        if fault:
            faults.append(f"{method} {address} ({rule.endpoint}): {fault}")
    assert not faults, "\n".join(faults)


def test_a_form_without_its_token_changes_nothing(app: Flask, world: World) -> None:
    faults = []
    with app.test_request_context():
        routes = [
            (rule, method, address_of(rule, world))
            for rule in list_rules(app)
            if rule.endpoint in PLACES and GUARDS[rule.endpoint] != API_KEY
            for method in list_methods(rule)
            if method in CHANGING
        ]
    for visitor in VISITORS:
        client = open_as(app, world, visitor)
        draft = open_draft(client, world)
        for rule, method, address in routes:
            own = address.replace(NO_DRAFT, draft)
            status = client.open(own, method=method, buffered=True).status_code
            if status != 400 and rule.endpoint not in HAS_NOTHING_TO_CHANGE:
                faults.append(f"{visitor} {method} {own}: {status}, not 400")
    assert routes and not faults, "\n".join(faults)


def open_draft(client: FlaskClient, world: World) -> str:
    """Begin a survey; the name of the draft that the browser now holds."""
    answer = client.get(f"/p/{world.make_token()}")
    return answer.headers["Location"].split("/")[2]

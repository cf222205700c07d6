"""Every page a person can see, and who looks at it.

The rows of tests/places.py give most of them; what only appears on the way through a
form, or looks different in another state, is added in STEPS and LIVES.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from playwright.sync_api import Page

from feedback.domain.roles import ROLE_PERMISSIONS
from feedback.domain.states import HIDDEN_FROM_AGENCY, State
from feedback.views.guards import GUARDS, STAFF
from tests.browser import journeys
from tests.browser.sites import Site
from tests.places import PLACES
from tests.worlds import (
    ANONYMOUS,
    BRANCHES,
    HEAD,
    INSPECTORATE,
    OFFICER,
    OVERSIGHT,
    ROLE_OF,
    STATES,
)

ALL_STATES = {*STATES, *BRANCHES}


@dataclass(frozen=True)
class Stop:
    """A page, who opens it, and how one gets there."""

    name: str
    visitor: str
    arrive: Callable[[Page, Site], None]
    status: int = 200


def open_address(address: str) -> Callable[[Page, Site], None]:
    """Type an address."""

    def arrive(page: Page, site: Site) -> None:
        page.goto(site.address + address)

    return arrive


def open_endpoint(endpoint: str) -> Callable[[Page, Site], None]:
    """Type the address of a route's place."""

    def arrive(page: Page, site: Site) -> None:
        page.goto(site.address + address_of(endpoint, site))

    return arrive


def address_of(endpoint: str, site: Site) -> str:
    """The address of a route's place in the site's province."""
    place = PLACES[endpoint]
    with site.app.app_context(), site.app.test_request_context():
        return url_for(endpoint, **place.values(site.world), **place.query)


def visitor_of(endpoint: str) -> str:
    """The first who may see it, from the street inwards."""
    guard = GUARDS.get(endpoint)
    if guard == STAFF:
        return OFFICER
    if guard is None or guard.permission is None:
        return ANONYMOUS
    return next(
        visitor
        for visitor, role in ROLE_OF.items()
        if guard.permission in ROLE_PERMISSIONS[role]
    )


def open_as_of(endpoint: str, state: State) -> Callable[[Page, Site], None]:
    """Open the page of the comment that stands at a point of its life."""

    def arrive(page: Page, site: Site) -> None:
        with site.app.app_context(), site.app.test_request_context():
            address = url_for(endpoint, ref=site.world.refs[state])
        page.goto(site.address + address)

    return arrive


def open_receipt_of(state: State) -> Callable[[Page, Site], None]:
    """Type the receipt of that comment."""

    def arrive(page: Page, site: Site) -> None:
        journeys.type_receipt(page, site, site.world.receipts[state])

    return arrive


#: Pages on the way through a form, and faults.
STEPS = (
    Stop("survey.question", ANONYMOUS, journeys.open_ballot),
    Stop("survey.question unanswered", ANONYMOUS, journeys.go_on_without_answer, 422),
    Stop("survey.question second", ANONYMOUS, journeys.reach_second_question),
    Stop("survey.comment", ANONYMOUS, journeys.reach_comment),
    Stop("survey.check", ANONYMOUS, journeys.reach_check),
    Stop("survey.check refused", ANONYMOUS, journeys.give_half_a_contact, 422),
    Stop("survey.receipt", ANONYMOUS, journeys.reach_receipt),
    Stop("survey.spent", ANONYMOUS, journeys.open_a_spent_ballot, 410),
    Stop("survey.unknown", ANONYMOUS, open_address("/p/khong-co"), 404),
    Stop("survey.lost", ANONYMOUS, open_address("/phieu/khong-co/1"), 404),
    Stop("receipt.wrong", ANONYMOUS, journeys.type_a_wrong_receipt, 422),
    Stop("receipt.opened", ANONYMOUS, journeys.reach_own_rating),
    Stop("receipt.change", ANONYMOUS, journeys.reach_change),
    Stop("sign-in.wrong", ANONYMOUS, journeys.fail_to_sign_in, 422),
    Stop("reply.empty", OFFICER, journeys.reply_without_words, 422),
    Stop("reply.remarked", OFFICER, journeys.reply_in_a_phrase, 422),
    Stop("quarter", ANONYMOUS, open_address("/quy/2026-q1")),
    Stop("quarter in English", ANONYMOUS, open_address("/en/quy/2026-q1")),
    Stop("methods in English", ANONYMOUS, open_address("/en/cach-tinh")),
    Stop("home in English", ANONYMOUS, open_address("/en/")),
    Stop("question in English", ANONYMOUS, journeys.open_ballot_in_english),
    Stop("missing", ANONYMOUS, open_address("/khong-co-trang-nay"), 404),
    Stop("missing at the desk", OFFICER, open_address("/can-bo/y-kien/khong-co"), 404),
    Stop("missing in English", ANONYMOUS, open_address("/en/no-such"), 404),
)

#: A comment looks different to each of them at each point of its life.
STATES_OF = {
    ("transparency.comments.show", ANONYMOUS): set(State) - HIDDEN_FROM_AGENCY
    | {State.MOVED, State.APPEALED},
    ("agency.comments.show", OFFICER): set(State) - HIDDEN_FROM_AGENCY,
    ("agency.comments.show", HEAD): {State.REPLIED, State.AWAITING_PUBLICATION},
    ("oversight.comments.show", OVERSIGHT): set(State),
    ("inspectorate.comments.show", INSPECTORATE): {State.APPEALED, State.ESCALATED},
}
LIVES = (
    *(
        Stop(f"{endpoint} {state}", visitor, open_as_of(endpoint, state))
        for (endpoint, visitor), states in STATES_OF.items()
        for state in sorted(states & ALL_STATES)
    ),
    *(
        Stop(f"receipt.comment {state}", ANONYMOUS, open_receipt_of(state))
        for state in sorted(ALL_STATES)
    ),
)

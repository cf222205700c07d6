"""Every route of the platform with a place in the small province it leads to.

One row for each endpoint, for the tests that walk all of them: who may come in
(tests/test_guards.py) and what every page owes (tests/browser). Who adds a route adds
its row; a route without one fails both by name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from feedback.domain.states import State
from tests.worlds import World

Values = Callable[[World], dict[str, Any]]


def _nothing(_world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Place:
    """How to get to a route, and what is to be expected there."""

    #: Values of the address's variables.
    values: Values = _nothing
    #: What stands after the question mark.
    query: dict[str, Any] = field(default_factory=dict)
    #: Belongs to one agency: staff of another are told that it does not exist.
    is_of_agency: bool = False
    #: Answers a page of HTML to a GET; others are files, redirects or data.
    is_page: bool = True


#: A draft that no browser holds.
NO_DRAFT = "khong-co-tren-may-nay"


def _draft(_world: World) -> dict[str, Any]:
    return {"draft_id": NO_DRAFT}


def _at_agency(state: State, is_page: bool = True) -> Place:
    """At a comment that its agency has in this state."""
    return Place(
        lambda world: {"ref": world.refs[state]}, is_of_agency=True, is_page=is_page
    )


def _at_desk(state: State, is_page: bool = True) -> Place:
    """At a comment that the desk, or the public, sees in this state."""
    return Place(lambda world: {"ref": world.refs[state]}, is_page=is_page)


def _at_promise(is_of_agency: bool = True) -> Place:
    """At the agency's public promise."""
    return Place(lambda world: {"code": world.promises[0]}, is_of_agency=is_of_agency)


def _photo(world: World, state: State) -> dict[str, Any]:
    """The picture of an answer that stands in this state."""
    return {"ref": world.refs[state], "photo_id": world.photo_ids[state]}


#: The way through a survey needs a draft in the browser; tests/browser/journeys.py
#: walks it. Without one, each of its steps says that the draft is not here.
_SURVEY = Place(_draft, is_page=False)

#: At the comment whose author may be reached.
_CASE = Place(lambda world: {"ref": world.case_refs[0]}, is_of_agency=True)

PLACES: dict[str, Place] = {
    "static": Place(lambda world: {"filename": "css/gopy.css"}, is_page=False),
    "health": Place(is_page=False),
    "auth.sign_in": Place(),
    "auth.sign_out": Place(is_page=False),
    "auth.home": Place(is_page=False),
    "auth.password": Place(),
    "api.record_dossiers": Place(is_page=False),
    "api-docs.openapi_json": Place(is_page=False),
    "api_pages.show": Place(),
    "citizen.ballots.follow": Place(
        lambda world: {"code": world.make_token()}, is_page=False
    ),
    "citizen.ballots.new": Place(),
    "citizen.ballots.closed": Place(),
    "citizen.surveys.question": Place(
        lambda world: {**_draft(world), "number": 1}, is_page=False
    ),
    "citizen.surveys.comment": _SURVEY,
    "citizen.surveys.check": _SURVEY,
    "citizen.surveys.send": _SURVEY,
    "citizen.surveys.state": _SURVEY,
    "citizen.surveys.receipt": _SURVEY,
    "citizen.surveys.close": _SURVEY,
    "citizen.receipts.index": Place(),
    "citizen.receipts.show": Place(is_page=False),
    "citizen.receipts.edit": Place(
        lambda world: {"question_id": "overall"}, is_page=False
    ),
    "citizen.receipts.close": Place(is_page=False),
    "citizen.views.create": Place(is_page=False),
    "citizen.views.reopen": Place(is_page=False),
    "citizen.views.supply": Place(is_page=False),
    "citizen.views.appeal": Place(is_page=False),
    "citizen.views.forget": Place(is_page=False),
    "agency.comments.index": Place(),
    "agency.comments.show": _at_agency(State.OPEN),
    "agency.replies.edit": _at_agency(State.OPEN),
    "agency.replies.approve": _at_agency(State.REPLIED, is_page=False),
    "agency.replies.send_back": _at_agency(State.REPLIED),
    "agency.questions.new": _at_agency(State.OPEN),
    "agency.transfers.new": _at_agency(State.OPEN),
    "agency.contacts.show": _CASE,
    "agency.contacts.look": _CASE,
    "agency.allotments.create": _at_agency(State.OPEN, is_page=False),
    "agency.allotments.note": _at_agency(State.OPEN, is_page=False),
    "agency.answers.new": Place(
        lambda world: {"ref": world.refs[State.OPEN]}, is_of_agency=True, is_page=False
    ),
    "agency.photos.show": Place(
        lambda world: _photo(world, State.REPLIED), is_of_agency=True, is_page=False
    ),
    "agency.reply_templates.index": Place(),
    "agency.reply_templates.new": Place(),
    "agency.reply_templates.edit": Place(
        lambda world: {"template_id": world.template_id}, is_of_agency=True
    ),
    "agency.reply_templates.release_step": Place(),
    "oversight.photos.show": Place(
        lambda world: _photo(world, State.AWAITING_PUBLICATION), is_page=False
    ),
    "transparency.photos.show": Place(
        lambda world: _photo(world, State.PUBLISHED), is_page=False
    ),
    "agency.commitments.index": Place(),
    "agency.commitments.show": _at_promise(),
    "agency.commitments.progress": _at_promise(),
    "agency.commitments.keep": _at_promise(),
    "agency.commitments.give_up": _at_promise(),
    "agency.extensions.new": _at_agency(State.OPEN),
    "agency.extensions.report": _at_agency(State.OPEN),
    "oversight.comments.index": Place(),
    "oversight.comments.show": _at_desk(State.AWAITING_PUBLICATION),
    "oversight.screenings.release": _at_desk(State.RECEIVED),
    "oversight.screenings.assign": _at_desk(State.RECEIVED),
    "oversight.screenings.ask": _at_desk(State.RECEIVED),
    "oversight.screenings.recall": _at_desk(State.SCREENED, is_page=False),
    "oversight.screenings.refer": _at_desk(State.RECEIVED),
    "oversight.screenings.withhold": _at_desk(State.RECEIVED),
    "oversight.screenings.confirm": _at_desk(State.WITHHOLD_PROPOSED, is_page=False),
    "oversight.screenings.decline": _at_desk(State.WITHHOLD_PROPOSED),
    "oversight.replies.approve": _at_desk(State.REPLIED, is_page=False),
    "oversight.replies.send_back": _at_desk(State.AWAITING_PUBLICATION),
    "oversight.themes.index": Place(),
    "oversight.instruments.index": Place(),
    "oversight.flags.index": Place(),
    "oversight.flags.show": Place(lambda world: {"flag_id": world.proposed_flag_id}),
    "oversight.flags.contest": Place(lambda world: {"flag_id": world.flag_id}),
    "oversight.flags.dismiss": Place(lambda world: {"flag_id": world.flag_id}),
    "oversight.flags.decline": Place(lambda world: {"flag_id": world.proposed_flag_id}),
    "oversight.flags.confirm": Place(
        lambda world: {"flag_id": world.proposed_flag_id}, is_page=False
    ),
    "oversight.jobs.index": Place(),
    "oversight.escalations.new": _at_desk(State.RECEIVED),
    "oversight.redactions.comment": _at_desk(State.PUBLISHED),
    "oversight.redactions.reply": _at_desk(State.PUBLISHED),
    "inspectorate.comments.index": Place(),
    "inspectorate.comments.show": _at_desk(State.ESCALATED),
    "inspectorate.decisions.uphold": _at_desk(State.APPEALED),
    "inspectorate.decisions.overturn": _at_desk(State.APPEALED),
    "inspectorate.decisions.give_back": _at_desk(State.ESCALATED),
    "inspectorate.decisions.refer": _at_desk(State.ESCALATED),
    "oversight.replies.publish": _at_desk(State.AWAITING_PUBLICATION, is_page=False),
    "transparency.home.show": Place(),
    "transparency.agencies.index": Place(),
    "transparency.agencies.show": Place(lambda world: {"code": world.agency.code}),
    "transparency.sectors.index": Place(),
    "transparency.sectors.show": Place(lambda world: {"code": world.sector.code}),
    "transparency.services.index": Place(),
    "transparency.services.show": Place(lambda world: {"code": world.service.code}),
    "transparency.periods.index": Place(),
    "transparency.periods.show": Place(lambda world: {"code": "2026-03"}),
    "transparency.periods.units": Place(
        lambda world: {"code": "2026-03", "kind": "co-quan"}
    ),
    "transparency.periods.comments": Place(lambda world: {"code": "2026-03"}),
    "transparency.periods.lead": Place(is_page=False),
    "transparency.periods.chart": Place(
        lambda world: {"number": world.publication_id, "name": "months:province:-"},
        is_page=False,
    ),
    "transparency.themes.index": Place(),
    "transparency.comments.index": Place(),
    "transparency.comments.show": _at_desk(State.CLOSED),
    "transparency.takedowns.index": Place(),
    "transparency.takedowns.agencies": Place(),
    "transparency.feeds.everything": Place(is_page=False),
    "transparency.feeds.agency": Place(
        lambda world: {"code": world.agency.code}, is_page=False
    ),
    "transparency.feeds.sector": Place(
        lambda world: {"code": world.sector.code}, is_page=False
    ),
    "transparency.feeds.service": Place(
        lambda world: {"code": world.service.code}, is_page=False
    ),
    "transparency.handling.index": Place(),
    "transparency.commitments.index": Place(),
    "transparency.commitments.show": _at_promise(is_of_agency=False),
    "transparency.overdue.index": Place(),
    "transparency.overdue.agencies": Place(),
    "transparency.surveys.index": Place(),
    "transparency.surveys.show": Place(lambda world: {"code": world.count_source}),
    "transparency.data.index": Place(),
    "transparency.data.show": Place(
        lambda world: {"name": "ket-qua", "kind": "csv"}, is_page=False
    ),
    "transparency.packages.show": Place(
        lambda world: {"code": "2026-03", "version": 1}, is_page=False
    ),
    "transparency.packages.script": Place(is_page=False),
    "transparency.corrections.index": Place(),
    "transparency.anchors.index": Place(),
    "transparency.search.index": Place(query={"q": "dat dai"}),
    "transparency.methods.index": Place(),
    "transparency.texts.about": Place(),
    "transparency.texts.accessibility": Place(),
}

"""Who may reach which endpoint. What is not in the table is refused."""

from dataclasses import dataclass
from typing import Final

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from feedback.domain.roles import PERMISSIONS
from feedback.views.sessions import load_staff


@dataclass(frozen=True)
class Guard:
    """What a request must bring: nothing, an API key, or a permission."""

    name: str
    permission: str | None = None


PUBLIC: Final = Guard("public")
#: The view itself asks for a ballot or a receipt, which are their own proof.
CITIZEN: Final = Guard("citizen")
#: The view itself checks the key, before it reads anything else.
API_KEY: Final = Guard("api key")
#: Any signed-in member of staff.
STAFF: Final = Guard("staff")


def may(permission: str) -> Guard:
    """Staff whose role has this permission."""
    if permission not in PERMISSIONS:
        raise ValueError(f"no such permission: {permission}")
    return Guard(permission, permission)


GUARDS: dict[str, Guard] = {
    "static": PUBLIC,
    "health": PUBLIC,
    "api-docs.openapi_json": PUBLIC,
    "api_pages.show": PUBLIC,
    "api.record_dossiers": API_KEY,
    "auth.sign_in": PUBLIC,
    "auth.sign_out": PUBLIC,
    "auth.home": STAFF,
    "auth.password": STAFF,
    "citizen.ballots.follow": CITIZEN,
    "citizen.ballots.new": CITIZEN,
    "citizen.ballots.closed": CITIZEN,
    "citizen.surveys.question": CITIZEN,
    "citizen.surveys.comment": CITIZEN,
    "citizen.surveys.check": CITIZEN,
    "citizen.surveys.send": CITIZEN,
    "citizen.surveys.state": CITIZEN,
    "citizen.surveys.receipt": CITIZEN,
    "citizen.surveys.close": CITIZEN,
    "citizen.receipts.index": CITIZEN,
    "citizen.receipts.show": CITIZEN,
    "citizen.receipts.edit": CITIZEN,
    "citizen.receipts.close": CITIZEN,
    "transparency.home.show": PUBLIC,
    "transparency.agencies.index": PUBLIC,
    "transparency.agencies.show": PUBLIC,
    "transparency.sectors.index": PUBLIC,
    "transparency.sectors.show": PUBLIC,
    "transparency.services.index": PUBLIC,
    "transparency.services.show": PUBLIC,
    "transparency.periods.index": PUBLIC,
    "transparency.periods.lead": PUBLIC,
    "transparency.periods.show": PUBLIC,
    "transparency.periods.units": PUBLIC,
    "transparency.periods.comments": PUBLIC,
    "transparency.periods.chart": PUBLIC,
    "transparency.themes.index": PUBLIC,
    "transparency.comments.index": PUBLIC,
    "transparency.comments.show": PUBLIC,
    "transparency.takedowns.index": PUBLIC,
    "transparency.takedowns.agencies": PUBLIC,
    "transparency.feeds.everything": PUBLIC,
    "transparency.feeds.agency": PUBLIC,
    "transparency.feeds.sector": PUBLIC,
    "transparency.feeds.service": PUBLIC,
    "transparency.handling.index": PUBLIC,
    "transparency.commitments.index": PUBLIC,
    "transparency.commitments.show": PUBLIC,
    "transparency.overdue.index": PUBLIC,
    "transparency.overdue.agencies": PUBLIC,
    "transparency.surveys.index": PUBLIC,
    "transparency.surveys.show": PUBLIC,
    "transparency.data.index": PUBLIC,
    "transparency.data.show": PUBLIC,
    "transparency.packages.show": PUBLIC,
    "transparency.packages.script": PUBLIC,
    "transparency.corrections.index": PUBLIC,
    "transparency.anchors.index": PUBLIC,
    "transparency.search.index": PUBLIC,
    "transparency.methods.index": PUBLIC,
    "transparency.texts.about": PUBLIC,
    "transparency.texts.accessibility": PUBLIC,
    "citizen.views.create": CITIZEN,
    "citizen.views.reopen": CITIZEN,
    "citizen.views.supply": CITIZEN,
    "citizen.views.appeal": CITIZEN,
    "citizen.views.forget": CITIZEN,
    "agency.comments.index": may("view_agency_comments"),
    "agency.comments.show": may("view_agency_comments"),
    "agency.replies.edit": may("write_reply"),
    "agency.replies.approve": may("approve_reply"),
    "agency.replies.send_back": may("approve_reply"),
    "agency.questions.new": may("ask_more"),
    "agency.transfers.new": may("transfer_comment"),
    "agency.contacts.show": may("manage_case"),
    "agency.contacts.look": may("manage_case"),
    "agency.commitments.index": may("view_agency_comments"),
    "agency.commitments.show": may("view_agency_comments"),
    "agency.commitments.progress": may("write_reply"),
    "agency.commitments.keep": may("write_reply"),
    "agency.commitments.give_up": may("write_reply"),
    "agency.extensions.new": may("manage_case"),
    "agency.extensions.report": may("manage_case"),
    "agency.allotments.create": may("manage_case"),
    "agency.allotments.note": may("manage_case"),
    "agency.answers.new": may("write_reply"),
    "agency.photos.show": may("view_agency_comments"),
    "agency.reply_templates.index": may("manage_agency_desk"),
    "agency.reply_templates.new": may("manage_agency_desk"),
    "agency.reply_templates.edit": may("manage_agency_desk"),
    "agency.reply_templates.release_step": may("manage_agency_desk"),
    "oversight.photos.show": may("check_reply"),
    "transparency.photos.show": PUBLIC,
    "oversight.comments.index": may("screen_comments"),
    "oversight.comments.show": may("screen_comments"),
    "oversight.screenings.release": may("screen_comments"),
    "oversight.screenings.assign": may("screen_comments"),
    "oversight.screenings.ask": may("screen_comments"),
    "oversight.screenings.recall": may("screen_comments"),
    "oversight.screenings.refer": may("move_comment"),
    "oversight.screenings.withhold": may("withhold_comment"),
    "oversight.screenings.confirm": may("withhold_comment"),
    "oversight.screenings.decline": may("withhold_comment"),
    "oversight.replies.approve": may("check_reply"),
    "oversight.replies.send_back": may("check_reply"),
    "oversight.replies.publish": may("publish_reply"),
    "oversight.themes.index": may("view_overview"),
    "oversight.instruments.index": may("view_overview"),
    "oversight.flags.index": may("review_flags"),
    "oversight.flags.show": may("review_flags"),
    "oversight.flags.contest": may("review_flags"),
    "oversight.flags.dismiss": may("review_flags"),
    "oversight.flags.decline": may("review_flags"),
    "oversight.flags.confirm": may("review_flags"),
    "oversight.jobs.index": may("view_jobs"),
    "oversight.escalations.new": may("escalate_comment"),
    "oversight.redactions.comment": may("redact_comment"),
    "oversight.redactions.reply": may("redact_comment"),
    "inspectorate.comments.index": may("handle_serious"),
    "inspectorate.comments.show": may("handle_serious"),
    "inspectorate.decisions.uphold": may("review_appeals"),
    "inspectorate.decisions.overturn": may("review_appeals"),
    "inspectorate.decisions.give_back": may("handle_serious"),
    "inspectorate.decisions.refer": may("handle_serious"),
}


def guard_request() -> ResponseReturnValue | None:
    """Let a request through only as its row in the table allows."""
    if request.endpoint is None:
        return None  # 404 or 405, answered by the error page
    guard = GUARDS.get(request.endpoint)
    if guard is None:
        abort(404)
    if "\x00" in request.path and guard is not CITIZEN:
        abort(404)  # names nothing, and PostgreSQL takes no such text
    if guard in (PUBLIC, CITIZEN, API_KEY):
        return None
    g.staff = load_staff()
    if g.staff is None:
        return redirect(url_for("auth.sign_in", next=request.full_path), 303)
    if guard.permission and not g.staff.may(guard.permission):
        abort(404)  # like a page that does not exist
    return None

"""What falls due, and one comment with its history."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain import clock
from feedback.domain.roles import Role
from feedback.domain.states import OWED_BY_AGENCY, Move
from feedback.domain.trays import Due, Tray
from feedback.forms.cases import AllotForm, NoteForm
from feedback.forms.comments import MoveForm
from feedback.forms.desks import TrayFilter
from feedback.queries import trays
from feedback.queries.allotments import (
    find_assignee,
    find_barred_writer,
    list_colleagues,
)
from feedback.queries.comments import CaseFile
from feedback.queries.likes import list_owed_copies
from feedback.queries.notes import list_notes
from feedback.queries.replies import list_photos
from feedback.views.agency.cases import get_case, list_own_moves, own_agency_id
from feedback.views.languages import language
from feedback.views.sessions import current_staff
from feedback.views.staff import DaysLeft

bp = Blueprint("comments", __name__)

#: Trays in which the day an answer is due says what to do first.
_DUE_TRAYS = (Tray.TO_ANSWER, Tray.TO_APPROVE)


@bp.get("")
def index() -> ResponseReturnValue:
    """One tray of the desk, soonest due first."""
    agency_id, today = own_agency_id(), clock.today()
    counts, late = trays.count_agency_trays(agency_id, today)
    form, tray = _read_filter(agency_id)
    page = trays.list_tray_rows(
        agency_id, tray, _read_wanted(form), today, form.page_number
    )
    shows_due = tray in _DUE_TRAYS
    return render_template(
        "agency/comments/index.html",
        form=form,
        tray=tray,
        trays=[(each, counts[each]) for each in Tray],
        late=late,
        groups=_group(page.rows, today) if shows_due else [(None, page.rows)],
        total=page.total,
        searches_part=counts[tray] > trays.MOST,
        most=trays.MOST,
        pages=-(-page.total // trays.PAGE_SIZE),
        days_left=DaysLeft(today).count,
        shows_due=shows_due,
        may_manage=current_staff().may("manage_agency_desk"),
    )


def _read_filter(agency_id: int) -> tuple[TrayFilter, Tray]:
    staff = current_staff()
    form = TrayFilter.of_request(language=language(), **_offer(agency_id))
    names = {tray.value for tray in Tray}
    # A head's day begins with what waits to be approved.
    first = Tray.TO_APPROVE if staff.role is Role.HEAD else Tray.TO_ANSWER
    tray = Tray(form.tray.data) if form.tray.data in names else first
    form.tray.data = tray.value
    form.offer(form.service, trays.list_services_in(agency_id, tray))
    return form, tray


def _offer(agency_id: int) -> dict[str, list[tuple[str, str]]]:
    own = current_staff().user_id
    names = {str(one.user_id): one.name for one in list_colleagues(agency_id)}
    mine = [(str(own), _("Tôi"))] if names.pop(str(own), None) else []
    return {"colleagues": [*mine, ("nobody", _("Chưa giao ai")), *names.items()]}


def _read_wanted(form: TrayFilter) -> trays.TrayFilter:
    return trays.TrayFilter(
        service_code=form.service.data,
        due=form.due.data,
        assignee=form.assignee.data,
        kind=form.kind.data,
        is_disputed=bool(form.disputed.data),
        q=form.q.data,
    )


def _group(
    rows: Sequence[trays.TrayRow], today: date
) -> list[tuple[Due | None, Sequence[trays.TrayRow]]]:
    grouped = groupby(rows, key=lambda row: Due.of(row.due_on, today))
    return [(due, list(those)) for due, those in grouped]


@bp.get("/<ref>")
def show(ref: str) -> ResponseReturnValue:
    """The redacted words, the answers so far and every step with this agency."""
    return show_case(get_case(ref))


def show_case(
    case: CaseFile,
    allot_form: AllotForm | None = None,
    note_form: NoteForm | None = None,
) -> str:
    """The page of a comment, with a form that was refused or with empty ones."""
    is_owed = case.state in OWED_BY_AGENCY or case.replied_on is None
    sent_back = case.find_step(Move.SEND_BACK, Move.REPLY)
    moves, today = list_own_moves(case), clock.today()
    assignee = find_assignee(case.ref)
    copies = (
        list_owed_copies(case.ref, case.agency_id, case.text)
        if Move.REPLY in moves
        else ()
    )
    return render_template(
        "agency/comments/show.html",
        case=case,
        moves=moves,
        days_left=DaysLeft(today).count(case.due_on) if is_owed else None,
        is_owed=is_owed,
        may_extend=Move.EXTEND in moves and _has_time_to_extend(case),
        sent_back=sent_back if sent_back and sent_back.move is Move.SEND_BACK else None,
        question=case.find_step(Move.ASK_MORE),
        form=MoveForm(formdata=None, seen=case.seen),
        assignee=assignee,
        is_barred=find_barred_writer(case.ref) == current_staff().user_id,
        allot_form=allot_form or make_allot_form(case, unsent=True),
        notes=list_notes(case.ref, case.agency_id),
        note_form=note_form or NoteForm(formdata=None),
        photos=list_photos(case.ref),
        n_copies=len(copies),
        today=today,
    )


def _has_time_to_extend(case: CaseFile) -> bool:
    """Whether this clock was not put off yet and has not run out."""
    last = case.find_step(Move.EXTEND, Move.REOPEN)
    is_new = last is None or last.move is not Move.EXTEND
    return is_new and case.due_on is not None and case.due_on >= clock.today()


def make_allot_form(case: CaseFile, unsent: bool = False) -> AllotForm:
    """The colleagues who may be given this comment."""
    barred = find_barred_writer(case.ref)
    return AllotForm.of(
        [
            (str(one.user_id), one.name)
            for one in list_colleagues(case.agency_id)
            if one.user_id != barred
        ],
        is_sent=not unsent,
        seen=case.seen,
    )

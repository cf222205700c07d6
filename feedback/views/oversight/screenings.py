"""The screener's decisions about one comment."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain import clock
from feedback.domain.grounds import list_grounds
from feedback.domain.referrals import REFERRALS
from feedback.domain.states import Move
from feedback.forms.comments import QuestionForm, ReasonForm
from feedback.forms.screening import (
    AgencySearch,
    AssignForm,
    ReferForm,
    ReleaseForm,
    WithholdForm,
)
from feedback.operations import screenings
from feedback.operations.questions import ask_more
from feedback.queries.agencies import list_agencies_named
from feedback.queries.desks import Queue
from feedback.views.languages import language
from feedback.views.oversight.cases import decide, get_case, press
from feedback.views.oversight.sightings import sift_and_look_at

bp = Blueprint("screenings", __name__, url_prefix="/y-kien/<ref>")


@bp.route("/sang-loc", methods=["GET", "POST"])
def release(ref: str) -> ResponseReturnValue:
    """Read the original, redact it where needed, clear it for the agency."""
    case = get_case(ref)
    latest = case.find_step(Move.RELEASE, Move.SUPPLY)
    is_added = latest is not None and latest.move is Move.SUPPLY
    sighting = sift_and_look_at(case)
    # What the citizen added has not been read yet, so the whole is shown again.
    words = sighting.proposal if is_added else case.public_text or sighting.proposal
    form = ReleaseForm(seen=case.seen, public_text=words)
    done = _("Đã duyệt. Ý kiến sẽ đến cơ quan trong một đợt xáo trộn.")
    return decide(
        case,
        Move.RELEASE,
        form,
        screenings.release_comment,
        done,
        sighting=sighting,
    )


@bp.route("/khong-cong-khai", methods=["GET", "POST"])
def withhold(ref: str) -> ResponseReturnValue:
    """Propose that the words stay unpublished."""
    case = get_case(ref)
    grounds = list_grounds(clock.today())
    form = WithholdForm(seen=case.seen)
    form.offer(grounds, language())
    done = _("Đã đề nghị. Cần một người khác trong đơn vị đầu mối xác nhận.")
    return decide(
        case,
        Move.PROPOSE_WITHHOLD,
        form,
        screenings.propose_withholding,
        done,
        hints={ground.code: ground.basis for ground in grounds},
    )


@bp.post("/xac-nhan")
def confirm(ref: str) -> ResponseReturnValue:
    """Agree, as a second person, that it is withheld."""
    done = _("Đã xác nhận. Ý kiến được giữ lại, căn cứ được công khai.")
    return press(ref, screenings.confirm_withholding, done, Queue.CONFIRM)


@bp.route("/khong-dong-y", methods=["GET", "POST"])
def decline(ref: str) -> ResponseReturnValue:
    """Disagree with a proposal to withhold."""
    case = get_case(ref)
    done = _("Ý kiến đã trở lại danh sách cần sàng lọc.")
    return decide(
        case,
        Move.DECLINE_WITHHOLD,
        ReasonForm(seen=case.seen),
        screenings.decline_withholding,
        done,
    )


@bp.route("/chuyen-thu-tuc", methods=["GET", "POST"])
def refer(ref: str) -> ResponseReturnValue:
    """Move it to the procedure the law has for it."""
    case = get_case(ref)
    form = ReferForm(seen=case.seen)
    form.offer(language())
    done = _("Đã chuyển. Người gửi được hướng dẫn thủ tục khi mở biên nhận.")
    return decide(
        case,
        Move.MOVE,
        form,
        screenings.refer_comment,
        done,
        hints={referral.code: referral.basis for referral in REFERRALS},
    )


@bp.route("/giao-co-quan", methods=["GET", "POST"])
def assign(ref: str) -> ResponseReturnValue:
    """Find the agency whose matter it is and give it to them."""
    case = get_case(ref)
    search = AgencySearch(formdata=request.args)
    words = (search.q.data or "").strip()
    found = list_agencies_named(words, clock.today()) if words else []
    form = AssignForm(seen=case.seen)
    form.offer([(a.code, a.name) for a in found if a.id != case.agency_id])
    done = _("Đã giao cơ quan khác. Mời duyệt nội dung để chuyển đi.")
    return decide(
        case,
        Move.ASSIGN,
        form,
        screenings.assign_comment,
        done,
        search=search,
        has_searched=bool(words),
        hints={a.code: a.code for a in found},
    )


@bp.route("/de-nghi-bo-sung", methods=["GET", "POST"])
def ask(ref: str) -> ResponseReturnValue:
    """Ask the citizen what is meant before it goes anywhere."""
    case = get_case(ref)
    done = _("Đã gửi câu hỏi. Người gửi trả lời bằng mã biên nhận.")
    return decide(case, Move.ASK_MORE, QuestionForm(seen=case.seen), ask_more, done)


@bp.post("/thu-hoi")
def recall(ref: str) -> ResponseReturnValue:
    """Take a cleared comment back before its batch leaves."""
    done = _("Đã lấy lại để sàng lọc thêm.")
    return press(ref, screenings.recall_comment, done, Queue.SCREEN)

"""The page on which an answer is written, and what helps its writer."""

from flask import render_template, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from feedback.domain.errors import DomainError
from feedback.domain.limits import PHOTO_BYTES
from feedback.domain.photos import InvalidCaption, MadePhoto
from feedback.domain.reply_templates import fill_places
from feedback.domain.states import Move
from feedback.domain.text import clean
from feedback.forms.replies import ReplyForm
from feedback.operations.photos import make_photo
from feedback.queries.allotments import find_barred_writer
from feedback.queries.comments import CaseFile
from feedback.queries.commitments import find_promise_of, list_joinable
from feedback.queries.likes import find_likes, review_reply
from feedback.queries.replies import list_photos
from feedback.queries.reply_templates import get_release_step, list_offered
from feedback.views.agency.cases import list_own_moves
from feedback.views.languages import language
from feedback.views.sessions import current_staff


class MissingPhoto(DomainError):
    """A caption came without its picture, as after a page that was refused."""

    vi = "Mời chọn ảnh (chọn lại nếu trang vừa báo lỗi), hoặc xóa lời ghi của ảnh."
    en = "Please choose the picture (again, after an error), or clear its caption."


def make_reply_form(case: CaseFile) -> ReplyForm:
    """The form, filled with the last version; promises and pictures to choose from."""
    kept: dict[str, object] = {"seen": case.seen}
    photos = list_photos(case.ref)
    if case.answers and case.published_on is None:
        last = case.answers[-1]
        kept |= {"text": last.text, "outcome": last.outcome.value}
        kept |= {"reason": last.reason or "", "evidence": last.evidence or ""}
        kept["kept_photos"] = [photo.id for photo in photos]
        promise = find_promise_of(case.ref)
        if promise:
            kept |= {"promise": promise.text, "due_on": promise.due_on}
    return ReplyForm.of(
        language(),
        promises=[
            (p.code, f"{format_date(p.due_on, 'd/M/y')}: {p.text[:80]}")
            for p in list_joinable(case.agency_id)
        ],
        photos=[(str(photo.id), photo.caption) for photo in photos],
        **kept,
    )


def fill_from_template(case: CaseFile, form: ReplyForm, chosen: str) -> None:
    """Put a template's words after those typed; an unknown one adds nothing."""
    found = {str(row.id): row for row in list_offered(case.agency_id)}
    row = found.get(chosen)
    if row is None:
        return
    values = {"agency": case.agency_name, "service": case.service_name}
    words = fill_places(row.text, values)
    form.text.data = "\n\n".join(part for part in (form.text.data, words) if part)
    form.outcome.data = form.outcome.data or row.outcome.value


def read_photos(form: ReplyForm) -> list[MadePhoto]:
    """The pictures that were sent, made anew; a fault names its field."""
    made = []
    for photo, caption in form.photo_pairs:
        if not photo.data:
            if caption.data:
                raise MissingPhoto(field=photo.name)
            continue
        # One byte more than may be, so that too large a file is known by it.
        data = photo.data.stream.read(PHOTO_BYTES + 1)
        try:
            made.append(make_photo(data, caption.data))
        except DomainError as error:
            is_words = isinstance(error, InvalidCaption)
            error.field = caption.name if is_words else photo.name
            raise
    return made


def show_editor(case: CaseFile, form: ReplyForm, is_sent: bool = False) -> str:
    """The page; after a first try with the remarks on what was typed."""
    review = None
    if is_sent and form.text.data:
        text = clean(form.text.data)
        review = review_reply(case.ref, case.agency_id, case.text, text, form.guessed)
        form.heeded.data = ",".join(review.remarks)
    staff = current_staff()
    # A second answer goes to the oversight desk without another approval.
    is_first_round = case.published_on is None
    needs_second, _note = get_release_step(case.agency_id)
    return render_template(
        "agency/replies/edit.html",
        case=case,
        form=form,
        review=review,
        can_reply=Move.REPLY in list_own_moves(case),
        may_approve=staff.may("approve_reply") and is_first_round and not needs_second,
        is_barred=find_barred_writer(case.ref) == staff.user_id,
        sent_back=case.find_step(Move.SEND_BACK),
        likes=find_likes(case.ref, case.service_code, case.text),
        templates=_list_templates(case.agency_id),
        back_href=url_for("agency.comments.show", ref=case.ref),
    )


def _list_templates(agency_id: int) -> list[tuple[str, str]]:
    offered = [
        (str(row.id), f"{row.outcome.label.text(language())}: {row.title}")
        for row in list_offered(agency_id)
    ]
    return [("", _("Chọn một mẫu")), *offered] if offered else []

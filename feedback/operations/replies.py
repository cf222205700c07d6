"""The agency's answer: written, approved, sent back, published."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.domain.roles import AGENCY_ROLES, Role
from feedback.domain.statements import read_statement
from feedback.domain.states import Move, State
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import Comment, Reply
from feedback.models.users import User
from feedback.operations.comments import make_staff_move
from feedback.operations.commitments import publish_promises
from feedback.operations.drafts import Draft, find_last_version, keep_reply
from feedback.operations.holds import hold_for_agency, hold_for_desk
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction
from feedback.queries.allotments import has_other_head
from feedback.queries.users import get_user, has_head


class HeadDecides(DomainError):
    """The agency has somebody who approves its answers."""

    vi = "Cơ quan này có lãnh đạo duyệt câu trả lời. Mời chờ lãnh đạo cơ quan duyệt."
    en = "This agency has a head who approves its answers. Please wait for them."


class SecondPerson(DomainError):
    """The agency has chosen that two people stand behind each answer."""

    vi = (
        "Cơ quan yêu cầu người thứ hai duyệt câu trả lời: người viết không tự duyệt. "
        "Mời lưu để lãnh đạo khác duyệt, hoặc giao cán bộ viết."
    )
    en = (
        "Your agency has each answer approved by a second person, never by its writer. "
        "Please save it for another head to approve, or have an officer write it."
    )


@transaction
def write_reply(
    ref: str, *, user_id: int, seen: int, approve: bool = False, **typed: Any
) -> None:
    """Keep the agency's answer; its head may hand it in with the same stroke.

    `typed` are the fields of a `Draft`.
    """
    session = db.session()
    comment, user = hold_for_agency(session, ref, user_id, seen)
    hand_in_reply(session, comment, user, Draft(**typed), approve=approve)


def hand_in_reply(
    session: Session, comment: Comment, user: User, draft: Draft, *, approve: bool
) -> None:
    """Keep an answer to a held comment and take it as far as its writer may."""
    is_second = comment.state == State.REOPENED
    if not is_second:
        _refuse_lone_head(session, comment, user, approve)
    keep_reply(session, comment, user, draft)
    if is_second:
        # The oversight desk, who checks it next, is the second person.
        comment.replied_on = clock.today()
    elif approve:
        _approve(session, comment, user)
    project_comment(session, comment)


def _refuse_lone_head(
    session: Session, comment: Comment, user: User, approve: bool
) -> None:
    """Who must not approve their own answer does not write one nobody can approve."""
    if user.role is not Role.HEAD or not _needs_second_person(session, comment):
        return
    if approve or not has_other_head(comment.agency_id, user.id):
        raise SecondPerson()


def _needs_second_person(session: Session, comment: Comment) -> bool:
    return session.get_one(
        Agency, comment.agency_id, populate_existing=True
    ).needs_second_person


def _approve(session: Session, comment: Comment, user: User) -> None:
    make_staff_move(session, comment, user, Move.APPROVE)
    comment.replied_on = clock.today()


@transaction
def approve_reply(ref: str, *, user_id: int, seen: int) -> None:
    """The head of the agency stands behind the answer and hands it in."""
    session = db.session()
    comment, user = hold_for_agency(session, ref, user_id, seen)
    if _needs_second_person(session, comment) and user.id == _find_writer(session, ref):
        raise SecondPerson()
    _approve(session, comment, user)
    project_comment(session, comment)


def _find_writer(session: Session, ref: str) -> int | None:
    return session.scalar(
        select(Reply.author_id)
        .where(Reply.comment_ref == ref)
        .order_by(Reply.version.desc())
        .limit(1)
    )


@transaction
def approve_for_agency(ref: str, *, user_id: int, seen: int) -> None:
    """Take in the answer of an agency that has nobody to approve it."""
    session = db.session()
    comment, user = hold_for_desk(session, ref, user_id, seen)
    _refuse_where_head(comment)
    _approve(session, comment, user)
    project_comment(session, comment)


def _refuse_where_head(comment: Comment) -> None:
    if has_head(comment.agency_id):
        raise HeadDecides()


@transaction
def send_back_reply(ref: str, *, user_id: int, seen: int, reason: str) -> None:
    """Have an answer written again, by the head before or the desk after it leaves."""
    session = db.session()
    user = get_user(user_id)
    hold = hold_for_agency if user.role in AGENCY_ROLES else hold_for_desk
    comment, _ = hold(session, ref, user_id, seen)
    if hold is hold_for_desk and comment.state == State.REPLIED:
        _refuse_where_head(comment)
    why = read_statement(reason, "reason")
    make_staff_move(session, comment, user, Move.SEND_BACK, reason=why)
    comment.replied_on = None
    project_comment(session, comment)


@transaction
def publish_reply(ref: str, *, user_id: int, seen: int) -> None:
    """Make comment and answer public, once the desk has checked that it answers."""
    session = db.session()
    comment, user = hold_for_desk(session, ref, user_id, seen)
    version = find_last_version(session, ref)
    make_staff_move(session, comment, user, Move.PUBLISH, reply=version)
    comment.published_on = comment.published_on or clock.today()
    publish_promises(session, comment, clock.today())
    project_comment(session, comment)

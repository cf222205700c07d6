"""Signs of comments for the oversight desk, and groups of near copies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, exists, func, select

from feedback.domain.signs import Check, Sign
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import Comment, CommentSign

#: Copies shown beside a comment.
MOST_COPIES: Final = 50


@dataclass(frozen=True)
class Copy:
    """A comment that reads nearly like another one."""

    ref: str
    state: State
    agency_name: str
    #: Share of the runs of characters that both have, 0 to 1.
    likeness: float


def has_sign(check: Check) -> ColumnElement[bool]:
    """Whether a comment has a sign of a check; by the unique index on signs."""
    return exists().where(
        CommentSign.comment_ref == Comment.ref, CommentSign.check == check.value
    )


def find_erased_on(ref: str) -> date | None:
    """The day the original of a comment was emptied."""
    return db.session.scalar(select(Comment.text_erased_on).where(Comment.ref == ref))


def is_sifted(ref: str) -> bool:
    """Whether the text as it now reads has been looked at."""
    row = db.session.execute(
        select(CommentSign.facts, func.length(Comment.text))
        .join(Comment, Comment.ref == CommentSign.comment_ref)
        .where(CommentSign.comment_ref == ref, CommentSign.check == Check.READ.value)
    ).one_or_none()
    return row is not None and row[0].get("n_characters") == row[1]


def list_signs(ref: str) -> list[Sign]:
    """What was noticed in a comment, the gravest first; copies come as a group."""
    rows = db.session.execute(
        select(CommentSign.check, CommentSign.key, CommentSign.facts).where(
            CommentSign.comment_ref == ref,
            CommentSign.check.not_in([Check.READ.value, Check.COPY.value]),
        )
    )
    signs = [Sign(Check(check), key, facts) for check, key, facts in rows]
    order = list(Check)
    return sorted(signs, key=lambda sign: (order.index(sign.check), sign.key))


def list_checks(refs: Iterable[str]) -> dict[str, list[Check]]:
    """Which checks gave a sign in each of these comments, the gravest first."""
    rows = db.session.execute(
        select(CommentSign.comment_ref, CommentSign.check)
        .where(
            CommentSign.comment_ref.in_(list(refs)),
            CommentSign.check != Check.READ.value,
        )
        .distinct()
    ).all()
    found = {(ref, check) for ref, check in rows}
    checks: dict[str, list[Check]] = {}
    for check in Check:
        for ref in {ref for ref, name in found if name == check.value}:
            checks.setdefault(ref, []).append(check)
    return checks


def list_copies(ref: str, own_agency_id: int | None) -> Sequence[Copy]:
    """The near copies of a comment that the same person may open, likest first."""
    rows = db.session.execute(
        select(CommentSign.facts, Comment, Agency.name)
        .join(Comment, Comment.ref == CommentSign.key)
        .join(Agency, Agency.id == Comment.agency_id)
        .where(
            CommentSign.comment_ref == ref,
            CommentSign.check == Check.COPY.value,
            Comment.text_erased_on.is_(None),
        )
        .limit(MOST_COPIES)
    )
    copies = [
        Copy(comment.ref, State(comment.state), name, facts["likeness"])
        for facts, comment, name in rows
        if own_agency_id not in (comment.agency_id, comment.given_to_id)
    ]
    return sorted(copies, key=lambda copy: (-copy.likeness, copy.ref))

"""One answer to many near-identical comments, each with a part of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from feedback.domain.errors import Conflict, DomainError
from feedback.domain.outcomes import Outcome
from feedback.domain.statements import read_statement
from feedback.domain.text import fold
from feedback.extensions import db
from feedback.operations.drafts import Draft
from feedback.operations.holds import hold_for_agency
from feedback.operations.replies import hand_in_reply
from feedback.operations.transaction import transaction

#: Syllables that what is said to one citizen alone has at least.
PART_WORDS: Final = 5
#: Answers written in one stroke at most.
MOST: Final = 50
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Part:
    """What one of the comments is told besides what all are told."""

    ref: str
    seen: int
    text: str


class ThinPart(DomainError):
    """The part for one citizen says nothing of their own case."""

    vi = f"Mời viết phần riêng cho ý kiến này, ít nhất {PART_WORDS} tiếng."
    en = f"Please write a part for this comment alone, at least {PART_WORDS} words."


class EqualParts(DomainError):
    """Parts that are the same for everybody are not individual."""

    vi = "Các phần riêng giống hệt nhau. Mời viết điều riêng của từng ý kiến."
    en = "The parts are all the same. Please say what is particular to each comment."


class NotMany(DomainError):
    """Too few or too many comments for one stroke."""

    vi = f"Trả lời chung cần từ 2 đến {MOST} ý kiến. Mời chọn lại."
    en = f"A common answer needs 2 to {MOST} comments. Please choose again."


@transaction
def write_replies(
    *,
    user_id: int,
    parts: Sequence[Part],
    text: str,
    outcome: Outcome,
    evidence: str = "",
    reason: str = "",
) -> None:
    """Answer all of them, or none: the individual part first, then the common one."""
    session = db.session()
    _check_parts(parts)
    common = read_statement(text, "text")
    # Always in the same order, so that two people's strokes never wait in a circle.
    for part in sorted(parts, key=lambda part: part.ref):
        try:
            comment, user = hold_for_agency(session, part.ref, user_id, part.seen)
        except Conflict as error:
            error.field = f"part_{part.ref}"
            raise
        draft = Draft(
            text=f"{part.text}\n\n{common}",
            outcome=outcome,
            evidence=evidence,
            reason=reason,
        )
        hand_in_reply(session, comment, user, draft, approve=False)


def _check_parts(parts: Sequence[Part]) -> None:
    if not 2 <= len({part.ref for part in parts}) <= MOST:
        raise NotMany()
    for part in parts:
        if len(_WORD.findall(part.text)) < PART_WORDS:
            raise ThinPart(field=f"part_{part.ref}")
    if len({fold(part.text) for part in parts}) == 1:
        raise EqualParts()

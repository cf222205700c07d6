"""Noting signs in comments that wait for the screener, and who is a near copy of whom.

A comment without any row of signs has not been looked at; one that has been looked at
has at least the row of Check.READ, with the length of the text that was read.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, delete, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.signs import Check, Checklists, Sign, find_signs
from feedback.domain.sketches import ALIKE, make_bands, measure_likeness
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.comments import Comment, CommentBand, CommentSign
from feedback.operations.transaction import transaction

#: Comments looked at in one transaction.
BATCH: Final = 100
#: Comments of one band that are compared, and likenesses kept of one comment: a text
#: that was sent a thousand times is compared with some of its copies.
_MOST_OF_BAND: Final = 20
_MOST_LIKE: Final = 10
_WAITING: Final = (State.RECEIVED, State.SCREENING)

_INSERTS: Final[dict[str, Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@transaction
def sift_batch(on: date, lists: Checklists) -> int:
    """Note the signs of comments that have none yet, a hundred at most; how many.

    A second run has nothing to do.
    """
    session = db.session()
    unread = select_unread().with_for_update(skip_locked=True)
    comments = session.scalars(unread).all()
    _note_signs(session, comments, on, lists)
    return len(comments)


@transaction
def sift_comment(ref: str, lists: Checklists) -> None:
    """Note the signs of one comment anew, as it now reads."""
    session = db.session()
    comment = session.scalars(
        select(Comment)
        .where(Comment.ref == ref, Comment.text_erased_on.is_(None))
        .with_for_update()
    ).one_or_none()
    if comment is not None:
        drop_signs(session, [comment])
        _note_signs(session, [comment], clock.today(), lists)


def select_unread() -> Select[tuple[Comment]]:
    """Comments nobody has looked at, through ix_comments_state_received_on."""
    is_read = exists().where(
        CommentSign.comment_ref == Comment.ref, CommentSign.check == Check.READ.value
    )
    return (
        select(Comment)
        .where(Comment.state.in_(_WAITING), Comment.text_erased_on.is_(None), ~is_read)
        .order_by(Comment.received_on, Comment.ref)
        .limit(BATCH)
    )


def drop_signs(session: Session, comments: Sequence[Comment]) -> None:
    """Forget everything that was noted about comments, also beside their copies."""
    texts = {comment.ref: comment.text for comment in comments}
    signs = session.scalars(
        select(CommentSign).where(CommentSign.comment_ref.in_(texts))
    ).all()
    copies = {sign.key for sign in signs if sign.check == Check.COPY}
    session.execute(
        delete(CommentSign).where(
            CommentSign.comment_ref.in_(copies),
            CommentSign.check == Check.COPY.value,
            CommentSign.key.in_(texts),
        )
    )
    # Bands are found by their number alone, so they are made again of what was read;
    # a text only ever grows, at its end.
    bands = {
        band
        for sign in signs
        if sign.check == Check.READ
        for band in make_bands(texts[sign.comment_ref][: sign.facts["n_characters"]])
    }
    session.execute(
        delete(CommentBand).where(
            CommentBand.band.in_(bands), CommentBand.comment_ref.in_(texts)
        )
    )
    session.execute(delete(CommentSign).where(CommentSign.comment_ref.in_(texts)))


def _note_signs(
    session: Session, comments: Sequence[Comment], on: date, lists: Checklists
) -> None:
    texts = {comment.ref: comment.text for comment in comments}
    bands = {ref: make_bands(text) for ref, text in texts.items()}
    _insert(
        session,
        CommentBand,
        [{"band": b, "comment_ref": ref} for ref, own in bands.items() for b in own],
    )
    signs = [
        (ref, sign)
        for ref, text in texts.items()
        for sign in (_read_sign(text), *find_signs(text, lists))
    ]
    signs += _find_copies(session, texts, bands)
    _insert(session, CommentSign, [_row(ref, sign, on) for ref, sign in signs])


def _read_sign(text: str) -> Sign:
    return Sign(Check.READ, facts={"n_characters": len(text)})


def _row(ref: str, sign: Sign, on: date) -> dict[str, Any]:
    return {
        "comment_ref": ref,
        "check": sign.check.value,
        "key": sign.key,
        "facts": sign.facts,
        "found_on": on,
    }


def _find_copies(
    session: Session, texts: dict[str, str], bands: dict[str, tuple[int, ...]]
) -> list[tuple[str, Sign]]:
    """Both comments of each pair get a sign with the other's reference."""
    members = _list_members(session, bands.values())
    proposed = {
        ref: {other for band in own for other in members.get(band, ())} - {ref}
        for ref, own in bands.items()
    }
    others = set().union(*proposed.values()) - set(texts)
    known = texts | _read_texts(session, others)
    signs = []
    for ref, candidates in proposed.items():
        likes = [
            (measure_likeness(texts[ref], known[other]), other)
            for other in candidates & known.keys()
        ]
        for likeness, other in sorted(likes, reverse=True)[:_MOST_LIKE]:
            if likeness >= ALIKE:
                facts = {"likeness": round(likeness, 3)}
                signs.append((ref, Sign(Check.COPY, other, facts)))
                signs.append((other, Sign(Check.COPY, ref, facts)))
    return signs


def _list_members(
    session: Session, bands: Iterable[tuple[int, ...]]
) -> dict[int, list[str]]:
    """The first comments of each band, by the primary key."""
    wanted = {band for own in bands for band in own}
    place = func.row_number().over(
        partition_by=CommentBand.band, order_by=CommentBand.comment_ref
    )
    ranked = (
        select(CommentBand.band, CommentBand.comment_ref, place.label("place"))
        .where(CommentBand.band.in_(wanted))
        .subquery()
    )
    members: dict[int, list[str]] = {}
    for band, ref, _place in session.execute(
        select(ranked).where(ranked.c.place <= _MOST_OF_BAND)
    ):
        members.setdefault(band, []).append(ref)
    return members


def _read_texts(session: Session, refs: Iterable[str]) -> dict[str, str]:
    rows = session.execute(
        select(Comment.ref, Comment.text).where(
            Comment.ref.in_(refs), Comment.text_erased_on.is_(None)
        )
    )
    return {ref: text for ref, text in rows}


def _insert(session: Session, model: type[Any], rows: list[dict[str, Any]]) -> None:
    """Add rows; one that another process has just added stays as it is."""
    if rows:
        add = _INSERTS[session.get_bind().dialect.name](model.__table__)
        session.execute(add.on_conflict_do_nothing(), rows)

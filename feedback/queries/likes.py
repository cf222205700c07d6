"""Near copies: answered comments like this one, answers like this one.

Bands propose, `measure_likeness` decides; a public row is all that is shown of another
comment. Every read is bounded, so a text that half the province sends costs no more.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from feedback.domain.outcomes import Outcome
from feedback.domain.replies import (
    Remark,
    find_personal,
    find_remarks,
    list_content_words,
)
from feedback.domain.sketches import ALIKE, make_bands, measure_likeness
from feedback.domain.states import OWED_BY_AGENCY, Bucket
from feedback.extensions import db
from feedback.models.comments import Comment, CommentBand, Reply, ReplyBand
from feedback.models.publications import PublishedComment
from feedback.models.services import Service

#: Answers shown beside the editor.
SHOWN: Final = 5
#: Texts that are compared at most.
_MOST: Final = 200
#: Newest answers of the same service that are searched for shared words.
_NEWEST: Final = 100
_SHARED_WORDS: Final = 2


@dataclass(frozen=True)
class LikeComment:
    """A published comment with its answer."""

    ref: str
    text: str
    reply: str
    outcome: Outcome | None
    #: Nearly the same words, not only some in common.
    is_copy: bool


@dataclass(frozen=True)
class Likes:
    """What helps the writer: near copies first, then answers on the same service."""

    shown: Sequence[LikeComment]
    n_copies: int


@dataclass(frozen=True)
class OwedCopy:
    """A near copy that waits for an answer of the same agency."""

    ref: str
    text: str
    seen: int


@dataclass(frozen=True)
class Review:
    """Remarks on an answer, with what they rest on."""

    remarks: tuple[Remark, ...]
    n_alike: int
    #: One of the comments answered in nearly these words.
    alike_ref: str | None
    personal: Sequence[str]


def find_likes(ref: str, service_code: str, text: str) -> Likes:
    """Published answers to comments like this one; a comment is not like itself."""
    copies = [
        row
        for row in _list_published(set(_list_like_refs(text)) - {ref})
        if measure_likeness(text, row.text or "") >= ALIKE
    ]
    chosen = [_show(row, True) for row in copies[:SHOWN]]
    known = {ref, *(row.ref for row in copies)}
    others = _rank_by_words(text, _list_of_service(service_code, known))
    chosen += [_show(row, False) for row in others][: SHOWN - len(chosen)]
    return Likes(chosen, len(copies))


def _list_like_refs(text: str) -> Sequence[str]:
    # Ordered by the primary key (band, comment_ref), so the limit reads no further.
    return db.session.scalars(
        select(CommentBand.comment_ref)
        .where(CommentBand.band.in_(set(make_bands(text))))
        .order_by(CommentBand.band, CommentBand.comment_ref)
        .limit(_MOST * 4)
    ).all()


def _list_published(refs: Iterable[str]) -> Sequence[PublishedComment]:
    return db.session.scalars(
        select(PublishedComment)
        .where(
            PublishedComment.ref.in_(refs),
            PublishedComment.bucket == Bucket.PUBLISHED,
            PublishedComment.reply.is_not(None),
        )
        .order_by(PublishedComment.shown_on.desc(), PublishedComment.ref)
        .limit(_MOST)
    ).all()


def _list_of_service(service_code: str, known: set[str]) -> Iterator[PublishedComment]:
    # Read along ix_published_comments_service, newest months first.
    rows = db.session.scalars(
        select(PublishedComment)
        .join(Service, Service.id == PublishedComment.service_id)
        .where(Service.code == service_code)
        .order_by(PublishedComment.month.desc())
        .limit(_NEWEST)
    )
    return (row for row in rows if row.reply and row.text and row.ref not in known)


def _rank_by_words(
    text: str, rows: Iterable[PublishedComment]
) -> list[PublishedComment]:
    words = list_content_words(text)
    shared = [(len(words & list_content_words(r.text or "")), r.ref, r) for r in rows]
    best = sorted(shared, key=lambda found: (-found[0], found[1]))
    return [row for n, _ref, row in best if n >= _SHARED_WORDS]


def _show(row: PublishedComment, is_copy: bool) -> LikeComment:
    outcome = Outcome(row.outcome) if row.outcome else None
    return LikeComment(row.ref, row.text or "", row.reply or "", outcome, is_copy)


def list_owed_copies(ref: str, agency_id: int, text: str) -> Sequence[OwedCopy]:
    """Near copies that wait for an answer of this agency, soonest due first."""
    rows = db.session.scalars(
        select(Comment)
        .where(
            Comment.ref.in_(set(_list_like_refs(text)) - {ref}),
            Comment.agency_id == agency_id,
            Comment.state.in_(OWED_BY_AGENCY),
            Comment.released_on.is_not(None),
        )
        .order_by(Comment.due_on, Comment.ref)
        .execution_options(populate_existing=True)
    )
    return [
        OwedCopy(row.ref, row.public_text or "", row.n_events)
        for row in rows
        if measure_likeness(text, row.public_text or "") >= ALIKE
    ]


def review_reply(
    ref: str, agency_id: int, comment: str, reply: str, outcome: Outcome | None
) -> Review:
    """What to look at again in an answer, before it is sent or published."""
    alike = _list_alike_refs(ref, agency_id, reply)
    return Review(
        find_remarks(comment, reply, outcome, len(alike)),
        len(alike),
        alike[0] if alike else None,
        find_personal(reply),
    )


def _list_alike_refs(ref: str, agency_id: int, text: str) -> list[str]:
    """Other comments that this agency answered in nearly these words, newest first."""
    proposed = (
        select(ReplyBand.reply_id)
        .where(ReplyBand.band.in_(set(make_bands(text))))
        .order_by(ReplyBand.band, ReplyBand.reply_id.desc())
        .limit(_MOST * 4)
    )
    rows = db.session.execute(
        select(Reply.comment_ref, Reply.text)
        .join(Comment, Comment.ref == Reply.comment_ref)
        .where(
            Reply.id.in_(proposed),
            Comment.agency_id == agency_id,
            Reply.comment_ref != ref,
        )
        .order_by(Reply.id.desc())
        .limit(_MOST)
    )
    found = [other for other, words in rows if measure_likeness(text, words) >= ALIKE]
    return list(dict.fromkeys(found))

"""What has to hold of all promises on any day, read from raw rows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from flask import Flask
from sqlalchemy import select

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.commitments import (
    CommitmentMove,
    CommitmentState,
    apply_commitment_move,
    has_broken,
)
from feedback.domain.roles import Role
from feedback.domain.states import Move
from feedback.extensions import db
from feedback.models.comments import CommentEvent
from feedback.models.commitments import Commitment, CommitmentComment, CommitmentEvent
from feedback.models.publications import PublishedComment
from feedback.operations.fulfilments import SILENCE
from feedback.queries.published.commitments import (
    PromiseCounts,
    Standing,
    count_promises,
    count_promises_of,
    list_commitments,
)
from tests.visitors import Visitor

#: Longer than any list of a simulated life.
_ALL: Final = 100_000
_PUBLIC: Final = (
    *(CommitmentMove.PUBLISH, CommitmentMove.PROGRESS),
    *(CommitmentMove.KEEP, CommitmentMove.BREAK),
)
_ENDS: Final = (CommitmentMove.KEEP, CommitmentMove.BREAK)


@dataclass(frozen=True)
class Promise:
    """A promise with its events and the comments that asked for it."""

    row: Commitment
    events: Sequence[CommitmentEvent]
    links: Sequence[CommitmentComment]

    @property
    def ends(self) -> list[CommitmentEvent]:
        """Its public end, if it has come: never two."""
        return [event for event in self.events if event.move in _ENDS]

    @property
    def is_public(self) -> bool:
        """Whether its first answer was published."""
        return any(event.move == CommitmentMove.PUBLISH for event in self.events)

    def stand(self, on: date) -> Standing | None:
        """The one way in which it stands, by its dates and events alone."""
        if not self.is_public:
            return None
        if not self.ends:
            return Standing.OVERDUE if self.row.due_on < on else Standing.OPEN
        (end,) = self.ends
        if end.move == CommitmentMove.BREAK:
            return Standing.BROKEN
        return Standing.KEPT if end.on <= self.row.due_on else Standing.LATE


def load_promises() -> list[Promise]:
    """All there are, drafts and withdrawn ones too."""
    events: dict[int, list[CommitmentEvent]] = {}
    for event in db.session.scalars(
        select(CommitmentEvent).order_by(CommitmentEvent.number)
    ):
        events.setdefault(event.commitment_id, []).append(event)
    links: dict[int, list[CommitmentComment]] = {}
    for link in db.session.scalars(select(CommitmentComment)):
        links.setdefault(link.commitment_id, []).append(link)
    return [
        Promise(row, events.get(row.id, ()), links.get(row.id, ()))
        for row in db.session.scalars(select(Commitment))
    ]


def check_promises(
    calendar: WorkingCalendar, on: date, *, is_worked: bool = True
) -> None:
    """All of it; `is_worked` says whether the jobs of that day were done."""
    promises = load_promises()
    published = _list_published()
    for promise in promises:
        _check_events(promise, calendar)
        _check_links(promise, published)
        if is_worked and promise.is_public and not promise.ends:
            assert not has_broken(promise.row.due_on, on, calendar), promise.row.code
    _check_lists(promises, on)
    _check_counts(promises, on)
    _check_comments(promises)


def _check_events(promise: Promise, calendar: WorkingCalendar) -> None:
    """The promise stands where its events lead, and its dates are theirs."""
    row, state, last = promise.row, None, date.min
    for number, event in enumerate(promise.events, 1):
        told = (row.code, number, event.move)
        assert event.number == number, told
        assert event.on >= last, told
        move, is_late = CommitmentMove(event.move), event.on > row.due_on
        state = apply_commitment_move(state, move, Role(event.role), is_late=is_late)
        assert event.state == state, told
        assert (event.user_id is None) == (event.role == Role.SYSTEM), told
        if event.details.get("reason") == SILENCE:
            assert has_broken(row.due_on, event.on, calendar), told
        last = event.on
    assert (row.state, row.n_events) == (state, len(promise.events)), row.code
    published = [e.on for e in promise.events if e.move == CommitmentMove.PUBLISH]
    assert published == [row.promised_on] * promise.is_public, row.code
    assert calendar.is_working_day(row.due_on), row.code
    dropped = [e for e in promise.events if e.move == CommitmentMove.DROP]
    assert [e.on for e in (*promise.ends, *dropped)] == [
        on for on in [row.ended_on] if on
    ], row.code
    assert row.evidence == next(
        (e.details["evidence"] for e in promise.events if "evidence" in e.details), None
    ), row.code


def _list_published() -> set[tuple[str, date]]:
    """The days on which answers to comments were published."""
    rows = db.session.execute(
        select(CommentEvent.comment_ref, CommentEvent.on)
        .join(
            CommitmentComment,
            CommitmentComment.comment_ref == CommentEvent.comment_ref,
        )
        .where(CommentEvent.move == Move.PUBLISH)
    )
    return {(ref, on) for ref, on in rows}


def _check_links(promise: Promise, published: set[tuple[str, date]]) -> None:
    """It is as old as its first published answer; a withdrawn one is nobody's."""
    days = [link.joined_on for link in promise.links if link.joined_on]
    assert min(days, default=None) == promise.row.promised_on, promise.row.code
    is_withdrawn = promise.row.state == CommitmentState.WITHDRAWN
    assert bool(promise.links) != is_withdrawn, promise.row.code
    for link in promise.links:
        if link.joined_on:
            assert (link.comment_ref, link.joined_on) in published, link.comment_ref


def _check_lists(promises: Sequence[Promise], on: date) -> None:
    """Each public promise is in the list of how it stands, with its dates, once."""
    expected: dict[Standing, list[tuple[Any, ...]]] = {each: [] for each in Standing}
    for promise in promises:
        standing, row = promise.stand(on), promise.row
        if standing is None:
            continue
        shown = (row.code, row.text, row.state, row.promised_on, row.due_on)
        expected[standing].append((*shown, row.ended_on))
    # “Open” is a heap that the overdue ones lie in too.
    expected[Standing.OPEN] += expected[Standing.OVERDUE]
    for standing, rows in expected.items():
        listed = list_commitments(standing, "", on, 1, _ALL).items
        assert sorted(row[:6] for row in listed) == sorted(rows), standing


def _check_counts(promises: Sequence[Promise], on: date) -> None:
    """What is counted of each agency and of all adds up to the raw rows."""
    counts: dict[int, Counter[str]] = {}
    for promise in promises:
        standing = promise.stand(on)
        if standing is not None:
            counter = counts.setdefault(promise.row.agency_id, Counter())
            counter[standing] += 1
    for counter in counts.values():
        counter[Standing.OPEN] += counter[Standing.OVERDUE]
    assert {
        agency_id: Counter(asdict(kept))
        for agency_id, kept in count_promises_of(list(counts), on).items()
    } == counts
    total = sum(counts.values(), Counter())
    assert count_promises(on) == PromiseCounts(**{str(k): n for k, n in total.items()})


def _check_comments(promises: Sequence[Promise]) -> None:
    """A published comment names the newest promise its answers made, no other does."""
    made: dict[str, list[tuple[date, int, str]]] = {}
    for promise in promises:
        for link in promise.links:
            if link.joined_on:
                row = promise.row
                made.setdefault(link.comment_ref, []).append(
                    (link.joined_on, row.id, row.code)
                )
    for ref, bucket, code in db.session.execute(
        select(
            PublishedComment.ref, PublishedComment.bucket, PublishedComment.commitment
        )
    ):
        is_public = bucket == "published" and ref in made
        assert code == (max(made[ref])[2] if is_public else None), ref


def check_promise_pages(app: Flask, on: date) -> None:
    """The page of each promise says what its events say; a draft has none.

    Call it with the clock at that day.
    """
    visitor = Visitor(app)
    for promise in load_promises():
        path, standing = f"/cam-ket/{promise.row.code}", promise.stand(on)
        if standing is None:
            visitor.get(path, status=404)
            continue
        page = visitor.get(path)
        row = promise.row
        days = [on for on in (row.promised_on, row.due_on, row.ended_on) if on]
        for words in (
            row.text,
            # How long it has been overdue says that it is not done.
            "Quá hạn" if standing is Standing.OVERDUE else standing.label.vi,
            *(f"{on.day}/{on.month}/{on.year}" for on in days),
            *_list_words(promise),
        ):
            assert words in page.text, (path, words)
        titles = [tag.get_text() for tag in page.html.select(".gopy-timeline strong")]
        steps = [event for event in promise.events if event.move in _PUBLIC]
        expected = [CommitmentMove(event.move).label.vi for event in steps]
        assert titles[: len(expected)] == expected, path


def _list_words(promise: Promise) -> Iterator[str]:
    """What the steps say in words."""
    for event in promise.events:
        for name in ("note", "why", "evidence"):
            if name in event.details:
                yield event.details[name]


def tell_promises(numbers: Mapping[str, int]) -> list[Any]:
    """Every promise by what chance does not draw anew in each run."""
    return sorted(
        [
            sorted([numbers[n.comment_ref], str(n.joined_on)] for n in promise.links),
            *(promise.row.text, str(promise.row.promised_on), str(promise.row.due_on)),
            [
                [event.move, event.state, event.on.isoformat(), event.role]
                + [str(event.details.get(k)) for k in ("note", "why", "evidence")]
                for event in promise.events
            ],
        ]
        for promise in load_promises()
    )

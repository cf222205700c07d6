"""What has to hold of all comments on any day, read from raw rows."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.states import State, public_bucket
from feedback.extensions import db
from feedback.jobs.schedule import SCHEDULE
from feedback.models.balances import Balance
from feedback.models.comments import Comment, CommentEvent, Notice
from feedback.models.jobs import JobRun
from feedback.models.publications import PublishedComment
from tests.promise_invariants import tell_promises

_SHOWN_BEFORE_DELIVERY = {
    State.WITHHELD.value,
    State.APPEALED.value,
    State.MOVED.value,
}


def check_comments(calendar: WorkingCalendar) -> None:
    """Every comment stands where its last event says, and its dates are possible."""
    last = (
        select(CommentEvent.comment_ref, func.max(CommentEvent.number).label("number"))
        .group_by(CommentEvent.comment_ref)
        .subquery()
    )
    rows = db.session.execute(
        select(Comment, CommentEvent.state, CommentEvent.number, CommentEvent.on)
        .join(last, last.c.comment_ref == Comment.ref)
        .join(
            CommentEvent,
            (CommentEvent.comment_ref == last.c.comment_ref)
            & (CommentEvent.number == last.c.number),
        )
    ).all()
    total = db.session.scalar(select(func.count()).select_from(Comment))
    assert len(rows) == total, "a comment without events"
    for comment, state, number, on in rows:
        told = (comment.ref, comment.state)
        assert (comment.state, comment.n_events) == (state, number), told
        assert comment.state_on == on, told
        assert (comment.released_on is None) == (comment.due_on is None), told
        if comment.due_on is not None:
            assert calendar.is_working_day(comment.due_on), told
            assert comment.due_on > comment.released_on, told
            assert comment.released_on >= comment.received_on, told


def check_public_rows() -> None:
    """The public sees what it may, in its present state, and no word too early."""
    rows = db.session.execute(
        select(Comment, PublishedComment).outerjoin(
            PublishedComment, PublishedComment.ref == Comment.ref
        )
    )
    for comment, row in rows:
        is_due = comment.released_on is not None or (
            comment.state in _SHOWN_BEFORE_DELIVERY
        )
        assert row is not None or not is_due, comment.ref
        if row is None:
            continue
        bucket = public_bucket(State(comment.state)).value
        assert (row.state, row.bucket) == (comment.state, bucket), comment.ref
        assert (row.text is None) == (bucket != "published"), comment.ref
        assert (row.reply is None) == (bucket != "published"), comment.ref


def check_balances() -> None:
    """received = published + withheld + moved + waiting, recounted one by one."""
    counts: dict[tuple[int, date], Counter[str]] = {}
    for agency_id, month, state in db.session.execute(
        select(Comment.agency_id, Comment.month, Comment.state)
    ):
        counter = counts.setdefault((agency_id, month), Counter())
        counter["received"] += 1
        counter[public_bucket(State(state)).value] += 1
    for row in db.session.scalars(select(Balance)):
        kept = counts.pop((row.agency_id, row.month))
        for name in ("received", "published", "withheld", "moved", "waiting"):
            assert getattr(row, name) == kept[name], (row.agency_id, row.month, name)
    assert not counts, "months without an account"


def check_runs(days: Sequence[date]) -> None:
    """Each daily job was done once for each day, also for those it slept through."""
    runs = db.session.execute(select(JobRun.job, JobRun.on, JobRun.state)).all()
    assert {run.state for run in runs} == {"done"}
    for job in SCHEDULE:
        is_daily = not job.is_frequent and "day" not in job.at and not job.lag_days
        if is_daily:
            done = Counter(run.on for run in runs if run.job == job.name)
            assert done == Counter(days), job.name


def digest_lives(numbers: Mapping[str, int]) -> str:
    """One hash over every life, by the author's number instead of random references."""
    lives: dict[int, list[Any]] = {number: [] for number in numbers.values()}
    events = db.session.execute(
        select(
            CommentEvent.comment_ref,
            CommentEvent.move,
            CommentEvent.state,
            CommentEvent.on,
            CommentEvent.role,
            CommentEvent.details,
        ).order_by(CommentEvent.comment_ref, CommentEvent.number)
    )
    for ref, move, state, on, role, details in events:
        # Who acted and the codes of promises are numbered or drawn anew in each run.
        kept = {k: v for k, v in details.items() if k not in ("to", "commitment")}
        lives[numbers[ref]].append([move, state, on.isoformat(), role, kept])
    notices = sorted(
        [numbers[ref], due.isoformat(), step, on.isoformat(), told]
        for ref, due, step, on, told in db.session.execute(
            select(
                Notice.comment_ref, Notice.due_on, Notice.step, Notice.on, Notice.n_told
            )
        )
    )
    told = [sorted(lives.items()), notices, tell_promises(numbers)]
    text = json.dumps(told, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()

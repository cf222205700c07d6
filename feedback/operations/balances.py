"""The public account: received = published + withheld + moved + waiting."""

from datetime import date

from sqlalchemy import ColumnElement, case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from feedback.domain.states import Bucket, State, public_bucket
from feedback.extensions import db
from feedback.models.balances import Balance, MonthBalance
from feedback.models.comments import Comment
from feedback.operations.stamps import bump_public_stamp
from feedback.operations.transaction import transaction

_COUNTS = ("received", "published", "withheld", "moved", "waiting", "overdue")
_STATES = {
    bucket: [state for state in State if public_bucket(state) is bucket]
    for bucket in Bucket
}

Key = tuple[int, date]


@transaction
def count_balances(on: date) -> int:
    """Count every agency's month anew and mend what differs; returns how many did."""
    session = db.session()
    counted = _count(on)
    stored = {
        (row.agency_id, row.month): row for row in session.scalars(select(Balance))
    }
    changed = 0
    for key in stored.keys() - counted.keys():
        session.delete(stored[key])
        changed += 1
    for key, numbers in counted.items():
        row = stored.get(key)
        if row is not None and all(getattr(row, n) == numbers[n] for n in _COUNTS):
            continue
        if row is None:
            row = Balance(agency_id=key[0], month=key[1])
            session.add(row)
        for name in _COUNTS:
            setattr(row, name, numbers[name])
        row.counted_on = on
        changed += 1
    session.flush()
    dated = session.execute(
        update(Balance).where(Balance.counted_on != on).values(counted_on=on)
    )
    if changed or dated.rowcount:  # type: ignore[attr-defined]
        add_up_months(session)
        bump_public_stamp(session)
    return changed


def add_up_months(session: Session) -> None:
    """Write the months of all agencies together anew, from those of each."""
    columns = [getattr(Balance, name) for name in _COUNTS]
    session.execute(delete(MonthBalance))
    session.execute(
        insert(MonthBalance).from_select(
            ["month", *_COUNTS, "counted_on"],
            select(
                Balance.month,
                *(func.sum(column) for column in columns),
                func.max(Balance.counted_on),
            ).group_by(Balance.month),
        )
    )


def _count(on: date) -> dict[Key, dict[str, int]]:
    def number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    is_waiting = Comment.state.in_(_STATES[Bucket.WAITING])
    is_late = (
        is_waiting
        & (Comment.state != State.NEEDS_MORE)
        & Comment.replied_on.is_(None)
        & (Comment.due_on < on)
    )
    rows = db.session.execute(
        select(
            Comment.agency_id,
            Comment.month,
            func.count().label("received"),
            *(
                number_of(Comment.state.in_(_STATES[bucket])).label(bucket.value)
                for bucket in Bucket
            ),
            number_of(is_late).label("overdue"),
        ).group_by(Comment.agency_id, Comment.month)
    )
    return {
        (row.agency_id, row.month): {name: int(getattr(row, name)) for name in _COUNTS}
        for row in rows
    }

"""What agencies do about their promises, on a day of a simulated year."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from feedback.domain.commitments import CommitmentState
from feedback.extensions import db
from feedback.models.commitments import Commitment, CommitmentComment
from feedback.operations import fulfilments
from tests.strokes import Strokes

if TYPE_CHECKING:
    from tests.years import Story, Year


@dataclass(frozen=True)
class Pledge:
    """A public promise as somebody finds it; its code is drawn anew in each run."""

    #: Of the first author among those whose answers made it.
    number: int
    due_on: date
    code: str
    agency_id: int
    state: CommitmentState
    seen: int


def list_pledges(stories: "Mapping[str, Story]") -> list[Pledge]:
    """All public promises that something can still happen to, in a fixed order."""
    rows = db.session.execute(
        select(Commitment, CommitmentComment.comment_ref)
        .join(CommitmentComment, CommitmentComment.commitment_id == Commitment.id)
        .where(
            Commitment.state.in_(PROMISE_STROKES),
            CommitmentComment.joined_on.is_not(None),
        )
    )
    firsts: dict[Commitment, int] = {}
    for commitment, ref in rows:
        number = stories[ref].number
        firsts[commitment] = min(number, firsts.get(commitment, number))
    pledges = [
        Pledge(
            number,
            each.due_on,
            each.code,
            each.agency_id,
            CommitmentState(each.state),
            each.n_events,
        )
        for each, number in firsts.items()
    ]
    return sorted(pledges, key=lambda pledge: (pledge.number, pledge.due_on))


def _by_agency(year: "Year", at: Pledge, chance: random.Random) -> dict[str, Any]:
    """Somebody of the agency that promised, with the page open."""
    office = year.offices[at.agency_id]
    people = [*office.officers, *filter(None, [office.head])]
    return {"code": at.code, "user_id": chance.choice(people), "seen": at.seen}


def _tell(year: "Year", at: Pledge, chance: random.Random) -> None:
    fulfilments.report_progress(
        **_by_agency(year, at, chance), note=f"Đã làm được bước {at.seen}."
    )


def _keep(year: "Year", at: Pledge, chance: random.Random) -> None:
    fulfilments.keep_promise(
        **_by_agency(year, at, chance),
        evidence=f"Số {at.number + 1}/UBND-VP",
        note=chance.choice(("", "Đã mở thêm quầy.")),
    )


def _give_up(year: "Year", at: Pledge, chance: random.Random) -> None:
    fulfilments.break_promise(**_by_agency(year, at, chance), why="Chưa có kinh phí.")


#: What is done on a working day about a promise that stood there in the morning.
PROMISE_STROKES: dict[CommitmentState, Strokes[Pledge]] = {
    CommitmentState.OPEN: ((0.05, _tell), (0.05, _keep), (0.02, _give_up)),
    # It stays broken, but what was done since may be told.
    CommitmentState.BROKEN: ((0.1, _tell),),
}

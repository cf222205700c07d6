"""A flag is settled by two people, each step with who and when, and deletes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask as App
from sqlalchemy import func, select

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.errors import Conflict, InvalidCode, NotFound
from feedback.domain.families import Family
from feedback.domain.flags import FlagMove, FlagState, NoBatch, SecondPersonNeeded
from feedback.domain.months import Month
from feedback.domain.roles import Role
from feedback.domain.statements import InvalidStatement
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.flags import Flag
from feedback.models.ratings import Rating
from feedback.models.users import User
from feedback.operations import flags
from feedback.queries.flags import list_contested_of, list_review_steps
from feedback.queries.integrity import list_contested
from tests.answers import rate
from tests.factories import make_agency, make_service, make_user
from tests.flags import MARCH, make_flag, make_suspicion

NOW = datetime(2026, 4, 23, 2, 0, tzinfo=UTC)


@dataclass
class Case:
    """A flag on an agency, and two people who may settle it."""

    agency: Agency
    flag: Flag
    first: User
    second: User

    def contest(
        self, user: User | None = None, seen: int = 0, **changes: object
    ) -> None:
        """Propose to contest March online."""
        values = {
            "months": ["2026-03"],
            "channel": "online",
            "reason": "Cùng một mẫu.",
            **changes,
        }
        flags.propose_contest(
            self.flag.id,
            user_id=(user or self.first).id,
            seen=seen,
            **values,  # type: ignore[arg-type]
        )

    def confirm(self, user: User, seen: int) -> None:
        """Agree."""
        flags.confirm_proposal(self.flag.id, user_id=user.id, seen=seen)

    def read(self) -> tuple[FlagState, FlagState | None]:
        """How it stands."""
        flag = db.session.get_one(Flag, self.flag.id, populate_existing=True)
        return flag.state, flag.proposal


@pytest.fixture
def case(app: App) -> Iterator[Case]:
    with clock.frozen(NOW):
        agency = make_agency()
        flag = make_flag(key=agency.code)
        users = (make_user(Role.OVERSIGHT), make_user(Role.OVERSIGHT))
        yield Case(agency, flag, *users)


def test_what_is_found_again_is_not_opened_again(app: App) -> None:
    found = [make_suspicion(), make_suspicion(family=Family.STRAIGHT)]
    assert flags.open_flags(found) == 2
    assert flags.open_flags([*found, make_suspicion(last=Month(2026, 4))]) == 1
    assert db.session.scalar(select(func.count()).select_from(Flag)) == 3


def test_one_proposes_and_another_confirms(case: Case) -> None:
    service = make_service()
    rate(case.agency.id, service.id, (0, 0, 0, 0, 12))
    case.contest()
    assert case.read() == (FlagState.OPEN, FlagState.CONTESTED)
    assert list_contested(MARCH, MARCH) == set()
    case.confirm(case.second, seen=1)
    assert case.read() == (FlagState.CONTESTED, None)
    assert list_contested(MARCH, MARCH) == {(case.agency.id, MARCH, Channel.ONLINE)}
    steps = list_review_steps(case.flag.id)
    assert [(s.move, s.user_id, s.at) for s in steps] == [
        (FlagMove.PROPOSE, case.first.id, NOW),
        (FlagMove.CONFIRM, case.second.id, NOW),
    ]
    assert steps[0].reason == "Cùng một mẫu."
    # No rating was touched.
    assert db.session.scalar(select(func.count()).select_from(Rating)) == 12


def test_who_proposed_does_not_confirm(case: Case) -> None:
    case.contest()
    with pytest.raises(SecondPersonNeeded):
        case.confirm(case.first, seen=1)
    assert case.read() == (FlagState.OPEN, FlagState.CONTESTED)


def test_all_channels_may_be_contested_at_once(case: Case) -> None:
    case.contest(channel="-")
    case.confirm(case.second, seen=1)
    assert list_contested_of(case.flag.id) == [
        (MARCH, channel) for channel in sorted(Channel)
    ]


def test_a_dismissal_takes_two_as_well_and_ends_a_contest(case: Case) -> None:
    case.contest()
    case.confirm(case.second, seen=1)
    flags.propose_dismissal(
        case.flag.id, user_id=case.second.id, seen=2, reason="Đã kiểm tra tại quầy."
    )
    # Until a second person agrees, the batch stays contested.
    assert case.read() == (FlagState.CONTESTED, FlagState.DISMISSED)
    assert list_contested(MARCH, MARCH)
    case.confirm(case.first, seen=3)
    assert case.read() == (FlagState.DISMISSED, None)
    assert list_contested(MARCH, MARCH) == set()
    assert len(list_review_steps(case.flag.id)) == 4


def test_a_proposal_is_declined_with_a_reason(case: Case) -> None:
    case.contest()
    with pytest.raises(InvalidStatement):
        flags.decline_proposal(case.flag.id, user_id=case.second.id, seen=1, reason=" ")
    flags.decline_proposal(
        case.flag.id, user_id=case.second.id, seen=1, reason="Chưa đủ căn cứ."
    )
    assert case.read() == (FlagState.OPEN, None)
    with pytest.raises(Conflict):
        case.confirm(case.second, seen=2)


def test_a_step_based_on_an_old_page_is_refused(case: Case) -> None:
    case.contest()
    with pytest.raises(Conflict):
        case.contest(case.second, seen=0)
    with pytest.raises(Conflict):
        case.contest(case.second, seen=1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"months": []}, "months"),
        ({"months": ["2026-04"]}, "months"),
        ({"months": ["2026-03", "x"]}, "months"),
        ({"channel": "phone"}, "channel"),
    ],
    ids=str,
)
def test_a_batch_lies_within_the_flag(
    case: Case, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidCode) as error:
        case.contest(**changes)
    assert error.value.field == field
    assert case.read() == (FlagState.OPEN, None)


def test_a_flag_on_the_province_is_on_nobodys_batch(case: Case) -> None:
    whole = make_flag(family=Family.PILE_UP, key="-", channel="-")
    with pytest.raises(NoBatch):
        flags.propose_contest(
            whole.id,
            user_id=case.first.id,
            seen=0,
            months=["2026-03"],
            channel="-",
            reason="x",
        )
    flags.propose_dismissal(whole.id, user_id=case.first.id, seen=0, reason="Đã xem.")


def test_only_the_desk_and_nobody_of_the_agency_itself_reviews(case: Case) -> None:
    own = make_user(Role.OVERSIGHT, agency_id=case.agency.id)
    head = make_user(Role.HEAD, agency_id=case.agency.id)
    for user in (own, head):
        with pytest.raises(NotFound):
            case.contest(user)
    with pytest.raises(NotFound):
        flags.confirm_proposal(case.flag.id + 99, user_id=case.first.id, seen=0)

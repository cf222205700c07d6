"""A province lived through day by day under a frozen clock, all jobs included.

People act in the morning of each working day, after the jobs have run as the worker
runs them: what is owed, in the order of the timetable. What a person does with a
comment hangs on the comment's own number and how far it has come, never on the order
in which comments are met, so that two runs can be compared word for word.
"""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import insert, select

from feedback.domain import clock
from feedback.domain.calendars import WorkingCalendar
from feedback.domain.channels import Channel
from feedback.domain.clock import local_moment
from feedback.domain.commitments import CommitmentState
from feedback.domain.errors import DomainError
from feedback.domain.months import Month
from feedback.domain.questionnaires import OVERALL
from feedback.domain.roles import Role
from feedback.domain.states import State
from feedback.domain.tokens import ballot_hash, new_code
from feedback.extensions import db
from feedback.jobs.runs import list_days_owed, run_days
from feedback.jobs.schedule import SCHEDULE
from feedback.models.ballots import Ballot
from feedback.models.comments import Comment
from feedback.models.users import User
from feedback.operations import appeals
from feedback.operations.jobs import Hold, acquire_lease
from feedback.operations.outbox import claim_messages, settle_messages
from feedback.operations.ratings import Submission, submit_ratings
from feedback.operations.transaction import transaction
from feedback.queries.calendars import load_calendar
from feedback.queries.jobs import WORKER
from feedback.queries.questionnaires import VersionKey, get_current_version
from feedback.queries.standings import Standing, list_unfinished
from tests.ballots import publish_questions
from tests.factories import make_agency, make_service, make_user
from tests.lives import load_calendar_rows
from tests.promise_strokes import PROMISE_STROKES, Pledge, list_pledges
from tests.strokes import STROKES, make_one

#: Begins a working year; Tết of 2026 lies in its second month.
FIRST: Final = date(2026, 1, 5)
#: The days on which no job runs: the worker is down.
OUTAGE: Final = (date(2026, 3, 30), date(2026, 3, 31))
_WORDS = (
    "hồ sơ chậm",
    "hướng dẫn chưa rõ",
    "chờ lâu ở quầy",
    "thu thêm phí",
    "mất giấy",
)
_PLACES = ("khai sinh", "sổ đỏ", "giấy phép xây dựng", "kết hôn", "đăng ký xe")


@dataclass(frozen=True)
class Office:
    """An agency with its people."""

    id: int
    code: str
    officers: tuple[int, ...]
    head: int | None


@dataclass
class Story:
    """One comment's author and what they hold."""

    number: int
    receipt: str
    text: str
    #: Filled in once it was sent.
    ref: str = ""


@dataclass
class Year:
    """What a run needs to go on from one day to the next."""

    comments: int
    days: int
    first: date = FIRST
    outage: tuple[date, ...] = OUTAGE
    stories: dict[str, Story] = field(default_factory=dict)
    letters: Counter[str] = field(default_factory=Counter)
    #: Open promises of each agency that its answers may join today.
    joinable: dict[int, list[Pledge]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        load_calendar_rows()
        publish_questions()
        self.calendar: WorkingCalendar = load_calendar()
        with clock.frozen(local_moment(self.first, 7)):
            self.offices = {office.id: office for office in _open_offices()}
            self.desk = tuple(_user(Role.OVERSIGHT, None) for _ in range(2))
            body = make_agency(code="H99.TT", level="department")
            self.inspector = _user(Role.INSPECTORATE, body.id)
            self.services = [make_service().id for _ in range(4)]
            self.key: VersionKey = get_current_version()
            hold = acquire_lease(WORKER, "a year", 500 * 86_400)
        assert hold is not None
        self.hold: Hold = hold

    def live(self) -> Iterator[date]:
        """Live day after day; each day is yielded when it is over."""
        sent = 0
        for n in range(self.days):
            on = self.first + timedelta(days=n)
            if on not in self.outage:
                self.run_jobs(on)
            with clock.frozen(local_moment(on, 10)):
                due = self.comments * (n + 1) // self.days
                self._send(range(sent, due), on)
                sent = due
                if self.calendar.is_working_day(on):
                    self._work(on)
            db.session.remove()
            yield on

    def run_jobs(self, on: date) -> None:
        """What the worker does up to eight in the morning, and the postman after it."""
        with clock.frozen(local_moment(on, 8)):
            for job in SCHEDULE:
                for _ in run_days(job, list_days_owed(job), self.hold):
                    pass
            self._carry_letters()

    def _carry_letters(self) -> None:
        while letters := claim_messages(limit=500):
            for letter in letters:
                self.letters[letter.subject] += 1
            settle_messages([letter.id for letter in letters], [])

    def _send(self, numbers: range, on: date) -> None:
        stories = [_write_story(number) for number in numbers]
        tokens = _open_ballots(
            [self._cell(story.number, Month.of(on).first_day) for story in stories]
        )
        level = (str(1 + story.number * 7 % 5) for story in stories)
        submitted = submit_ratings(
            Submission(
                ballot_hash(token),
                story.receipt,
                self.key,
                {OVERALL: answer},
                story.text,
            )
            for token, story, answer in zip(tokens, stories, level, strict=True)
        )
        for story, answer in zip(stories, submitted, strict=True):
            assert answer.reference
            story.ref = answer.reference
            self.stories[story.ref] = story

    def _cell(self, number: int, month: date) -> dict[str, Any]:
        offices = list(self.offices)
        return {
            "agency_id": offices[number % len(offices)],
            "service_id": self.services[number // 3 % len(self.services)],
            "channel": list(Channel)[number % 2],
            "month": month,
        }

    def _work(self, on: date) -> None:
        self._look_through_promises()
        for standing in list_unfinished():
            strokes = STROKES.get(standing.state)
            if strokes and standing.state_on < on:
                story = self.stories[standing.ref]
                chance = random.Random(f"{story.number} {standing.n_events} {on}")
                make_one(strokes, self, standing, chance)
        self._appeal(on)
        self._keep_promises(on)

    def _look_through_promises(self) -> None:
        """Only what is open in the morning is joined: the day has no order."""
        self.joinable = {}
        for pledge in list_pledges(self.stories):
            if pledge.state is CommitmentState.OPEN:
                self.joinable.setdefault(pledge.agency_id, []).append(pledge)

    def _appeal(self, on: date) -> None:
        """Withheld comments are finished for everybody but their authors."""
        withheld = select(Comment.ref).where(Comment.state == State.WITHHELD.value)
        for ref in db.session.scalars(withheld).all():
            story = self.stories[ref]
            if random.Random(f"{story.number} appeal {on}").random() < 0.1:
                with suppress(DomainError):  # asked already, or too late
                    appeals.appeal_withholding(story.receipt, "Tôi không xúc phạm ai.")

    def _keep_promises(self, on: date) -> None:
        """Whoever promised may tell how far it is, keep it, or give it up."""
        for pledge in list_pledges(self.stories):
            chance = random.Random(f"{pledge.number} {pledge.seen} promise {on}")
            make_one(PROMISE_STROKES[pledge.state], self, pledge, chance)

    def by_desk(self, at: Standing, chance: random.Random) -> dict[str, Any]:
        """Somebody at the desk who has the page open."""
        who = chance.choice(self.desk)
        return {"ref": at.ref, "user_id": who, "seen": at.n_events}

    def by_officer(self, at: Standing, chance: random.Random) -> dict[str, Any]:
        """An officer of the agency who has the page open."""
        who = chance.choice(self.offices[at.agency_id].officers)
        return {"ref": at.ref, "user_id": who, "seen": at.n_events}

    def by_inspector(self, at: Standing) -> dict[str, Any]:
        """The second body."""
        return {"ref": at.ref, "user_id": self.inspector, "seen": at.n_events}

    def receipt(self, at: Standing) -> str:
        """What the author holds."""
        return self.stories[at.ref].receipt


def _user(role: Role, agency_id: int | None) -> int:
    user: User = make_user(role, agency_id=agency_id)
    user.email = f"user{user.id}@gopy.example.vn"
    db.session.commit()
    return user.id


def _open_offices() -> list[Office]:
    province = make_agency(code="H99", level="province")
    offices = []
    for number in range(6):
        level = "department" if number < 2 else "commune"
        agency = make_agency(
            code=f"H99.{number + 1}", level=level, parent_id=province.id
        )
        officers = tuple(_user(Role.OFFICER, agency.id) for _ in range(2))
        head = None if number == 5 else _user(Role.HEAD, agency.id)
        offices.append(Office(agency.id, agency.code, officers, head))
    return offices


def _write_story(number: int) -> Story:
    chance = random.Random(f"story {number}")
    words = f"{chance.choice(_WORDS)} khi làm {chance.choice(_PLACES)}"
    return Story(number, new_code(), f"Tôi thấy {words}, lần thứ {number}.")


@transaction
def _open_ballots(cells: list[dict[str, Any]]) -> list[str]:
    tokens = [new_code() for _ in cells]
    rows = [
        {"hash": ballot_hash(token), "is_spent": False, **cell}
        for token, cell in zip(tokens, cells, strict=True)
    ]
    if rows:
        db.session.execute(insert(Ballot), rows)
    return tokens

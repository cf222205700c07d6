"""Comments brought to a point of their lives by the operations alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.outcomes import Outcome
from feedback.domain.roles import Role
from feedback.domain.states import State, View
from feedback.domain.tokens import new_code
from feedback.domain.tones import Tone
from feedback.exchange.calendars import read_calendar_days
from feedback.exchange.plans import PLANS_FOLDER, read_deadline_rules
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import Comment
from feedback.models.plans import CalendarDay, DeadlineRule
from feedback.models.services import Service
from feedback.models.users import User
from feedback.operations.closings import close_silent
from feedback.operations.comments import submit_comment
from feedback.operations.releases import deliver_comments
from feedback.operations.replies import approve_reply, publish_reply, write_reply
from feedback.operations.screenings import release_comment
from feedback.operations.transaction import transaction
from feedback.operations.views import give_view
from tests.factories import make_agency, make_cell, make_service, make_user

WORDS = "Tôi chờ ba tháng mà đất đai vẫn chưa có sổ."
ANSWER = "Chúng tôi xin lỗi. Hồ sơ đã có kết quả ngày 18/3/2026."

#: A Monday; the steps of an ordinary life follow from it.
RECEIVED_ON = date(2026, 3, 2)
SCREENED_ON = date(2026, 3, 3)
#: Fourteen days after reception a comment leaves in any case.
DELIVERED_ON = date(2026, 3, 16)
REPLIED_ON = date(2026, 3, 20)
PUBLISHED_ON = date(2026, 3, 23)
VIEWED_ON = date(2026, 3, 25)
#: The eleventh working day after the view, past Hùng Kings' Day (26-27 April).
CLOSED_ON = date(2026, 4, 9)


@contextmanager
def on_day(on: date) -> Iterator[None]:
    """A working morning."""
    with clock.frozen(local_moment(on, 9)):
        yield


def load_calendar_rows() -> None:
    """The holidays and time limits that the platform ships."""
    db.session.add_all(
        CalendarDay(
            on=day.on,
            kind=day.kind.value,
            name_vi=day.name.vi,
            name_en=day.name.en,
            basis=day.basis,
            status=day.status.value,
        )
        for day in read_calendar_days(PLANS_FOLDER / "holidays.csv")
    )
    db.session.add_all(
        DeadlineRule(
            step=rule.step.value,
            kind=rule.kind.value if rule.kind else "",
            agency_level=rule.agency_level or "",
            working_days=rule.working_days,
            basis=rule.basis,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
        )
        for rule in read_deadline_rules(PLANS_FOLDER / "deadlines.yaml")
    )
    db.session.commit()


@dataclass
class Cast:
    """Who takes part in a comment's life."""

    agency: Agency = field(default_factory=make_agency)
    service: Service = field(default_factory=make_service)

    def __post_init__(self) -> None:
        self.officer: User = make_user(Role.OFFICER, agency_id=self.agency.id)
        self.head: User = make_user(Role.HEAD, agency_id=self.agency.id)
        self.screener: User = make_user(Role.OVERSIGHT)
        self.second: User = make_user(Role.OVERSIGHT)
        if db.session.get(CalendarDay, date(2026, 1, 1)) is None:
            load_calendar_rows()

    def submit(
        self,
        text: str = WORDS,
        on: date = RECEIVED_ON,
        receipt: str | None = None,
        tone: Tone | None = None,
    ) -> str:
        """A citizen's words about this agency and service."""
        cell = make_cell(agency_id=self.agency.id, service_id=self.service.id)
        values = {"receipt": receipt or new_code(), "text": text, "on": on}
        return _submit(tone=tone, **values, **cell)

    def screen(self, ref: str, text: str = WORDS) -> None:
        """The desk clears the words."""
        release_comment(
            ref, user_id=self.screener.id, seen=count_events(ref), public_text=text
        )

    def reply(self, ref: str, text: str = ANSWER, **changes: object) -> None:
        """The officer writes an answer; the second one is the head's."""
        is_second = get_comment(ref).state == State.REOPENED
        writer = self.head if is_second else self.officer
        values = {"outcome": Outcome.EXPLAINED, "user_id": writer.id, **changes}
        write_reply(ref, seen=count_events(ref), text=text, **values)  # type: ignore

    def approve(self, ref: str) -> None:
        """The head approves it."""
        approve_reply(ref, user_id=self.head.id, seen=count_events(ref))

    def publish(self, ref: str) -> None:
        """The desk publishes it."""
        publish_reply(ref, user_id=self.screener.id, seen=count_events(ref))

    def live(
        self, until: State, receipt: str | None = None, tone: Tone | None = None
    ) -> str:
        """An ordinary life up to a state."""
        receipt = receipt or new_code()
        ref = self.submit(receipt=receipt, tone=tone)
        steps: tuple[tuple[State, date, Callable[[], object]], ...] = (
            (State.SCREENED, SCREENED_ON, lambda: self.screen(ref)),
            (State.OPEN, DELIVERED_ON, lambda: deliver_comments(DELIVERED_ON)),
            (State.REPLIED, REPLIED_ON, lambda: self.reply(ref)),
            (State.AWAITING_PUBLICATION, REPLIED_ON, lambda: self.approve(ref)),
            (State.PUBLISHED, PUBLISHED_ON, lambda: self.publish(ref)),
            (State.VIEWED, VIEWED_ON, lambda: give_view(receipt, View.PARTLY)),
            (State.CLOSED, CLOSED_ON, lambda: close_silent(CLOSED_ON)),
        )
        for state, on, step in steps:
            if get_comment(ref).state == until:
                break
            with on_day(on):
                step()
            assert get_comment(ref).state == state
        assert get_comment(ref).state == until
        return ref


_submit = transaction(lambda **values: submit_comment(db.session(), **values))


def get_comment(ref: str) -> Comment:
    """The comment as the database has it now."""
    return db.session.get_one(Comment, ref, populate_existing=True)


def count_events(ref: str) -> int:
    """What somebody who has just opened the page has seen."""
    return get_comment(ref).n_events

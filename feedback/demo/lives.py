"""The lives of the demonstration's comments, by everybody's own operations."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from feedback.demo.people import Office, People
from feedback.demo.promises import Promises
from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.domain.outcomes import Outcome
from feedback.domain.states import State, View
from feedback.operations import (
    appeals,
    closings,
    escalations,
    extensions,
    questions,
    releases,
    replies,
    screenings,
    views,
)
from feedback.queries.allotments import find_barred_writer
from feedback.queries.standings import Standing, list_unfinished, list_withheld

#: How many desk days of a hundred an agency leaves a due comment lying.
_SLOW = {"failing": 0.86, "few": 0.7}
_USUALLY_SLOW = 0.45

#: So long before an answer is due an agency thinks of asking for more time.
_SOON = timedelta(3)
_OUTCOMES = (
    (Outcome.FIXED, 20),
    (Outcome.WILL_FIX, 4),
    (Outcome.ACCEPTED, 24),
    (Outcome.PARTLY_ACCEPTED, 12),
    (Outcome.EXPLAINED, 32),
    (Outcome.NOT_ACCEPTED, 8),
    (Outcome.OUT_OF_SCOPE, 2),
)


@dataclass(frozen=True)
class Author:
    """What only the author of a comment has: the receipt, and what it was about."""

    receipt: str
    theme: str
    text: str


@dataclass(frozen=True)
class Desk:
    """The accounts that act: two of the oversight desk, one or two of each agency."""

    oversight: tuple[int, int]
    #: Of the second body.
    inspector: int
    #: Officer by agency number, and head where there is one.
    agencies: dict[int, tuple[int, int | None]]


class Lives:
    """Moves every unfinished comment on, a working day at a time."""

    def __init__(self, people: People, desk: Desk, offices: dict[int, Office]) -> None:
        self._people = people
        self._random = people.random
        self._desk = desk
        self._offices = offices
        self._promises = Promises(people, desk.agencies)
        self._authors: dict[str, Author] = {}

    @property
    def count(self) -> int:
        """How many comments were written."""
        return len(self._authors)

    @property
    def oversight(self) -> tuple[int, int]:
        """The two people of the oversight desk."""
        return self._desk.oversight

    def begin(self, ref: str, author: Author) -> None:
        """Remember who wrote a comment."""
        self._authors[ref] = author

    def work(self, on: date) -> None:
        """A day of everybody's work on comments."""
        steps: dict[State, Callable[[Standing], None]] = {
            State.RECEIVED: self._screen,
            State.SCREENING: self._screen,
            State.WITHHOLD_PROPOSED: self._confirm,
            State.APPEALED: self._review,
            State.ESCALATED: self._inspect,
            State.NEEDS_MORE: self._supply,
            State.OPEN: self._answer,
            State.SENT_BACK: self._answer,
            State.REOPENED: self._answer,
            State.REPLIED: self._approve,
            State.AWAITING_PUBLICATION: self._publish,
            State.REPLIED_AGAIN: self._publish,
            State.PUBLISHED: self._view,
            State.PUBLISHED_AGAIN: self._view,
        }
        for standing in list_unfinished():
            step = steps.get(standing.state)
            if step and standing.state_on < on and standing.ref in self._authors:
                step(standing)
        self._appeal()
        self._promises.keep(on)
        releases.deliver_comments(on)
        closings.close_silent(on)

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _screen(self, at: Standing) -> None:
        first, _second = self._desk.oversight
        if self._chance(0.15):
            return  # another day
        lot = self._random.random()
        if lot < 0.02:
            ground = self._random.choice(("insult", "no_content", "accusation"))
            screenings.propose_withholding(
                at.ref,
                user_id=first,
                seen=at.n_events,
                ground=ground,
                reason="Nội dung thuộc căn cứ đã chọn, che bớt không còn ý nghĩa.",
            )
        elif lot < 0.035:
            screenings.refer_comment(
                at.ref, user_id=first, seen=at.n_events, referral="denunciation"
            )
        elif lot < 0.055 and at.state is State.RECEIVED:
            questions.ask_more(
                at.ref,
                user_id=first,
                seen=at.n_events,
                question="Xin ông/bà cho biết thêm việc xảy ra vào khoảng tháng nào?",
            )
        elif lot < 0.065:
            escalations.escalate_comment(
                at.ref,
                user_id=first,
                seen=at.n_events,
                reason=self._people.texts["escalation_reasons"][0],
            )
        else:
            screenings.release_comment(
                at.ref,
                user_id=first,
                seen=at.n_events,
                public_text=self._authors[at.ref].text,
            )

    def _confirm(self, at: Standing) -> None:
        _first, second = self._desk.oversight
        if self._chance(0.8):
            screenings.confirm_withholding(at.ref, user_id=second, seen=at.n_events)
        else:
            screenings.decline_withholding(
                at.ref,
                user_id=second,
                seen=at.n_events,
                reason="Ý kiến gay gắt nhưng có nội dung, không thuộc căn cứ đã chọn.",
            )

    def _appeal(self) -> None:
        """Now and then somebody asks why their words are not public."""
        for ref in list_withheld():
            if ref in self._authors and self._chance(0.03):
                text = self._people.texts["appeals"][0]
                with suppress(DomainError):  # asked already, or too late
                    appeals.appeal_withholding(self._authors[ref].receipt, text)

    def _review(self, at: Standing) -> None:
        decide, reason = appeals.uphold_withholding, "Đúng căn cứ đã nêu."
        if self._chance(0.4):
            decide, reason = appeals.overturn_withholding, "Không đủ căn cứ để giữ lại."
        if self._chance(0.3):
            who = {"user_id": self._desk.inspector, "seen": at.n_events}
            decide(at.ref, reason=reason, **who)

    def _inspect(self, at: Standing) -> None:
        if not self._chance(0.3):
            return
        who = {"user_id": self._desk.inspector, "seen": at.n_events}
        if self._chance(0.4):
            escalations.return_comment(
                at.ref, reason="Không có dấu hiệu vi phạm, xử lý như góp ý.", **who
            )
        else:
            escalations.refer_serious(
                at.ref, referral="denunciation", reason="Đủ nội dung tố cáo.", **who
            )

    def _supply(self, at: Standing) -> None:
        if self._chance(0.5):
            receipt = self._authors[at.ref].receipt
            questions.supply_more(receipt, "Việc xảy ra vào đầu tháng trước.")

    def _answer(self, at: Standing) -> None:
        office = self._offices[at.agency_id]
        slow = _SLOW.get(office.effect, _USUALLY_SLOW)
        officer, head = self._desk.agencies[at.agency_id]
        if self._chance(slow):
            self._delay(at, officer)
            return
        author = self._authors[at.ref]
        outcomes, weights = zip(*_OUTCOMES, strict=True)
        outcome = self._random.choices(outcomes, weights)[0]
        text, reason = self._people.reply(author.theme), ""
        if outcome.needs_reason:
            reason = self._random.choice(self._people.texts["ends_not_accepted"])
        replies.write_reply(
            at.ref,
            user_id=self._choose_writer(at, officer, head),
            seen=at.n_events,
            text=text,
            outcome=outcome,
            evidence=self._people.evidence(is_needed=outcome.needs_evidence),
            reason=reason,
            **(self._promises.word() if outcome.needs_day else {}),
        )

    def _delay(self, at: Standing, officer: int) -> None:
        """Who cannot answer yet says so now and then."""
        is_near = at.due_on is not None and at.due_on <= clock.today() + _SOON
        if not is_near or not self._chance(0.25):
            return
        who, texts = {"user_id": officer, "seen": at.n_events}, self._people.texts
        with suppress(DomainError):  # late already, or extended before
            if self._chance(0.5):
                reason = texts["extension_reasons"][0]
                extensions.extend_deadline(at.ref, days=5, reason=reason, **who)
            else:
                note = self._random.choice(texts["progress"])
                extensions.report_progress(at.ref, note=note, **who)

    def _choose_writer(self, at: Standing, officer: int, head: int | None) -> int:
        chosen = head if head and self._chance(0.3) else officer
        if at.state is not State.REOPENED or chosen != find_barred_writer(at.ref):
            return chosen
        return officer if chosen == head else head or officer

    def _approve(self, at: Standing) -> None:
        _officer, head = self._desk.agencies[at.agency_id]
        if not self._chance(0.92):
            return
        if head:
            replies.approve_reply(at.ref, user_id=head, seen=at.n_events)
        else:
            desk = self._desk.oversight[0]
            replies.approve_for_agency(at.ref, user_id=desk, seen=at.n_events)

    def _publish(self, at: Standing) -> None:
        first, _second = self._desk.oversight
        if at.state is State.AWAITING_PUBLICATION and self._chance(0.06):
            reason = self._random.choice(self._people.texts["send_back_reasons"])
            replies.send_back_reply(
                at.ref, user_id=first, seen=at.n_events, reason=reason
            )
        elif self._chance(0.95):
            replies.publish_reply(at.ref, user_id=first, seen=at.n_events)

    def _view(self, at: Standing) -> None:
        if not self._chance(0.16):
            return
        receipt = self._authors[at.ref].receipt
        view = self._random.choices((View.YES, View.PARTLY, View.NO), (62, 22, 16))[0]
        views.give_view(receipt, view)
        if at.state is State.PUBLISHED and view is View.NO and self._chance(0.4):
            views.reopen_comment(receipt)

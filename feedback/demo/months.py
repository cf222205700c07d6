"""The demonstration's two years, told day by day under a frozen clock."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from feedback.demo.calls import call_back
from feedback.demo.lives import Author, Lives
from feedback.demo.people import ANSWERED, LOST, TYPED, Filing, People
from feedback.demo.reviews import review_flags
from feedback.demo.words import Written
from feedback.domain import clock
from feedback.domain.invitations import find_link
from feedback.domain.months import Month
from feedback.domain.questionnaires import OVERALL, Questionnaire
from feedback.domain.registers import DossierRow
from feedback.domain.scales import NO_OPINION
from feedback.domain.tokens import ballot_hash, new_code
from feedback.jobs.balances import count_balances
from feedback.jobs.ballots import activate_ballots
from feedback.jobs.handling import count_handling
from feedback.jobs.integrity import check_integrity
from feedback.jobs.measures import count_measures
from feedback.jobs.overdue import invite_overdue
from feedback.jobs.publications import publish_month
from feedback.jobs.themes import find_themes
from feedback.operations.dossiers import record_dossiers
from feedback.operations.outbox import claim_messages, settle_messages
from feedback.operations.ratings import Submission, change_rating, submit_ratings
from feedback.queries.ballots import BallotCell, list_cells
from feedback.queries.questionnaires import VersionKey

SYSTEM = "minh-hoa"

#: A day, the event's place among those of the day, and what happens.
_Event = tuple[date, int, Callable[[date], None]]

#: Days of a month on which the register reports; letters have left three days later …
REPORTS = (9, 19, 28)
LETTERS = 3
#: … and people answer on so many days after that.
ANSWER_DAYS = (0, 2, 5)
_BATCH = 500
#: One in so many ratings is changed with its receipt.
_CHANGED = 150


@dataclass(frozen=True)
class Numbers:
    """The catalogue's numbers behind the codes the made-up people know."""

    agencies: dict[str, int]
    services: dict[str, int]


@dataclass(frozen=True)
class Invited:
    """Somebody with a letter in hand: the token, and what it is about."""

    token: str
    cell: BallotCell


@contextmanager
def at(on: date, hour: int = 20) -> Iterator[None]:
    """Hold the clock at an hour of a day."""
    with clock.frozen(clock.local_moment(on, hour)):
        yield


class Province:
    """Lets months pass: dossiers end, letters arrive, people answer, desks work."""

    def __init__(
        self,
        people: People,
        lives: Lives,
        numbers: Numbers,
        questionnaire: tuple[VersionKey, Questionnaire],
        address: str,
    ) -> None:
        self._people = people
        self._random = people.random
        self.lives = lives
        self._numbers = numbers
        self._key, self._questionnaire = questionnaire
        self._address = address
        self._offices = {numbers.agencies[o.code]: o for o in people.offices}
        self._sectors = {numbers.services[o.code]: o.sector for o in people.offers}
        self._typing = {o.code for o in people.offices if o.effect == "typed"}
        #: Who will answer, by the day they do.
        self._answering: dict[date, list[Invited]] = {}
        #: Dossiers that ended, by year.
        self._ended: Counter[int] = Counter()
        self.ratings = 0

    def plan_days(
        self, months: Sequence[Month], until: date
    ) -> Iterator[tuple[date, Callable[[date], None]]]:
        """Every day on which something happens, in order, and what does."""
        events: list[_Event] = []
        for month in months:
            filings = sorted(self._people.file_month(month), key=_reported_on)
            start = 0
            for day in REPORTS:
                on = month.first_day.replace(day=day)
                stop = start
                while stop < len(filings) and _reported_on(filings[stop]) <= on:
                    stop += 1
                batch, start = filings[start:stop], stop
                if on + timedelta(LETTERS) > until:
                    continue  # nobody is left to carry these letters
                events.append((on, 0, self._reporter(batch)))
                events.append((on + timedelta(1), 1, self._open_ballots))
                events += self._after_letters(on + timedelta(LETTERS))
            events.append((month.published_on, 6, _publish))
            events += self._before_publication(month, months[-2])
            if month >= months[-3]:
                # Twice, so that the newest themes are those known before.
                events.append((month.published_on + timedelta(1), 6, _find_themes))
            after = month.published_on
            events.append((after + timedelta(1), 1, self._open_ballots))
            events += self._after_letters(after + timedelta(LETTERS))
        first = months[0].first_day
        for year in range(months[0].year, until.year):
            if Month(year, 1) >= months[0]:
                events.append((date(year + 1, 1, 20), 6, self._caller(year)))
        span = (until - first).days
        work = (first + timedelta(days) for days in range(0, span, 3))
        events += [(on, 4, self.lives.work) for on in work if on.weekday() < 5]
        for on, _order, event in sorted(events, key=lambda e: (e[0], e[1])):
            if on <= until:
                yield on, event

    def _before_publication(self, month: Month, newest: Month) -> list[_Event]:
        """Flags are raised, and those of all but the newest month are settled."""
        due = month.published_on

        def review(_on: date) -> None:
            review_flags(self.lives.oversight, self._typing)

        events: list[_Event] = [(due - timedelta(2), 6, _check)]
        return events + ([] if month == newest else [(due - timedelta(1), 6, review)])

    def _after_letters(self, arrival: date) -> list[_Event]:
        events: list[_Event] = [(arrival, 2, self._deliver)]
        for days in ANSWER_DAYS:
            events.append((arrival + timedelta(days), 3, self._answer))
            events.append((arrival + timedelta(days), 5, _count))
        return events

    def _reporter(self, batch: Sequence[Filing]) -> Callable[[date], None]:
        def report(on: date) -> None:
            for start in range(0, len(batch), 1000):
                rows = [self._row(filing) for filing in batch[start:][:1000]]
                self._ended.update(r.ended_on.year for r in rows if r.ended_on)
                record_dossiers(rows, system=SYSTEM, address=self._address)

        return report

    def _caller(self, year: int) -> Callable[[date], None]:
        def call(_on: date) -> None:
            call_back(self._people, year, self._ended[year])

        return call

    def _open_ballots(self, on: date) -> None:
        activate_ballots(on)

    def _deliver(self, on: date) -> None:
        """Carry the letters like a postman, and let some people decide to answer."""
        while letters := claim_messages(limit=1000):
            lost = {m.id for m in letters if self._random.random() < LOST}
            arrived = [m for m in letters if m.id not in lost]
            tokens = [_read_token(m.body) for m in arrived]
            cells = list_cells([ballot_hash(token) for token in tokens])
            for token in tokens:
                if self._random.random() < ANSWERED / (1 - LOST):
                    day = on + timedelta(self._random.choice(ANSWER_DAYS))
                    invited = Invited(token, cells[ballot_hash(token)])
                    self._answering.setdefault(day, []).append(invited)
            settle_messages([m.id for m in arrived], sorted(lost))

    def _answer(self, on: date) -> None:
        """Everybody who answers today sends a rating, and perhaps words."""
        everybody = self._answering.pop(on, [])
        for start in range(0, len(everybody), _BATCH):
            sent = [self._fill_in(invited) for invited in everybody[start:][:_BATCH]]
            answers = submit_ratings([submission for submission, _ in sent])
            for (submission, theme), answer in zip(sent, answers, strict=True):
                if answer.reference:
                    author = Author(submission.receipt, theme, submission.comment)
                    self.lives.begin(answer.reference, author)
            self.ratings += len(sent)
            for submission, _ in sent[::_CHANGED]:
                better = {**submission.answers, OVERALL: "4"}
                change_rating(submission.receipt, better)

    def _fill_in(self, invited: Invited) -> tuple[Submission, str]:
        people, cell = self._people, invited.cell
        sector = self._sectors[cell.service_id]
        effect = self._offices[cell.agency_id].effect
        month = Month.of(cell.month)
        level = people.level(
            people.share_satisfied(effect, sector, cell.channel, month)
        )
        answers = {OVERALL: _write(level)}
        for question in self._questionnaire.list_questions(cell.channel):
            if question.id != OVERALL and self._random.random() < 0.7:
                answers[question.id] = _write(people.near(level))
        if people.types(effect, cell.channel, month):
            answers |= TYPED
        said = Written("", "", None)
        if people.writes(level):
            said = people.comment(level, sector)
        submission = Submission(
            ballot_hash(invited.token),
            new_code(),
            self._key,
            answers,
            said.text,
            said.tone,
        )
        return submission, said.theme

    def _row(self, filing: Filing) -> DossierRow:
        agency = self._numbers.agencies[filing.office.code]
        return DossierRow(
            code=filing.code,
            raw_code=filing.code,
            service_id=self._numbers.services[filing.offer.code],
            received_by_id=agency,
            settled_by_id=agency,
            channel=filing.channel,
            received_on=filing.received_on,
            due_on=filing.due_on,
            ended_on=filing.ended_on,
            ending=filing.ending,
        )


def _count(on: date) -> None:
    count_measures(on)


def _check(on: date) -> None:
    check_integrity(on)


def _publish(on: date) -> None:
    invite_overdue(on)
    count_balances(on)
    count_handling(on)
    publish_month(on)


def _find_themes(on: date) -> None:
    find_themes(on)


def _read_token(body: str) -> str:
    link = find_link(body)
    assert link, "an invitation holds its link"
    return link.rsplit("/", 1)[1]


def _write(level: int | None) -> str:
    return NO_OPINION if level is None else str(level)


def _reported_on(filing: Filing) -> date:
    return filing.ended_on or filing.due_on

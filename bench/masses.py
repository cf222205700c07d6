"""A province's comments by the million: rows as the operations leave them, in bulk."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any, Final

from flask import Flask

from bench.words import write_words
from feedback.domain.roles import Role
from feedback.domain.states import Bucket, State, public_bucket
from feedback.domain.text import fold
from feedback.domain.tokens import ALPHABET
from feedback.extensions import WRITES, db
from feedback.models.users import User
from tests.factories import make_agency, make_sector, make_service, make_user
from tests.factories_published import bump_stamp, make_plan
from tests.lives import load_calendar_rows

AGENCIES, SECTORS, SERVICES, MONTHS = 3000, 40, 300, 24
FIRST: Final = date(2024, 12, 1)
#: Where comments stand, of a thousand.
_STATES: Final = (
    *[State.CLOSED] * 870,
    *[State.PUBLISHED] * 35,
    *[State.OPEN] * 30,
    *[State.WITHHELD] * 15,
    *[State.MOVED] * 15,
    *[State.REPLIED] * 10,
    *[State.AWAITING_PUBLICATION] * 8,
    *[State.NEEDS_MORE] * 5,
    *[State.SCREENED] * 5,
    *[State.SCREENING] * 4,
    *[State.RECEIVED] * 3,
)
#: Days after reception.
_DAYS: Final = {
    **{"submit": 0, "screen": 1, "release": 1, "deliver": 8},
    **{"reply": 14, "approve": 14, "publish": 16, "due": 29},
}
_WAY: Final = tuple(_DAYS)[:-1]
_BATCH: Final = 20_000


@dataclass(frozen=True)
class Crowd:
    """Who and what to look for in the filled database."""

    officer: User
    screener: User
    #: Codes of the agency with the most comments and of any other.
    agency: str
    sector: str
    service: str
    refs: Sequence[str]


def fill(app: Flask, comments: int, agencies: int = AGENCIES) -> Crowd:
    """Write so many comments into an empty database."""
    with app.app_context():
        units = _make_units(min(agencies, comments))
        makers = _Rows(units, Random(766))
        batches = iter(range(0, comments, _BATCH))
        refs: list[str] = []
        for start in batches:
            rows = [makers.make(n) for n in range(start, min(start + _BATCH, comments))]
            for place, (table, columns) in enumerate(_TABLES.items()):
                _write(table, columns, (row for each in rows for row in each[place]))
            refs += [each[3][0][0] for each in islice(rows, 50) if each[3]]
        _settle()
        return Crowd(*units.people, *units.codes, refs)


@dataclass(frozen=True)
class _Units:
    agencies: Sequence[int]
    services: Sequence[tuple[int, int]]
    people: tuple[User, User]
    codes: tuple[str, str, str]


def _make_units(count: int) -> _Units:
    commit = db.session.commit
    setattr(db.session, "commit", db.session.flush)
    try:
        agencies = [make_agency() for _ in range(count)]
        sectors = [make_sector() for _ in range(SECTORS)]
        services = [
            make_service(sector_id=sectors[n % SECTORS].id) for n in range(SERVICES)
        ]
        people = (
            make_user(Role.OFFICER, agency_id=agencies[0].id),
            make_user(Role.OVERSIGHT),
        )
        make_plan()
    finally:
        setattr(db.session, "commit", commit)
    load_calendar_rows()
    bump_stamp()
    units = _Units(
        [agency.id for agency in agencies],
        [(service.id, service.sector_id) for service in services],
        people,
        (agencies[0].code, sectors[0].code, services[0].code),
    )
    for person in people:
        db.session.refresh(person)
    db.session.expunge_all()
    return units


_TABLES: Final = {
    "comments": (
        *("ref", "receipt_hash", "given_to_id", "agency_id", "service_id", "channel"),
        *("month", "text", "public_text", "state", "received_on", "released_on"),
        *("due_on", "replied_on", "published_on", "view", "n_events", "state_on"),
    ),
    "comment_events": (
        *("comment_ref", "number", "move", "state", "on", "role", "details"),
    ),
    "replies": (
        *("comment_ref", "version", "text", "outcome", "author_id", "written_at"),
    ),
    "published_comments": (
        *("ref", "agency_id", "service_id", "sector_id", "month", "bucket", "state"),
        *("text", "reply", "outcome", "view", "released_on", "due_on", "replied_on"),
        *("published_on", "shown_on", "photos", "steps", "folded"),
    ),
}
_Row = tuple[Any, ...]


@dataclass(frozen=True)
class _Drawn:
    """What chance has made of one comment."""

    ref: str
    state: State
    agency: int
    service: int
    sector: int
    text: str
    reply: str
    outcome: str
    view: str | None
    on: Mapping[str, date]

    @property
    def is_public(self) -> bool:
        return public_bucket(self.state) is Bucket.PUBLISHED

    @property
    def is_there(self) -> bool:
        return self.state not in (State.SCREENED, State.SCREENING, State.RECEIVED)

    @property
    def moves(self) -> Sequence[str]:
        return _WAY[: 7 if self.is_public else 4 if self.is_there else 2]

    @property
    def dates(self) -> _Row:
        on, is_given = self.on, self.is_public
        is_given = is_given or self.state is State.AWAITING_PUBLICATION
        return (
            on["deliver"] if self.is_there else None,
            on["due"] if self.is_there else None,
            on["reply"] if is_given else None,
            on["publish"] if self.is_public else None,
        )

    def list_rows(self, number: int, author: int) -> tuple[list[_Row], ...]:
        ref, state, on = self.ref, self.state.value, self.on
        month = on["submit"].replace(day=1)
        comment = (
            *(ref, number.to_bytes(32, "big"), self.agency, self.agency, self.service),
            *("online", month, self.text, self.text, state, on["submit"], *self.dates),
            *(self.view, len(self.moves), on[self.moves[-1]]),
        )
        events = [
            (ref, n, move, state, on[move], "system", "{}")
            for n, move in enumerate(self.moves, 1)
        ]
        at = f"{on['reply']} 03:00:00"
        replies = [(ref, 1, self.reply, self.outcome, author, at)]
        said = (self.text, self.reply, self.outcome)
        shown = (
            *(ref, self.agency, self.service, self.sector, month),
            *(public_bucket(self.state).value, state),
            *(said if self.is_public else (None, None, None)),
            *(self.view, *self.dates, self.dates[3] or on["deliver"], "[]"),
            _steps(self.moves, on),
            fold(f"{self.text} \n{self.reply}") if self.is_public else "",
        )
        return (
            [comment],
            events,
            replies if self.is_public else [],
            [shown] if self.is_there else [],
        )


class _Rows:
    """Makes the rows of one comment after the other."""

    def __init__(self, units: _Units, random: Random) -> None:
        self._units, self._random = units, random

    def make(self, number: int) -> tuple[list[_Row], ...]:
        """The rows of the comment with this number, by table."""
        random, units = self._random, self._units
        state = _STATES[random.randrange(1000)]
        # A few agencies have most of the comments.
        agency = units.agencies[int(len(units.agencies) * random.random() ** 3)]
        received = FIRST + timedelta(days=random.randrange(MONTHS * 30))
        view = random.choice(("yes", "yes", "partly", "no", "none", "none"))
        drawn = _Drawn(
            _name(number),
            state,
            agency,
            *units.services[random.randrange(SERVICES)],
            write_words(random, number),
            write_words(random, number + 1),
            random.choice(("explained", "fixed", "accepted", "not_accepted")),
            view if state is State.CLOSED else None,
            {move: received + timedelta(days=n) for move, n in _DAYS.items()},
        )
        return drawn.list_rows(number, units.people[0].id)


def _steps(moves: Sequence[str], on: Mapping[str, date]) -> str:
    steps = [{"move": move, "on": on[move].isoformat()} for move in moves[3:]]
    return json.dumps([step for step in steps if step["move"] != "approve"])


def _name(number: int) -> str:
    """A reference that looks random and is not."""
    number = (number * 2_654_435_761 + 97) % 2**40
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return f"GY-{letters[:4]}-{letters[4:]}"


def _write(table: str, columns: Sequence[str], rows: Iterable[_Row]) -> None:
    """Rows in one statement's loop, or in one COPY."""
    names = ", ".join(f'"{column}"' for column in columns)
    session = db.session()
    session.rollback()
    connection = session.connection(execution_options={WRITES: True})
    raw: Any = connection.connection.driver_connection
    if db.engine.dialect.name == "sqlite":
        blanks = ", ".join("?" * len(columns))
        raw.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({blanks})", _as_text(rows)
        )
    else:
        with raw.cursor() as cursor:
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    session.commit()


def _as_text(rows: Iterable[_Row]) -> Iterator[_Row]:
    for row in rows:
        yield tuple(v.isoformat() if isinstance(v, date) else v for v in row)


def _settle() -> None:
    """What the databases do by themselves over the years: clean up, and count."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        outside = db.engine.execution_options(isolation_level="AUTOCOMMIT")
        with outside.connect() as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")
        return
    connection = db.session.connection(execution_options={WRITES: True})
    connection.exec_driver_sql("ANALYZE")
    db.session.commit()

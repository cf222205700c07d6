"""Made-up people of the made-up province: what they file, feel and write.

Pure chance from a seed; nothing here touches the database. The planted effects are
known, so that a reader can check that the pages find them: one agency clearly failing,
one too close to call, one with too few answers, one improving, and one whose counter
typed in answers in two of the months.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import yaml

from feedback.demo.words import Written, name_tone
from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.domain.text import fold

FOLDER = Path(__file__).parent

#: Share of the ended dossiers whose citizen answers.
ANSWERED = 0.45
#: Letters that never arrive.
LOST = 0.04
#: Ratings a month per unit of an office's size.
SCALE = 1.38

#: Share satisfied where nothing is planted, and what is planted.
USUAL = 0.945
FAILING = 0.74
CLOSE = 0.905
IMPROVING_FROM, IMPROVING_TO = 0.72, 0.975
#: Land, construction and investment go worse everywhere.
HARD_SECTORS = -0.105
HARD = (
    "Đất đai",
    "Hoạt động xây dựng",
    "Đầu tư tại Việt nam",
    "Quy hoạch đô thị và nông thôn",
    "Nhà ở và công sở",
    "Hạ tầng kỹ thuật",
)

#: What the counter typed in, by question.
TYPED = {"time": "5", "guidance": "4", "attitude": "5", "costs": "5", "feedback": "4"}

_ENDINGS = ((Ending.FINISHED, 93), (Ending.REFUSED, 3), (Ending.RETURNED, 3))
_SATISFIED = ((5, 56), (4, 44))
_DISSATISFIED = ((3, 56), (2, 28), (1, 16))


@dataclass(frozen=True)
class Office:
    """An agency of the province with its size and what is planted in it."""

    code: str
    name: str
    level: str
    valid_from: date
    valid_to: date | None
    #: `commune`, or the department whose services it settles.
    office: str
    size: float
    effect: str
    #: Share of dossiers filed online.
    online: float

    def is_open(self, month: Month) -> bool:
        """Whether it works in a month."""
        return self.valid_from <= month.first_day and (
            self.valid_to is None or month.last_day < self.valid_to
        )


@dataclass(frozen=True)
class Offer:
    """A service with the office that settles it and how often it is asked for."""

    code: str
    sector: str
    office: str
    weight: int


@dataclass(frozen=True)
class Filing:
    """A dossier as the register will report it."""

    code: str
    office: Office
    offer: Offer
    channel: Channel
    received_on: date
    due_on: date
    ended_on: date | None
    ending: Ending | None


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the files beside this module."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def read_offices() -> list[Office]:
    """The agencies that settle dossiers."""
    return [
        Office(
            row["code"],
            row["name"],
            row["level"],
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            row["office"] or "commune",
            float(row["size"]),
            row["effect"],
            float(row["online"]),
        )
        for row in read_rows("agencies.csv")
        if float(row["size"])
    ]


def read_offers() -> list[Offer]:
    """The sixty services, real by code and name."""
    return [
        Offer(row["code"], row["field"], row["office"], int(row["weight"]))
        for row in read_rows("services.csv")
    ]


def _pick(random: Random, weighted: Sequence[tuple[Any, int]]) -> Any:
    values, weights = zip(*weighted, strict=True)
    return random.choices(values, weights)[0]


class People:
    """Everybody in the province, driven by one seed."""

    def __init__(self, seed: int, months: Sequence[Month]) -> None:
        self.random = Random(seed)
        self._tones = Random(f"tones {seed}")  # apart: what is planted stays as it is
        self._months = list(months)
        self.offices = read_offices()
        self.offers = read_offers()
        self._offers: dict[str, list[Offer]] = {}
        for offer in self.offers:
            self._offers.setdefault(offer.office, []).append(offer)
        self._numbers: dict[tuple[str, date], int] = {}

    @cached_property
    def texts(self) -> dict[str, Any]:
        """The pieces comments and replies are made of."""
        texts: dict[str, Any] = yaml.safe_load((FOLDER / "texts.yaml").read_text())
        return texts

    def file_month(self, month: Month) -> list[Filing]:
        """Every dossier that ends in a month, and a few that stay open."""
        filings = []
        for office in self.offices:
            if not office.is_open(month):
                continue
            mean = office.size * SCALE / ANSWERED
            number = max(0, round(self.random.gauss(mean, mean**0.5)))
            filings += [self._file(office, month) for _ in range(number)]
        return filings

    def _file(self, office: Office, month: Month) -> Filing:
        random = self.random
        offers = self._offers[office.office]
        offer = random.choices(offers, [o.weight for o in offers])[0]
        ended_on = _weekday(month.first_day + timedelta(random.randrange(28)))
        taken = min(int(random.expovariate(1 / 8)), 45)
        received_on = max(ended_on - timedelta(taken + 1), office.valid_from)
        is_late = random.random() < (0.22 if office.effect == "failing" else 0.05)
        due_on = ended_on + timedelta(-4 if is_late else random.randrange(1, 6))
        online = random.random() < office.online
        rest = Channel.COUNTER if random.random() < 0.9 else Channel.POST
        is_open = random.random() < 0.006
        return Filing(
            self._number(office, received_on),
            office,
            offer,
            Channel.ONLINE if online else rest,
            received_on,
            max(due_on, received_on),
            None if is_open else ended_on,
            None if is_open else self._ending(),
        )

    def _ending(self) -> Ending:
        if self.random.random() < 0.01:
            return Ending.WITHDRAWN
        ending: Ending = _pick(self.random, _ENDINGS)
        return ending

    def _number(self, office: Office, on: date) -> str:
        number = self._numbers.get((office.code, on), 0) + 1
        self._numbers[office.code, on] = number
        return f"{office.code}-{on:%y%m%d}-{number:04}"

    def share_satisfied(
        self, effect: str, sector: str, channel: Channel, month: Month
    ) -> float:
        """The chance that a citizen is satisfied, as planted."""
        place = self._months.index(month) / max(1, len(self._months) - 1)
        share = {
            "failing": FAILING,
            "close": CLOSE,
            "improving": IMPROVING_FROM + (IMPROVING_TO - IMPROVING_FROM) * place,
        }.get(effect, USUAL + 0.01 * place)
        if sector in HARD and effect != "failing":
            share += HARD_SECTORS
        return min(0.99, share + (0.01 if channel is Channel.ONLINE else -0.005))

    def level(self, share: float) -> int | None:
        """An answer on the five levels; one in eighty has no opinion."""
        if self.random.random() < 0.0125:
            return None
        is_satisfied = self.random.random() < share
        level: int = _pick(self.random, _SATISFIED if is_satisfied else _DISSATISFIED)
        return level

    def near(self, level: int | None) -> int | None:
        """Another answer of the same person: near the first, or none."""
        if level is None or self.random.random() < 0.12:
            return None
        return min(5, max(1, level + self.random.choice((-1, 0, 0, 0, 1))))

    def types(self, effect: str, channel: Channel, month: Month) -> bool:
        """Whether the answers to the questions were typed in at the counter.

        Only the last whole month and the third before it; the overall answers, and so
        every rate, are as people gave them.
        """
        typed = self._months[-2::-3][:2]
        return effect == "typed" and channel is Channel.COUNTER and month in typed

    def writes(self, level: int | None) -> bool:
        """Whether the citizen also writes; the unhappy do more often."""
        return self.random.random() < {1: 0.26, 2: 0.2, 3: 0.1, 4: 0.024}.get(
            level or 5, 0.018
        )

    def comment(self, level: int | None, sector: str) -> Written:
        """The words of a comment on a theme, and the tone its author names."""
        random, texts = self.random, self.texts
        themes = [name for name in texts["themes"] if name != "land"]
        if sector in HARD:
            themes += ["land"] * 4
        theme = random.choice(themes)
        pieces = texts["themes"][theme]
        kind = "complaints" if (level or 3) <= 3 or random.random() < 0.3 else "praises"
        points = random.sample(
            pieces[kind], min(len(pieces[kind]), random.choice((1, 1, 2)))
        )
        opening, closing = (random.choice(texts[s]) for s in ("openings", "closings"))
        text = " ".join(word for word in (opening, *points, closing) if word)
        style = random.random()
        if style < 0.12:
            text = fold(text)  # many people type without diacritics
        elif style < 0.16:
            text = text.upper()
        return Written(theme, text, name_tone(self._tones, kind, closing))

    def reply(self, theme: str) -> str:
        """An agency's answer on a theme."""
        text: str = self.random.choice(self.texts["themes"][theme]["replies"])
        return f"Cảm ơn ông/bà đã góp ý. {text}"

    def evidence(self, *, is_needed: bool) -> str:
        """A document number, or nothing where none is needed."""
        patterns = [p for p in self.texts["evidence"] if p or not is_needed]
        pattern: str = self.random.choice(patterns)
        return pattern.format(n=self.random.randrange(20, 900))


def _weekday(on: date) -> date:
    """The day itself, or at a weekend the nearest working day of the same month."""
    if on.weekday() < 5:
        return on
    back = on - timedelta(on.weekday() - 4)
    return back if back.month == on.month else on + timedelta(7 - on.weekday())

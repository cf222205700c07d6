"""Made-up provinces, and agencies in them that cheat in a known way."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bench.voices import edit_copy
from feedback.analysis.arrays import FloatArray, IntArray

#: Months of a province, and the one from which cheats cheat.
MONTHS, TURN = 12, 6
SECTORS = 6
CHEATS = 0.1
#: Comments of an agency over the period.
COMMENTS = 40

Cheats = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Province:
    """Counts by agency and month; agencies of one sector are peers."""

    sector: IntArray
    invited: IntArray
    answers: IntArray
    fives: IntArray
    #: Refused dossiers over the period, and those of them that were invited.
    refused: IntArray
    refused_invited: IntArray

    def __len__(self) -> int:
        return len(self.sector)


def make_province(random: np.random.Generator, agencies: int) -> Province:
    """Return an honest province with overdispersion between agencies and months."""
    size = random.lognormal(np.log(120), 0.8, agencies)
    invited = 20 + random.poisson(size[:, None] * random.gamma(20, 1 / 20, MONTHS))
    sector = random.integers(0, SECTORS, agencies)
    level = random.normal(0, 0.15, SECTORS)[sector]
    answers = random.binomial(
        invited, _draw_rates(random, np.full(agencies, 0.3), 40, 200)
    )
    share = 1 / (1 + np.exp(-(0.2 + level)))
    fives = random.binomial(answers, _draw_rates(random, share, 30, 200))
    refused = random.poisson(0.12 * invited.sum(axis=1))
    kept = _draw_rates(random, np.full(agencies, 0.94), 60, 1e6)[:, 0]
    return Province(
        sector, invited, answers, fives, refused, random.binomial(refused, kept)
    )


def _draw_rates(
    random: np.random.Generator, mean: FloatArray, between: float, within: float
) -> FloatArray:
    """Return rates by agency and month: beta between agencies, beta around each."""
    own = random.beta(mean * between, (1 - mean) * between)
    own = np.clip(own, 0.01, 0.99)[:, None]
    return random.beta(own * within, (1 - own) * within, (len(mean), MONTHS))


def pick_cheats(random: np.random.Generator, agencies: int) -> Cheats:
    """Return which agencies cheat, one in ten."""
    cheats = np.zeros(agencies, dtype=bool)
    cheats[random.permutation(agencies)[: round(CHEATS * agencies)]] = True
    return cheats


def add_fives(
    province: Province, cheats: Cheats, strength: float, random: np.random.Generator
) -> Province:
    """Return the province with made-up answers, all five, from the turn on."""
    more = np.zeros_like(province.answers)
    wanted = random.binomial(province.answers[:, TURN:], strength)
    room = (province.invited - province.answers)[:, TURN:]
    more[:, TURN:] = np.where(cheats[:, None], np.minimum(wanted, room), 0)
    return replace(
        province, answers=province.answers + more, fives=province.fives + more
    )


def fill_urns(
    province: Province, cheats: Cheats, strength: float, random: np.random.Generator
) -> Province:
    """Return the province with that share of the silent answered for, all five."""
    silent = province.invited - province.answers
    more = np.where(cheats[:, None], random.binomial(silent, strength), 0)
    more[:, :TURN] = 0
    return replace(
        province, answers=province.answers + more, fives=province.fives + more
    )


def smooth_fives(
    province: Province, cheats: Cheats, strength: float, random: np.random.Generator
) -> Province:
    """Return the province with that share of the answers typed at one constant rate."""
    honest = random.hypergeometric(
        province.fives,
        province.answers - province.fives,
        np.round((1 - strength) * province.answers).astype(np.int64),
    )
    typed = province.answers - np.round((1 - strength) * province.answers)
    rate = province.fives.sum(axis=1) / province.answers.sum(axis=1)
    smooth = honest + np.round(typed * rate[:, None]).astype(np.int64)
    return replace(province, fives=np.where(cheats[:, None], smooth, province.fives))


def skip_refused(
    province: Province, cheats: Cheats, strength: float, random: np.random.Generator
) -> Province:
    """Return the province in which that share of the refused was not invited."""
    left = random.binomial(province.refused_invited, 1 - strength)
    return replace(
        province, refused_invited=np.where(cheats, left, province.refused_invited)
    )


def plant_copies(
    texts: list[str], cheats: Cheats, strength: float, random: np.random.Generator
) -> tuple[list[str], IntArray]:
    """Return copies of one comment of each cheat, two edits in each, and whose."""
    each = max(round(strength * COMMENTS), 1)
    copier = np.repeat(np.flatnonzero(cheats), each)
    return [edit_copy(texts[one * COMMENTS], 2, random) for one in copier], copier


def halve(counts: IntArray) -> tuple[IntArray, IntArray]:
    """Return the sums before and from the turn on."""
    return counts[:, :TURN].sum(axis=1), counts[:, TURN:].sum(axis=1)

"""A family of tests over units, and the flags that are left when it is adjusted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feedback.analysis.families import adjust_family
from feedback.domain.channels import Channel
from feedback.domain.disclosure import MIN_ANSWERS
from feedback.domain.families import Family
from feedback.domain.flags import WHOLE, Facts, Q
from feedback.domain.months import Month
from feedback.queries.integrity import Unit
from feedback.reports.suspicions import Suspicion

#: Digits of a figure in a flag.
DIGITS = 6
#: Agency and channel; no channel means all of them.
Place = tuple[int, Channel | None]


@dataclass(frozen=True, eq=False)
class Trial:
    """One family of one run: a p-value for each unit, nan where nothing was tested."""

    family: Family
    first: Month
    last: Month
    #: Code of the agency and channel.
    units: Sequence[tuple[str, str]]
    p: npt.NDArray[np.float64]
    #: What is told of a unit, by its place.
    tell: Callable[[int], Facts]


def list_suspicions(trial: Trial) -> Iterator[Suspicion]:
    """The units that stand out once all tests of the family are adjusted.

    A unit with several tests, one for each day, is named once, for the oddest of them.
    """
    family = adjust_family(trial.p, Q)
    rejected = np.flatnonzero(family.is_rejected)
    named = set()
    for place in rejected[np.argsort(trial.p[rejected], kind="stable")].tolist():
        test = family.at(place)
        key, channel = trial.units[place]
        if (key, channel) in named:
            continue
        named.add((key, channel))
        yield Suspicion(
            trial.family,
            key,
            channel,
            trial.first,
            trial.last,
            _round(test.p),
            _round(test.adjusted),
            test.family_size,
            {name: tidy(value) for name, value in trial.tell(place).items()},
        )


def name_places(
    places: Sequence[Place], units: Mapping[int, Unit]
) -> list[tuple[str, str]]:
    """The codes of agencies and the names of channels."""
    return [
        (units[agency].code, WHOLE if channel is None else channel.value)
        for agency, channel in places
    ]


def group_peers(
    places: Sequence[Place], units: Mapping[int, Unit]
) -> npt.NDArray[np.int64]:
    """A number for each: agencies of one level and channel are peers."""
    names = [(units[agency].level, channel or WHOLE) for agency, channel in places]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], dtype=np.int64)


def spare_few(
    p: npt.NDArray[np.float64], hits: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """The p-values, 1 where fewer than ten cases would be all there is to show.

    Where peers have none at all, two cases are odd already, and a flag on them would
    point at two people.
    """
    spared: npt.NDArray[np.float64] = np.where(
        (hits < MIN_ANSWERS) & ~np.isnan(p), 1.0, p
    )
    return spared


def tidy(value: Any) -> Any:
    """A figure as JSON holds it; what cannot be said is None."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if np.isnan(value) else round(value, DIGITS) + 0.0
    return value


def _round(p: float | None) -> float | None:
    # To so many significant digits: the smallest p-values are the telling ones.
    return None if p is None else float(f"{p:.{DIGITS}g}")

"""A period's results: rates, exact bounds, verdicts, coverage, and what follows."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np

from feedback.analysis.intervals import exact_intervals
from feedback.analysis.rates import R1, measure_rates
from feedback.analysis.verdicts import V1, judge_units, make_target
from feedback.domain.channels import Channel
from feedback.domain.errors import DomainError
from feedback.domain.months import Month
from feedback.domain.periods import Period
from feedback.domain.targets import Target
from feedback.queries.publications import (
    find_last_version,
    get_codes,
    list_hidden_cells,
)
from feedback.reports.audits import find_told
from feedback.reports.cells import (
    DELIVERED,
    ENDED,
    INVITED,
    LEVELS,
    N_NONE,
    Table,
)
from feedback.reports.disclosures import (
    ALL,
    PROVINCE,
    CellId,
    Published,
    choose_hidden,
)
from feedback.reports.drafts import Draft, ResultRow
from feedback.reports.estimates.methods import estimate_units
from feedback.reports.estimates.scenes import set_scene
from feedback.reports.lists import Lists, add_up, list_counts
from feedback.reports.months import MonthRead, MonthReader
from feedback.reports.terms import Part, find_terms, write_terms, write_threshold

#: Digits of a bound; the last ones of a float differ from machine to machine.
_DIGITS = 6


class PartsUnpublished(DomainError):
    """A quarter or a year was asked for before all that it adds up is published."""


def build_publication(
    period: Period, plan_code: str, reader: MonthReader | None = None
) -> Draft:
    """All that is published of a period, from measures, register and sealed rows.

    A quarter or a year is the sum of its months, each as of its own cut-off.
    """
    reader = reader or MonthReader(plan_code, get_codes())
    terms = find_terms(period.last, plan_code)
    months = [reader.read(month) for month in period.months]
    lists = add_up([month.lists for month in months])
    parts = _list_parts(period)
    newest = _hide(lists, months, [_recall(part.period, reader) for part in parts])
    results = _judge_lists(lists, terms.targets, newest.hidden, months)
    whole = next(r for r in results if (r.indicator, r.scope) == (ALL, PROVINCE))
    estimates, notes = estimate_units(set_scene(period, months, reader.codes, results))
    return Draft(
        period, write_terms(period, terms, whole, parts), results, estimates, notes
    )


def is_outdated(month: Month, reader: MonthReader) -> bool:
    """Whether a sealed month no longer says what its measures do, by the province."""
    sealed = find_last_version(Period(month))
    if sealed is None:
        return False
    _, table = reader.read(month).lists[ALL, PROVINCE]
    levels = sealed.terms["inputs"]["levels"]
    return levels is not None and levels != table[0, LEVELS].tolist()


def _list_parts(period: Period) -> list[Part]:
    """The published periods that this one is the sum of."""
    parts = []
    for each in period.parts:
        sealed = find_last_version(each)
        if sealed is None:
            raise PartsUnpublished(
                f"Chưa công bố được {period.text('vi')}: thiếu {each.text('vi')}.",
                f"{period.text('en')} waits for {each.text('en')} to be published.",
            )
        parts.append(Part(each, sealed.version, sealed.digest))
    return parts


def _recall(period: Period, reader: MonthReader) -> Published:
    """What a sealed period holds, and what of it is hidden."""
    sealed = find_last_version(period)
    assert sealed is not None, "a quarter is sealed after its months"
    lists = add_up([reader.read(month).lists for month in period.months])
    parts = tuple(_recall(part, reader) for part in period.parts)
    return Published(list_counts(lists), list_hidden_cells(sealed.id), parts)


def _hide(
    lists: Lists, months: Sequence[MonthRead], parts: Sequence[Published]
) -> Published:
    """The cells of the newest period, and which of them are hidden."""
    counts = list_counts(lists)
    sectors = {s: sector for month in months for s, sector in month.sectors.items()}
    online, given_up = Channel.ONLINE.value, set[CellId]()
    while True:
        hidden = choose_hidden(counts, sectors, online, parts, given_up)
        newest = Published(counts, hidden, tuple(parts))
        told = find_told(newest, given_up) if parts else set()
        if not told:
            return newest
        given_up |= told


def _judge_lists(
    lists: Lists,
    targets: Mapping[str, Target],
    hidden: AbstractSet[CellId],
    months: Sequence[MonthRead],
) -> tuple[ResultRow, ...]:
    # Where no register reports, coverage is not zero but unknown.
    has_register = any(month.has_register for month in months)
    rows = (
        row
        for name, (keys, table) in lists.items()
        for row in _judge_list(
            name, keys, table, targets.get(name[0]), hidden, has_register
        )
    )
    return tuple(sorted(rows, key=lambda r: (r.indicator, r.scope, r.key)))


@dataclass(frozen=True)
class _Judged:
    """Bounds and verdicts of the units of one list, in its order."""

    lower: Sequence[float | None]
    upper: Sequence[float | None]
    official: Sequence[bool | None]
    verdict: Sequence[str | None]


def _judge_list(
    name: tuple[str, str],
    keys: Sequence[str],
    table: Table,
    target: Target | None,
    hidden: AbstractSet[CellId],
    has_register: bool,
) -> Iterator[ResultRow]:
    judged = _judge(table, target)
    for place, (key, row) in enumerate(zip(keys, table.tolist(), strict=True)):
        is_hidden = (*name, key) in hidden
        n1, n2, n3, n4, n5 = (None,) * 5 if is_hidden else row[LEVELS]
        yield ResultRow(
            *name,
            key,
            is_hidden,
            *(n1, n2, n3, n4, n5),
            n_none=None if is_hidden else row[N_NONE],
            lower=None if is_hidden else judged.lower[place],
            upper=None if is_hidden else judged.upper[place],
            operator=target.operator if target else None,
            threshold=write_threshold(target),
            official=None if is_hidden else judged.official[place],
            verdict=None if is_hidden else judged.verdict[place],
            ended=row[ENDED] if has_register else None,
            invited=row[INVITED] if has_register else None,
            delivered=row[DELIVERED] if has_register else None,
            rated=None if is_hidden else row[N_NONE] + sum(row[LEVELS]),
        )


def _judge(table: Table, target: Target | None) -> _Judged:
    rates = measure_rates(table[:, LEVELS], R1)
    k, n = rates.numerator, rates.n
    if target is None or target.threshold is None or target.operator is None:
        bounds = exact_intervals(k, n, float(V1.error))
        nothing = [None] * len(n)
        return _Judged(_round(bounds.lower), _round(bounds.upper), nothing, nothing)
    goal = make_target(target.threshold, target.operator)
    verdicts = judge_units(k, n, goal, V1)
    units = [verdicts.at(unit) for unit in range(len(verdicts))]
    return _Judged(
        _round(verdicts.lower),
        _round(verdicts.upper),
        [unit.is_officially_met for unit in units],
        [unit.evidence.value for unit in units],
    )


def _round(bounds: "np.ndarray[Any, np.dtype[np.float64]]") -> list[float | None]:
    return [None if np.isnan(b) else round(float(b), _DIGITS) for b in bounds]

"""A month's results: rates, exact bounds, verdicts and coverage of every unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from feedback.analysis.intervals import exact_intervals
from feedback.analysis.rates import R1, measure_rates
from feedback.analysis.verdicts import V1, judge_units, make_target
from feedback.domain.channels import Channel
from feedback.domain.errors import DomainError
from feedback.domain.months import Month
from feedback.domain.targets import Target
from feedback.queries.coverage import list_chain
from feedback.queries.measures import (
    CHANNELS,
    count_answers_by_level,
    list_sectors_counted,
    list_uncounted_days,
    read_measures,
)
from feedback.queries.publications import Codes, get_codes
from feedback.reports.cells import (
    DELIVERED,
    ENDED,
    INVITED,
    LEVELS,
    N_NONE,
    Cells,
    Table,
    gather_cells,
)
from feedback.reports.disclosures import (
    ALL,
    PROVINCE,
    WHOLE,
    CellId,
    choose_hidden,
)
from feedback.reports.drafts import Draft, ResultRow
from feedback.reports.terms import (
    GROUP,
    ONLINE,
    Terms,
    find_terms,
    write_terms,
    write_threshold,
)

#: Digits of a bound; the last ones of a float differ from machine to machine.
_DIGITS = 6


class MeasuresIncomplete(DomainError):
    """The measures of a month are not what its ratings add up to."""


def build_publication(month: Month, plan_code: str) -> Draft:
    """All results of a month as of its cut-off, from measures and the register."""
    cut_off = month.changes_close_on
    _check_measures(month)
    terms = find_terms(month, plan_code)
    codes = get_codes()
    sector_of = {**codes.sector_of, **list_sectors_counted(month, cut_off)}
    cells = gather_cells(read_measures(month, cut_off), list_chain(month), sector_of)
    results = _make_results(cells, terms, codes, sector_of)
    whole = next(r for r in results if (r.indicator, r.scope) == (ALL, PROVINCE))
    return Draft(month, write_terms(month, terms, whole), results)


def _check_measures(month: Month) -> None:
    cut_off = month.changes_close_on
    uncounted = list_uncounted_days(cut_off)
    wanted = count_answers_by_level(month, cut_off)
    found = read_measures(month, cut_off).by_level.sum(axis=0)
    if uncounted or tuple(found.tolist()) != wanted:
        days = f" ({uncounted[0]} …)" if uncounted else ""
        raise MeasuresIncomplete(
            f"Số đo của {month.text('vi')} chưa khớp với đánh giá{days}. "
            "Mời chạy count_measures cho các ngày còn thiếu.",
            f"The measures of {month} do not add up to its ratings{days}. "
            "Run count_measures for the days that are missing.",
        )


def _make_results(
    cells: Cells, terms: Terms, codes: Codes, sector_of: Mapping[int, int]
) -> tuple[ResultRow, ...]:
    tables = dict(_roll_up(cells, terms, codes))
    counts: dict[CellId, tuple[int, ...]] = {
        (indicator, scope, key): tuple(row[LEVELS].tolist())
        for (indicator, scope), (keys, table) in tables.items()
        for key, row in zip(keys, table, strict=True)
    }
    sectors = {
        codes.services[service]: codes.sectors[sector]
        for service, sector in sector_of.items()
    }
    hidden = choose_hidden(counts, sectors, Channel.ONLINE.value)
    # Where no register reports, coverage is not zero but unknown.
    has_register = bool(cells.values[:, ENDED].any())
    rows = (
        row
        for name, (keys, table) in tables.items()
        for row in _judge_list(
            name, keys, table, terms.targets.get(name[0]), hidden, has_register
        )
    )
    return tuple(sorted(rows, key=lambda r: (r.indicator, r.scope, r.key)))


def _roll_up(
    cells: Cells, terms: Terms, codes: Codes
) -> Iterator[tuple[tuple[str, str], tuple[list[str], Table]]]:
    """The lists to publish: per indicator and scope the keys and their values."""
    is_online = cells.channel == CHANNELS.index(Channel.ONLINE)
    chosen = {ALL: cells, ONLINE: cells.select(is_online)}
    if terms.group is not None:
        is_in_group = np.isin(cells.sector, list(terms.group.sectors))
        chosen[GROUP] = cells.select(is_in_group)
    for indicator, some in chosen.items():
        yield (indicator, PROVINCE), ([WHOLE], some.sum_all())
        for scope, column, names in (
            ("agency", some.agency, codes.agencies),
            ("sector", some.sector, codes.sectors),
            ("service", some.service, codes.services),
            ("channel", some.channel, dict(enumerate(CHANNELS))),
        ):
            if (indicator, scope) != (ONLINE, "channel"):
                ids, table = some.sum_by(column)
                yield (indicator, scope), ([str(names[i]) for i in ids], table)


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
    hidden: set[CellId],
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

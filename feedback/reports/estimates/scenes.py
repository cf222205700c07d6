"""What the methods look at: a period, its targets, and the history of every unit."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from feedback.analysis.control import MIN_BASELINE
from feedback.analysis.verdicts import Target, make_target
from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.domain.periods import MONTH, QUARTER, YEAR, Period
from feedback.queries.integrity import FlagDays, list_contested, list_flag_days
from feedback.queries.publications import Codes, list_published
from feedback.reports.disclosures import ALL
from feedback.reports.drafts import ResultRow
from feedback.reports.endings import EndingCounts, add_endings
from feedback.reports.estimates.sheets import AnswerSheet, read_sheets
from feedback.reports.histories import (
    History,
    Sealed,
    UnitHistory,
    make_history,
    read_sealed,
)
from feedback.reports.months import NO_STRATA, MonthRead, Strata
from feedback.reports.rules import COVERAGE_BACK, WINDOW
from feedback.reports.terms import GROUP, ONLINE

INDICATORS = (ALL, ONLINE, GROUP)
#: Units that have estimates.
SCOPES = ("province", "agency", "sector", "service")
#: Gives the sealed rows of those of some periods that were published.
Recall = Callable[[Sequence[Period]], Sealed]


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything that is known when a period is published."""

    period: Period
    #: Those with a number, by indicator.
    targets: Mapping[str, Target]
    #: The newest period and published ones of its length before it.
    history: History
    #: The shorter periods that the newest one adds up, and that one after them.
    parts: History
    #: Months whose limits the control charts keep; fewer than twelve: none yet.
    baseline: tuple[Month, ...]
    strata: tuple[Strata, ...]
    endings: EndingCounts
    codes: Codes
    #: The sector of each service, by their codes.
    sectors: Mapping[str, str]
    #: Answers question by question, by version; none of a month.
    sheets: tuple[AnswerSheet, ...] = ()
    #: Agency, month and channel of batches that are contested, and when flags whose
    #: window ends in the period were opened and settled.
    contested: AbstractSet[tuple[int, Month, Channel]] = frozenset()
    flags: tuple[FlagDays, ...] = ()

    def list_units(
        self, scopes: Sequence[str] = SCOPES
    ) -> Iterator[tuple[str, str, UnitHistory]]:
        """Each list of these scopes by indicator and scope."""
        for indicator in INDICATORS:
            for scope in scopes:
                units = self.history.find(indicator, scope)
                if units is not None:
                    yield indicator, scope, units


def make_scene(
    period: Period,
    results: Sequence[ResultRow],
    published: Iterable[Month],
    recall: Recall,
    endings: EndingCounts,
    codes: Codes,
    sectors: Mapping[str, str],
) -> Scene:
    """The scene as published rows tell it: with empty strata, no answers, no flags.

    `published` are months, the first twelve at least; `recall` is asked for periods.
    """
    baseline = _find_baseline(period, published)
    before = _list_before(period, baseline)
    parts = period.parts
    return Scene(
        period,
        _find_targets(results),
        make_history(before, recall(before), period, results),
        make_history(parts, recall(parts), period, results),
        baseline,
        (NO_STRATA,) * period.length,
        endings,
        codes,
        sectors,
    )


def set_scene(
    period: Period,
    months: Sequence[MonthRead],
    codes: Codes,
    results: Sequence[ResultRow],
) -> Scene:
    """The scene of a period whose results are drafted, with what is never published."""
    public = make_scene(
        period,
        results,
        [each.last for each in list_published(MONTH, MIN_BASELINE)],
        read_sealed,
        add_endings([month.endings for month in months]),
        codes,
        {s: sector for month in months for s, sector in month.sectors.items()},
    )
    return replace(
        public,
        strata=tuple(month.strata for month in months),
        sheets=_read_sheets(period, months),
        contested=list_contested(period.first, period.last),
        flags=tuple(list_flag_days(period.first, period.last)),
    )


def _find_targets(results: Sequence[ResultRow]) -> dict[str, Target]:
    """Those with a number, as it stands beside each result."""
    goals = {(row.indicator, row.threshold, row.operator) for row in results}
    return {
        indicator: make_target(threshold, operator)
        for indicator, threshold, operator in goals
        if threshold is not None and operator is not None
    }


def _read_sheets(
    period: Period, months: Sequence[MonthRead]
) -> tuple[AnswerSheet, ...]:
    if not period.is_binding:
        return ()
    rated = sum(int(month.strata.n.sum()) for month in months)
    return tuple(read_sheets(period, rated))


def _find_baseline(period: Period, published: Iterable[Month]) -> tuple[Month, ...]:
    """The first twelve months published: the same for ever after."""
    months = set(published)
    if period.length == MONTH:
        months.add(period.last)
    first = sorted(months)[:MIN_BASELINE]
    is_complete = len(first) == MIN_BASELINE and first[-1] <= period.last
    return tuple(first) if is_complete else ()


def _list_before(period: Period, baseline: Sequence[Month]) -> list[Period]:
    """The periods of this length that any method looks back to, oldest first."""
    back = {MONTH: WINDOW - 1, QUARTER: 4, YEAR: COVERAGE_BACK[YEAR]}[period.length]
    lasts = {period.last.shift(-period.length * n) for n in range(1, back + 1)}
    if period.length == MONTH:
        lasts |= {month for month in baseline if month < period.last}
    return [Period(last, period.length) for last in sorted(lasts)]

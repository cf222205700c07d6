"""All that the estimates say of one figure, gathered for its card."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from feedback.queries.published.estimates import Estimate
from feedback.views.transparency.cards import Shown
from feedback.views.transparency.readings.bounds import read_bounds
from feedback.views.transparency.readings.chains import read_alarms, read_tests
from feedback.views.transparency.readings.changes import (
    describe_changes,
    read_changes,
)
from feedback.views.transparency.readings.contests import read_contests
from feedback.views.transparency.readings.needs import read_needs
from feedback.views.transparency.readings.series import (
    describe_break,
    describe_control,
    describe_trend,
    read_break,
    read_control,
    read_trend,
)
from feedback.views.transparency.readings.signals import Signal
from feedback.views.transparency.readings.standings import (
    describe_standing,
    read_rank,
    read_standing,
)
from feedback.views.transparency.readings.weights import (
    WeightedReading,
    read_weights,
)

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """The sentences beside a figure, and those below it for who wants more."""

    weighted: WeightedReading | None = None
    #: What it would take for a verdict.
    needs: str = ""
    #: The nearest earlier period first.
    changes: list[str] = field(default_factory=list)
    standing: str = ""
    #: Of coverage.
    alarms: list[str] = field(default_factory=list)
    #: Bounds, ranks and what the months say together.
    more: list[str] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        """Whether there is something to unfold."""
        worth = self.weighted and self.weighted.worth
        return bool(self.more or self.signals or self.changes[1:] or worth)


#: By indicator, scope and key.
Readings = Mapping[tuple[str, str, str], Mapping[str, Values]]


def group_estimates(estimates: Iterable[Estimate]) -> Readings:
    """The values of each unit by method."""
    grouped: dict[tuple[str, str, str], dict[str, Values]] = {}
    for e in estimates:
        grouped.setdefault((e.indicator, e.scope, e.key), {})[e.method] = e.values
    return grouped


def read_figure(shown: Shown, estimates: Readings) -> Reading:
    """What was published of a figure beyond its counts; nothing of a hidden one."""
    figure = shown.figure
    found = estimates.get((figure.indicator, figure.scope, figure.key), {})
    if figure.is_hidden or not found:
        return Reading()
    return _read(shown, found)


def _read(shown: Shown, found: Mapping[str, Values]) -> Reading:
    figure, threshold = shown.figure, shown.threshold
    weighted, power = found.get("weighted"), found.get("power")
    chain, pooled = found.get("coverage"), found.get("pooled")
    alarms = read_alarms(chain) if chain else []
    tests = read_tests(chain) if chain else []
    return Reading(
        read_weights(weighted, threshold) if weighted else None,
        read_needs(power, figure.verdict, bool(figure.official)) if power else "",
        read_changes(found["change"]) if "change" in found else [],
        read_standing(pooled, figure.scope) if pooled else "",
        alarms,
        [sentence for sentence in _list_more(shown, found) if sentence],
        [*tests, *_list_signals(found)],
    )


#: Methods on the months of a unit: in words, and as a test.
_SERIES: Final = {
    "control": (read_control, describe_control),
    "trend": (read_trend, describe_trend),
    "break": (read_break, describe_break),
}


def _list_more(shown: Shown, found: Mapping[str, Values]) -> Iterator[str]:
    if "bounds" in found:
        yield from read_bounds(found["bounds"], shown.threshold)
    if "integrity" in found:
        yield read_contests(found["integrity"])
    if "pooled" in found:
        yield read_rank(found["pooled"])
    for method, (read, _describe) in _SERIES.items():
        if method in found:
            yield read(found[method])


def _list_signals(found: Mapping[str, Values]) -> Iterator[Signal]:
    if "change" in found:
        yield from describe_changes(found["change"])
    if "pooled" in found and (test := describe_standing(found["pooled"])):
        yield test
    for method, (_read, describe) in _SERIES.items():
        if method in found:
            yield describe(found[method])

"""Published results as the cards and rows of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from feedback.analysis.percents import choose_decimals, shown_percent
from feedback.domain.channels import Channel
from feedback.domain.scales import Level
from feedback.queries.published.results import INDICATORS, Coverage, Figure
from feedback.views.languages import language


@dataclass(frozen=True)
class Shown:
    """A figure in the form templates print: percentages, never crossing a target."""

    figure: Figure
    title: str
    #: Name of the unit it is about.
    name: str
    rate: Decimal | None
    low: Decimal | None
    high: Decimal | None
    #: R2, the mean index, 0 to 100.
    index: Decimal | None
    #: Share of those invited who rated.
    response: Decimal | None
    threshold: Decimal | None


def show_figure(figure: Figure) -> Shown:
    """Round a figure for people; the exact numbers are in the open data."""
    return Shown(
        figure,
        title_of(figure.indicator),
        _name_of(figure),
        *_round(
            figure.k,
            figure.n,
            figure.points,
            figure.lower,
            figure.upper,
            figure.threshold,
            figure.coverage,
        ),
    )


@lru_cache(8192)
def _round(
    k: int | None,
    n: int | None,
    points: int | None,
    lower: float | None,
    upper: float | None,
    target: str | None,
    coverage: Coverage | None,
) -> tuple[Decimal | None, ...]:
    """Rate, bounds, index, response and threshold, in the order of `Shown`."""
    threshold = Decimal(target) if target else None
    rate = low = high = index = response = None
    if n and k is not None and points is not None:
        decimals = 1
        if lower is not None and upper is not None:
            decimals = choose_decimals(lower, upper)
            low = _round_bound(lower, decimals, threshold)
            high = _round_bound(upper, decimals, threshold)
        rate = shown_percent(k, n, decimals, _exact(threshold))
        index = shown_percent(points, 100 * n, 1)
    if coverage and coverage.invited and coverage.rated is not None:
        response = shown_percent(coverage.rated, coverage.invited, 1)
    return rate, low, high, index, response, threshold


def _exact(threshold: Decimal | None) -> Fraction | None:
    return None if threshold is None else Fraction(threshold)


def _round_bound(share: float, decimals: int, threshold: Decimal | None) -> Decimal:
    exact = Fraction(share)
    return shown_percent(
        exact.numerator, exact.denominator, decimals, _exact(threshold)
    )


def _name_of(figure: Figure) -> str:
    if figure.scope == "channel":
        return Channel(figure.key).label.text(language())
    return figure.name.text(language())


def title_of(indicator: str) -> str:
    """What an indicator measures, in the reader's language."""
    titles = {
        "T1": _("Người dùng dịch vụ công trực tuyến hài lòng"),
        "T2": _("Hài lòng về thủ tục đất đai, xây dựng, đầu tư"),
        "all": _("Hài lòng chung, mọi hình thức nộp hồ sơ"),
    }
    return titles[indicator]


def show_in_order(figures: Sequence[Figure]) -> list[Shown]:
    """Figures in the order of their indicators."""
    order = {name: place for place, name in enumerate(INDICATORS)}
    return [show_figure(f) for f in sorted(figures, key=lambda f: order[f.indicator])]


@dataclass(frozen=True)
class Row:
    """One unit, or one period, with its figure for each indicator."""

    key: str
    name: str
    by_indicator: dict[str, Shown]

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it may be shown."""
        return all(shown.figure.is_hidden for shown in self.by_indicator.values())


def group_by_unit(figures: Sequence[Figure]) -> list[Row]:
    """One row for each unit, in the order the figures come in."""
    rows: dict[str, Row] = {}
    for figure in figures:
        shown = show_figure(figure)
        row = rows.setdefault(figure.key, Row(figure.key, shown.name, {}))
        row.by_indicator[figure.indicator] = shown
    return list(rows.values())


def group_by_period(figures: Sequence[Figure]) -> list[Row]:
    """One row for each period of a unit, in the order the figures come in."""
    rows: dict[str, Row] = {}
    for figure in figures:
        period = figure.period
        row = Row(period.code, period.text(language()), {})
        row = rows.setdefault(period.code, row)
        row.by_indicator[figure.indicator] = show_figure(figure)
    return list(rows.values())


def level_rows(figure: Figure) -> list[dict[str, Any]]:
    """The five levels, best first, with their counts."""
    counts = figure.levels or (0, 0, 0, 0, 0)
    return [
        {"text": level.label.text(language()), "count": counts[level - 1]}
        for level in reversed(Level)
    ]

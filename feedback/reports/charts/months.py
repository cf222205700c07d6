"""Charts of one unit over its months: rates, limits, and what changed."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from feedback.analysis.charts import (
    ChartText,
    ControlPoint,
    ControlText,
    Mark,
    MonthPoint,
    MonthsText,
    Signal,
    Stretch,
    draw_break,
    draw_control,
    draw_months,
)
from feedback.analysis.control import Baseline, ControlChart, chart_months
from feedback.analysis.intervals import exact_intervals
from feedback.domain.labels import Label
from feedback.domain.months import Month, iterate_months
from feedback.queries.publications import MonthFigure
from feedback.reports.charts import captions
from feedback.reports.charts.captions import write_chart_text, write_month, write_rate
from feedback.reports.charts.rows import MONTHS_BACK, Draw

#: One-sided, as the bounds of the verdicts.
_ERROR = 0.05


class UnitMonths:
    """The published months of a unit up to one, and what its rate is called."""

    def __init__(
        self, figures: Sequence[MonthFigure], rate: Label, month: Month
    ) -> None:
        self._by_month = {figure.month: figure for figure in figures}
        self._rate = rate
        self._first = max(
            min(self._by_month, default=month), month.shift(1 - MONTHS_BACK)
        )
        self._last = month

    def __bool__(self) -> bool:
        return any(figure.counts for figure in self._by_month.values())

    def make_months(self, language: str) -> Draw:
        """Rates with their intervals and the target."""
        points = [self._make_point(month) for month in self._list_months()]
        has_target = any(point.target_share is not None for point in points)
        key = MonthsText(
            self._rate.text(language),
            captions.INTERVAL.text(language),
            captions.TARGET.text(language) if has_target else "",
        )
        text = self._write_text(captions.MONTHS, language)
        return partial(draw_months, points, key, text)

    def make_control(self, values: Mapping[str, Any], language: str) -> Draw:
        """Rates between the limits that the sealed baseline sets."""
        begin, end = (Month.parse(values[f"baseline_{e}"]) for e in ("first", "last"))
        # As in the estimate: the baseline, then the newest months.
        months = [
            month
            for month in iterate_months(min(begin, self._first), self._last)
            if month >= self._first or month <= end
        ]
        k, n = np.array([self._count(month) for month in months]).T
        baseline = Baseline(0, months.index(begin), months.index(end) + 1)
        chart = chart_months(k, n, [baseline])
        points = _make_control_points(chart, months, self._first)
        shown = self._list_months()
        is_shown = begin in shown and end in shown
        places = [(shown.index(begin), shown.index(end))] if is_shown else []
        span = f"{write_month(begin)}–{write_month(end)}"
        key = ControlText(
            self._rate.text(language),
            captions.CENTRE.text(language),
            captions.write_limits(bool(chart.is_laney[0, -1]), language),
            f"{captions.BASELINE.text(language)}: {span}",
            captions.write_signals(language),
        )
        text = self._write_text(captions.CONTROL, language)
        return partial(draw_control, points, places, key, text)

    def make_break(self, values: Mapping[str, Any], language: str) -> Draw:
        """Months before and after the change that was found."""
        last = Month.parse(values["last_before"])
        first = Month.parse(values["first"])
        months = [month for month in self._list_months() if month >= first]
        split = months.index(last) + 1
        stretches = [
            self._make_stretch(label.text(language), part, language)
            for label, part in (
                (captions.BEFORE, months[:split]),
                (captions.AFTER, months[split:]),
            )
        ]
        points = [self._make_point(month) for month in months]
        when = captions.CHANGE.text(language).format(write_month(last.shift(1)))
        difference = captions.write_difference(values, language)
        text = self._write_text(captions.BREAK, language)
        mark = Mark(split, when)
        return partial(
            draw_break, points, mark, (stretches[0], stretches[1]), difference, text
        )

    def _make_stretch(
        self, name: str, months: Sequence[Month], language: str
    ) -> Stretch:
        k, n = (sum(column) for column in zip(*map(self._count, months), strict=True))
        bounds = exact_intervals([k], [n], _ERROR).at(0)
        lower, upper = bounds.lower, bounds.upper
        rate = write_rate(k, n, (lower or 0, upper or 1), None, language)
        return Stretch(f"{name}: {rate}", k / n, lower, upper)

    def _write_text(self, title: Label, language: str) -> ChartText:
        whole = f"{title.text(language)}: {self._rate.text(language)}"
        return write_chart_text(whole, captions.BESIDE.text(language), language)

    def _list_months(self) -> list[Month]:
        return list(iterate_months(self._first, self._last))

    def _count(self, month: Month) -> tuple[int, int]:
        """Satisfied and valid answers as far as they are shown."""
        figure = self._by_month.get(month)
        counts = figure.counts if figure else None
        return (sum(counts[3:]), sum(counts)) if counts else (0, 0)

    def _make_point(self, month: Month) -> MonthPoint:
        label, figure = write_month(month), self._by_month.get(month)
        if figure is None:
            return MonthPoint(label)
        k, n = self._count(month)
        target = figure.threshold and float(Fraction(figure.threshold) / 100)
        share = k / n if n else None
        return MonthPoint(label, share, figure.lower, figure.upper, target or None)


def _make_control_points(
    chart: ControlChart, months: Sequence[Month], first: Month
) -> list[ControlPoint]:
    lines = (chart.rate, chart.centre, chart.drawn_lower, chart.drawn_upper)
    points: list[ControlPoint] = []
    for place, month in enumerate(months):
        if month < first:
            continue
        signal = None
        if chart.is_out[0, place]:
            signal = Signal.OUT
        elif chart.is_drifting[0, place]:
            signal = Signal.DRIFT
        values = (float(line[0, place]) for line in lines)
        share, centre, lower, upper = (None if np.isnan(v) else v for v in values)
        label = write_month(month)
        points.append(ControlPoint(label, share, centre, lower, upper, signal))
    return points

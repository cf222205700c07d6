"""The charts of a publication, drawn from what it published and nothing else."""

from collections.abc import Iterator
from functools import partial

from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.domain.periods import Period
from feedback.queries.publications import MonthFigure, list_month_figures, list_names
from feedback.reports.charts import captions
from feedback.reports.charts.drivers import make_drivers
from feedback.reports.charts.heat import draw_sectors
from feedback.reports.charts.levels import list_channel_bars, make_coverage, make_levels
from feedback.reports.charts.months import UnitMonths
from feedback.reports.charts.rows import (
    UNIT_SCOPES,
    WHOLE_PROVINCE,
    PublishedRows,
    count_rate,
    draw_layouts,
)
from feedback.reports.charts.units import draw_units
from feedback.reports.disclosures import ALL, PROVINCE, WHOLE
from feedback.reports.drafts import DrawnChart
from feedback.reports.terms import ONLINE

#: Units with charts of their own.
MOST_UNITS = 300


def draw_province_charts(publication_id: int, period: Period) -> list[DrawnChart]:
    """Units, levels, coverage and drivers of the province; of a month also its past."""
    rows = PublishedRows(publication_id)
    charts = list(draw_units(rows))
    whole = rows.find(ALL, PROVINCE, WHOLE)
    if whole is not None:
        bars = list_channel_bars(rows)
        charts += draw_layouts("levels", WHOLE_PROVINCE, partial(make_levels, bars))
        make = partial(make_coverage, whole)
        charts += draw_layouts("coverage", WHOLE_PROVINCE, make)
    drivers = rows.find_estimate("drivers", ALL, PROVINCE, WHOLE)
    if drivers is not None:
        make_items = partial(make_drivers, drivers)
        charts += draw_layouts("drivers", WHOLE_PROVINCE, make_items)
    if not period.is_binding:
        charts += _draw_province_months(rows, period.last)
        charts += draw_sectors(period.last)
    return charts


def draw_unit_charts(publication_id: int, month: Month) -> list[DrawnChart]:
    """Months and levels of the units with most answers, as far as they are shown."""
    rows = PublishedRows(publication_id)
    whole = rows.find(ALL, PROVINCE, WHOLE)
    beside = [] if whole is None else [(captions.PROVINCE, whole)]
    shown = [row for scope in UNIT_SCOPES for row in rows.list(ALL, scope)]
    shown.sort(key=lambda row: (-count_rate(row)[1], row.scope, row.key))
    chosen = shown[:MOST_UNITS]
    charts: list[DrawnChart] = []
    for scope in UNIT_SCOPES:
        names = list_names(scope)
        by_key: dict[str, list[MonthFigure]] = {}
        for figure in list_month_figures(ALL, scope, month):
            by_key.setdefault(figure.key, []).append(figure)
        for row in (row for row in chosen if row.scope == scope):
            series = UnitMonths(by_key[row.key], captions.EVERYBODY, month)
            charts += _draw_series(rows, ALL, scope, row.key, series)
            bars = [(Label(*names[row.key]), row), *beside]
            unit = f"{scope}:{row.key}"
            charts += draw_layouts("levels", unit, partial(make_levels, bars))
    return charts


def _draw_province_months(rows: PublishedRows, month: Month) -> Iterator[DrawnChart]:
    """Of online users, whom the target speaks of, or else of everybody."""
    for indicator, rate in ((ONLINE, captions.ONLINE), (ALL, captions.EVERYBODY)):
        figures = list_month_figures(indicator, PROVINCE, month)
        series = UnitMonths(figures, rate, month)
        if series:
            yield from _draw_series(rows, indicator, PROVINCE, WHOLE, series)
            return


def _draw_series(
    rows: PublishedRows, indicator: str, scope: str, key: str, series: UnitMonths
) -> Iterator[DrawnChart]:
    """Months, limits if there is a baseline, and the change if one was found."""
    unit = f"{scope}:{key}"
    yield from draw_layouts("months", unit, series.make_months)
    limits = rows.find_estimate("control", indicator, scope, key)
    if limits is not None:
        make = partial(series.make_control, limits)
        yield from draw_layouts("control", unit, make)
    change = rows.find_estimate("break", indicator, scope, key)
    if change is not None and change["is_flagged"]:
        make = partial(series.make_break, change)
        yield from draw_layouts("break", unit, make)

"""The charts of a publication, drawn from what it published and nothing else."""

from collections.abc import Sequence
from dataclasses import fields
from fractions import Fraction

from feedback.analysis.charts import (
    Evidence,
    FunnelStep,
    IntervalRow,
    Layout,
    LevelBar,
    MonthPoint,
    MonthsText,
    draw_distribution,
    draw_funnel,
    draw_intervals,
    draw_months,
)
from feedback.domain.channels import Channel
from feedback.domain.labels import Label
from feedback.domain.months import Month, iterate_months
from feedback.domain.text import sort_key
from feedback.queries.publications import (
    MonthFigure,
    list_month_figures,
    list_names,
    list_results,
)
from feedback.reports import captions
from feedback.reports.captions import LANGUAGES, write_chart_text, write_rate
from feedback.reports.disclosures import ALL, PROVINCE, WHOLE
from feedback.reports.drafts import DrawnChart, ResultRow
from feedback.reports.terms import ONLINE

#: Legible on a phone of 360 px and in half a column of a wide screen.
LAYOUT = Layout(480, 17)
MONTHS_BACK = 24
#: Agencies in the province's chart of units, and units with charts of their own.
MOST_ROWS, MOST_UNITS = 40, 300
UNIT_SCOPES = ("agency", "sector", "service")


class PublishedRows:
    """The results of one publication, found by indicator, scope and key."""

    def __init__(self, publication_id: int) -> None:
        names = [field.name for field in fields(ResultRow)]
        self._rows = {
            (row.indicator, row.scope, row.key): ResultRow(
                **{name: getattr(row, name) for name in names}
            )
            for row in list_results(publication_id)
        }

    def find(self, indicator: str, scope: str, key: str) -> ResultRow | None:
        """A result that is shown."""
        row = self._rows.get((indicator, scope, key))
        return None if row is None or row.is_hidden else row

    def list(self, indicator: str, scope: str) -> list[ResultRow]:
        """The results of a list that are shown, by key."""
        return [
            row
            for row in self._rows.values()
            if (row.indicator, row.scope) == (indicator, scope) and not row.is_hidden
        ]


def draw_province_charts(publication_id: int, month: Month) -> list[DrawnChart]:
    """Units, months, levels and coverage of the province, in each language."""
    rows = PublishedRows(publication_id)
    whole = rows.find(ALL, PROVINCE, WHOLE)
    online = list_month_figures(ONLINE, PROVINCE, month)
    everybody = list_month_figures(ALL, PROVINCE, month)
    charts: list[DrawnChart] = []
    for language in LANGUAGES:
        drawn = {
            "units": _draw_units(rows, language),
            "months": _draw_months(online, captions.ONLINE, month, language)
            or _draw_months(everybody, captions.EVERYBODY, month, language),
            "levels": whole and _draw_levels(_list_channel_bars(rows), language),
            "coverage": whole and _draw_coverage(whole, language),
        }
        charts += [
            DrawnChart(f"{kind}:{PROVINCE}:{WHOLE}", language, svg)
            for kind, svg in drawn.items()
            if svg
        ]
    return charts


def draw_unit_charts(publication_id: int, month: Month) -> list[DrawnChart]:
    """Months and levels of the units with most answers, as far as they are shown."""
    rows = PublishedRows(publication_id)
    whole = rows.find(ALL, PROVINCE, WHOLE)
    shown = [row for scope in UNIT_SCOPES for row in rows.list(ALL, scope)]
    shown.sort(key=lambda row: (-_count(row), row.scope, row.key))
    chosen = shown[:MOST_UNITS]
    charts: list[DrawnChart] = []
    for scope in UNIT_SCOPES:
        names = list_names(scope)
        by_key: dict[str, list[MonthFigure]] = {}
        for figure in list_month_figures(ALL, scope, month):
            by_key.setdefault(figure.key, []).append(figure)
        for row in (row for row in chosen if row.scope == scope):
            for place, language in enumerate(LANGUAGES):
                bars = [(names[row.key][place], row)]
                if whole is not None:
                    bars.append((captions.PROVINCE.text(language), whole))
                series = by_key[row.key]
                for kind, svg in (
                    (
                        "months",
                        _draw_months(series, captions.EVERYBODY, month, language),
                    ),
                    ("levels", _draw_levels(bars, language)),
                ):
                    if svg:
                        name = f"{kind}:{scope}:{row.key}"
                        charts.append(DrawnChart(name, language, svg))
    return charts


def _draw_units(rows: PublishedRows, language: str) -> bytes | None:
    """Agencies against the target of online users, by name: it is no league table."""
    agencies = [row for row in rows.list(ONLINE, "agency") if row.verdict]
    target = next((row.threshold for row in agencies if row.threshold), None)
    if target is None:
        return None
    most = sorted(agencies, key=lambda row: (-_count(row), row.key))[:MOST_ROWS]
    place = LANGUAGES.index(language)
    names = {key: both[place] for key, both in list_names("agency").items()}
    most.sort(key=lambda row: (sort_key(names[row.key]), row.key))
    description = captions.BESIDE.text(language)
    if len(most) < len(agencies):
        more = captions.MOST.text(language).format(shown=len(most), all=len(agencies))
        description = f"{description} {more}"
    title = captions.UNITS.text(language)
    operator = {">=": "≥", "<=": "≤"}.get(most[0].operator or "", most[0].operator)
    text = write_chart_text(title, description, language)
    return draw_intervals(
        [_interval_row(names[row.key], row, language) for row in most],
        float(Fraction(target) / 100),
        f"{captions.TARGET.text(language)} {operator} "
        f"{text.write_percent(float(target))}",
        captions.write_verdicts(language),
        text,
        LAYOUT,
    )


def _interval_row(name: str, row: ResultRow, language: str) -> IntervalRow:
    k, n = _rate(row)
    return IntervalRow(
        name,
        _write_value(row, language),
        Evidence(row.verdict or Evidence.NOT_ENOUGH),
        k / n,
        row.lower,
        row.upper,
    )


def _draw_months(
    figures: Sequence[MonthFigure], rate: Label, month: Month, language: str
) -> bytes | None:
    if not any(figure.counts for figure in figures):
        return None
    by_month = {figure.month: figure for figure in figures}
    first = max(figures[0].month, month.shift(1 - MONTHS_BACK))
    points = [
        _month_point(each, by_month.get(each)) for each in iterate_months(first, month)
    ]
    has_target = any(point.target_share is not None for point in points)
    key = MonthsText(
        rate.text(language),
        captions.INTERVAL.text(language),
        captions.TARGET.text(language) if has_target else "",
    )
    title = f"{captions.MONTHS.text(language)}: {rate.text(language)}"
    text = write_chart_text(title, captions.BESIDE.text(language), language)
    return draw_months(points, key, text, LAYOUT)


def _month_point(month: Month, figure: MonthFigure | None) -> MonthPoint:
    label = f"{month.month:02}/{month.year}"
    if figure is None:
        return MonthPoint(label)
    target = None if figure.threshold is None else float(Fraction(figure.threshold))
    share = None
    if figure.counts is not None:
        share = sum(figure.counts[3:]) / sum(figure.counts)
    return MonthPoint(
        label,
        share,
        figure.lower,
        figure.upper,
        None if target is None else target / 100,
    )


def _list_channel_bars(rows: PublishedRows) -> list[tuple[str, ResultRow]]:
    return [("", row) for row in rows.list(ALL, PROVINCE) + rows.list(ALL, "channel")]


def _draw_levels(bars: Sequence[tuple[str, ResultRow]], language: str) -> bytes:
    title = captions.LEVELS.text(language)
    return draw_distribution(
        [
            LevelBar(
                name or _name_bar(row, language),
                _write_value(row, language),
                row.counts or (0, 0, 0, 0, 0),
            )
            for name, row in bars
        ],
        captions.write_levels(language),
        write_chart_text(title, captions.BESIDE.text(language), language),
        LAYOUT,
    )


def _name_bar(row: ResultRow, language: str) -> str:
    if row.scope == "channel":
        return Channel(row.key).label.text(language)
    return captions.PROVINCE.text(language)


def _draw_coverage(whole: ResultRow, language: str) -> bytes | None:
    counts = (whole.ended, whole.invited, whole.delivered, whole.rated)
    known = [count for count in counts if count is not None]
    if len(known) < len(counts) or not known[0] or max(known) > known[0]:
        return None  # no register reports, or more answers than dossiers
    steps = [
        FunnelStep(label.text(language), captions.write_count(count, language), count)
        for label, count in zip(captions.STEPS, known, strict=True)
    ]
    title = captions.COVERAGE.text(language)
    text = write_chart_text(title, captions.BESIDE.text(language), language)
    return draw_funnel(steps, text, LAYOUT)


def _write_value(row: ResultRow, language: str) -> str:
    k, n = _rate(row)
    return write_rate(k, n, (row.lower or 0, row.upper or 1), row.threshold, language)


def _rate(row: ResultRow) -> tuple[int, int]:
    counts = row.counts or (0, 0, 0, 0, 0)
    return sum(counts[3:]), sum(counts)


def _count(row: ResultRow) -> int:
    return _rate(row)[1]

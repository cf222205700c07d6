"""Charts of all agencies against the target."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from feedback.analysis.charts import (
    BROAD,
    Evidence,
    IntervalRow,
    IntervalsText,
    Standing,
    draw_intervals,
)
from feedback.analysis.charts.scales import choose_lowest
from feedback.domain.text import sort_key
from feedback.queries.publications import list_names
from feedback.reports.charts import captions
from feedback.reports.charts.captions import LANGUAGES, write_chart_text
from feedback.reports.charts.rows import (
    WHOLE_PROVINCE,
    Draw,
    PublishedRows,
    count_rate,
    draw_layouts,
    name_page,
    split_pages,
    write_value,
)
from feedback.reports.drafts import DrawnChart, ResultRow
from feedback.reports.terms import ONLINE

#: Agencies on one page of the chart, and pages at most.
PAGE_SIZE, MOST_PAGES = 42, 5


def draw_units(rows: PublishedRows) -> Iterator[DrawnChart]:
    """Agencies against the target of online users, by name: it is no league table."""
    agencies = [row for row in rows.list(ONLINE, "agency") if row.verdict]
    target = next((row.threshold for row in agencies if row.threshold), None)
    if target is None:
        return
    most = PAGE_SIZE * MOST_PAGES
    chosen = sorted(agencies, key=lambda row: (-count_rate(row)[1], row.key))[:most]
    names = list_names("agency")
    chosen.sort(key=lambda row: (sort_key(names[row.key][0]), row.key))
    pages = split_pages(chosen, PAGE_SIZE)
    chart = _UnitsChart(rows, agencies, chosen, names, Fraction(target))
    for number, page in enumerate(pages, start=1):
        make = partial(chart.make, page, (number, len(pages)))
        yield from draw_layouts(name_page("units", number), WHOLE_PROVINCE, make, BROAD)


class _UnitsChart:
    """What the pages of the chart have in common."""

    def __init__(
        self,
        rows: PublishedRows,
        agencies: Sequence[ResultRow],
        chosen: Sequence[ResultRow],
        names: dict[str, tuple[str, str]],
        target: Fraction,
    ) -> None:
        self._rows, self._names, self._target = rows, names, target
        self._shown, self._all = len(chosen), len(agencies)
        self._share = float(target / 100)
        bounds = [row.lower for row in chosen if row.lower is not None]
        self._lowest = choose_lowest([*bounds, self._share])

    def make(
        self, page: Sequence[ResultRow], number: tuple[int, int], language: str
    ) -> Draw:
        """One page in a language."""
        description = captions.BESIDE.text(language)
        if self._shown < self._all:
            more = captions.MOST.text(language)
            description += " " + more.format(shown=self._shown, all=self._all)
        title = captions.write_page(captions.UNITS.text(language), *number)
        text = write_chart_text(title, description, language)
        operator = page[0].operator or ""
        sign = {">=": "≥", "<=": "≤"}.get(operator, operator)
        percent = text.write_percent(float(self._target))
        key = IntervalsText(
            f"{captions.TARGET.text(language)} {sign} {percent}",
            captions.write_verdicts(language),
            captions.write_standings(language),
        )
        units = [self._make_row(row, language) for row in page]
        share, lowest = self._share, self._lowest
        return lambda layout: draw_intervals(units, share, key, text, layout, lowest)

    def _make_row(self, row: ResultRow, language: str) -> IntervalRow:
        k, n = count_rate(row)
        pooled = self._rows.find_estimate("pooled", ONLINE, "agency", row.key) or {}
        group = pooled.get("group")
        return IntervalRow(
            self._names[row.key][LANGUAGES.index(language)],
            write_value(row, language),
            Evidence(row.verdict or Evidence.NOT_ENOUGH),
            k / n,
            row.lower,
            row.upper,
            Standing(group) if group else None,
        )

"""Heat map of sectors over months."""

from collections.abc import Iterator, Sequence
from functools import partial

from feedback.analysis.charts import (
    BROAD,
    HeatCell,
    HeatColumn,
    HeatRow,
    Layout,
    draw_heat_map,
)
from feedback.analysis.percents import class_percent
from feedback.domain.months import Month, iterate_months
from feedback.domain.text import sort_key
from feedback.queries.publications import MonthFigure, list_month_figures, list_names
from feedback.reports.charts import captions
from feedback.reports.charts.captions import LANGUAGES, write_chart_text
from feedback.reports.charts.rows import (
    MONTHS_BACK,
    WHOLE_PROVINCE,
    Draw,
    draw_layouts,
    name_page,
    split_pages,
)
from feedback.reports.disclosures import ALL
from feedback.reports.drafts import DrawnChart

#: Sectors on one page.
PAGE_SIZE = 42
#: Months that a narrow map has room for with their values.
NARROW_MONTHS = 12


def draw_sectors(month: Month) -> Iterator[DrawnChart]:
    """Sectors over two years, by name; those hidden in every month are left out."""
    months = list(iterate_months(month.shift(1 - MONTHS_BACK), month))
    cells: dict[str, dict[Month, MonthFigure]] = {}
    for figure in list_month_figures(ALL, "sector", month):
        if figure.month >= months[0]:
            cells.setdefault(figure.key, {})[figure.month] = figure
    first = min((m for figures in cells.values() for m in figures), default=month)
    months = [each for each in months if each >= first]
    shown = {
        key: figures
        for key, figures in cells.items()
        if any(figure.counts for figure in figures.values())
    }
    names = list_names("sector")
    keys = sorted(shown, key=lambda key: (sort_key(names[key][0]), key))
    pages = split_pages(keys, PAGE_SIZE)
    for number, page in enumerate(pages, start=1):
        units = [(names[key], shown[key]) for key in page]
        make = partial(_make, units, months, (number, len(pages)))
        yield from draw_layouts(name_page("heat", number), WHOLE_PROVINCE, make, BROAD)


def _make(
    units: Sequence[tuple[tuple[str, str], dict[Month, MonthFigure]]],
    months: Sequence[Month],
    number: tuple[int, int],
    language: str,
) -> Draw:
    title = captions.write_page(captions.HEAT.text(language), *number)
    text = write_chart_text(title, captions.BESIDE.text(language), language)
    hidden, empty = captions.HIDDEN.text(language), captions.EMPTY.text(language)
    place = LANGUAGES.index(language)

    def draw(layout: Layout) -> bytes:
        few = months if layout.width >= BROAD.width else months[-NARROW_MONTHS:]
        columns = [HeatColumn(str(each.month), str(each.year)) for each in few]
        rows = [
            HeatRow(name[place], [_make_cell(figures.get(each)) for each in few])
            for name, figures in units
        ]
        return draw_heat_map(rows, columns, hidden, empty, text, layout)

    return draw


def _make_cell(figure: MonthFigure | None) -> HeatCell | None:
    if figure is None:
        return None
    if figure.counts is None:
        return HeatCell()
    k, n = sum(figure.counts[3:]), sum(figure.counts)
    return HeatCell(k / n, str(class_percent(k, n)))

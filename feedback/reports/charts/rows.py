"""What a publication published, found by name, and how charts of it are called."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Any, TypeVar

from feedback.analysis.charts import NARROW, WIDE, Layout
from feedback.queries.charts import list_estimate_values
from feedback.queries.publications import list_results
from feedback.reports.charts.captions import LANGUAGES, write_rate
from feedback.reports.disclosures import PROVINCE, WHOLE
from feedback.reports.drafts import DrawnChart, ResultRow

#: Methods that charts read, and the scopes they read them of.
METHODS = ("control", "break", "pooled", "drivers")
UNIT_SCOPES = ("agency", "sector", "service")

MONTHS_BACK = 24
WHOLE_PROVINCE = f"{PROVINCE}:{WHOLE}"

#: Draws one chart in a layout.
Draw = Callable[[Layout], bytes]
Thing = TypeVar("Thing")


class PublishedRows:
    """The results and estimates of one publication, by indicator, scope and key."""

    def __init__(self, publication_id: int) -> None:
        names = [field.name for field in fields(ResultRow)]
        self._rows = {
            (row.indicator, row.scope, row.key): ResultRow(
                **{name: getattr(row, name) for name in names}
            )
            for row in list_results(publication_id)
        }
        scopes = (PROVINCE, *UNIT_SCOPES)
        self._estimates = list_estimate_values(publication_id, METHODS, scopes)

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

    def find_estimate(
        self, method: str, indicator: str, scope: str, key: str
    ) -> Mapping[str, Any] | None:
        """What a method says of a unit, if it says anything."""
        return self._estimates.get((method, indicator, scope, key))


def count_rate(row: ResultRow) -> tuple[int, int]:
    """Satisfied and valid answers of a result."""
    counts = row.counts or (0, 0, 0, 0, 0)
    return sum(counts[3:]), sum(counts)


def write_value(row: ResultRow, language: str) -> str:
    """The rate of a result with what it rests on."""
    k, n = count_rate(row)
    return write_rate(k, n, (row.lower or 0, row.upper or 1), row.threshold, language)


def split_pages(things: Sequence[Thing], size: int) -> list[Sequence[Thing]]:
    """Split a list into pages of nearly the same length, none longer than a size."""
    pages = -(-len(things) // size)
    cuts = [len(things) * page // pages for page in range(pages + 1)] if pages else []
    return [things[begin:end] for begin, end in pairwise(cuts)]


def name_page(kind: str, number: int) -> str:
    """What a page of a kind of chart is called; the first one has no number."""
    return kind if number == 1 else f"{kind}-{number}"


def draw_layouts(
    kind: str,
    unit: str,
    make: Callable[[str], Draw | None],
    wide: Layout = WIDE,
) -> Iterator[DrawnChart]:
    """Draw a chart for wide and for narrow screens in each language.

    Names are `kind:scope:key`, those for narrow screens `kind-narrow:scope:key`.
    """
    for language in LANGUAGES:
        draw = make(language)
        if draw is not None:
            yield DrawnChart(f"{kind}:{unit}", language, draw(wide))
            yield DrawnChart(f"{kind}-narrow:{unit}", language, draw(NARROW))

"""The lists of a published period: its agencies, sectors and services."""

from typing import Final

from feedback.queries.published import catalogue, results
from feedback.queries.published.slices import Slice
from feedback.views.transparency.cards import Row, group_by_unit

#: Lines of one list on a page.
SIZE: Final = 100


def list_units(
    publication_id: int, scope: str, q: str = "", page: int = 1
) -> Slice[Row]:
    """A page of the units of a scope, by name, each with its figures."""
    found = catalogue.list_published_units(scope, publication_id, q, page, SIZE)
    codes = [unit.code for unit in found.items]
    rows = group_by_unit(results.list_results_of(publication_id, scope, codes))
    return Slice(rows, found.total, found.page, SIZE)

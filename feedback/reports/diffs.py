"""What a later version of a period changed, figure by figure, for everyone to see."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from feedback.reports.drafts import EstimateRow, ResultRow

#: So many changes are listed; all are counted.
MOST_LISTED = 500
_ID = ("indicator", "scope", "key")
_FIELDS = tuple(
    field.name
    for field in fields(ResultRow)
    if field.name not in (*_ID, "is_hidden", "operator")
)


def compare_versions(
    former: Iterable[Any],
    results: Iterable[ResultRow],
    former_estimates: Iterable[Any],
    estimates: Iterable[EstimateRow],
) -> dict[str, Any]:
    """The changes in rows that both versions show, as the publication stores them.

    A figure that only one of them shows is in no row: a diff must not tell what a blank
    holds. Rows come as results, then estimates, each in the order of its table.
    """
    rows = [
        *_compare_results(former, results),
        *_compare_estimates(former_estimates, estimates),
    ]
    return {"count": len(rows), "rows": rows[:MOST_LISTED]}


def _compare_results(
    former: Iterable[Any], results: Iterable[ResultRow]
) -> Iterator[dict[str, Any]]:
    old = {_name(row): row for row in former if not row.is_hidden}
    for row in results:
        before = old.get(_name(row))
        if before is None or row.is_hidden:
            continue
        for field in _FIELDS:
            was, now = getattr(before, field), getattr(row, field)
            if was != now:
                yield _change(row, field, was, now)


def _compare_estimates(
    former: Iterable[Any], estimates: Iterable[EstimateRow]
) -> Iterator[dict[str, Any]]:
    old: dict[tuple[str, ...], Mapping[str, Any]] = {
        (row.method, *_name(row)): row.values for row in former
    }
    for row in estimates:
        before = old.get((row.method, *_name(row)))
        if before is None:
            continue
        for field in sorted(before.keys() & row.values.keys()):
            if before[field] != row.values[field]:
                name = f"{row.method}.{field}"
                yield _change(row, name, before[field], row.values[field])


def _name(row: Any) -> tuple[str, ...]:
    return tuple(getattr(row, part) for part in _ID)


def _change(row: Any, field: str, before: Any, after: Any) -> dict[str, Any]:
    parts = dict(zip(_ID, _name(row), strict=True))
    return {**parts, "field": field, "before": before, "after": after}

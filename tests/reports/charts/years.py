"""Two published years of a province, with the estimates its methods make of them."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from feedback.domain.months import Month, iterate_months
from feedback.domain.periods import Period
from feedback.extensions import db
from feedback.models.publications import Estimate, Publication
from feedback.queries.publications import get_codes
from feedback.reports.charts.rows import PublishedRows
from feedback.reports.estimates import breaks, control
from feedback.reports.estimates.scenes import Scene
from feedback.reports.histories import make_history, read_sealed
from tests.factories_published import Levels, make_publication, make_result

FIRST, LAST = Month(2024, 5), Month(2026, 4)


def make_levels(k: int, n: int) -> Levels:
    """So many satisfied of so many."""
    return (0, n - k, 0, k, 0)


def publish_years(satisfied: Mapping[Month, int], n: int = 200) -> Publication:
    """Publish the province's months, online users and all; return the newest."""
    publication = None
    for month in iterate_months(FIRST, LAST):
        publication = make_publication(month.first_day)
        for indicator in ("T1", "all"):
            levels = make_levels(satisfied[month], n)
            make_result(publication, levels, indicator=indicator)
    assert publication is not None
    return publication


def add_estimate(
    publication: Publication,
    method: str,
    values: Mapping[str, Any],
    indicator: str = "T1",
    scope: str = "province",
    key: str = "-",
) -> None:
    """Store what a method says of a unit."""
    names = {"indicator": indicator, "scope": scope, "key": key}
    db.session.add(
        Estimate(
            publication_id=publication.id,
            month=publication.month,
            length=publication.length,
            method=method,
            values=dict(values),
            **names,
        )
    )
    db.session.commit()


def find_series(publication: Publication) -> Iterator[tuple[str, dict[str, Any]]]:
    """What control charts and the search for a change say of the province online."""
    months = list(iterate_months(FIRST, LAST))
    newest, rows = Period(LAST), PublishedRows(publication.id)
    results = [*rows.list("T1", "province"), *rows.list("all", "province")]
    before = [Period(month) for month in months[:-1]]
    history = make_history(before, read_sealed(before), newest, results)
    parts = make_history((), {}, newest, results)
    baseline = tuple(months[:12])
    scene = Scene(newest, {}, history, parts, baseline, (), {}, get_codes(), {})
    for method, module in (("control", control), ("break", breaks)):
        for work in module.list_work(scene):
            if work.indicator == "T1":
                (found,) = work.find(np.arange(1))
                values = found.tidy()
                yield method, {**values, "is_flagged": values["p"] < 0.05}

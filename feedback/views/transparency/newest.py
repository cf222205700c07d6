"""The newest periods of a unit: the quarter or year that binds, and the month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback.domain.periods import Period
from feedback.queries.published import publications, results
from feedback.queries.published.estimates import list_estimates_among
from feedback.views.transparency.cards import Shown, show_in_order
from feedback.views.transparency.readings.units import (
    Reading,
    Readings,
    group_estimates,
    read_figure,
)


@dataclass(frozen=True)
class ShownPeriod:
    """A unit in one period: its figures, and what was published beside them."""

    period: Period
    publication: Any
    results: Sequence[Shown]
    estimates: Readings
    #: Where the plan sets each target, by indicator.
    clauses: Mapping[str, str]

    def read(self, shown: Shown) -> Reading:
        """What the estimates say of one of its figures."""
        return read_figure(shown, self.estimates)


def show_newest(
    scope: str,
    key: str,
    found: tuple[Any, Any],
    figures: Sequence[results.Figure],
    clauses: Mapping[str, str],
) -> tuple[ShownPeriod | None, ShownPeriod]:
    """The newest binding period, if there is one, and the newest month.

    `found` are their publications, `figures` the unit's months, `clauses` those of the
    newest one.
    """
    latest, binding = found
    month = publications.period_of(latest)
    ids = [publication.id for publication in found if publication is not None]
    estimates = list_estimates_among(ids, scope, key)
    monthly = ShownPeriod(
        month,
        latest,
        show_in_order([f for f in figures if f.period == month]),
        group_estimates(e for e in estimates if e.publication_id == latest.id),
        clauses,
    )
    if binding is None:
        return None, monthly
    longer = ShownPeriod(
        publications.period_of(binding),
        binding,
        show_in_order(results.list_results_of(binding.id, scope, [key])),
        group_estimates(e for e in estimates if e.publication_id == binding.id),
        list_sealed_clauses(binding.terms) or clauses,
    )
    return (longer if longer.results else None), monthly


def list_sealed_clauses(terms: Mapping[str, Any]) -> dict[str, str]:
    """The clause behind each target as it was sealed with a period."""
    plan = terms.get("plan") or {}
    number = plan.get("number")
    return {
        target["code"]: f"{number}, {target['clause']}" if number else target["clause"]
        for target in terms.get("targets") or ()
    }

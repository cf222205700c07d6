"""The examples that the newest publications allow."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from feedback.queries.published import names, publications, results
from feedback.queries.published.estimates import Estimate, list_estimates_after
from feedback.views.languages import language
from feedback.views.transparency.cards import Shown
from feedback.views.transparency.examples.methods import WORKED
from feedback.views.transparency.examples.rates import make_rate_examples
from feedback.views.transparency.examples.steps import Example
from feedback.views.transparency.newest import ShownPeriod, show_newest

_PROVINCE = ("province", "-")


def make_examples() -> dict[str, Example]:
    """Worked examples by the id of their rule; none before anything is published."""
    found = publications.find_newest()
    if found[0] is None:
        return {}
    figures = results.list_results_of(found[0].id, _PROVINCE[0], _PROVINCE[1:])
    binding, monthly = show_newest(*_PROVINCE, found, figures, {})
    examples: dict[str, Example] = {}
    # What only closed periods have comes from the quarter or year, the rest from the
    # month.
    for period in (binding, monthly):
        if period is not None:
            examples.update(_make_examples(period))
    return {**examples, **_make_unit_examples(binding)}


def _make_examples(period: ShownPeriod) -> dict[str, Example]:
    shown = _choose_figure(period.results)
    if shown is None:
        return {}
    place = (shown.figure.indicator, *_PROVINCE)
    values: Mapping[str, Mapping[str, Any]] = period.estimates.get(place, {})
    of = f"{shown.title}, {period.period.text(language())}"
    examples = dict(make_rate_examples(of, shown, values.get("power")))
    for rule, (method, work_out) in WORKED.items():
        if method in values:
            examples[rule] = Example(of, list(work_out(values[method])))
    return {rule: example for rule, example in examples.items() if example.steps}


def _choose_figure(shown: Sequence[Shown]) -> Shown | None:
    return next((one for one in shown if one.rate is not None), None)


def _make_unit_examples(period: ShownPeriod | None) -> dict[str, Example]:
    """Pooling is about agencies: of the first one that was pooled."""
    if period is None:
        return {}
    wanted = {"method": "pooled", "scope": "agency"}
    units = list_estimates_after(0, period.publication.id, wanted, 1)
    return {
        rule: Example(_name_unit(unit, period), steps)
        for unit in units
        for rule, (method, work_out) in WORKED.items()
        if method == "pooled" and (steps := list(work_out(unit.values)))
    }


def _name_unit(unit: Estimate, period: ShownPeriod) -> str:
    place = (unit.scope, unit.key)
    name = names.list_names([place]).get(place)
    return _(
        "%(unit)s, mười hai tháng đến hết %(period)s",
        unit=name.text(language()) if name else unit.key,
        period=period.period.text(language()),
    )

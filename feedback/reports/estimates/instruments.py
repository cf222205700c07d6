"""How well each version of the questionnaire measures, over a quarter or a year."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.analysis.intervals import exact_bounds
from feedback.analysis.rates import R3, find_lowest_levels, measure_rates
from feedback.analysis.reliability import MIN_ITEMS, measure_reliability
from feedback.analysis.verdicts import V1
from feedback.domain.disclosure import MIN_ANSWERS
from feedback.reports.disclosures import ALL, PROVINCE, WHOLE
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.estimates.sheets import AnswerSheet
from feedback.reports.rules import MIN_COMPLETE, SIDE


def list_work(scene: Scene) -> Iterator[Work]:
    """The province; nothing of a month."""
    if scene.period.is_binding:
        yield Work(ALL, PROVINCE, [WHOLE], partial(_measure, scene))


def _measure(scene: Scene, _places: IntArray) -> list[Finding]:
    versions = [found for sheet in scene.sheets if (found := _measure_version(sheet))]
    # To so many digits: the last ones hang on where the search for omega stopped.
    values = {"floor": MIN_COMPLETE, "versions": versions}
    return [Finding(WHOLE, values, {"versions": 4})] if versions else []


def _measure_version(sheet: AnswerSheet) -> dict[str, Any] | None:
    """Reliability without the straight-liners, who would inflate it."""
    if len(sheet.items) < MIN_ITEMS or sheet.complete < MIN_COMPLETE:
        return None
    found = measure_reliability(sheet.answers, error_each_side=SIDE)
    if found.people < MIN_COMPLETE:
        return None
    return {
        "questionnaire": sheet.questionnaire,
        "share_read": sheet.share_read,
        "complete": sheet.complete,
        "n": found.people,
        "straight_share": (
            found.straight_liners / sheet.complete
            if found.straight_liners >= MIN_ANSWERS
            else None
        ),
        "all_satisfied": _measure_all(sheet),
        "alpha": found.alpha,
        "lower": found.lower,
        "upper": found.upper,
        "ordinal_alpha": found.ordinal_alpha,
        "omega": found.omega,
        "eigenvalues": found.eigenvalues.tolist(),
        "left_out": list(sheet.left_out),
        "items": [
            {
                "id": item,
                "vi": wording.vi,
                "en": wording.en,
                "item_total": float(found.item_total[place]),
                "alpha_without": float(found.alpha_without[place]),
                "loading": float(found.loadings[place]),
            }
            for place, (item, wording) in enumerate(
                zip(sheet.items, sheet.wordings, strict=True)
            )
        ],
    }


def _measure_all(sheet: AnswerSheet) -> dict[str, Any]:
    """R3: who is satisfied on the whole and with every question they answered."""
    given = np.column_stack([sheet.overall, sheet.answers])
    lowest = find_lowest_levels(np.nan_to_num(given).astype(np.int64))
    rates = measure_rates([np.bincount(lowest, minlength=6)[1:]], R3)
    lower, upper = exact_bounds(rates.numerator, rates.n, float(V1.error))
    return {
        "n": rates.n[0],
        "k": rates.numerator[0],
        "rate": rates.share[0],
        "lower": lower[0],
        "upper": upper[0],
    }

"""Which questions go with overall satisfaction, over a quarter or a year.

It says what goes with what, never what causes what.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import numpy as np

from feedback.analysis.arrays import FloatArray, IntArray
from feedback.analysis.drivers import MOST_ITEMS, find_drivers
from feedback.analysis.ordinals import compare_order, fit_ordinal
from feedback.reports.disclosures import ALL, PROVINCE, WHOLE
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.estimates.sheets import AnswerSheet
from feedback.reports.rules import (
    MIN_COMPLETE,
    MOST_CHECKED,
    RESAMPLES,
    SEED,
    SIDE,
)

#: Digits of a figure: the last ones hang on where a search stopped.
_DIGITS: Final = {"items": 4, "explained": 4, "ordinal_order": 4}
#: Of one item nothing can be split.
_MIN_ITEMS: Final = 2


def list_work(scene: Scene) -> Iterator[Work]:
    """The province; nothing of a month."""
    if scene.period.is_binding:
        yield Work(ALL, PROVINCE, [WHOLE], partial(_find, scene))


def _find(scene: Scene, _places: IntArray) -> list[Finding]:
    """Of the version that most people answered in full."""
    sheets = [s for s in scene.sheets if _MIN_ITEMS <= len(s.items) <= MOST_ITEMS]
    sheet = max(sheets, key=lambda s: s.complete, default=None)
    if sheet is None:
        return []
    values = _split(sheet)
    return [] if values is None else [Finding(WHOLE, values, _DIGITS)]


def _draw(answers: FloatArray, overall: FloatArray) -> tuple[FloatArray, FloatArray]:
    """As many people as the check needs; its time grows with them."""
    if len(answers) > MOST_CHECKED:
        rng = np.random.default_rng(SEED)
        places = np.sort(rng.choice(len(answers), MOST_CHECKED, replace=False))
        answers, overall = answers[places], overall[places]
    return answers, overall


def _split(sheet: AnswerSheet) -> dict[str, Any] | None:
    is_complete = ~(np.isnan(sheet.answers).any(axis=1) | np.isnan(sheet.overall))
    answers, overall = sheet.answers[is_complete], sheet.overall[is_complete]
    if len(answers) < MIN_COMPLETE:
        return None
    found = find_drivers(answers, overall, SEED, RESAMPLES, SIDE)
    if np.isnan(found.explained):
        return None
    ordinal = fit_ordinal(*_draw(answers, overall), SEED)
    return {
        "questionnaire": sheet.questionnaire,
        "share_read": sheet.share_read,
        "floor": MIN_COMPLETE,
        "n": found.people,
        "explained": found.explained,
        "resamples": RESAMPLES,
        # Kendall's tau-b of the two orders: 1 where the ordinal model agrees.
        "ordinal_order": compare_order(found.importance, ordinal),
        "left_out": list(sheet.left_out),
        "items": [
            {
                "id": item,
                "vi": wording.vi,
                "en": wording.en,
                "importance": float(found.importance[place]),
                "lower": float(found.lower[place]),
                "upper": float(found.upper[place]),
                "alone": float(found.alone[place]),
                "performance": float(found.performance[place]),
                "ordinal_effect": float(ordinal.standardised[place]),
            }
            for place, (item, wording) in enumerate(
                zip(sheet.items, sheet.wordings, strict=True)
            )
        ],
    }

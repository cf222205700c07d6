"""The rules behind a publication, each with id, version and parameters, as sealed."""

from typing import Any, Final

from feedback.analysis.adjustments import Refusal
from feedback.analysis.breaks import DRAWS as BREAK_DRAWS
from feedback.analysis.breaks import MIN_SEGMENT
from feedback.analysis.control import (
    MIN_BASELINE,
    MOST_ANSWERS,
    MOST_DISPERSION,
    NEWEST_WEIGHT,
    WIDTH,
)
from feedback.analysis.coverage import A1
from feedback.analysis.finite import V2
from feedback.analysis.pooling import FEW_GROUPS
from feedback.analysis.ranks import MIN_ANSWERS as MIN_RANKED
from feedback.analysis.ranks import MIN_RELIABILITY
from feedback.analysis.rates import R1, R2, R3
from feedback.analysis.registers import W1
from feedback.analysis.shortfalls import MOST_ANSWERS as MOST_FURTHER
from feedback.analysis.trends import MIN_MONTHS
from feedback.analysis.verdicts import V1
from feedback.domain.disclosure import MIN_ANSWERS, MIN_UNANIMOUS
from feedback.domain.flags import Q as FLAG_Q

#: Tolerated share of false flags in a family of tests.
Q: Final = 0.05
#: Chance that either bound of a difference or a coverage share is wrong.
SIDE: Final = 0.025
#: Months that series reach back, the newest included.
WINDOW: Final = 24
#: Months that rates are pooled over.
POOLED_MONTHS: Final = 12
#: Periods that coverage is held against: so many months, quarters, years.
COVERAGE_BACK: Final = {1: 12, 3: 4, 12: 2}
#: Complete answers under which nothing is said of the questions.
MIN_COMPLETE: Final = 300
#: A question that a smaller share of those who rated answered is left out: who answers
#: it is another crowd, and few would be left who answered everything.
MIN_ANSWERED: Final = 0.5
#: Ratings read for it; of more, a sample by the random hash of their receipts.
MOST_RATINGS: Final = 20_000
#: Samples drawn for the intervals of the drivers, and people the check is made on.
RESAMPLES: Final = 200
MOST_CHECKED: Final = 1000
#: Of all random draws.
SEED: Final = 2026

#: What the figures of each kind of unit are parted by, as far as all is published; the
#: rest by subtraction. Classes with too few answers give up the last first.
CLASSES: Final = {
    "agency": ["online or not", "month (quarter, of a year)"],
    "sector": ["online or not", "month (quarter, of a year)"],
    "province": ["sector", "online or not", "month (quarter, of a year)"],
}
#: Why a unit is not weighted besides the reasons of `Refusal`: online or not cannot be
#: told apart, though many dossiers are on the side that is not heard.
UNPARTED: Final = "unparted"


def write_rules() -> dict[str, Any]:
    """All rules by what they are for."""
    return {
        "rate": f"{R1.id}/{R1.version}",
        "index": f"{R2.id}/{R2.version}",
        "verdict": {
            "id": f"{V1.id}/{V1.version}",
            "bounds": "exact, one-sided",
            "error": str(V1.error),
            "min_answers": V1.min_answers,
        },
        "disclosure": {
            "id": "D1/2",
            "min_answers": MIN_ANSWERS,
            "min_unanimous": MIN_UNANIMOUS,
            "longer periods": "give up what would tell a hidden month",
        },
        "digest": {"id": "H1/2", "over": ["terms", "results", "estimates"]},
        **_write_methods(),
        **_write_questions(),
        **_write_series(),
    }


def _write_methods() -> dict[str, Any]:
    return {
        "weighting": {
            "id": f"{W1.id}/{W1.version}",
            "classes": CLASSES,
            "finer": "sector (of a sector: agency) x channel x month, else raked",
            "enough": W1.enough,
            "least": W1.least,
            "trim_at": W1.trim_at,
            "most_deff": W1.most_deff,
            "most_unheard": W1.most_unheard,
            "refusals": [*(refusal.value for refusal in Refusal), UNPARTED],
        },
        "bounds": {"id": f"{V2.id}/{V2.version}", "error": str(V2.error)},
        "power": {"id": "N1/1", "most_answers": MOST_FURTHER},
        "coverage": {
            "id": f"{A1.id}/{A1.version}",
            "interval": "Wilson",
            "error_each_side": SIDE,
            "most_p": A1.most_p,
            "least_fall": A1.least_fall,
            "periods_back": {str(k): v for k, v in COVERAGE_BACK.items()},
        },
        "pooling": {
            "id": "P1/1",
            "months": POOLED_MONTHS,
            "fields": {"agency": "level", "service": "sector"},
            "few_units": FEW_GROUPS,
            "min_ranked": MIN_RANKED,
            "min_reliability": MIN_RELIABILITY,
            "seed": SEED,
        },
        "fdr": {"id": "F1/1", "procedure": "Benjamini-Hochberg", "q": str(Q)},
    }


def _write_questions() -> dict[str, Any]:
    return {
        "instrument": {
            "id": "Q1/2",
            "all satisfied": f"{R3.id}/{R3.version}, exact bounds",
            "reliability": "alpha with Feldt's interval, omega",
            "left out": "straight-liners, incomplete answers",
            "min_complete": MIN_COMPLETE,
            "min_answered": MIN_ANSWERED,
            "most_ratings": MOST_RATINGS,
            "error_each_side": SIDE,
        },
        "drivers": {
            "id": "L1/1",
            "split": "Shapley values of R2",
            "min_complete": MIN_COMPLETE,
            "resamples": RESAMPLES,
            "checked_on": MOST_CHECKED,
            "seed": SEED,
        },
        "integrity": {
            "id": "G1/1",
            "flags": "Benjamini-Hochberg per family",
            "q": str(FLAG_Q),
            "counted": "flags as of the day of publication",
        },
    }


def _write_series() -> dict[str, Any]:
    return {
        "change": {"id": "E1/1", "interval": "Newcombe", "error_each_side": SIDE},
        "control": {
            "id": "C1/1",
            "baseline": f"the first {MIN_BASELINE} months published",
            "width": WIDTH,
            "most_dispersion": MOST_DISPERSION,
            "most_answers": MOST_ANSWERS,
            "newest_weight": NEWEST_WEIGHT,
            "months": WINDOW,
        },
        "trend": {"id": "S1/1", "min_months": MIN_MONTHS, "months": WINDOW},
        "break": {
            "id": "B1/1",
            "min_segment": MIN_SEGMENT,
            "draws": BREAK_DRAWS,
            "months": WINDOW,
            "seed": SEED,
        },
    }

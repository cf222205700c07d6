"""Estimates as feedback/reports/estimates publishes them, in small numbers."""

from typing import Any

_TEST = {"p": 0.2, "adjusted_p": 0.4, "is_flagged": False, "family_size": 24}

#: 376 of 412 against 90 %: further answers by analysis.shortfalls.
POWER = {
    "n": 412,
    "k": 376,
    "answers_to_settle": 1167,
    "answers_to_meet": 58,
    "satisfied_to_meet": 6,
}
PARTS = [
    {
        **{"channel": "online", "N": 400, "dossier_share": 0.4},
        **{"n": 300, "answer_share": 0.75, "k": 285, "rate": 0.95},
    },
    {
        **{"channel": "counter", "N": 600, "dossier_share": 0.6},
        **{"n": 100, "answer_share": 0.25, "k": 80, "rate": 0.8},
    },
]
WEIGHTED = {
    **{"n": 400, "k": 365, "N": 1000, "way": "post_stratified", "refused": None},
    **{"raw_rate": 0.9125, "raw_lower": 0.885663, "raw_upper": 0.934648},
    **{"official": True, "raw_evidence": "too_close"},
    **{"rate": 0.86, "lower": 0.82, "upper": 0.894, "n_eff": 242.4, "deff": 1.65},
    **{"largest": 6.0, "trimmed": 0, "unheard": 0.0, "evidence": "not_met"},
    "classes": [
        {"sector": None, "side": "online", "date": None, "N": 400, "n": 300, "k": 285},
        {"sector": None, "side": "other", "date": None, "N": 600, "n": 100, "k": 80},
    ],
    "agrees_with_finer": True,
    "parts": PARTS,
}
REFUSED = {
    **WEIGHTED,
    **{"refused": "design_effect", "rate": None, "lower": None, "upper": None},
    **{"n_eff": None, "evidence": None, "parts": []},
}
BOUNDS = {
    **{"n": 412, "k": 376, "N": 2060},
    **{"logical_lower": 0.182524, "logical_upper": 0.982524},
    **{"fewest": 1832, "most": 1920, "lower": 0.88932, "upper": 0.932039},
    **{"is_fact": False, "evidence": "too_close"},
}


def make_chain(**alarms: dict[str, Any]) -> dict[str, Any]:
    """The chain of a unit; a named test raises an alarm, the others do not."""
    quiet = {"k": 90, "n": 100, "other_k": 900, "other_n": 1000, "change": 0.0, **_TEST}
    names = ("invited_drop", "rated_drop", "refused_invited")
    steps = [("invited", "ended"), ("delivered", "invited"), ("rated", "delivered")]
    bounds = {"share": 0.5, "lower": 0.45, "upper": 0.55}
    return {
        **{"N": 200, "n": 50, "invited": 180, "delivered": 150, "is_sound": True},
        "steps": [{"step": step, "of": of, **bounds} for step, of in steps],
        "overall": {"step": "rated", "of": "ended", **bounds},
        **{name: dict(quiet) for name in names},
        **{"returned_invited": None, "withdrawn_invited": None},
        **alarms,
    }


def make_alarm(k: int, n: int, other_k: int, other_n: int) -> dict[str, Any]:
    """A share so much smaller than another one that it is no chance."""
    fall = {"k": k, "n": n, "other_k": other_k, "other_n": other_n}
    change = k / n - other_k / other_n
    flagged = {"p": 0.0001, "adjusted_p": 0.0024, "is_flagged": True}
    return {**fall, "change": change, **_TEST, **flagged}


def make_change(
    difference: float, lower: float, upper: float, is_flagged: bool = False
) -> dict[str, Any]:
    """A unit against the quarter before; a year before it was not there."""
    before = {
        **{"period": "2025-Q4", "n": 300, "k": 270},
        **{"difference": difference, "lower": lower, "upper": upper},
        **{**_TEST, "is_flagged": is_flagged},
    }
    return {"n": 412, "k": 376, "before": before, "year_earlier": None}


def make_pooled(group: str | None, **changes: Any) -> dict[str, Any]:
    """Where a unit stands among twelve of its field."""
    return {
        **{"field": "province", "units": 12, "months": 12, "n": 1500, "k": 1380},
        **{"field_n": 9000, "field_rate": 0.9, "rate": 0.918, "lower": 0.905},
        **{"upper": 0.93, "chance_of_target": 0.98, "has_difference": True},
        **{"reliability": 0.91, "field_reliability": 0.85, "is_ordered": True},
        **{"rank": 3.4, "rank_lowest": 2.0, "rank_highest": 6.0, "group": group},
        **{"chance_above_field": 0.99, "p": 0.01, "adjusted_p": 0.03},
        "family_size": 12,
        **changes,
    }


CONTROL = {
    **{"n": 412, "k": 376, "months": 18, "first": "2024-11"},
    **{"baseline_first": "2024-11", "baseline_last": "2025-10", "baseline_n": 5200},
    **{"centre": 0.9, "factor": 1.5, "sigma_z": 1.5, "is_laney": True, "rate": 0.82},
    **{"lower": 0.8335, "upper": 0.9665, "is_out": True, "out": ["2026-03"]},
    **{"average": 0.88, "average_lower": 0.87, "average_upper": 0.93},
    **{"is_drifting": False, "longest_run": 3, "longest_allowed": 7, "crossings": 8},
    **{"crossings_needed": 5, "is_run": False},
    **{**_TEST, "p": 0.0003, "is_flagged": True},
}
TREND = {
    **{"n": 7000, "k": 6300, "months": 18, "first": "2024-11"},
    **{"points_per_month": -0.25, "lower": -0.4, "upper": -0.1, "tau": -0.6},
    **{"factor": 1.0, **_TEST, "is_flagged": True},
}
BREAK = {
    **{"n": 7000, "k": 6300, "months": 18, "first": "2024-11"},
    **{"last_before": "2025-09", "gain": 12.5, "difference": 0.051, "lower": 0.02},
    **{"upper": 0.082, "draws": 2000, **_TEST, "is_flagged": True},
}
CONTESTED = {
    **{"n": 412, "k": 376, "rate": 0.912621, "is_told": True, "contested": 40},
    **{"share_contested": 0.097087, "n_without": 372, "k_without": 338},
    **{"rate_without": 0.908602, "flags_open": 2, "flags_closed": 0},
}

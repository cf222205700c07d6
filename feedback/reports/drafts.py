"""A period's publication before it is sealed: plain values, one digest."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback.domain.periods import Period


@dataclass(frozen=True)
class ResultRow:
    """One published figure; its fields are the columns of the results table.

    Of a hidden cell only what the register knows is given: ended, invited, delivered.
    """

    indicator: str
    scope: str
    key: str
    is_hidden: bool
    n1: int | None
    n2: int | None
    n3: int | None
    n4: int | None
    n5: int | None
    n_none: int | None
    lower: float | None
    upper: float | None
    operator: str | None
    threshold: str | None
    official: bool | None
    verdict: str | None
    ended: int | None
    invited: int | None
    delivered: int | None
    rated: int | None

    @property
    def counts(self) -> tuple[int, int, int, int, int] | None:
        """The five levels, or None where they are hidden."""
        if self.n1 is None:
            return None
        return (self.n1, self.n2 or 0, self.n3 or 0, self.n4 or 0, self.n5 or 0)


@dataclass(frozen=True)
class EstimateRow:
    """What a method says of a unit; its fields are the columns of the table."""

    method: str
    indicator: str
    scope: str
    key: str
    #: Plain numbers (floats to six digits at most), texts, booleans, nulls, lists.
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """All that a publication says of a period, and what it was computed from."""

    period: Period
    terms: Mapping[str, Any]
    #: By indicator, scope and key.
    results: tuple[ResultRow, ...]
    #: By method, indicator, scope and key.
    estimates: tuple[EstimateRow, ...] = ()
    #: For the run's record, no part of what is published: units a method failed on.
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over terms, results and estimates in canonical form."""
        # Not by asdict, which copies every value deeply.
        results = [vars(row) for row in self.results]
        estimates = [vars(row) for row in self.estimates]
        return compute_digest(self.terms, results, estimates)


def compute_digest(
    terms: Mapping[str, Any],
    results: Sequence[Mapping[str, Any]],
    estimates: Sequence[Mapping[str, Any]] = (),
) -> str:
    """SHA-256 of canonical JSON: keys sorted, no spaces, UTF-8, rows in order.

    Anyone who has the terms, results and estimates of a publication gets the same.
    Form 2 is {"terms", "results", "estimates"}; without any estimates the last of the
    three is left out, which is form 1, in which all publications before quarters and
    years were sealed. The terms name the form (rules, digest).
    """
    content: dict[str, Any] = {
        "terms": dict(terms),
        "results": sorted(
            results, key=lambda r: (r["indicator"], r["scope"], r["key"])
        ),
    }
    if estimates:
        content["estimates"] = sorted(
            estimates, key=lambda e: (e["method"], e["indicator"], e["scope"], e["key"])
        )
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def explain_change(former: Mapping[str, Any], terms: Mapping[str, Any]) -> str:
    """Why a sealed period has a new version, in both languages."""
    parts = sorted(
        name
        for name in former.keys() | terms.keys()
        if name != "inputs" and former.get(name) != terms.get(name)
    )
    before, after = former.get("inputs", {}), terms.get("inputs", {})
    parts += [
        f"{name} {before.get(name)} → {after.get(name)}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
    changed = "; ".join(parts) or "results"
    return f"Dữ liệu đầu vào đã đổi / inputs changed: {changed}"


@dataclass(frozen=True)
class DrawnChart:
    """A chart of a publication, by kind, scope and key."""

    name: str
    language: str
    svg: bytes

"""python docs/open-data/estimates.py gop-y-2026-q2-v1.zip [packages of other periods]

Recomputes the estimates of a sealed period, the first package, by the platform's own
methods, from data packages alone: no database, no application. Run it from a checkout
with its virtual environment. Exit code 1: something differs; 2: a package is missing.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from feedback.analysis.control import MIN_BASELINE
from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.domain.periods import MONTH, YEAR, Period
from feedback.exchange.packages import read_package
from feedback.queries.publications import Codes
from feedback.reports.disclosures import ALL
from feedback.reports.drafts import Draft, EstimateRow, ResultRow
from feedback.reports.endings import EndingCounts
from feedback.reports.estimates.coverage import OUTCOMES
from feedback.reports.estimates.methods import METHODS, estimate_units
from feedback.reports.estimates.scenes import Scene, make_scene
from feedback.reports.histories import Sealed, list_figures
from feedback.reports.rules import COVERAGE_BACK, WINDOW, write_rules

#: Figures are sealed with six digits; the last may differ from machine to machine.
NEAR: Final = 1.1e-6
MOST_NAMED: Final = 10
#: What weighted rates say of finer figures than are published.
FINER: Final = ("agrees_with_finer", "parts")
Unit = tuple[str, ...]


@dataclass(frozen=True)
class Package:
    """A data package as it was read."""

    about: Mapping[str, Any]
    draft: Draft
    #: The level of an agency, the sector of a service, on the day of the download.
    fields: Mapping[Any, str | None]

    def list_rows(self, *methods: str) -> list[tuple[Unit, dict[str, Any]]]:
        """What some methods say of each unit."""
        return list_values(row for row in self.draft.estimates if row.method in methods)


def list_values(rows: Iterable[EstimateRow]) -> list[tuple[Unit, dict[str, Any]]]:
    """Estimates by unit, without what no published row can tell."""
    return [
        (
            (row.method, row.indicator, row.scope, row.key),
            {name: row.values[name] for name in row.values if name not in FINER},
        )
        for row in rows
    ]


def open_package(path: str) -> Package:
    """All of a package that estimates are made of."""
    about, found = read_package(Path(path))
    sealed = [field.name for field in fields(ResultRow)]
    results = [ResultRow(**{n: row[n] for n in sealed}) for row in found["results"]]
    estimates = [EstimateRow(**row) for row in found["estimates"]]
    period = Period.parse(about["publication"]["period"])
    draft = Draft(period, found["terms"], tuple(results), tuple(estimates))
    units = {(row["scope"], row["key"]): row.get("field") for row in found["names"]}
    return Package(about, draft, units)


def choose_before(newest: Package, others: Iterable[Package]) -> dict[Period, Package]:
    """The earlier versions in force when the newest was sealed, and its own parts."""
    period, now = newest.draft.period, newest.about["created"]
    parts = {part["digest"] for part in newest.draft.terms.get("parts", ())}
    chosen = {}
    for package in sorted(others, key=lambda package: str(package.about["created"])):
        each, created = package.draft.period, package.about["created"]
        is_earlier = each.length == period.length and each < period
        if (is_earlier and created <= now) or package.draft.digest in parts:
            chosen[each] = package
    return chosen


def list_periods(newest: Package) -> dict[str, set[Period]]:
    """The periods that each method looks at besides the newest."""
    period = newest.draft.period
    step, is_month = period.length, period.length == MONTH

    def go_back(most: int) -> set[Period]:
        return {Period(period.last.shift(-step * n), step) for n in range(1, most + 1)}

    window = go_back(WINDOW - 1) if is_month else set()
    rows = newest.list_rows("control")
    firsts = {Month.parse(values["baseline_first"]) for _, values in rows}
    baseline = {Period(first.shift(n)) for first in firsts for n in range(MIN_BASELINE)}
    return {
        **{"weighted": set(period.parts), "bounds": set(), "power": set()},
        "coverage": go_back(COVERAGE_BACK[step]),
        "pooled": set() if is_month else go_back(YEAR // step - 1),
        "change": {period.before, period.year_earlier},
        **{"control": window | baseline - {period}, "trend": window, "break": window},
    }


def read_months(period: Period, values: Mapping[str, Any]) -> Iterator[Month]:
    """The earliest months that an estimate itself says it looks back on."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from read_months(period, value)
        elif name in ("period", "baseline_first"):
            yield Period.parse(value).last
        elif name == "months":
            yield period.last.shift(period.length - value)
        elif name == "periods":
            yield period.last.shift(-period.length * value)


def list_missing(
    newest: Package, before: Mapping[Period, Package]
) -> dict[str, list[Period]]:
    """The periods that each method looks at and that are not at hand.

    Periods are published without gaps, as far back as a package or an estimate reaches;
    what lies further back is taken as never published.
    """
    period, periods = newest.draft.period, list_periods(newest)
    months = [period.first, *(each.last for each in before)]
    for _, values in newest.list_rows(*periods):
        months += read_months(period, values)
    return {
        method: sorted(p for p in looked_at - before.keys() if p.last >= min(months))
        for method, looked_at in periods.items()
    }


def set_public_scene(newest: Package, before: Mapping[Period, Package]) -> Scene:
    """The scene as the packages tell it."""

    def recall(periods: Sequence[Period]) -> Sealed:
        known = [each for each in periods if each in before]
        return {each: list_figures(before[each].draft.results) for each in known}

    # Units are compared in the fields they were in when the period was sealed.
    then = {unit[2:]: values["field"] for unit, values in newest.list_rows("pooled")}
    for unit, field in then.items():
        if (today := newest.fields.get(unit)) not in (None, field):
            print(f"{'/'.join(unit)}: compared in {field}, today in {today}")
    units = {**newest.fields, **then}.items()
    levels, sectors = (
        {key: field or "" for (of, key), field in units if of == scope}
        for scope in ("agency", "service")
    )
    return make_scene(
        newest.draft.period,
        newest.draft.results,
        [period.last for period in before if period.length == MONTH],
        recall,
        list_endings(newest),
        Codes({}, {}, {}, {}, levels),
        sectors,
    )


def list_endings(newest: Package) -> EndingCounts:
    """Dossiers by ending, which the estimates of coverage alone state, as input."""
    counts = {}
    for (_, indicator, *unit), values in newest.list_rows("coverage"):
        if indicator == ALL and "outcomes" in values:
            ended = values["outcomes"].items()
            found = {Ending(name): (n, 0) for name, n in ended if n is not None}
            for ending in OUTCOMES[1:]:
                if test := values[f"{ending.value}_invited"]:
                    found[ending] = test["n"], test["k"]
                    found[OUTCOMES[0]] = test["other_n"], test["other_k"]
            counts[unit[0], unit[1]] = found
    return counts


def compare(found: Any, sealed: Any, name: str = "") -> Iterator[str]:
    """Where two JSON values differ."""
    if isinstance(found, list) and isinstance(sealed, list):
        found, sealed = dict(enumerate(found)), dict(enumerate(sealed))
    if isinstance(found, dict) and isinstance(sealed, dict):
        for key in sorted(found.keys() | sealed.keys()):
            values = found.get(key, "nothing"), sealed.get(key, "nothing")
            yield from compare(*values, f"{name} {key}")
        return
    kinds = {type(found), type(sealed)}
    if float in kinds and kinds <= {float, int}:
        is_same = abs(found - sealed) <= NEAR
    else:
        is_same = len(kinds) == 1 and found == sealed
    if not is_same:
        yield f"{name}: {found}, published {sealed}"


def check_rows(
    newest: Package, scene: Scene, methods: list[str]
) -> dict[str, list[str]]:
    """Recompute some methods; of each, a text for each row that differs."""
    wrong: dict[str, list[str]] = {method: [] for method in methods}
    made = dict(list_values(estimate_units(scene, methods)[0]))
    for unit, values in newest.list_rows(*methods):
        if unit not in made:
            wrong[unit[0]].append("/".join(unit) + ": no row, one is published")
        elif differences := list(compare(made.pop(unit), values)):
            wrong[unit[0]].append("/".join(unit) + differences[0])
    for unit in made:
        wrong[unit[0]].append("/".join(unit) + ": a row, none is published")
    return wrong


def main(paths: Sequence[str]) -> int:
    """Check the digest of every package, then the estimates of the first."""
    newest, *others = packages = [open_package(path) for path in paths]
    forged = [p for p in packages if p.draft.digest != p.about["publication"]["digest"]]
    for package in forged:
        print(f"{package.about['name']}: the digest differs from the published one")
    before = choose_before(newest, others)
    missing = list_missing(newest, before)
    methods = [method for method in missing if not missing[method]]
    wrong = check_rows(newest, set_public_scene(newest, before), methods)
    sealed, rules = newest.draft.terms["rules"], write_rules()
    rows = Counter(row.method for row in newest.draft.estimates)
    for method in METHODS:
        rule = {"pooled": "pooling", "weighted": "weighting"}.get(method, method)
        if method in wrong:
            n, texts = rows[method], wrong[method]
            print(f"{method}: {n} rows recomputed, {len(texts)} differ")
            if sealed.get(rule) != rules[rule]:
                print("    sealed under another rule than this checkout computes by")
            for text in texts[:MOST_NAMED]:
                print(f"    {text}")
        else:
            why = "packages are missing" if method in missing else "not in this program"
            print(f"{method}: {rows[method]} rows, not recomputed: {why}")
    for period in sorted(set[Period]().union(*missing.values())):
        names = ", ".join(method for method in missing if period in missing[method])
        address = f"{newest.about['homepage']}/du-lieu/ky/{period.code.lower()}-v1.zip"
        print(f"missing for {names}: {address} as of {newest.about['created']}")
    return 1 if forged or any(wrong.values()) else 2 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if sys.argv[1:] else __doc__)

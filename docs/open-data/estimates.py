"""python docs/open-data/estimates.py gop-y-2026-q2-v1.zip [packages of earlier periods]

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


@dataclass(frozen=True)
class Package:
    """A data package as it was read."""

    path: str
    about: Mapping[str, Any]
    draft: Draft
    #: When this version came into force.
    sealed_at: str
    #: The level of an agency, the sector of a service, on the day of the download.
    fields: Mapping[tuple[str, str], str | None]

    def list_rows(self, *methods: str) -> list[tuple[EstimateRow, dict[str, Any]]]:
        """The estimates of some methods, each with its values."""
        rows = (row for row in self.draft.estimates if row.method in methods)
        return [(row, dict(row.values)) for row in rows]


def open_package(path: str) -> Package:
    """All of a package that estimates are made of."""
    about, found = read_package(Path(path))
    sealed = [field.name for field in fields(ResultRow)]
    results = [ResultRow(**{n: row[n] for n in sealed}) for row in found["results"]]
    estimates = [EstimateRow(**row) for row in found["estimates"]]
    period = Period.parse(about["publication"]["period"])
    draft = Draft(period, found["terms"], tuple(results), tuple(estimates))
    units = {(row["scope"], row["key"]): row.get("field") for row in found["names"]}
    return Package(path, about, draft, about["created"], units)


def choose_before(newest: Package, others: Iterable[Package]) -> dict[Period, Package]:
    """Of each earlier period the version in force when the newest one was sealed."""
    period = newest.draft.period
    return {
        package.draft.period: package
        for package in sorted(others, key=lambda package: package.sealed_at)
        if package.sealed_at <= newest.sealed_at
        and package.draft.period.length == period.length
        and package.draft.period < period
    }


def count_steps(period: Period, earlier: Month) -> int:
    """How many periods of this length before it another one ends."""
    months = 12 * (period.last.year - earlier.year) + period.last.month - earlier.month
    return months // period.length


def list_steps(newest: Package) -> dict[str, set[int]]:
    """How many periods back each method looks that is made of published rows alone."""
    period = newest.draft.period
    year, is_month = YEAR // period.length, period.length == MONTH
    window = set(range(1, WINDOW)) if is_month else set[int]()
    control = set(window)
    for _, values in newest.list_rows("control"):
        first = count_steps(period, Month.parse(values["baseline_first"]))
        control |= {first - n for n in range(MIN_BASELINE)}
    return {
        **{"bounds": set(), "power": set()},
        "coverage": set(range(1, COVERAGE_BACK[period.length] + 1)),
        "pooled": set() if is_month else set(range(1, year)),
        **{"change": {1, year}, "control": control, "trend": window, "break": window},
    }


def read_steps(period: Period, values: Mapping[str, Any]) -> Iterator[int]:
    """How many periods back an estimate itself says that it looks."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from read_steps(period, value)
        elif name in ("period", "baseline_first"):
            yield count_steps(period, Period.parse(value).last)
        elif name == "months":
            yield value // period.length - 1
        elif name == "periods":
            yield value


def list_missing(
    newest: Package, before: Mapping[Period, Package]
) -> dict[str, list[Period]]:
    """The periods that each method looks at and that are not at hand.

    Periods are published without gaps, as far back as a package or an estimate reaches;
    what lies further back is taken as never published.
    """
    period, steps = newest.draft.period, list_steps(newest)
    reach = [count_steps(period, each.last) for each in before]
    for _, values in newest.list_rows(*steps):
        reach += read_steps(period, values)
    known = range(max(reach, default=0), 0, -1)
    lasts = {step: period.last.shift(-period.length * step) for step in known}
    published = {step: Period(last, period.length) for step, last in lasts.items()}
    return {
        method: [p for n, p in published.items() if n in looked_at and p not in before]
        for method, looked_at in steps.items()
    }


def set_public_scene(newest: Package, before: Mapping[Period, Package]) -> Scene:
    """The scene as the packages tell it."""

    def recall(periods: Sequence[Period]) -> Sealed:
        known = [each for each in periods if each in before]
        return {each: list_figures(before[each].draft.results) for each in known}

    # Units are compared in the fields they were in when the period was sealed.
    then = {(r.scope, r.key): v["field"] for r, v in newest.list_rows("pooled")}
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
    for row, values in newest.list_rows("coverage"):
        if row.indicator == ALL and "outcomes" in values:
            ended = values["outcomes"].items()
            found = {Ending(name): (n, 0) for name, n in ended if n is not None}
            for ending in OUTCOMES[1:]:
                if test := values[f"{ending.value}_invited"]:
                    found[ending] = test["n"], test["k"]
                    found[OUTCOMES[0]] = test["other_n"], test["other_k"]
            counts[row.scope, row.key] = found
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
    newest: Package, scene: Scene, methods: Sequence[str]
) -> dict[str, list[str]]:
    """Recompute some methods; of each, a text for each row that differs."""
    wrong: dict[str, list[str]] = {method: [] for method in methods}
    rows, _ = estimate_units(scene, methods)
    made = {(r.method, r.indicator, r.scope, r.key): dict(r.values) for r in rows}
    for row, values in newest.list_rows(*methods):
        unit = (row.method, row.indicator, row.scope, row.key)
        if unit not in made:
            wrong[row.method].append("/".join(unit) + ": no row, one is published")
        elif differences := list(compare(made.pop(unit), values)):
            wrong[row.method].append("/".join(unit) + differences[0])
    for unit in made:
        wrong[unit[0]].append("/".join(unit) + ": a row, none is published")
    return wrong


def main(paths: Sequence[str]) -> int:
    """Check the digest of every package, then the estimates of the first."""
    newest, *others = packages = [open_package(path) for path in paths]
    forged = [p for p in packages if p.draft.digest != p.about["publication"]["digest"]]
    for package in forged:
        print(f"{package.path}: the digest differs from the published one")
    before = choose_before(newest, others)
    missing = list_missing(newest, before)
    methods = [method for method in missing if not missing[method]]
    wrong = check_rows(newest, set_public_scene(newest, before), methods)
    sealed, rules = newest.draft.terms["rules"], write_rules()
    rows = Counter(row.method for row in newest.draft.estimates)
    for method in METHODS:
        rule = {"pooled": "pooling"}.get(method, method)
        if method in wrong:
            print(
                f"{method}: {rows[method]} rows recomputed, {len(wrong[method])} differ"
            )
            if sealed.get(rule) != rules[rule]:
                print("    sealed under another rule than this checkout computes by")
            for text in wrong[method][:MOST_NAMED]:
                print(f"    {text}")
        else:
            why = "packages are missing" if method in missing else "not in this program"
            print(f"{method}: {rows[method]} rows, not recomputed: {why}")
    if any(missing.values()):
        print(f"of these, the version in force on {newest.sealed_at}:")
    for period in sorted(set[Period]().union(*missing.values())):
        names = ", ".join(method for method in missing if period in missing[method])
        address = f"{newest.about['homepage']}/du-lieu/ky/{period.code.lower()}-v1.zip"
        print(f"missing for {names}: {address}")
    return 1 if forged or any(wrong.values()) else 2 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if sys.argv[1:] else __doc__)

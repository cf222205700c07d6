"""python recompute.py gop-y-2026-q1-v1.zip: a sealed period of Góp Ý, from its file alone.

Recomputed: digest, R1, R2, official comparison, exact and logical bounds, V1 and V2. Not: weighted
(cells too small to publish), pooled, change, control, trend, break (other periods), coverage, power.
"""

import csv
import hashlib
import io
import json
import sys
import zipfile
from collections import Counter
from fractions import Fraction
from math import ceil, comb, exp, floor, lgamma, log, log1p

ERROR, LEAST, DIGITS = Fraction(1, 20), 30, 1.1e-6
TYPES = {"integer": int, "number": float, "boolean": "true".__eq__, "object": json.loads}
made, wrong = Counter(), []


def check(what, where, found, published):
    """Count a comparison, keep it if it fails; floats are published with six digits."""
    made[what] += 1
    is_near = isinstance(found, float) and isinstance(published, (int, float))
    if not (abs(found - published) <= DIGITS if is_near else found == published):
        wrong.append(f"{what} of {'/'.join(where)}: {found}, published {published}")


def log_comb(n, k):
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def add_up(log_chance, k, last):
    """The chance of k or more, as far as the terms count."""
    total, term = 0.0, 1.0
    while k <= last and term >= total * 1e-17:
        term = exp(log_chance(k))
        total, k = total + term, k + 1
    return total


def answer(k, n, p):
    """P(X >= k) of n answers, each favourable with chance p."""
    if k == 0 or not 0 < p < 1:
        return float(k == 0 or p >= 1)
    odds, none = log(p) - log1p(-p), n * log1p(-p)
    return add_up(lambda count: log_comb(n, count) + count * odds + none, k, n)


def draw(k, n, size, good):
    """P(X >= k) of n dossiers drawn from `size`, of which `good` are satisfied."""
    bad, ways = size - good, log_comb(size, n)
    log_chance = lambda c: log_comb(good, c) + log_comb(bad, n - c) - ways  # noqa: E731
    return add_up(log_chance, max(k, n - bad), min(n, good))


def compare_lower(k, n, share):
    """Sign of (exact lower bound - share); near a tie in integers, not in floats."""
    if k <= n * share:
        return -(share > 0)
    gap = float(ERROR) - answer(k, n, float(share))
    if abs(gap) < 1e-9:
        p, q = share.numerator, share.denominator - share.numerator
        tail = sum(comb(n, j) * p**j * q ** (n - j) for j in range(k, n + 1))
        gap = ERROR * share.denominator**n - tail
    return (gap > 0) - (gap < 0)


def decide(low, high, operator, is_enough):
    """Met if the lower end passes the threshold, not met if the upper end does not."""
    least = 0 if operator == ">=" else 1
    evidence = "met" if low >= least else "not_met" if high < least else "too_close"
    return evidence if is_enough else "not_enough"


def show(rate, decimals, target):
    """A percentage as on the pages: half up, but never across the target."""
    exact, goal = (share * 10**decimals for share in (100 * rate, target or 0))
    shown = floor(exact + Fraction(1, 2))
    if (exact < goal) != (shown < goal):
        shown = floor(exact) if exact < goal else ceil(exact)
    return shown / 10**decimals


def check_result(where, row):
    """R1, R2, exact bounds, the official comparison and verdict V1 of one unit."""
    levels = [row[f"n{level}"] for level in range(1, 6)]
    n, k, low, high = sum(levels), sum(levels[3:]), row["lower"], row["upper"]
    check("counts", where, (n, k), (row["n"], row["satisfied"]))
    operator, target = row["operator"], row["threshold"] and Fraction(row["threshold"])
    points = sum(25 * place * count for place, count in enumerate(levels))
    decimals = int(50 * (high - low) < 5)
    check("R1", where, show(Fraction(k, n), decimals, target), row["r1_percent"])
    check("R2", where, show(Fraction(points, 100 * n), 1, None), row["r2_index"])
    for name, wins, bound in (("lower", k, low), ("upper", n - k, 1 - high)):
        near, far = (answer(wins, n, bound + step) for step in (-DIGITS, DIGITS))
        check(f"{name} bound", where, near <= ERROR <= far if wins else abs(bound) < DIGITS, True)
    if target is not None:
        share = target / 100
        ends = compare_lower(k, n, share), -compare_lower(n - k, n, 1 - share)
        check("official", where, k >= share * n if operator == ">=" else k > share * n, row["official"])
        check("verdict V1", where, decide(*ends, operator, n >= LEAST), row["verdict"])


def check_bounds(where, row, v):
    """What the dossiers of a closed period say: logical and exact bounds, verdict V2."""
    n, k, size, ends = row["n"], row["satisfied"], row["ended"], [v["fewest"], v["most"]]
    for name, count in (("lower", k), ("upper", size - n + k)):
        check(f"logical {name}", where, count / size, v[f"logical_{name}"])
    for wins, good in ((k, ends[0]), (n - k, size - ends[1])):
        near, far = (draw(wins, n, size, count) for count in (good - 1, good))
        check("finite bound", where, near - 1e-9 < ERROR < far + 1e-9, True)
    if row["threshold"]:
        goal, operator = Fraction(row["threshold"]) / 100 * size, row["operator"]
        signs = [(end > goal) - (end < goal) for end in ends]
        check("verdict V2", where, decide(*signs, operator, n >= LEAST or n == size), v["evidence"])


def check_package(path):
    """The digest of everything, then unit by unit."""
    tables, package = {}, zipfile.ZipFile(path)
    about, terms = (json.loads(package.read(f"{n}.json")) for n in ("datapackage", "terms"))
    for resource in about["resources"][:2]:
        schema = resource["schema"]
        types = {f["name"]: TYPES.get(f["type"], str) for f in schema["fields"]}
        text = io.StringIO(package.read(resource["path"]).decode(), newline="")
        rows = [{n: types[n](c) if c else None for n, c in r.items()} for r in csv.DictReader(text)]
        rows.sort(key=lambda row: [row[name] for name in schema["primaryKey"]])
        tables[resource["name"]] = rows
    units = {(r["indicator"], r["scope"], r["key"]): r for r in tables["results"]}
    sealed = [{n: r[n] for n in list(r)[: list(r).index("rated") + 1]} for r in units.values()]
    content = {**{n: rows for n, rows in tables.items() if rows}, "results": sealed, "terms": terms}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    check("digest", [about["name"]], digest, about["publication"]["digest"])
    for where, row in units.items():
        if row["n"]:  # shown, with answers
            check_result(where, row)
    for row in tables["estimates"]:
        if row["method"] == "bounds":
            where = (row["indicator"], row["scope"], row["key"])
            check_bounds(where, units[where], row["values"])


if __name__ == "__main__":
    check_package(sys.argv[1])
    print(*(f"{count:7} x {what}" for what, count in made.items()), *wrong, sep="\n")
    print(f"{sum(made.values())} figures recomputed, {len(wrong)} differ.", __doc__)
    sys.exit(bool(wrong))

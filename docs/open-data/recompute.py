"""python recompute.py gop-y-2026-q1-v1.zip: a sealed period of Góp Ý, from its file alone.

Recomputed: digest, R1, R2, official comparison, exact and logical bounds, V1 and V2, weighted rates
from their classes. Not: pooled, change, control, trend, break (other periods), coverage, power.
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


def lie_under(x, a, b):
    """P(Beta(a, b) <= x), by the continued fraction of DLMF 8.17.22."""
    if min(a, b) <= 0 or not 0 < x < 1:
        return float(x >= 1 or a <= 0)
    if x > (a + 1) / (a + b + 2):
        return 1 - lie_under(1 - x, b, a)
    front = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a
    value, upper, lower, step, change = 1.0, 1.0, 0.0, 0, 0.0
    while abs(change - 1) > 1e-15 and step < 10**6:
        step, m = step + 1, (step + 1) // 2
        if step % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        lower, upper = 1 / (1 + term * lower), 1 + term / upper
        change = upper * lower
        value *= change
    return front / value


def find_t(degrees):
    """Student's t that so many degrees of freedom pass with a chance of 5 %."""
    low, high = 0.0, 100.0
    for _ in range(60):
        t = (low + high) / 2
        chance = lie_under(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
        low, high = (t, high) if chance > ERROR else (low, t)
    return t


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


def weigh(classes, n):
    """Weighted share, what the answers are worth, Kish's effect, answers whose weight was cut."""
    weights = [c["N"] / c["n"] for c in classes]
    half = iter(sorted(zip(weights, (c["n"] for c in classes))))
    upto = 0
    while 2 * upto < n:
        median, held = next(half)
        upto += held
    cut = [min(w, 5 * median) for w in weights]
    trimmed = sum(c["n"] for c, w in zip(classes, weights) if w > 5 * median)
    whole = sum(w * c["n"] for c, w in zip(classes, cut))
    share = sum(w * c["k"] for c, w in zip(classes, cut)) / whole
    deff = n * sum(w * w * c["n"] for c, w in zip(classes, cut)) / whole**2
    if max(cut) <= min(cut) * (1 + 1e-9):
        return share, float(n), deff, trimmed
    spread = sum((w / whole) ** 2 * c["k"] * (c["n"] - c["k"]) / (c["n"] - 1) for c, w in zip(classes, cut))
    known = share * (1 - share) > 0 and spread * n > 1e-10 * share * (1 - share)
    size = share * (1 - share) / spread if known else n / deff
    return share, min(n, size * (find_t(n - 1) / find_t(n - len(classes))) ** 2), deff, trimmed


def check_weighted(where, row, v):
    """The weighted rate from its classes, its bounds (Korn and Graubard) and its evidence."""
    classes, n = v["classes"], row["n"]
    for name, whole in (("n", n), ("k", row["satisfied"]), ("N", row["ended"])):
        check("sum of classes", where, sum(c[name] for c in classes), whole)
    if v["refused"] is not None or any(c["n"] < 2 for c in classes):
        return
    share, size, deff, trimmed = weigh(classes, n)
    check("weighted rate", where, share, v["rate"])
    check("worth of answers", where, size, v["n_eff"])
    check("design effect", where, (round(deff, 6), deff <= 3, trimmed), (v["deff"], True, v["trimmed"]))
    wins = share * size
    near, far = (lie_under(v["lower"] + step, wins, size - wins + 1) for step in (-DIGITS, DIGITS))
    check("weighted bound", where, near <= ERROR <= far if wins else v["lower"] == 0, True)
    near, far = (1 - lie_under(v["upper"] + step, wins + 1, size - wins) for step in (DIGITS, -DIGITS))
    check("weighted bound", where, near <= ERROR <= far if share < 1 else v["upper"] == 1, True)
    if row["threshold"]:
        goal = Fraction(row["threshold"]) / 100
        met = wins > 0 and lie_under(float(goal), wins, size - wins + 1) < ERROR
        below = share < 1 and 1 - lie_under(float(goal), wins + 1, size - wins) < ERROR
        ends = (1 if met else -1), (-1 if below else 1)
        check("weighted evidence", where, decide(*ends, row["operator"], size >= LEAST), v["evidence"])


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
        where = (row["indicator"], row["scope"], row["key"])
        if row["method"] == "bounds":
            check_bounds(where, units[where], row["values"])
        if row["method"] == "weighted" and "classes" in row["values"]:  # since W1/2
            check_weighted(where, units[where], row["values"])


if __name__ == "__main__":
    check_package(sys.argv[1])
    print(*(f"{count:7} x {what}" for what, count in made.items()), *wrong, sep="\n")
    print(f"{sum(made.values())} figures recomputed, {len(wrong)} differ.", __doc__)
    sys.exit(bool(wrong))

"""Fraud planted in generated data: how much of it is found, and how many are accused.

    python -m bench.fraud [--runs 20]

A clean province is made first: agencies differ beyond chance in how many answer and how
many give five throughout, and so does each agency from month to month. One agency in
ten then cheats from the seventh month on. Every flag is one family of p-values under
Benjamini-Hochberg at a false discovery rate of 10 %. Shown are the share of cheats
flagged, the share of innocents among those flagged (mean over the runs, 0 where nobody
was), and in clean provinces the share of agencies flagged and of runs with any flag.
"""

import argparse
import statistics
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.cheats import (
    COMMENTS,
    Cheats,
    Province,
    add_fives,
    fill_urns,
    halve,
    make_province,
    pick_cheats,
    plant_copies,
    skip_refused,
    smooth_fives,
)
from bench.report import print_table, save_results
from bench.voices import make_voices
from feedback.analysis.arrays import FloatArray, IntArray
from feedback.analysis.copies import find_copies
from feedback.analysis.families import adjust_family
from feedback.analysis.fingerprints import measure_fingerprints
from feedback.analysis.homogeneity import measure_homogeneity
from feedback.analysis.jumps import measure_jumps
from feedback.analysis.peers import judge_against_peers

#: Tolerated share of false discoveries.
RATE = 0.10


def judge_peers(province: Province) -> FloatArray:
    """All-fives of the last half year against agencies of the sector."""
    fives, answers = halve(province.fives)[1], halve(province.answers)[1]
    return judge_against_peers(fives, answers, province.sector).p_high


def judge_jump(province: Province) -> FloatArray:
    """Change of the all-five share at the turn, less that of the sector."""
    fives, answers = halve(province.fives), halve(province.answers)
    return measure_jumps(fives, answers, province.sector).p


def judge_stuffing(province: Province) -> FloatArray:
    """Change of fives per invitation, which made-up answers raise twice over."""
    fives, invited = halve(province.fives), halve(province.invited)
    return measure_jumps(fives, invited, province.sector).p


def judge_fingerprint(province: Province) -> FloatArray:
    """Answer rate and all-five share of the last half year together."""
    columns = (province.fives, province.answers, province.invited)
    fives, answers, invited = (halve(counts)[1] for counts in columns)
    return measure_fingerprints(fives, answers, invited, province.sector).p


def judge_uniformity(province: Province) -> FloatArray:
    """Too little variation of the all-five share over twelve months."""
    return measure_homogeneity(province.fives, province.answers).p_uniform


def judge_refused(province: Province) -> FloatArray:
    """Refused dossiers invited less often than in the sector."""
    return judge_against_peers(
        province.refused_invited, province.refused, province.sector
    ).p_low


def judge_any(province: Province) -> FloatArray:
    """The smallest of the four tests for fives, times four."""
    tests = [test(province) for test in FIVES[:4]]
    return np.minimum(4 * np.nanmin(tests, axis=0), 1)


Judge = Callable[[Province], FloatArray]
Plant = Callable[[Province, Cheats, float, np.random.Generator], Province]
FIVES: tuple[Judge, ...] = (
    *(judge_peers, judge_jump, judge_stuffing, judge_fingerprint, judge_any),
)
PLANS: tuple[tuple[str, Plant, tuple[float, ...], tuple[Judge, ...]], ...] = (
    ("extra fives", add_fives, (0.05, 0.10, 0.20, 0.50), FIVES),
    ("urns filled", fill_urns, (0.2, 0.5, 0.8), FIVES),
    ("typed at one rate", smooth_fives, (0.5, 0.8, 1.0), (judge_uniformity,)),
    ("refused not invited", skip_refused, (0.1, 0.2, 0.5), (judge_refused,)),
)


def flag(p: FloatArray) -> Cheats:
    """Return whom Benjamini-Hochberg flags at the rate of 10 %."""
    return np.asarray(adjust_family(p, RATE).is_rejected, dtype=bool)


def measure(
    name: str, plant: Plant, strength: float, test: Judge, runs: int, agencies: int
) -> dict[str, Any]:
    """Return one row: recall, false discoveries, and alarms where all are honest."""
    recall, wrong, alarms = [], [], []
    for run in range(runs):
        random = np.random.default_rng(run)
        province = make_province(random, agencies)
        cheats = pick_cheats(random, agencies)
        flags = flag(test(plant(province, cheats, strength, random)))
        recall.append(flags[cheats].mean())
        wrong.append((flags & ~cheats).sum() / max(flags.sum(), 1))
        alarms.append(flag(test(province)).mean())
    return describe(name, strength, test.__name__, recall, wrong, alarms)


def describe(
    name: str,
    strength: float,
    test: str,
    recall: list[float],
    wrong: list[float],
    alarms: list[float],
) -> dict[str, Any]:
    """Return the means over the runs in percent."""
    return {
        "fraud": name,
        "strength %": round(100 * strength),
        "test": test.removeprefix("judge_"),
        "recall %": round(100 * statistics.fmean(recall), 1),
        "false discoveries %": round(100 * statistics.fmean(wrong), 1),
        "clean flagged %": round(100 * statistics.fmean(alarms), 2),
        "clean runs with a flag %": round(
            100 * statistics.fmean(a > 0 for a in alarms)
        ),
    }


def measure_copies(strength: float, runs: int, agencies: int) -> list[dict[str, Any]]:
    """Return the rows of copied comments: of agencies, and of the comments alone."""
    recall, wrong, alarms = [], [], []
    found, genuine, clean = [], [], []
    for run in range(runs):
        random = np.random.default_rng(run)
        cheats = pick_cheats(random, agencies)
        owner = np.repeat(np.arange(agencies), COMMENTS)
        texts = [voice.text for voice in make_voices(len(owner), random)]
        honest = find_copies(texts, seed=1).group >= 0
        alarms.append(flag(judge_copies(honest, owner)).mean())
        clean.append(honest.mean())
        copied, copier = plant_copies(texts, cheats, strength, random)
        is_copy = find_copies(texts + copied, seed=1).group >= 0
        flags = flag(judge_copies(is_copy, np.concatenate([owner, copier])))
        recall.append(flags[cheats].mean())
        wrong.append((flags & ~cheats).sum() / max(flags.sum(), 1))
        found.append(is_copy[len(texts) :].mean())
        # One comment of each cheat is the source of its copies.
        extra = is_copy[: len(texts)].sum() - cheats.sum()
        genuine.append(max(extra, 0) / max(is_copy.sum(), 1))
    name = "copied comments"
    return [
        describe(name, strength, "agencies", recall, wrong, alarms),
        describe(name, strength, "comments", found, genuine, clean),
    ]


def judge_copies(is_copy: Cheats, owner: IntArray) -> FloatArray:
    """Share of an agency's comments that are copies, against all agencies."""
    k, n = np.bincount(owner, is_copy).astype(np.int64), np.bincount(owner)
    return judge_against_peers(k, n, np.zeros(len(n), dtype=np.int64)).p_high


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--agencies", type=int, default=300)
    given = parser.parse_args()
    rows = [
        measure(name, plant, strength, test, given.runs, given.agencies)
        for name, plant, strengths, tests in PLANS
        for strength in strengths
        for test in tests
    ]
    for strength in (0.05, 0.10, 0.20):
        rows += measure_copies(strength, max(given.runs // 4, 1), given.agencies // 3)
    answers = make_province(np.random.default_rng(0), given.agencies).answers
    half = np.percentile(halve(answers)[1], [5, 50, 95]).round().astype(int).tolist()
    title = f"{given.agencies} agencies, answers in half a year {half} (5, 50, 95 %)"
    print_table(title, rows)
    save_results("fraud", rows, agencies=given.agencies, answers_in_half_a_year=half)


if __name__ == "__main__":
    main()

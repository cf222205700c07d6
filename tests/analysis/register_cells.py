"""Registers for the tests: those of the known answers, and small ones made up."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from feedback.analysis.arrays import IntArray
from feedback.analysis.registers import RegisterCells, make_cells, number_classes
from tests.analysis.tables import read_rows

#: Channels answer differently and are satisfied differently: dossiers, answers and
#: satisfied of online, counter and post.
THREE_CHANNELS = ([400, 500, 300], [220, 125, 36], [213, 112, 26])


@dataclass(frozen=True)
class Known:
    """Cells of a file with the classes they can be weighted by."""

    cells: RegisterCells
    classes: dict[str, IntArray]
    names: dict[str, list[str]]
    results: dict[str, Any]


def read_register(reference: Path) -> Known:
    """The made-up register: agencies by channels."""
    rows = read_rows(reference / "survey_register_cells.csv")
    population, n, k = ([int(row[name]) for row in rows] for name in "Nnk")
    cells = make_cells(population, n, k)
    names = {
        "agency": [row["agency"] for row in rows],
        "channel": [row["channel"] for row in rows],
    }
    names["both"] = [a + c for a, c in zip(names["agency"], names["channel"])]
    results = json.loads((reference / "survey_register_results.json").read_text())
    return Known(cells, number_names(cells, names), names, results)


def read_schools(reference: Path, file: str) -> tuple[Known, list[dict[str, str]]]:
    """A sample of schools, as cells of the known population, and its rows."""
    rows = read_rows(reference / file)
    totals = json.loads((reference / "survey_api_population.json").read_text())
    population = spread_regions(totals)
    answers = Counter((r["stype"], r["mealcat"], r["region"]) for r in rows)
    satisfied = Counter(
        (r["stype"], r["mealcat"], r["region"]) for r in rows if r["y"] == "1"
    )
    keys = sorted(population)
    cells = make_cells(
        [population[key] for key in keys],
        [answers[key] for key in keys],
        [satisfied[key] for key in keys],
    )
    columns = ("stype", "mealcat", "region")
    names = {name: [key[at] for key in keys] for at, name in enumerate(columns)}
    results = json.loads((reference / "survey_api_results.json").read_text())
    return Known(cells, number_names(cells, names), names, results), rows


def spread_regions(totals: dict[str, Any]) -> dict[tuple[str, str, str], int]:
    """Some population with the known totals of type by meals, and of regions.

    Raking and its variance depend on the margins alone.
    """
    left = totals["region"]["LA"]
    whole = sum(row["Freq"] for row in totals["stype_by_mealcat"])
    spread = {}
    for row in totals["stype_by_mealcat"]:
        here = min(left, row["Freq"], -(-row["Freq"] * totals["region"]["LA"] // whole))
        spread[row["stype"], row["mealcat"], "LA"] = here
        spread[row["stype"], row["mealcat"], "other"] = row["Freq"] - here
        left -= here
    assert not left
    return spread


def number_names(
    cells: RegisterCells, names: dict[str, list[str]]
) -> dict[str, IntArray]:
    """Classes by the names of the cells."""
    return {
        name: number_classes(cells, np.unique(values, return_inverse=True)[1])
        for name, values in names.items()
    }


def find_known(results: list[dict[str, Any]], start: str) -> dict[str, Any]:
    """The result of the one estimator whose name begins like this."""
    (found,) = (row for row in results if row["estimator"].startswith(start))
    return found


@st.composite
def registers(draw: st.DrawFn, units: int = 3) -> tuple[RegisterCells, IntArray]:
    """A register of a few units and up to three channels, with the channel of each."""
    size = draw(st.integers(1, 12))
    whole = st.lists(st.integers(0, 80), min_size=size, max_size=size)
    part = st.lists(st.floats(0, 1), min_size=size, max_size=size)
    population = np.array(draw(whole))
    n = np.floor(population * np.array(draw(part))).astype(np.int64)
    k = np.floor(n * np.array(draw(part))).astype(np.int64)
    of = st.lists(st.integers(0, units - 1), min_size=size, max_size=size)
    unit, channel = np.array(draw(of)), np.array(draw(of))
    return make_cells(population, n, k, unit, units), channel

"""Every estimate made of published rows, recomputed from data packages alone."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from feedback.config import ROOT
from feedback.domain.months import Month
from feedback.domain.periods import MONTH, QUARTER, YEAR
from tests.conftest import get_bench
from tests.many_quarters import (
    MONTHS,
    NEWEST,
    correct_february,
    find,
    list_earlier,
    list_others,
    list_parts,
    publish_quarters,
)
from tests.packages import (
    ESTIMATES,
    alter,
    change_values,
    count_rows,
    download_all,
    list_faults,
    list_places,
    load_program,
    tamper,
)

# Two years are published once, not once on each worker.
pytestmark = pytest.mark.xdist_group("open-data")

PROGRAM = load_program()
#: What each length has of the methods that are recomputed.
METHODS = {
    MONTH: {"weighted", "power", "coverage", "change", "control", "trend", "break"},
    QUARTER: {"weighted", "power", "coverage", "change", "bounds", "pooled"},
    YEAR: {"weighted", "power", "coverage", "change", "bounds", "pooled"},
}
#: Texts that say where to look, so that another one would be looked for, and what
#: weighted rates say of finer figures than are published.
_LEFT_OUT = ("period", "baseline_first", "field", "agrees_with_finer", "parts")
NOT_PUBLIC = {"integrity", "instrument", "drivers"}


@pytest.fixture(scope="module")
def folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The packages of all periods, as the public pages give them."""
    bench, made = get_bench("sqlite", request), tmp_path_factory.mktemp("packages")
    bench.empty()
    with bench.app.app_context():
        publish_quarters()
        assert correct_february().count("version 2") == 3  # March and the quarter, too
        download_all(bench.app, made)
    return made


def run(capsys: pytest.CaptureFixture[str], *paths: Path) -> tuple[int, str]:
    """Exit code and output of the program."""
    capsys.readouterr()
    code = PROGRAM.main([str(path) for path in paths])
    return code, capsys.readouterr().out


@pytest.mark.parametrize("length", [MONTH, QUARTER, YEAR])
def test_every_estimate_made_of_published_rows_is_recomputed(
    folder: Path, capsys: pytest.CaptureFixture[str], length: int
) -> None:
    newest = find(folder, NEWEST[length])
    code, output = run(capsys, newest, *list_others(folder, length))
    assert code == 0, output
    found = count_rows(output)
    assert {method for method, (rows, _) in found.items() if rows} == METHODS[length]
    assert all(wrong == 0 for _, wrong in found.values())
    others = dict(re.findall(r"^(\w+): (\d+) rows, not recomputed", output, re.M))
    assert others.keys() == NOT_PUBLIC
    published = len(PROGRAM.open_package(str(newest)).draft.estimates)
    recomputed = sum(rows for rows, _ in found.values())
    assert published == recomputed + sum(map(int, others.values()))


def test_the_province_gives_every_method_something_to_say(folder: Path) -> None:
    """Or the sameness above would say little."""
    month = PROGRAM.open_package(str(find(folder, NEWEST[MONTH])))
    values = {m: [v for _, v in month.list_rows(m)] for m in METHODS[MONTH]}
    assert any(v["draws"] and v["is_flagged"] for v in values["break"])
    assert any(v["is_flagged"] for v in values["trend"])
    assert any(v["is_out"] and v["is_flagged"] for v in values["control"])
    assert {v["baseline_first"] for v in values["control"]} == {str(MONTHS[0])}
    assert any((v["invited_drop"] or {}).get("is_flagged") for v in values["coverage"])
    assert any(v.get("refused_invited") for v in values["coverage"])
    quarter = PROGRAM.open_package(str(find(folder, NEWEST[QUARTER])))
    pooled = [v for _, v in quarter.list_rows("pooled")]
    assert {"commune", "department"} < {v["field"] for v in pooled}
    assert any(v["has_difference"] for v in pooled)
    assert any(v["rate"] for _, v in quarter.list_rows("weighted"))
    assert any(row.is_hidden for row in month.draft.results)
    assert list_faults(find(folder, NEWEST[QUARTER])) == []


def test_the_program_needs_no_database_and_no_application(
    folder: Path, tmp_path: Path
) -> None:
    paths = [find(folder, "2025"), *list_others(folder, YEAR)]
    code = (
        "import runpy, sys\n"
        "del sys.argv[0]\n"
        "try:\n    runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "except SystemExit as end:\n    print('ended with', end.code)\n"
        "print('application:', 'feedback.app' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ESTIMATES), *map(str, paths)],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("ended with 0\napplication: False\n"), done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("length", [MONTH, QUARTER])
def test_any_value_altered_in_any_row_is_found_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str], length: int
) -> None:
    # A month weighs the province alone: few rows for so many values.
    methods = METHODS[length] - ({"weighted"} if length == MONTH else set())
    every, tried = set[str](), set[str]()
    names: dict[str, list[str]] = {}

    def alter_each(rows: list[dict[str, Any]]) -> None:
        """One value of each row, so that each value of a method has its turn."""
        names.clear()
        for row in (row for row in rows if row["method"] in methods):
            places = dict(list_places(row["values"], row["method"], _LEFT_OUT))
            every.update(places)
            path = min(places, key=lambda path: path in tried)
            tried.add(path)
            holder, name = places[path]
            alter(holder, name)
            names.setdefault(row["method"], []).append(name)

    newest, earlier = find(folder, NEWEST[length]), list_others(folder, length)
    while not tried or every - tried:
        tampered = tamper(newest, "estimates.csv", change_values(alter_each))
        code, output = run(capsys, tampered, *earlier)
        assert code == 1 and "the digest differs" in output
        found = count_rows(output)
        for method in methods:
            rows = len(names[method])
            assert found[method] == (rows, rows), output
            first, *_ = re.findall(rf"^    {method}/\S+ (.*): .*, pub", output, re.M)
            assert first.split()[-1] == str(names[method][0]), output


def test_a_row_left_out_and_a_row_added_are_found(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def move(rows: list[dict[str, Any]]) -> None:
        """The last row of each method speaks of a unit that is none."""
        for row in {row["method"]: row for row in rows}.values():
            row["key"] = "H99.none"

    tampered = tamper(
        find(folder, NEWEST[QUARTER]), "estimates.csv", change_values(move)
    )
    code, output = run(capsys, tampered, *list_others(folder, QUARTER))
    assert code == 1
    for method in METHODS[QUARTER]:
        assert re.search(rf"{method}/.*/H99.none: no row, one is published", output)
        assert re.search(rf"{method}/.*: a row, none is published", output)


def test_a_package_that_is_missing_is_named_with_what_waits_for_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, output = run(capsys, find(folder, NEWEST[MONTH]))
    assert code == 2
    assert "not recomputed: packages are missing" in output
    missing = re.findall(r"^missing for (.*): \S+/ky/(.*)-v1.zip as", output, re.M)
    assert dict((code, names) for names, code in missing) == {
        str(month): ", ".join(_list_waiting(month)) for month in MONTHS[:-1]
    }
    earlier, parts = list_earlier(folder, QUARTER), list_parts(folder, "2026-q1")
    given = (find(folder, NEWEST[QUARTER]), *parts[1:], *earlier[:-3], earlier[-1])
    code, output = run(capsys, *given)
    assert code == 2
    assert re.search("^missing for weighted: .*/2026-01-v1.zip", output, re.M)
    assert re.search("^missing for coverage, pooled: .*/2025-q2-v1.zip", output, re.M)
    assert count_rows(output).keys() >= {"power", "bounds", "change"}


def _list_waiting(month: Month) -> Iterator[str]:
    """The methods that look at a month, the newest being March 2026."""
    back = MONTHS[::-1].index(month)
    yield from ["coverage"] * (back <= 12)
    yield from ["change"] * (back in (1, 12))
    # The baseline is the whole of 2024, of which the window of two years lacks three.
    yield "control"
    yield from ["trend", "break"] * (back < 24)


def test_a_figure_altered_in_an_earlier_package_is_found(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That of a part is not even looked at: the terms state its digest."""
    newest, others = find(folder, NEWEST[QUARTER]), list_others(folder, QUARTER)
    for place, named in (
        (-1, "change/all/province/- before"),
        (0, "missing for weighted: .*/2026-01-v1.zip"),
    ):
        more = tamper(
            others[place],
            "results.csv",
            # One answer more that was very satisfied.
            lambda text: re.sub(
                r"(all,province,-,false,(?:\d+,){4})(\d+)",
                lambda m: m[1] + str(int(m[2]) + 1),
                text,
            ),
        )
        rest = [path for path in others if path != others[place]]
        code, output = run(capsys, newest, more, *rest)
        assert code == 1 and "the digest differs" in output
        assert re.search(named, output), output


@pytest.mark.parametrize("version", [1, 2])
def test_a_corrected_period_counts_as_it_did_when_the_newest_was_sealed(
    folder: Path, capsys: pytest.CaptureFixture[str], version: int
) -> None:
    """Whichever versions there are by now, and in whatever order they are given."""
    first, *others = folder.glob("gop-y-????-??-v?.zip")
    newest = find(folder, NEWEST[MONTH], version)
    code, output = run(capsys, newest, *others, first)
    assert (code, count_rows(output)["change"][1]) == (0, 0), output
    others = [path for path in (first, *others) if path != find(folder, "2026-02")]
    code, output = run(capsys, newest, *others)
    missing = re.findall(r"/(2026-02-v1.zip) as of", output)
    assert (code, missing) == ((2, ["2026-02-v1.zip"]) if version == 1 else (0, []))


def test_units_are_compared_as_they_were_when_the_period_was_sealed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names are those of the day of the download, and so are fields."""
    newest, earlier = find(folder, NEWEST[QUARTER]), list_others(folder, QUARTER)
    moved = tamper(
        newest, "names.csv", lambda text: text.replace(",commune", ",province", 1)
    )
    code, output = run(capsys, moved, *earlier)
    said = re.findall("^agency/H99.*: (compared in .*)$", output, re.M)
    assert (code, said) == (0, ["compared in commune, today in province"])


def test_a_package_that_names_no_fields_is_recomputed_by_those_of_its_rows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newest, earlier = find(folder, NEWEST[QUARTER]), list_others(folder, QUARTER)
    older = tamper(
        newest, "names.csv", lambda text: re.sub(r",[^,\n]*\r\n", "\r\n", text)
    )
    code, output = run(capsys, older, *earlier)
    assert (code, output.splitlines()[0].split(":")[0]) == (0, "weighted")


def test_a_rule_that_is_another_one_by_now_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tamper(
        find(folder, "2024-q1"), "terms.json", lambda text: text.replace("V2/1", "V2/0")
    )
    code, output = run(capsys, changed, *list_parts(folder, "2024-q1"))
    assert (code, output.count("sealed under another rule")) == (1, 1)
    assert re.search(r"^bounds: .*\n    sealed under another rule", output, re.M)


def test_whatever_lies_before_the_first_period_was_never_published(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first quarter looks back on nothing, the thirteenth month on twelve."""
    parts = list_parts(folder, "2024-q1")
    code, output = run(capsys, find(folder, "2024-q1"), *parts)
    assert (code, count_rows(output)["change"]) == (0, (0, 0))
    earlier = [find(folder, str(month)) for month in MONTHS[:12]]
    code, output = run(capsys, find(folder, str(MONTHS[12])), *earlier)
    assert code == 0 and count_rows(output)["control"][0] > 0

"""What screening looks up: helplines, which are no secret, and abusive words.

A province adds its offices' numbers in files named helplines-*.csv beside the one that
the platform ships, with the same columns.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from feedback.domain.errors import InvalidPlan
from feedback.domain.signs import Checklists, read_abusive_word
from feedback.exchange.plans import PLANS_FOLDER


@cache
def read_checklists(folder: Path = PLANS_FOLDER) -> Checklists:
    """The lists of a folder; read once, so changes need a restart."""
    helplines = {
        row["number"]
        for path in sorted(folder.glob("helplines*.csv"))
        for row in _read_rows(path, {"number", "name", "source"})
    }
    abusive = tuple(
        read_abusive_word(row["word"], row["also_bare"])
        for row in _read_rows(folder / "abusive-words.csv", {"word", "also_bare"})
    )
    return Checklists(frozenset(helplines), abusive)


def _read_rows(path: Path, columns: set[str]) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            if set(row) != columns or not all(row.values()):
                needed = ", ".join(sorted(columns))
                raise InvalidPlan(
                    f"{path.name}: dòng {number} phải có đủ {needed}.",
                    f"{path.name}: line {number} must have {needed}.",
                )
            yield row

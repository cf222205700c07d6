"""What the screener's checks cost for a long comment, beside folding it for search.

python -m bench.screening [--characters 2000]
"""

import argparse
import random
import time
from collections.abc import Callable

from bench.report import median, print_table, save_results
from feedback.domain.details import find_details, find_personal
from feedback.domain.signs import Checklists, find_signs
from feedback.domain.sketches import make_bands
from feedback.domain.text import fold

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy    0123456789.,-"
_ROUNDS = 31


def measure(work: Callable[[str], object], text: str) -> float:
    """Median milliseconds of one call."""
    times = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        work(text)
        times.append(1000 * (time.perf_counter() - began))
    return median(times)


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=2000)
    size = parser.parse_args().characters
    text = "".join(random.Random(1).choices(_LETTERS, k=size))
    floor = measure(fold, text)
    works: dict[str, Callable[[str], object]] = {
        "sketch for near copies": make_bands,
        "details shown to the author": find_details,
        "personal data for the screener": lambda t: find_personal(t, frozenset()),
        "all signs": lambda t: find_signs(t, Checklists()),
    }
    rows = [
        {"check": name, "ms": (taken := measure(work, text)), "× fold": taken / floor}
        for name, work in works.items()
    ]
    print_table(f"Checks of {size} characters", rows)
    print(save_results("screening", rows))


if __name__ == "__main__":
    main()

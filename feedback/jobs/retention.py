"""Emptying what has been kept long enough."""

from datetime import date

from feedback.operations.retention import BATCH, erase_batch


def erase_originals(on: date) -> str:
    """Empty the originals whose time is over on a day."""
    n_erased = 0
    while (n := erase_batch(on)) == BATCH:
        n_erased += n
    return f"{n_erased + n} originals erased"

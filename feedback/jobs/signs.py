"""Looking at new comments before a screener does."""

from datetime import date

from feedback.exchange.checklists import read_checklists
from feedback.operations.signs import BATCH, sift_batch


def sift_comments(on: date) -> str:
    """Note the signs of every comment that waits and has none yet."""
    lists, n_sifted = read_checklists(), 0
    while (n := sift_batch(on, lists)) == BATCH:
        n_sifted += n
    return f"{n_sifted + n} comments sifted"

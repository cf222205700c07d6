"""Hard accounting: counts that cannot be, however honest everybody was.

Nobody can rate without a ballot, hold a ballot without an invitation, or be invited
without a dossier that ended. A breach is a fault or a forgery, never chance, so there
is no test and no threshold here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from feedback.analysis.arrays import BoolArray, IntArray, as_integers, freeze


class Invariant(StrEnum):
    """What must hold in every agency and month."""

    NOT_NEGATIVE = "no count is negative"
    INVITED = "no more invitations than ended dossiers"
    ONE_EACH = "one invitation per dossier"
    DELIVERED = "no more deliveries than invitations"
    BALLOTS = "no more ballots than invitations"
    RATINGS = "no more ratings than ballots"


#: Which count may not exceed which.
LIMITS = (
    (Invariant.INVITED, "invited_dossiers", "ended"),
    (Invariant.ONE_EACH, "invited", "invited_dossiers"),
    (Invariant.DELIVERED, "delivered", "invited"),
    (Invariant.BALLOTS, "ballots", "invited"),
    (Invariant.RATINGS, "ratings", "ballots"),
)


@dataclass(frozen=True, slots=True)
class Breach:
    """One count above its limit; for a negative count the limit is 0."""

    agency: str
    month: str
    invariant: Invariant
    count: int
    limit: int


@dataclass(frozen=True, slots=True, eq=False)
class Accounts:
    """What was counted in each agency and month, one row each."""

    agencies: tuple[str, ...]
    months: tuple[str, ...]
    ended: IntArray
    invited: IntArray
    #: Different dossiers among those invited.
    invited_dossiers: IntArray
    delivered: IntArray
    ballots: IntArray
    ratings: IntArray

    def __len__(self) -> int:
        return len(self.agencies)


COUNTS = ("ended", "invited", "invited_dossiers", "delivered", "ballots", "ratings")


def make_accounts(
    agencies: Sequence[str], months: Sequence[str], **counts: npt.ArrayLike
) -> Accounts:
    """Return the accounts of rows of agency and month.

    Parameters
    ----------
    agencies, months : sequence of str
        Codes of each row.
    **counts : array_like of int
        `ended`, `invited`, `invited_dossiers`, `delivered`, `ballots`, `ratings`, all
        as long as the codes.

    Raises
    ------
    ValueError
        If the columns are not of one length: that is a fault of the caller, and no
        single agency can be named for it.

    Examples
    --------
    >>> len(make_accounts([], [], **{name: [] for name in COUNTS}))
    0
    """
    columns = {
        name: freeze(as_integers(name, np.atleast_1d(counts[name]))) for name in COUNTS
    }
    if {len(months), *map(len, columns.values())} != {len(agencies)}:
        raise ValueError("codes and counts must be of one length")
    return Accounts(tuple(agencies), tuple(months), **columns)


def find_breaches(accounts: Accounts) -> tuple[Breach, ...]:
    """Return every broken invariant, by agency and month, in the order of the rows.

    Without rows, or with nothing but zeros, nothing is broken.

    Parameters
    ----------
    accounts : Accounts
        As `make_accounts` gives them.

    Examples
    --------
    >>> accounts = make_accounts(
    ...     ["H1"], ["2026-05"], ended=[9], invited=[9], invited_dossiers=[9],
    ...     delivered=[9], ballots=[9], ratings=[11])
    >>> find_breaches(accounts)[0].invariant.value
    'no more ratings than ballots'
    """
    found = [
        (int(row), place, Breach(*_name_row(accounts, int(row)), invariant, *counts))
        for place, (invariant, is_broken, count, limit) in enumerate(_check(accounts))
        for row in np.flatnonzero(is_broken)
        for counts in [(int(count[row]), int(limit[row]))]
    ]
    return tuple(breach for *_, breach in sorted(found, key=lambda each: each[:2]))


def _check(
    accounts: Accounts,
) -> list[tuple[Invariant, BoolArray, IntArray, IntArray]]:
    """Return each invariant, where it is broken, the count and its limit."""
    columns = {name: getattr(accounts, name) for name in COUNTS}
    zero = np.zeros(len(accounts), dtype=np.int64)
    checks = [
        (Invariant.NOT_NEGATIVE, column < zero, column, zero)
        for column in columns.values()
    ]
    for invariant, count, limit in LIMITS:
        is_broken = columns[count] > columns[limit]
        checks.append((invariant, is_broken, columns[count], columns[limit]))
    return checks


def _name_row(accounts: Accounts, row: int) -> tuple[str, str]:
    return accounts.agencies[row], accounts.months[row]

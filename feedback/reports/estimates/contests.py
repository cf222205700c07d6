"""The rate with and without the batches that the oversight desk contests.

No rating is deleted. What is left out is told only where neither it nor the rest, in
any month, is a cell that may not be shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.domain.channels import Channel
from feedback.domain.disclosure import MIN_ANSWERS, MIN_UNANIMOUS
from feedback.domain.months import Month
from feedback.queries.integrity import FlagDays
from feedback.queries.measures import CHANNELS
from feedback.reports.disclosures import ALL, PROVINCE, WHOLE
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.histories import UnitHistory
from feedback.reports.terms import ONLINE

_SCOPES: Final = (PROVINCE, "agency")
#: Answers and satisfied ones.
_Pair = tuple[int, int]


@dataclass(frozen=True)
class _Batch:
    """What is contested of an agency in a month and channel."""

    month: Month
    channel: Channel
    n: int
    k: int


@dataclass(frozen=True)
class _Contest:
    """All that is contested of a unit, and whether its size may be told."""

    n: int
    k: int
    is_told: bool


_NOTHING: Final = _Contest(0, 0, True)


def list_work(scene: Scene) -> Iterator[Work]:
    """The province and its agencies, where answers are shown."""
    for indicator, scope, units in scene.list_units(_SCOPES):
        if indicator == ALL:
            chosen = np.flatnonzero(units.is_shown_now)
            keys = [units.keys[unit] for unit in chosen.tolist()]
            yield Work(ALL, scope, keys, partial(_compare, scene, scope, units, chosen))


def _compare(
    scene: Scene, scope: str, units: UnitHistory, chosen: IntArray, places: IntArray
) -> list[Finding]:
    contests = _judge_contests(scene)
    k, n = (counts[:, -1] for counts in units.get_counts())
    found = []
    for unit in chosen[places].tolist():
        key = units.keys[unit]
        own = contests.get(key, _NOTHING)
        whole = (int(n[unit]), int(k[unit]))
        about = [f for f in scene.flags if scope == PROVINCE or f.key == key]
        found.append(Finding(key, {**_write(whole, own), **_count(scene, about)}))
    return found


def _write(whole: _Pair, contest: _Contest) -> dict[str, Any]:
    n, k = whole
    rest = (n - contest.n, k - contest.k)
    is_told = contest.n == 0 or (contest.is_told and may_tell(*rest))
    return {
        "n": n,
        "k": k,
        "rate": k / n if n else None,
        "is_told": is_told,
        "contested": contest.n if is_told else None,
        "share_contested": contest.n / n if is_told and n else None,
        "n_without": rest[0] if is_told else None,
        "k_without": rest[1] if is_told else None,
        "rate_without": rest[1] / rest[0] if is_told and rest[0] else None,
    }


def _count(scene: Scene, flags: Sequence[FlagDays]) -> dict[str, int]:
    """Flags as they stood on the day of publication, so that it can be told again."""
    day = scene.period.last.published_on
    opened = [flag for flag in flags if flag.opened_on <= day]
    closed = [f for f in opened if f.closed_on is not None and f.closed_on <= day]
    return {
        "flags_open": len(opened) - len(closed),
        "flags_closed": len(closed),
    }


def may_tell(n: int, k: int) -> bool:
    """Whether so many answers, so many of them satisfied, may stand alone."""
    return n >= MIN_UNANIMOUS or (n >= MIN_ANSWERS and 0 < k < n)


def _judge_contests(scene: Scene) -> dict[str, _Contest]:
    """What is contested of each agency, and of the province."""
    shown = _list_shown(scene.history.find(ALL, "agency"))
    online = _list_shown(scene.history.find(ONLINE, "agency"))
    found = {
        key: _judge(batches, shown.get(key) if key in online else None)
        for key, batches in _find_batches(scene).items()
    }
    if found:
        found[WHOLE] = _add_up(list(found.values()))
    return found


def _judge(batches: Sequence[_Batch], whole: _Pair | None) -> _Contest:
    """Whether each month of an agency's batches, and what is left, may be told.

    Contesting what was filed online tells the rate of online users, or what is left of
    all answers without them. Where they are hidden, or all answers are, there is no
    `whole` to tell a part of.
    """
    by_month: dict[Month, _Pair] = {}
    for batch in batches:
        n, k = by_month.get(batch.month, (0, 0))
        by_month[batch.month] = (n + batch.n, k + batch.k)
    n, k = (sum(pair[place] for pair in by_month.values()) for place in (0, 1))
    rest = (0, 0) if whole is None else (whole[0] - n, whole[1] - k)
    parts = (*by_month.values(), rest)
    return _Contest(n, k, all(may_tell(*part) for part in parts))


def _add_up(contests: Sequence[_Contest]) -> _Contest:
    """The province: told unless subtraction would give an untold agency away."""
    n, k = sum(c.n for c in contests), sum(c.k for c in contests)
    untold = [c for c in contests if not c.is_told]
    hidden = sum(c.n for c in untold), sum(c.k for c in untold)
    is_told = not untold or (len(untold) > 1 and may_tell(*hidden))
    return _Contest(n, k, is_told)


def _find_batches(scene: Scene) -> Mapping[str, list[_Batch]]:
    """The batches that are contested, with what was answered in each of them."""
    batches: dict[str, list[_Batch]] = {}
    for agency, month, channel in sorted(scene.contested):
        strata = scene.strata[scene.period.months.index(month)]
        is_in = (strata.agency == agency) & (strata.channel == CHANNELS.index(channel))
        n, k = int(strata.n[is_in].sum()), int(strata.k[is_in].sum())
        if n:
            batch = _Batch(month, channel, n, k)
            batches.setdefault(scene.codes.agencies[agency], []).append(batch)
    return batches


def _list_shown(units: UnitHistory | None) -> dict[str, _Pair]:
    """Answers and satisfied ones of the units that are shown."""
    if units is None:
        return {}
    k, n = (counts[:, -1] for counts in units.get_counts())
    at = np.flatnonzero(units.is_shown_now).tolist()
    return {units.keys[unit]: (int(n[unit]), int(k[unit])) for unit in at}

"""Flags as the job would open them."""

from typing import Any

from sqlalchemy import select

from feedback.domain.families import Family
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.models.flags import Flag
from feedback.operations.flags import open_flags
from feedback.reports.suspicions import Suspicion

MARCH = Month(2026, 3)


def make_suspicion(**changes: Any) -> Suspicion:
    """Too many fives online, in March 2026, in some agency."""
    values: dict[str, Any] = {
        "family": Family.FIVES,
        "key": "H99.1",
        "channel": "online",
        "first": MARCH,
        "last": MARCH,
        "p": 0.0004,
        "adjusted": 0.016,
        "family_size": 40,
        "facts": {"answers": 60, "at_least": 0.9, "peer_share": 0.52, "peers": 39},
        **changes,
    }
    return Suspicion(**values)


def make_flag(**changes: Any) -> Flag:
    """An open flag."""
    suspicion = make_suspicion(**changes)
    open_flags([suspicion])
    return db.session.scalars(
        select(Flag).where(
            Flag.family == suspicion.family.value,
            Flag.key == suspicion.key,
            Flag.channel == suspicion.channel,
            Flag.last == suspicion.last.first_day,
        )
    ).one()

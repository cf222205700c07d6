"""Counters at the door: how many answers came from where, how fast, and in what bursts.

Everything is counted in the memory of one process. Networks and devices are known by a
code under a secret of the day, which is forgotten with the day; what is left then are
histograms, and of a day with fewer than ten answers nothing. Why this can be joined
with no ballot, rating or comment is told in docs/decisions/0020.
"""

import hmac
import ipaddress
import secrets
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Final

from feedback.domain.channels import Channel
from feedback.domain.clock import LOCAL_ZONE
from feedback.domain.disclosure import MIN_ANSWERS

#: Classes of answers that came from one network or device that day, and of seconds
#: from opening to sending, by their lower bounds.
PER_KEY: Final = (1, 2, 3, 5, 10, 20)
SECONDS: Final = (0, 20, 40, 60, 120, 300)
#: First class of "many from one key", and first class that is not too fast.
MANY_FROM: Final = 3
FAST_BELOW: Final = 1
WINDOW_MINUTES: Final = 10
WINDOWS: Final = 24 * 60 // WINDOW_MINUTES
#: How finely a draft knows when it was opened.
COARSE_SECONDS: Final = 10

_SYSTEMS: Final = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
_BROWSERS: Final = ("Zalo", "FBAN", "CocCoc", "Edg", "Firefox", "Chrome", "Safari")


@dataclass(frozen=True)
class DayCount:
    """What is kept of one agency, channel and day."""

    day: date
    agency_id: int
    channel: Channel
    answers: int
    #: Answers by how many came from their network, and from their kind of device there.
    by_network: tuple[int, ...]
    by_device: tuple[int, ...]
    by_seconds: tuple[int, ...]
    by_window: tuple[int, ...]


@dataclass(frozen=True)
class Arrival:
    """One answer as the door sees it, before anything is forgotten."""

    agency_id: int
    channel: Channel
    address: str
    user_agent: str
    #: Between opening and sending; None where that is not known.
    seconds: int | None
    at: datetime


def coarsen(moment: datetime) -> int:
    """A moment as coarsely as a draft carries it."""
    return int(moment.timestamp()) // COARSE_SECONDS


def name_network(address: str) -> str:
    """The network an address lies in: a /24 of IPv4, a /48 of IPv6; nothing else."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    length = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, length), strict=False))


def name_device(user_agent: str) -> str:
    """System and browser without any version: one of some fifty kinds."""
    system = next((word for word in _SYSTEMS if word in user_agent), "")
    browser = next((word for word in _BROWSERS if word in user_agent), "")
    return f"{system} {browser}"


@dataclass
class _Cell:
    """One agency and channel while the day lasts."""

    networks: Counter[bytes] = field(default_factory=Counter)
    devices: Counter[bytes] = field(default_factory=Counter)
    seconds: list[int] = field(default_factory=lambda: [0] * len(SECONDS))
    windows: list[int] = field(default_factory=lambda: [0] * WINDOWS)


class Door:
    """Counts the answers that one process takes in; a new day forgets the last one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._day: date | None = None
        self._secret = b""
        self._cells: dict[tuple[int, Channel], _Cell] = {}
        self._closed: list[DayCount] = []

    def count(self, arrival: Arrival) -> None:
        """Count one answer, and forget where it came from."""
        local = arrival.at.astimezone(LOCAL_ZONE)
        network = name_network(arrival.address)
        device = f"{network} {name_device(arrival.user_agent)}"
        window = (local.hour * 60 + local.minute) // WINDOW_MINUTES
        with self._lock:
            self._turn_to(local.date())
            cell = self._cells.setdefault((arrival.agency_id, arrival.channel), _Cell())
            cell.networks[self._hide(network)] += 1
            cell.devices[self._hide(device)] += 1
            cell.windows[window] += 1
            if arrival.seconds is not None:
                cell.seconds[_find_class(arrival.seconds, SECONDS)] += 1

    def take_closed(self, today: date) -> list[DayCount]:
        """The days that are over, by agency and channel; they are given once."""
        with self._lock:
            if self._day is not None:
                self._turn_to(today)
            closed, self._closed = self._closed, []
        return closed

    def give_back(self, days: list[DayCount]) -> None:
        """Keep days that could not be stored until they are asked for again."""
        with self._lock:
            self._closed += days

    def _turn_to(self, day: date) -> None:
        if day == self._day:
            return
        if self._day is not None:
            self._closed += _close(self._day, self._cells)
        self._day, self._cells, self._secret = day, {}, secrets.token_bytes(32)

    def _hide(self, name: str) -> bytes:
        return hmac.digest(self._secret, name.encode(), "sha256")


def _close(day: date, cells: dict[tuple[int, Channel], _Cell]) -> list[DayCount]:
    """The histograms of a day in the order of their names, small ones left out."""
    return [
        DayCount(
            day,
            agency_id,
            channel,
            sum(cell.windows),
            _spread(cell.networks),
            _spread(cell.devices),
            tuple(cell.seconds),
            tuple(cell.windows),
        )
        for (agency_id, channel), cell in sorted(cells.items())
        if sum(cell.windows) >= MIN_ANSWERS
    ]


def _spread(keys: Counter[bytes]) -> tuple[int, ...]:
    """Answers by how many their key gave: one key with fifty is fifty answers."""
    classes = [0] * len(PER_KEY)
    for number in keys.values():
        classes[_find_class(number, PER_KEY)] += number
    return tuple(classes)


def _find_class(value: int, bounds: tuple[int, ...]) -> int:
    return max(bisect_right(bounds, value) - 1, 0)

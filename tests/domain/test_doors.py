"""The counters at the door keep histograms and forget everything else."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from feedback.domain.channels import Channel
from feedback.domain.doors import (
    PER_KEY,
    SECONDS,
    WINDOWS,
    Arrival,
    DayCount,
    Door,
    coarsen,
    name_device,
    name_network,
)

#: 09:05 in Vietnam.
MORNING = datetime(2026, 3, 10, 2, 5, tzinfo=UTC)
DAY, NEXT = date(2026, 3, 10), date(2026, 3, 11)
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/120.0.1 Mobile Safari/537.36"


def arrive(**changes: object) -> Arrival:
    values: dict[str, object] = {
        "agency_id": 7,
        "channel": Channel.ONLINE,
        "address": "203.0.113.9",
        "user_agent": PHONE,
        "seconds": 45,
        "at": MORNING,
        **changes,
    }
    return Arrival(**values)  # type: ignore[arg-type]


def close(*arrivals: Arrival) -> list[DayCount]:
    door = Door()
    for arrival in arrivals:
        door.count(arrival)
    return door.take_closed(NEXT)


def test_a_day_becomes_histograms_of_answers() -> None:
    others = [arrive(address=f"198.51.{n}.1", seconds=5) for n in range(4)]
    (day,) = close(*[arrive()] * 6, *others, arrive(seconds=None, address="no address"))
    assert (day.day, day.agency_id, day.channel, day.answers) == (
        *(DAY, 7, Channel.ONLINE),
        11,
    )
    # Six from one network; five networks that gave one each.
    assert dict(zip(PER_KEY, day.by_network)) == {1: 5, 2: 0, 3: 0, 5: 6, 10: 0, 20: 0}
    assert day.by_device == day.by_network
    assert dict(zip(SECONDS, day.by_seconds))[40] == 6
    assert day.by_seconds[0] == 4 and sum(day.by_seconds) == 10
    assert len(day.by_window) == WINDOWS and day.by_window[9 * 6] == 11


def test_devices_of_one_network_are_told_apart_by_their_kind_alone() -> None:
    newer = PHONE.replace("120", "121").replace("Android 14", "Android 15")
    apple = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Safari/604.1"
    (day,) = close(
        *[arrive()] * 5, *[arrive(user_agent=newer)] * 5, arrive(user_agent=apple)
    )
    assert dict(zip(PER_KEY, day.by_network))[10] == 11
    assert dict(zip(PER_KEY, day.by_device))[10] == 10
    assert dict(zip(PER_KEY, day.by_device))[1] == 1


def test_a_day_with_fewer_than_ten_answers_leaves_nothing() -> None:
    assert close(*[arrive()] * 9) == []
    assert len(close(*[arrive()] * 10)) == 1


def test_a_day_under_ten_at_each_of_two_agencies_leaves_nothing() -> None:
    assert close(*[arrive()] * 9, *[arrive(agency_id=8)] * 9) == []


def test_the_order_of_answers_leaves_no_trace() -> None:
    kinds = (arrive(), arrive(address="198.51.100.1"), arrive(seconds=200))
    kept = [close(*[a] * 4, *[b] * 3, *[c] * 5) for a, b, c in permutations(kinds)]
    same = [close(*[kinds[0]] * 4, *[kinds[1]] * 3, *[kinds[2]] * 5)]
    mixed = close(*[*[kinds[2], kinds[0]] * 4, *[kinds[1]] * 3, kinds[2]])
    assert mixed == same[0] == kept[0]
    agencies = [arrive(agency_id=number) for number in (9, 3, 5) for _ in range(10)]
    assert [day.agency_id for day in close(*agencies)] == [3, 5, 9]


def test_a_running_day_is_not_given_away() -> None:
    door = Door()
    assert door.take_closed(DAY) == []
    for _ in range(10):
        door.count(arrive())
    assert door.take_closed(DAY) == []
    assert len(door.take_closed(NEXT)) == 1
    assert door.take_closed(NEXT) == []


def test_the_first_answer_of_a_day_closes_the_one_before() -> None:
    door = Door()
    for _ in range(10):
        door.count(arrive())
    door.count(arrive(at=MORNING + timedelta(days=1)))
    assert [day.day for day in door.take_closed(NEXT)] == [DAY]


def test_the_day_is_that_of_vietnam() -> None:
    late = datetime(2026, 3, 10, 17, 30, tzinfo=UTC)
    door = Door()
    for _ in range(10):
        door.count(arrive(at=late))
    (day,) = door.take_closed(date(2026, 3, 12))
    assert day.day == NEXT and day.by_window[3] == 10


def test_days_that_could_not_be_stored_are_kept() -> None:
    door = Door()
    days = close(*[arrive()] * 10)
    door.give_back(days)
    assert door.take_closed(NEXT) == days


def test_the_door_holds_no_address_and_forgets_its_secret() -> None:
    door = Door()
    for _ in range(10):
        door.count(arrive())
    secret = door._secret
    keys = [key for cell in door._cells.values() for key in cell.networks]
    assert len(secret) == 32 and len(keys) == 1
    assert "203.0.113" not in repr(vars(door)) and "Android" not in repr(vars(door))
    (day,) = door.take_closed(NEXT)
    assert door._secret != secret and not door._cells
    assert keys[0].hex() not in repr(day) and repr(keys[0]) not in repr(day)


def test_two_doors_give_one_network_different_keys() -> None:
    doors = [Door(), Door()]
    for door in doors:
        door.count(arrive())
    first, second = ([*c.networks] for d in doors for c in d._cells.values())
    assert first != second


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_an_address_is_cut_to_its_network(address: str, network: str) -> None:
    assert name_network(address) == network


def test_a_device_is_named_without_its_version() -> None:
    assert name_device(PHONE) == "Android Chrome"
    assert name_device("") == " "


def test_an_opening_is_known_to_ten_seconds() -> None:
    assert coarsen(MORNING) == coarsen(MORNING + timedelta(seconds=9))
    assert coarsen(MORNING + timedelta(seconds=10)) == coarsen(MORNING) + 1

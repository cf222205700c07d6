"""Nothing that the door counts can be joined to a ballot, a rating or a comment.

The citizens here go through the real pages. Every value of every table, and the file of
the embedded database, is searched for what the door saw; and what is stored is shown
not to depend on the order in which people came.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.doors import PER_KEY, SECONDS, WINDOWS
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.doors import DoorDay
from feedback.models.ratings import Rating
from feedback.views.citizen import doors
from feedback.views.citizen.doors import DoorKeeper, count_seconds_to_close
from tests.ballots import make_token, publish_questions
from tests.factories import make_agency
from tests.operations.test_unlinkability import find_places, iterate_values
from tests.views.citizen.journeys import reach_check
from tests.visitors import Visitor

#: 10:03 in Vietnam.
NOW = datetime(2026, 3, 25, 3, 3, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 3, 25), NOW + timedelta(days=1)
ADDRESS, OTHER = "203.0.113.77", "198.51.100.200"
AGENT = "Mozilla/5.0 (Linux; Android 14; Nokia-Thu-77) Chrome/120 Safari/537"
#: Whatever the door saw that must be nowhere.
SEEN = (b"203.0.113", b"198.51.100", b"Nokia-Thu", b"Android", b"Mozilla")


@pytest.fixture
def agency(app: Flask) -> Iterator[Agency]:
    """An agency that people rate, and a door that nobody has passed."""
    doors.init_doors(app)
    publish_questions()
    with clock.frozen(NOW):
        yield make_agency()


def keeper_of(app: Flask) -> DoorKeeper:
    keeper: DoorKeeper = app.extensions["door"]
    return keeper


def send(app: Flask, agency: Agency, address: str = ADDRESS, seconds: int = 65) -> None:
    """One citizen fills in the survey and sends it from an address."""
    visitor = Visitor(app)
    visitor.client.environ_base = {"REMOTE_ADDR": address, "HTTP_USER_AGENT": AGENT}
    with clock.frozen(NOW):
        page = reach_check(visitor, make_token(agency_id=agency.id), words="Tốt lắm ạ.")
    with clock.frozen(NOW + timedelta(seconds=seconds)):
        page = visitor.submit(page)
    assert "Mã biên nhận" in page.text


def store(app: Flask) -> int:
    with clock.frozen(TOMORROW):
        return keeper_of(app).store_days()


def list_days() -> list[dict[str, Any]]:
    db.session.rollback()
    columns = DoorDay.__table__.columns.keys()
    rows = db.session.scalars(select(DoorDay).order_by(DoorDay.agency_id))
    return [{name: getattr(row, name) for name in columns} for row in rows]


def test_a_day_is_stored_as_histograms_once_it_is_over(
    app: Flask, agency: Agency
) -> None:
    for _ in range(8):
        send(app, agency)
    for number in range(4):
        send(app, agency, f"198.51.{number}.9", seconds=10)
    assert list_days() == [], "nothing of the running day"
    assert keeper_of(app).store_days() == 0 and list_days() == []
    assert store(app) == 1
    (day,) = list_days()
    assert (day["day"], day["agency_id"], day["channel"], day["answers"]) == (
        *(TODAY, agency.id, Channel.ONLINE),
        12,
    )
    assert dict(zip(PER_KEY, day["by_network"]))[5] == 8
    assert dict(zip(PER_KEY, day["by_network"]))[1] == 4
    assert dict(zip(SECONDS, day["by_seconds"])) == {
        **dict.fromkeys(SECONDS, 0),
        0: 4,
        60: 8,
    }
    assert day["by_window"][60] == 12 and len(day["by_window"]) == WINDOWS
    assert store(app) == 0


def test_an_agency_with_fewer_than_ten_answers_leaves_no_trace(
    app: Flask, agency: Agency
) -> None:
    other = make_agency()
    for _ in range(10):
        send(app, agency)
    for _ in range(9):
        send(app, other)
    assert store(app) == 1
    assert [day["agency_id"] for day in list_days()] == [agency.id]


def test_a_rating_sent_twice_is_counted_once(app: Flask, agency: Agency) -> None:
    for _ in range(9):
        send(app, agency)
    visitor = Visitor(app)
    page = reach_check(visitor, make_token(agency_id=agency.id))
    draft = dict(visitor.client._cookies or {})  # as a second tab has it
    visitor.submit(page)
    visitor.client._cookies = draft
    page = visitor.submit(page)
    assert db.session.scalar(select(func.count()).select_from(Rating)) == 10
    store(app)
    assert [day["answers"] for day in list_days()] == [10]


def test_no_value_of_any_table_holds_what_the_door_saw(
    app: Flask, agency: Agency
) -> None:
    keys: set[bytes] = set()
    for number in range(12):
        send(app, agency, OTHER if number % 3 else ADDRESS)
        cells = keeper_of(app)._door._cells.values()
        keys |= {key for cell in cells for key in (*cell.networks, *cell.devices)}
    assert len(keys) == 4
    keys.add(keeper_of(app)._door._secret)
    marks = (*SEEN, *keys, *(key.hex().encode() for key in keys))
    assert find_places(*marks) == set()
    store(app)
    assert find_places(*marks) == set()
    _check_files(marks)


def _check_files(marks: tuple[bytes, ...]) -> None:
    path = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or path is None:
        return  # the server's files are its own
    content = b"".join(
        f.read_bytes() for f in Path(path).parent.glob(f"{Path(path).name}*")
    )
    assert b"Th\xe1\xbb\xad Nghi\xe1\xbb\x87m" in content  # names are there to be read
    for mark in marks:
        assert mark not in content, mark


def test_a_stored_day_shares_no_value_but_its_cell_with_a_rating(
    app: Flask, agency: Agency
) -> None:
    for _ in range(11):
        send(app, agency)
    store(app)
    (day,) = list_days()
    cell = {day.pop("agency_id"), day.pop("channel").value, day.pop("day").isoformat()}
    # Beside the cell there are lists of numbers alone, and their sum.
    assert set(day) == {"answers", "by_network", "by_device", "by_seconds", "by_window"}
    assert day.pop("answers") == 11
    assert {sum(counts) for counts in day.values()} == {11}
    ratings = [value for table, _, value in iterate_values() if table == "ratings"]
    assert not [value for value in ratings if value in day.values()]
    # At least ten ratings have that cell in common.
    alike = select(func.count()).where(
        Rating.agency_id == agency.id, Rating.rated_on == TODAY
    )
    assert (db.session.scalar(alike) or 0) >= 10 and len(cell) == 3


def test_what_is_stored_does_not_depend_on_the_order_of_coming(
    app: Flask, agency: Agency
) -> None:
    people = [(ADDRESS, 65)] * 7 + [(OTHER, 15)] * 5
    stored = []
    for order in (people, people[::-1], people[::2] + people[1::2]):
        doors.init_doors(app)
        db.session.query(DoorDay).delete()
        db.session.commit()
        for address, seconds in order:
            send(app, agency, address, seconds)
        store(app)
        stored.append(list_days())
    assert stored[0] == stored[1] == stored[2] and len(stored[0]) == 1


def test_sending_asks_the_database_nothing_more(app: Flask, agency: Agency) -> None:
    """The statements of a sending are those that a rating takes."""
    visitor = Visitor(app)
    page = reach_check(visitor, make_token(agency_id=agency.id))
    told: list[str] = []

    def listen(*arguments: Any) -> None:
        told.append(arguments[2])

    event.listen(db.engine, "before_cursor_execute", listen)
    visitor.submit(page, status=303, follow=False)
    event.remove(db.engine, "before_cursor_execute", listen)
    assert [words for words in told if "door" in words.lower()] == []
    assert sum("INSERT" in words for words in told) == 1  # the rating


def test_a_day_that_cannot_be_stored_is_kept(
    app: Flask, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(10):
        send(app, agency)

    def fail(_days: object) -> None:
        raise RuntimeError("203.0.113.77")

    with monkeypatch.context() as broken:
        broken.setattr(doors, "record_door_days", fail)
        with pytest.raises(RuntimeError):
            store(app)
    assert store(app) == 1 and len(list_days()) == 1


def test_the_keeper_works_by_night_and_says_little_of_a_failure(
    app: Flask,
    agency: Agency,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Enough(Exception):
        """Ends the endless watch."""

    nights: list[float] = []

    def sleep(seconds: float) -> None:
        nights.append(seconds)
        if len(nights) > 1:
            raise Enough

    def fail(_keeper: object) -> int:
        raise RuntimeError("203.0.113.77")

    monkeypatch.setattr(doors, "sleep", sleep)
    monkeypatch.setattr(DoorKeeper, "store_days", fail)
    with caplog.at_level(logging.ERROR), pytest.raises(Enough):
        keeper_of(app)._keep()
    assert "RuntimeError" in caplog.text and "203.0.113" not in caplog.text
    # From 10:03 to between 00:10 and 01:10.
    hours = [seconds / 3600 for seconds in nights]
    assert all(14.1 < hour < 15.2 for hour in hours)
    assert count_seconds_to_close() != count_seconds_to_close()

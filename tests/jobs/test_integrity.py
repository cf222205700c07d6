"""The monthly check reads ratings, comments and counters, and opens flags once."""

import random
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask as App
from sqlalchemy import delete, func, insert, select, update

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.doors import PER_KEY, SECONDS, WINDOWS, DayCount
from feedback.domain.families import Family
from feedback.extensions import db
from feedback.jobs.integrity import check_integrity
from feedback.jobs.measures import count_measures
from feedback.models.agencies import Agency
from feedback.models.ballots import Ballot
from feedback.models.comments import Comment
from feedback.models.doors import DoorDay
from feedback.models.dossiers import Dossier
from feedback.models.flags import Flag
from feedback.models.invitations import Invitation
from feedback.models.ratings import Rating
from feedback.models.services import Service
from feedback.operations.doors import record_door_days
from tests.ballots import publish_questions
from tests.factories import make_agency, make_service
from tests.plans import add_target, make_plan

MONTH = date(2026, 3, 1)
RATED_ON = date(2026, 3, 20)
#: The day on which March is checked.
CHECK = date(2026, 4, 23)
AGENCIES, RATINGS = 14, 30
ITEMS = ("time", "guidance", "attitude", "costs", "feedback")
COPY = "Cán bộ nhiệt tình, hướng dẫn tận nơi, gia đình tôi rất hài lòng với phường."


@pytest.fixture
def agencies(app: App) -> list[Agency]:
    """Agencies with an honest March: invited, rated, counted."""
    add_target(make_plan(), "T1", "90")
    questionnaire, service = publish_questions(), make_service()
    made = [make_agency() for _ in range(AGENCIES)]
    draw = random.Random(1)
    for agency in made:
        _register(agency, service, draw)
        rows = [
            _draw_rating(agency, service, questionnaire, draw) for _ in range(RATINGS)
        ]
        db.session.execute(insert(Rating), rows)
    db.session.commit()
    count_measures(RATED_ON)
    return made


def _register(agency: Agency, service: Service, draw: random.Random) -> None:
    """More dossiers than ratings, each of them invited and with its ballot."""
    cell = {"service_id": service.id, "channel": "online"}
    number = RATINGS + draw.randrange(5, 25)
    codes = [f"{agency.code}-{place}" for place in range(number)]
    where = {"received_by_id": agency.id, "settled_by_id": agency.id}
    days = {"received_on": MONTH, "ended_on": date(2026, 3, 9), "ending": "finished"}
    ids = db.session.scalars(
        insert(Dossier).returning(Dossier.id),
        [
            {"system": "thu", "code": code, "raw_code": code, **where, **cell, **days}
            for code in codes
        ],
    )
    asked = {"is_overdue": False, "delivery": "email", "state": "delivered"}
    db.session.execute(
        insert(Invitation), [{"dossier_id": id, "month": MONTH, **asked} for id in ids]
    )
    hashes = [draw.randbytes(32) for _ in codes]
    ballot = {"agency_id": agency.id, "month": MONTH, "is_spent": False, **cell}
    db.session.execute(insert(Ballot), [{"hash": h, **ballot} for h in hashes])


def _draw_rating(
    agency: Agency, service: Service, questionnaire: int, draw: random.Random
) -> dict[str, Any]:
    return {
        "receipt_hash": draw.randbytes(32),
        "version": 1,
        "questionnaire_id": questionnaire,
        "agency_id": agency.id,
        "service_id": service.id,
        "channel": Channel.ONLINE,
        "month": MONTH,
        "overall": draw.choice((3, 4, 5)),
        "answers": {item: draw.choice(("3", "4", "5", "none")) for item in ITEMS},
        "rated_on": RATED_ON,
    }


def check() -> str:
    with clock.frozen(datetime(2026, 4, 22, 19, 0, tzinfo=UTC)):
        return check_integrity(CHECK)


def list_opened() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.execute(select(Flag.family, Flag.key).order_by(Flag.id))
    return [(family, key) for family, key in rows]


def test_an_honest_month_opens_nothing(agencies: list[Agency]) -> None:
    assert check() == "2026-03: 0 flags, 0 of them new"
    assert list_opened() == []


def test_a_typed_pattern_is_found_once_however_often_it_is_looked_for(
    agencies: list[Agency],
) -> None:
    typed = {item: "4" for item in ITEMS} | {"time": "5"}
    changed = update(Rating).where(Rating.agency_id == agencies[3].id)
    db.session.execute(changed.values(answers=typed))
    db.session.commit()
    assert check() == "2026-03: 1 flags, 1 of them new"
    assert check() == "2026-03: 1 flags, 0 of them new"
    assert list_opened() == [("repeated", agencies[3].code)]
    flag = db.session.scalars(select(Flag)).one()
    assert (flag.first, flag.last, flag.opened_on) == (MONTH, MONTH, CHECK)
    assert flag.p is not None and flag.adjusted is not None
    assert flag.p < flag.adjusted < 0.1 and flag.family_size == AGENCIES
    told = [v for v in flag.facts.values() if isinstance(v, int)]
    assert told and min(told) >= 10


def test_what_was_changed_or_rated_after_the_cut_off_is_not_read(
    agencies: list[Agency],
) -> None:
    typed = {item: "4" for item in ITEMS} | {"time": "5"}
    changed = update(Rating).where(Rating.agency_id == agencies[3].id)
    db.session.execute(changed.values(answers=typed, superseded_on=date(2026, 4, 2)))
    db.session.commit()
    count_measures(date(2026, 4, 2))
    assert check() == "2026-03: 0 flags, 0 of them new"


def test_more_ratings_than_ballots_are_told_without_any_test(
    agencies: list[Agency],
) -> None:
    agency = agencies[5]
    gone = db.session.scalars(select(Ballot.hash).where(Ballot.agency_id == agency.id))
    hashes = list(gone)[RATINGS - 8 :]
    db.session.execute(delete(Ballot).where(Ballot.hash.in_(hashes)))
    db.session.commit()
    check()
    (flag,) = db.session.scalars(select(Flag).where(Flag.family == "accounts"))
    assert (flag.key, flag.p, flag.family_size) == (agency.code, None, None)
    assert flag.facts["count"] == RATINGS and flag.facts["limit"] == RATINGS - 8


def test_copied_comments_are_found(agencies: list[Agency]) -> None:
    service = db.session.scalars(select(Service)).first()
    assert service is not None
    for number, agency in enumerate([*agencies, *[agencies[7]] * 11]):
        is_copy = number >= AGENCIES
        own = "".join(random.Random(number).choices("abcdeghiklmnopq", k=70))
        db.session.add(
            Comment(
                ref=f"GY{number:08}",
                receipt_hash=random.Random(number).randbytes(32),
                given_to_id=agency.id,
                agency_id=agency.id,
                service_id=service.id,
                channel=Channel.ONLINE,
                month=MONTH,
                text=f"{COPY} {number}" if is_copy else own,
                state="received",
                received_on=RATED_ON,
            )
        )
    db.session.commit()
    check()
    assert list_opened() == [("copies", agencies[7].code)]


def count_day(agency: Agency, on: date, by_network: tuple[int, ...]) -> DayCount:
    """Forty answers over a morning."""
    draw, windows = random.Random(agency.id), [0] * WINDOWS
    for _ in range(40):
        windows[draw.randrange(48, 70)] += 1
    seconds = (0, 40, *[0] * (len(SECONDS) - 2))
    keys = (by_network, (40, *[0] * (len(PER_KEY) - 1)))
    cell = (on, agency.id, Channel.ONLINE, 40)
    return DayCount(*cell, *keys, seconds, tuple(windows))


def test_the_counters_are_judged_and_then_destroyed(agencies: list[Agency]) -> None:
    spread, same = (38, 2, 0, 0, 0, 0), (4, 0, 0, 0, 0, 36)
    days = [count_day(agency, RATED_ON, spread) for agency in agencies[1:]]
    record_door_days([*days, count_day(agencies[0], RATED_ON, same)])
    record_door_days([count_day(agencies[0], date(2026, 4, 2), spread)])
    check()
    assert list_opened() == [("door_keys", agencies[0].code)]
    db.session.rollback()
    assert list(db.session.scalars(select(DoorDay.day))) == [date(2026, 4, 2)]


def test_two_processes_add_up_to_one_row(agencies: list[Agency]) -> None:
    keys, seconds = (10, 0, 0, 0, 0, 0), (0, 10, 0, 0, 0, 0)
    windows = (10, *[0] * (WINDOWS - 1))
    day = DayCount(
        *(RATED_ON, agencies[0].id, Channel.ONLINE, 10, keys, keys, seconds, windows)
    )
    record_door_days([day])
    record_door_days([day])
    (row,) = db.session.scalars(select(DoorDay))
    assert (row.answers, row.by_network, row.by_window[0]) == (20, [20, *[0] * 5], 20)


def test_the_end_of_a_quarter_looks_for_a_heap(agencies: list[Agency]) -> None:
    # Everybody at exactly 27 of 30: in the point above 90 %, nobody below it.
    db.session.execute(update(Rating).values(overall=5))
    db.session.commit()
    for agency in agencies:
        rows = db.session.scalars(
            select(Rating.receipt_hash).where(Rating.agency_id == agency.id).limit(3)
        )
        db.session.execute(
            update(Rating).where(Rating.receipt_hash.in_(list(rows))).values(overall=2)
        )
    db.session.commit()
    count_measures(RATED_ON)
    check()
    found = Counter(family for family, _ in list_opened())
    assert found[Family.PILE_UP] == 1
    assert db.session.scalar(select(func.count()).where(Flag.key == "-")) == 1

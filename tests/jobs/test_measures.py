"""Each day's measures: what was rated less what was changed, however often counted."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update

from feedback.domain.channels import Channel
from feedback.extensions import db
from feedback.jobs.measures import count_measures, list_days_to_count
from feedback.jobs.recounts import RecountDiffers, recount
from feedback.models.measures import Measure
from feedback.models.services import Service
from tests.answers import MONTH, change, rate
from tests.factories import make_agency, make_sector, make_service

FIRST, SECOND, THIRD = (date(2026, 3, day) for day in (10, 11, 12))
COUNTS = ("n1", "n2", "n3", "n4", "n5", "n_none")


def read_all() -> list[tuple[object, ...]]:
    """Every row of the measures, in the order of the key."""
    db.session.rollback()
    return [
        tuple(row)
        for row in db.session.execute(
            text(
                "SELECT month, day, agency_id, service_id, channel, sector_id, "
                "n1, n2, n3, n4, n5, n_none FROM measures ORDER BY 1, 2, 3, 4, 5"
            )
        )
    ]


def read_counts(day: date) -> list[tuple[int, ...]]:
    """The counts of a day's cells."""
    db.session.rollback()
    rows = db.session.scalars(
        select(Measure).where(Measure.day == day).order_by(Measure.channel)
    )
    return [tuple(getattr(row, name) for name in COUNTS) for row in rows]


def test_a_day_counts_its_ratings_by_cell_and_level(app: Flask) -> None:
    agency, service = make_agency(), make_service()
    rate(agency.id, service.id, (1, 0, 2, 5, 3), none=2, rated_on=FIRST)
    rate(agency.id, service.id, (0, 0, 0, 1, 0), rated_on=FIRST, channel=Channel.POST)
    rate(agency.id, service.id, (9, 9, 9, 9, 9), rated_on=SECOND)
    assert count_measures(FIRST) == "14 ratings in 2 cells"
    assert read_counts(FIRST) == [(1, 0, 2, 5, 3, 2), (0, 0, 0, 1, 0, 0)]
    assert read_counts(SECOND) == []
    row = db.session.scalars(select(Measure)).first()
    assert row is not None
    assert (row.month, row.sector_id) == (MONTH, service.sector_id)


def test_a_change_takes_from_its_day_what_it_replaced(app: Flask) -> None:
    agency, service = make_agency(), make_service()
    receipts = rate(agency.id, service.id, (3, 0, 0, 0, 0), rated_on=FIRST)
    change(receipts[0], 5, FIRST)
    change(receipts[1], 4, SECOND)
    change(receipts[1], 5, THIRD)
    for day in (FIRST, SECOND, THIRD):
        count_measures(day)
    assert read_counts(FIRST) == [(2, 0, 0, 0, 1, 0)]
    assert read_counts(SECOND) == [(-1, 0, 0, 1, 0, 0)]
    assert read_counts(THIRD) == [(0, 0, 0, -1, 1, 0)]
    for day in (FIRST, SECOND, THIRD):
        recount(day)


def test_counting_a_past_day_again_gives_identical_rows(app: Flask) -> None:
    agency, service = make_agency(), make_service()
    receipts = rate(agency.id, service.id, (3, 1, 4, 1, 5), none=1, rated_on=FIRST)
    count_measures(FIRST)
    before = read_all()
    assert before
    # Later ratings, later changes and a new sector do not reach back.
    change(receipts[0], 5, SECOND)
    rate(agency.id, service.id, (9, 0, 0, 0, 0), rated_on=THIRD)
    db.session.execute(
        update(Service)
        .where(Service.id == service.id)
        .values(sector_id=make_sector().id)
    )
    db.session.commit()
    count_measures(FIRST)
    assert read_all() == before


def test_a_cell_that_is_gone_leaves_no_measure_behind(app: Flask) -> None:
    agency, service = make_agency(), make_service()
    rate(agency.id, service.id, (0, 0, 0, 0, 2), rated_on=FIRST)
    count_measures(FIRST)
    db.session.execute(text("DELETE FROM ratings"))
    db.session.commit()
    count_measures(FIRST)
    assert read_all() == []


def test_days_with_ratings_and_without_measures_are_found(app: Flask) -> None:
    agency, service = make_agency(), make_service()
    days = [FIRST - timedelta(days=400), FIRST, SECOND, THIRD]
    for day in days:
        rate(agency.id, service.id, (0, 0, 0, 0, 1), rated_on=day)
    count_measures(SECOND)
    assert list_days_to_count(SECOND) == days[:2]
    assert list_days_to_count(THIRD) == [*days[:2], THIRD]
    assert list_days_to_count(days[0] - timedelta(days=1)) == []


def test_nothing_to_count_is_no_day(app: Flask) -> None:
    assert list_days_to_count(FIRST) == []
    assert count_measures(FIRST) == "0 ratings in 0 cells"
    assert recount(FIRST) == "0 ratings agree with the measures of 0 months"


def test_the_recount_agrees_for_any_day(app: Flask) -> None:
    agencies = [make_agency() for _ in range(3)]
    services = [make_service() for _ in range(4)]
    n = 0
    for i, agency in enumerate(agencies):
        for j, service in enumerate(services):
            for channel in Channel:
                for day, month in ((FIRST, MONTH), (THIRD, date(2026, 2, 1))):
                    levels = (i, j, 1, i + j, 2)
                    rate(
                        agency.id,
                        service.id,
                        levels,
                        channel=channel,
                        month=month,
                        rated_on=day,
                        none=j,
                    )
                    n += sum(levels) + j
    for day in (FIRST, SECOND, THIRD):
        count_measures(day)
    assert recount(THIRD) == f"{n} ratings agree with the measures of 2 months"
    assert recount(SECOND) == f"{n // 2} ratings agree with the measures of 1 months"


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ({"n5": Measure.n5 + 1}, ["agency {a}", "service {s}", "channel 0"]),
        # One answer at another level: no total changes.
        (
            {"n5": Measure.n5 - 1, "n4": Measure.n4 + 1},
            ["agency {a}", "service {s}", "channel 0"],
        ),
        ({"agency_id": None}, ["agency {a}", "agency {b}"]),
        ({"channel": Channel.POST}, ["channel 0", "channel 2"]),
    ],
)
def test_the_recount_fails_by_name_on_a_wrong_measure(
    app: Flask, fault: dict[str, object], named: list[str]
) -> None:
    agency, other, service = make_agency(), make_agency(), make_service()
    rate(agency.id, service.id, (1, 1, 1, 1, 10), rated_on=FIRST)
    rate(other.id, service.id, (0, 0, 0, 0, 10), month=date(2026, 2, 1), rated_on=FIRST)
    count_measures(FIRST)
    values = {k: other.id if v is None else v for k, v in fault.items()}
    db.session.execute(update(Measure).where(Measure.month == MONTH).values(**values))
    db.session.commit()
    with pytest.raises(RecountDiffers) as raised:
        recount(FIRST)
    text_ = str(raised.value)
    names = [name.format(a=agency.id, b=other.id, s=service.id) for name in named]
    assert text_ == (
        f"{len(names)} cells differ from the ratings: "
        + "; ".join(sorted(f"2026-03 {name}" for name in names))
    )


def test_the_recount_finds_answers_that_were_never_counted(app: Flask) -> None:
    agency, service = make_agency(), make_service()
    rate(agency.id, service.id, (0, 0, 0, 0, 1), rated_on=FIRST)
    with pytest.raises(RecountDiffers, match="2026-03 agency"):
        recount(FIRST)
    count_measures(FIRST)
    db.session.execute(text("DELETE FROM ratings"))
    db.session.commit()
    with pytest.raises(RecountDiffers, match="2026-03 agency"):
        recount(FIRST)
    db.session.execute(delete(Measure))
    db.session.commit()
    recount(FIRST)


def test_the_recount_sees_two_answers_that_changed_places(app: Flask) -> None:
    """Every list adds up, and yet the cells are not those of the ratings."""
    a, b = make_agency(), make_agency()
    s, t = make_service(), make_service()
    for agency, service in ((a, s), (b, t)):
        rate(agency.id, service.id, (0, 0, 0, 0, 1), rated_on=FIRST)
    count_measures(FIRST)
    for agency, service in ((a, t), (b, s)):
        db.session.execute(
            update(Measure)
            .where(Measure.agency_id == agency.id)
            .values(service_id=service.id)
        )
    db.session.commit()
    with pytest.raises(RecountDiffers, match="2026-03 cells"):
        recount(FIRST)

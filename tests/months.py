"""A month of six agencies, one for each verdict and two that must be hidden."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.jobs.measures import count_measures
from feedback.models.agencies import Agency
from feedback.models.publications import Result
from feedback.models.services import Sector, Service
from tests.answers import rate
from tests.factories import make_agency, make_sector, make_service
from tests.plans import add_target, make_group, make_plan

MARCH = Month(2026, 3)
#: Online answers of each agency by level; `wide` and `small` do land procedures.
ONLINE = {
    "good": (0, 2, 7, 91, 200),
    "wide": (30, 10, 10, 100, 50),
    "close": (2, 3, 4, 51, 40),
    "small": (1, 0, 1, 8, 10),
    "tiny": (1, 0, 0, 3, 2),
    "next": (1, 1, 1, 4, 5),
}
LAND = ("wide", "small")
#: At the counter, where only `good` was rated.
COUNTER = (20, 5, 5, 5, 5)

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Place:
    """The catalogue of the month."""

    agencies: dict[str, Agency]
    land: Service
    other: Service
    land_sector: Sector
    other_sector: Sector


def make_place() -> Place:
    """Six agencies, two services, a plan with 90 % online and 85 % on land."""
    land_sector, other_sector = make_sector(), make_sector()
    plan = make_plan()
    add_target(plan, "T1", "90")
    add_target(plan, "T2", "85")
    make_group([land_sector.id])
    return Place(
        {name: make_agency() for name in ONLINE},
        make_service(sector_id=land_sector.id),
        make_service(sector_id=other_sector.id),
        land_sector,
        other_sector,
    )


def rate_month(place: Place, month: Month = MARCH) -> None:
    """The month's answers over three days, counted."""
    days = [month.first_day + timedelta(days=n) for n in (9, 19, 40)]
    for place_in_order, (name, levels) in enumerate(ONLINE.items()):
        service = place.land if name in LAND else place.other
        rate(
            place.agencies[name].id,
            service.id,
            levels,
            month=month.first_day,
            rated_on=days[place_in_order % 3],
            none=place_in_order,
        )
    rate(
        place.agencies["good"].id,
        place.other.id,
        COUNTER,
        channel=Channel.COUNTER,
        month=month.first_day,
        rated_on=days[0],
    )
    for day in days:
        count_measures(day)


def read_results(publication_id: int) -> dict[Key, Result]:
    """The stored results by indicator, scope and key."""
    db.session.rollback()
    rows = db.session.scalars(
        select(Result).where(Result.publication_id == publication_id)
    )
    return {(row.indicator, row.scope, row.key): row for row in rows}


def counts_of(row: Result) -> tuple[int | None, ...]:
    """The five levels of a stored result."""
    return (row.n1, row.n2, row.n3, row.n4, row.n5)


def publication_day(month: Month = MARCH) -> date:
    """The day on which a month is published."""
    return month.published_on

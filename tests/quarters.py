"""A quarter as the job publishes it: three months of answers with their register."""

from datetime import date

from sqlalchemy import insert

from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.jobs.publications import publish_month
from feedback.models.dossiers import Dossier
from tests.months import COUNTER, LAND, ONLINE, Place, make_place, rate_month

MONTHS = (Month(2026, 1), Month(2026, 2), Month(2026, 3))
PUBLISHED = date(2026, 4, 25)


def publish_quarter() -> Place:
    """January to March 2026 and their quarter, from the registers of six agencies."""
    place = make_place()
    for month in MONTHS:
        rate_month(place, month)
        _register_month(place, month)
    publish_month(PUBLISHED)
    return place


def _register_month(place: Place, month: Month) -> None:
    """Twice as many dossiers as there are answers, of each cell."""
    rows = []
    for name, levels in ONLINE.items():
        service = place.land if name in LAND else place.other
        rows += _list_dossiers(
            place.agencies[name].id, service.id, Channel.ONLINE, month, 2 * sum(levels)
        )
    rows += _list_dossiers(
        *(place.agencies["good"].id, place.other.id, Channel.COUNTER, month),
        3 * sum(COUNTER),
    )
    db.session.execute(insert(Dossier), rows)
    db.session.commit()


def _list_dossiers(
    agency: int, service: int, channel: Channel, month: Month, count: int
) -> list[dict[str, object]]:
    name = f"H99.{agency}-{month}-{service}-{channel.value}"
    return [
        {
            "system": "thu",
            "code": f"{name}-{number}",
            "raw_code": f"{name}-{number}",
            "channel": channel,
            "received_on": month.first_day,
            "ended_on": month.first_day,
            "ending": Ending.FINISHED,
            "settled_by_id": agency,
            "received_by_id": agency,
            "service_id": service,
        }
        for number in range(count)
    ]

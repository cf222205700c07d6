"""A published province to read: as many units, months and comments as a real one."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from flask import Flask

from feedback.domain.channels import Channel
from feedback.domain.states import Bucket
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.publications import Publication
from feedback.models.services import Service
from tests.factories import make_agency, make_sector, make_service
from tests.factories_published import (
    MET,
    NOT_ENOUGH,
    NOT_MET,
    TOO_CLOSE,
    Levels,
    bump_stamp,
    make_balance,
    make_chart,
    make_plan,
    make_publication,
    make_published_comment,
    make_result,
)

#: A province after the merger of 2025 has 65 to 168 communes.
AGENCIES, SERVICES, SECTORS, MONTHS, COMMENTS = 126, 300, 40, 24, 1500
_CASES: tuple[Levels | None, ...] = (MET, TOO_CLOSE, NOT_MET, NOT_ENOUGH, None)


def publish_province(app: Flask) -> dict[str, str]:
    """Fill an empty database; returns the addresses of one page of each kind."""
    with app.app_context():
        # One transaction for each factory would take minutes of syncing.
        commit = db.session.commit
        setattr(db.session, "commit", db.session.flush)
        try:
            addresses = _fill()
        finally:
            setattr(db.session, "commit", commit)
        bump_stamp()
        db.session.commit()
    return addresses


def _fill() -> dict[str, str]:
    make_plan()
    agencies = [make_agency() for _ in range(AGENCIES)]
    sectors = [make_sector() for _ in range(SECTORS)]
    services = [
        make_service(sector_id=sector.id) for sector in _take(sectors, SERVICES)
    ]
    months = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(MONTHS)]
    for month in months:
        publication = make_publication(month)
        _publish_whole(publication)
        if month == months[-1]:
            for scope, units in (
                ("agency", agencies),
                ("sector", sectors),
                ("service", services),
            ):
                _publish_units(publication, scope, units)
            for kind in ("units", "months", "levels", "coverage"):
                make_chart(publication, f"{kind}:province:-")
        for agency in agencies:
            make_balance(agency, month)
    comments = _publish_comments(agencies, services)
    return {
        "summary": "/",
        "agencies": "/co-quan",
        "agency": f"/co-quan/{agencies[0].code}",
        "comments": "/gop-y",
        "comment": f"/gop-y/{comments[0]}",
    }


def _publish_whole(publication: Publication) -> None:
    make_result(publication, TOO_CLOSE)
    make_result(publication, NOT_MET, indicator="T2", threshold="85")
    make_result(publication, MET, indicator="all")
    for channel in Channel:
        make_result(
            publication, MET, indicator="all", scope="channel", key=channel.value
        )


def _publish_units(publication: Publication, scope: str, units: list[Any]) -> None:
    for unit, levels in zip(units, cycle(_CASES), strict=False):
        for indicator in ("all", "T1"):
            make_result(
                publication, levels, indicator=indicator, scope=scope, key=unit.code
            )


def _publish_comments(agencies: list[Agency], services: list[Service]) -> list[str]:
    refs = []
    buckets = _take([Bucket.PUBLISHED] * 7 + list(Bucket), COMMENTS)
    for number, bucket in enumerate(buckets):
        on = date(2025, 1, 1) + timedelta(days=number % 330)
        changes = {"published_on": on} if bucket is Bucket.PUBLISHED else {}
        row = make_published_comment(
            bucket,
            agencies[number % AGENCIES],
            services[number % SERVICES],
            month=on.replace(day=1),
            **changes,
        )
        refs.append(row.ref)
    return refs


def _take(values: Iterable[Any], count: int) -> list[Any]:
    return list(islice(cycle(values), count))

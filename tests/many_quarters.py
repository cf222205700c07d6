"""Nine quarters of a small province as the job publishes them, two years among them.

Enough to look back on for every method: an agency falls for good, another rises, a
third asks fewer people in the end; one is hidden, one service comes later.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.domain.months import Month, iterate_months
from feedback.domain.periods import MONTH, QUARTER, YEAR, Period
from feedback.extensions import db
from feedback.jobs.measures import count_measures
from feedback.jobs.publications import publish_month
from feedback.models.agencies import Agency
from feedback.models.dossiers import Dossier
from feedback.models.invitations import Invitation
from feedback.models.questionnaires import QuestionnaireVersion
from feedback.models.ratings import Rating
from feedback.models.services import Service
from feedback.operations.transaction import relaxed_commits
from tests.answers import rate
from tests.factories import make_agency, make_sector, make_service
from tests.plans import add_target, make_group, make_plan

FIRST: Final = Month(2024, 1)
LAST: Final = Month(2026, 3)
MONTHS: Final = tuple(iterate_months(FIRST, LAST))
#: The newest month, quarter and year.
NEWEST: Final = {MONTH: "2026-03", QUARTER: "2026-q1", YEAR: "2025"}
_LEVELS: Final = ("commune",) * 3 + ("department",) * 3
#: Answers of a cell in a month: agency after agency.
_ANSWERS: Final = (24, 24, 24, 30, 12, 3)
_ENDINGS: Final = (Ending.FINISHED,) * 7 + (Ending.REFUSED,) * 2 + (Ending.RETURNED,)


def publish_quarters() -> None:
    """Everything from the catalogue to the seal."""
    with relaxed_commits():
        land, other = make_sector(), make_sector()
        add_target(plan := make_plan(), "T1", "90")
        add_target(plan, "T2", "85")
        make_group([land.id])
        agencies = [make_agency(level=level).id for level in _LEVELS]
        sectors = (land.id, land.id, other.id, other.id)
        services = [make_service(sector_id=sector).id for sector in sectors]
        version = QuestionnaireVersion(code="q", version=1, content={}, digest="q")
        db.session.add(version)
        db.session.flush()
        chance = random.Random(2026)
        cells = list(_list_cells(agencies, services))
        ratings = [
            {
                "questionnaire_id": version.id,
                "receipt_hash": chance.randbytes(32),
                **row,
            }
            for cell in cells
            for row in _rate(*cell, chance)
        ]
        db.session.execute(insert(Rating), ratings)
        dossiers = [row for cell in cells for row in _register(*cell)]
        for number, row in enumerate(dossiers, 1):
            code = f"H99-{number:06}"
            row |= {"id": number, "system": "thu", "code": code, "raw_code": code}
        db.session.execute(insert(Dossier), dossiers)
        db.session.execute(insert(Invitation), list(_invite(dossiers, agencies[2])))
        db.session.commit()
        for month in MONTHS:
            count_measures(month.first_day.replace(day=20))
        publish_month(LAST.published_on)


def correct_february() -> str:
    """Answers of the last February that nobody had counted, a day after the seal."""
    month, day = Month(2026, 2), date(2026, 2, 25)
    agency = db.session.scalars(select(Agency.id).order_by(Agency.id)).first()
    service = db.session.scalars(select(Service.id).order_by(Service.id)).first()
    assert agency is not None and service is not None
    rate(agency, service, (9, 3, 0, 0, 0), month=month.first_day, rated_on=day)
    count_measures(day)
    with clock.frozen(clock.now() + timedelta(days=1)):
        return publish_month(LAST.published_on)


def _list_cells(
    agencies: list[int], services: list[int]
) -> Iterator[tuple[int, Month, dict[str, Any]]]:
    """The place of the agency, the month, and what its rows have in common."""
    for month in MONTHS:
        for place, agency in enumerate(agencies):
            for service in (services[place % 4], services[(place + 1) % 4]):
                if service == services[3] and month < Month(2024, 6):
                    continue
                for channel in (Channel.ONLINE, Channel.COUNTER):
                    cell = {"service_id": service, "channel": channel}
                    yield place, month, {"agency_id": agency, **cell}


def _rate(
    place: int, month: Month, cell: dict[str, Any], chance: random.Random
) -> Iterator[dict[str, Any]]:
    share = 0.92 - 0.02 * place
    if place == 0 and month >= Month(2025, 5):
        share -= 0.25
    if place == 1:
        share = 0.7 + 0.01 * MONTHS.index(month)
    day = month.first_day.replace(day=20)
    of = {
        **cell,
        "version": 1,
        "month": month.first_day,
        "answers": {},
        "rated_on": day,
    }
    for _ in range(_ANSWERS[place] // (1 if cell["channel"] is Channel.ONLINE else 2)):
        levels = (4, 5) if chance.random() < share else (1, 2, 3, None)
        yield {**of, "overall": chance.choice(levels)}


def _register(
    place: int, month: Month, cell: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Half as many again as there are answers."""
    agency, on = cell["agency_id"], date(month.year, month.month, 5)
    for number in range(_ANSWERS[place] * 3 // 2):
        yield {
            **{"service_id": cell["service_id"], "channel": cell["channel"]},
            **{"settled_by_id": agency, "received_by_id": agency},
            **{"received_on": on, "ended_on": on},
            "ending": _ENDINGS[number % len(_ENDINGS)],
        }


def _invite(dossiers: list[dict[str, Any]], fewer: int) -> Iterator[dict[str, Any]]:
    """Nineteen of twenty; one agency leaves out the refused, at last half of all."""
    for row in dossiers:
        is_left_out = row["id"] % 20 == 0
        if row["settled_by_id"] == fewer:
            is_last = row["ended_on"].year == 2026
            is_left_out = row["ending"] is Ending.REFUSED or (is_last and row["id"] % 2)
        if not is_left_out:
            yield {
                "dossier_id": row["id"],
                "is_overdue": False,
                "month": row["ended_on"].replace(day=1),
                "delivery": "email",
                "state": "failed" if row["id"] % 25 == 0 else "delivered",
            }


def find(folder: Path, code: str, version: int = 1) -> Path:
    """A package by the code of its period."""
    return folder / f"gop-y-{code}-v{version}.zip"


def list_earlier(folder: Path, length: int) -> list[Path]:
    """All packages of a length but the newest."""
    periods = (Period(month, length) for month in MONTHS if not month.month % length)
    codes = [period.code.lower() for period in periods]
    return [find(folder, code) for code in codes if code != NEWEST[length]]


def list_parts(folder: Path, code: str) -> list[Path]:
    """The packages of the shorter periods that one adds up."""
    parts = Period.parse(code.upper()).parts
    return [find(folder, part.code.lower()) for part in parts]


def list_others(folder: Path, length: int) -> list[Path]:
    """All that is needed besides the newest."""
    return [*list_parts(folder, NEWEST[length]), *list_earlier(folder, length)]

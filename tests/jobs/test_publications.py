"""Sealing months: once, in order, the same bytes again, and never an edit."""

import hashlib
import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.jobs.measures import count_measures
from feedback.jobs.publications import publish_month
from feedback.models.plans import Target
from feedback.models.publications import Publication, PublicStamp
from feedback.queries.publications import list_stored_estimates
from feedback.reports.months import MeasuresIncomplete
from tests.answers import change, rate
from tests.dossiers import make_dossier
from tests.factories import make_agency, make_service
from tests.months import (
    MARCH,
    ONLINE,
    Place,
    counts_of,
    make_place,
    rate_month,
    read_results,
)

DUE = date(2026, 4, 25)
ESTIMATE_COLUMNS = ("method", "indicator", "scope", "key", "values")
COLUMNS = (
    "indicator scope key is_hidden n1 n2 n3 n4 n5 n_none lower upper operator "
    "threshold official verdict ended invited delivered rated"
).split()


def list_publications() -> list[Publication]:
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Publication).order_by(
                Publication.month, Publication.length, Publication.version
            )
        )
    )


def dump_everything() -> list[tuple[object, ...]]:
    """Every published row as it stands in the database."""
    db.session.rollback()
    found: list[tuple[object, ...]] = []
    for table in ("publications", "results", "public_stamp"):
        rows = db.session.execute(text(f"SELECT * FROM {table} ORDER BY id"))
        found += [tuple(map(repr, row)) for row in rows]
    return found


@pytest.fixture
def place(app: Flask) -> Place:
    made = make_place()
    rate_month(made)
    return made


def test_the_month_before_is_sealed_on_the_25th(place: Place) -> None:
    assert publish_month(date(2026, 4, 24)) == "no month to publish"
    assert publish_month(DUE) == "2026-03 version 1"
    (publication,) = list_publications()
    assert publication.month == MARCH.first_day
    assert publication.cut_off == date(2026, 4, 22)
    assert publication.reason is None
    rows = read_results(publication.id)
    good = rows["T1", "agency", place.agencies["good"].code]
    assert counts_of(good) == ONLINE["good"]
    assert (good.verdict, good.official, good.threshold) == ("met", True, "90")
    tiny = rows["T1", "agency", place.agencies["tiny"].code]
    assert tiny.is_hidden and counts_of(tiny) == (None,) * 5
    assert db.session.scalar(select(PublicStamp.number)) == 1


def test_anybody_can_compute_the_digest_from_the_stored_rows(place: Place) -> None:
    publish_month(DUE)
    (publication,) = list_publications()
    rows = sorted(read_results(publication.id).items())
    content = {
        "terms": publication.terms,
        "results": [{name: getattr(row, name) for name in COLUMNS} for _, row in rows],
        "estimates": [
            {name: getattr(row, name) for name in ESTIMATE_COLUMNS}
            for row in list_stored_estimates(publication.id)
        ],
    }
    canonical = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert hashlib.sha256(canonical.encode()).hexdigest() == publication.digest


def test_a_sealed_month_run_again_writes_nothing(place: Place) -> None:
    publish_month(DUE)
    before = dump_everything()
    # Ratings of later months, and even one that comes after the cut-off.
    agency, service = place.agencies["good"], place.other
    for month, day in ((date(2026, 4, 1), 10), (MARCH.first_day, 23)):
        on = date(2026, 4, day)
        rate(agency.id, service.id, (5, 5, 5, 5, 5), month=month, rated_on=on)
        count_measures(on)
    assert publish_month(DUE) == "2026-03 unchanged"
    assert publish_month(date(2026, 5, 2)) == "2026-03 unchanged"
    assert dump_everything() == before


def test_other_inputs_make_a_new_version_with_its_reason(place: Place) -> None:
    publish_month(DUE)
    (first,) = list_publications()
    before = {key: counts_of(row) for key, row in read_results(first.id).items()}
    make_dossier(
        settled_by_id=place.agencies["good"].id,
        service_id=place.other.id,
        ended_on=date(2026, 3, 31),
        ending=Ending.FINISHED,
    )
    assert publish_month(DUE) == "2026-03 version 2"
    old, new = list_publications()
    assert (old.version, old.digest, old.reason) == (1, first.digest, None)
    assert (new.version, new.reason) == (
        2,
        "Dữ liệu đầu vào đã đổi / inputs changed: "
        "delivered None → 0; ended None → 1; invited None → 0",
    )
    assert new.digest != old.digest
    assert {k: counts_of(r) for k, r in read_results(old.id).items()} == before
    assert publish_month(DUE) == "2026-03 unchanged"


def test_a_corrected_target_makes_a_new_version(place: Place) -> None:
    publish_month(DUE)
    db.session.execute(
        update(Target).where(Target.code == "T1").values(threshold="90.5")
    )
    db.session.commit()
    assert publish_month(DUE) == "2026-03 version 2"
    reason = list_publications()[-1].reason
    assert reason == "Dữ liệu đầu vào đã đổi / inputs changed: targets"


def test_months_that_were_missed_are_sealed_in_order(place: Place) -> None:
    for month in (Month(2026, 1), Month(2026, 4)):
        agency, service = place.agencies["good"], place.other
        rate(agency.id, service.id, (1, 1, 1, 9, 9), month=month.first_day)
        count_measures(month.first_day.replace(day=20))
    assert publish_month(date(2026, 6, 3)) == (
        "2026-01 version 1, 2026-02 version 1, 2026-03 version 1, "
        "2026-Q1 version 1, 2026-04 version 1"
    )
    assert [(p.month.month, p.length) for p in list_publications()] == [
        (1, 1),
        (2, 1),
        (3, 1),
        (3, 3),
        (4, 1),
    ]
    # A month without a single answer is published as such.
    empty = read_results(list_publications()[1].id)
    assert empty["all", "province", "-"].is_hidden


def test_an_empty_platform_publishes_nothing(app: Flask) -> None:
    assert publish_month(DUE) == "no month to publish"
    assert list_publications() == []


def test_what_cannot_be_counted_is_not_published(place: Place) -> None:
    rate(place.agencies["good"].id, place.other.id, (1, 0, 0, 0, 0))
    with pytest.raises(MeasuresIncomplete):
        publish_month(DUE)
    assert list_publications() == []


def test_a_rating_changed_in_time_counts_as_changed(app: Flask) -> None:
    """The last one counts: 12 of 12 dissatisfied become 12 of 12 satisfied but one."""
    agency, service = make_agency(), make_service()
    receipts = rate(agency.id, service.id, (12, 0, 0, 0, 0))
    for receipt in receipts[:11]:
        change(receipt, 5, date(2026, 3, 25))
    for day in (20, 25):
        count_measures(date(2026, 3, day))
    publish_month(DUE)
    row = read_results(list_publications()[0].id)["all", "province", "-"]
    assert counts_of(row) == (1, 0, 0, 0, 11)

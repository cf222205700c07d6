"""Reads of months, quarters and years keep to their own length."""

from datetime import date

import pytest

from feedback.domain.errors import NotFound
from feedback.domain.months import Month
from feedback.domain.periods import Period
from feedback.extensions import db
from feedback.models.publications import Estimate, Publication
from feedback.queries import publications as sealed
from feedback.queries.published import estimates, publications, results
from tests.factories import make_agency
from tests.factories_published import make_publication, make_result

pytestmark = pytest.mark.usefixtures("app")

MARCH = date(2026, 3, 1)
QUARTER = Period(Month(2026, 3), 3)


def publish_three() -> dict[int, Publication]:
    """March, its first quarter in two versions, and April."""
    made = {
        1: make_publication(MARCH),
        3: make_publication(MARCH, length=3),
        4: make_publication(date(2026, 4, 1)),
    }
    made[2] = make_publication(MARCH, length=3, version=2)
    for publication in made.values():
        make_result(publication, indicator="all", length=publication.length)
    return made


def test_months_quarters_and_years_are_listed_apart() -> None:
    made = publish_three()
    assert [p.id for p in publications.list_publications()] == [made[4].id, made[1].id]
    assert [p.id for p in publications.list_publications(3)] == [made[2].id]
    assert [p.version for p in publications.list_all_versions(3)] == [2, 1]
    assert len(publications.list_all_versions()) == 2
    assert publications.list_periods(3) == [QUARTER]
    latest = publications.find_latest_publication()
    assert latest is not None and latest.id == made[4].id
    assert publications.find_latest_publication(12) is None
    assert [p.id for p in sealed.list_versions_in_force()] == [made[1].id, made[4].id]
    assert [p.id for p in sealed.list_versions_in_force(3)] == [made[2].id]
    assert sealed.list_published(1) == [Period(Month(2026, n)) for n in (3, 4)]
    assert sealed.list_published(1, most=1) == [Period(Month(2026, 3))]
    assert sealed.list_published(3) == [QUARTER]
    found = sealed.find_last_version(QUARTER)
    assert found is not None and found.id == made[2].id


def test_a_period_that_is_not_published_is_not_found() -> None:
    publish_three()
    assert [p.version for p in publications.list_period_versions(QUARTER)] == [2, 1]
    assert len(publications.list_versions(Month(2026, 3))) == 1
    with pytest.raises(NotFound) as error:
        publications.list_period_versions(Period(Month(2026, 6), 3))
    assert error.value.message_vi.startswith("Quý II/2026 chưa được công bố")


def test_a_units_months_are_not_mixed_with_its_quarters() -> None:
    publish_three()
    figures = results.list_unit_results("province", "-")
    assert [str(f.period) for f in figures] == ["2026-04", "2026-03"]
    figures = results.list_unit_results("province", "-", 3)
    assert [str(f.period) for f in figures] == ["2026-Q1"]
    for wanted, periods in (
        (results.ResultFilter(), ["2026-03", "2026-04"]),
        (results.ResultFilter(length=3), ["2026-Q1"]),
        (results.ResultFilter(length=3, has_all_versions=True), ["2026-Q1"] * 2),
    ):
        found = results.list_results_after(0, wanted, 10)
        assert [str(f.figure.period) for f in found] == periods


def add_estimate(publication: Publication, method: str, key: str, n: int) -> None:
    db.session.add(
        Estimate(
            publication_id=publication.id,
            month=publication.month,
            length=publication.length,
            method=method,
            indicator="all",
            scope="province" if key == "-" else "agency",
            key=key,
            values={"n": n},
        )
    )
    db.session.commit()


def test_estimates_are_read_by_publication_unit_and_method() -> None:
    made = publish_three()
    agency = make_agency()
    for number, publication in made.items():
        add_estimate(publication, "bounds", "-", number)
        add_estimate(publication, "bounds", agency.code, number)
        add_estimate(publication, "power", agency.code, number)
    newest = made[2].id
    (whole,) = estimates.list_estimates(newest, "bounds", "province")
    assert (whole.period, whole.values, whole.name.vi) == (QUARTER, {"n": 2}, "")
    (found,) = estimates.list_estimates(newest, "power", "agency")
    assert (found.key, found.name.vi) == (agency.code, agency.name)
    both = estimates.list_estimates_of(newest, "agency", [agency.code])
    assert [e.method for e in both] == ["bounds", "power"]
    first = estimates.list_estimates_after(0, newest, {}, 2)
    rest = estimates.list_estimates_after(first[-1].id, newest, {}, 2)
    assert [e.method for e in first + rest] == ["bounds", "bounds", "power"]
    assert len(estimates.list_estimates_after(0, newest, {"method": "power"}, 9)) == 1


def test_a_diff_is_read_from_the_version_that_made_it() -> None:
    row = {"indicator": "all", "scope": "province", "key": "-", "field": "n5"}
    changed = make_publication(
        MARCH,
        version=2,
        changes={"count": 7, "rows": [{**row, "before": 1, "after": 2}]},
    )
    diff = publications.read_diff(changed)
    assert diff is not None and diff.count == 7
    assert (diff.changes[0].field, diff.changes[0].after) == ("n5", 2)
    assert publications.read_diff(make_publication(MARCH)) is None

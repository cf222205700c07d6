"""Quarters and years: sealed after their months, once, and corrected in public."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.domain.periods import Period
from feedback.extensions import db
from feedback.jobs.measures import count_measures
from feedback.jobs.publications import publish_month
from feedback.models.publications import Estimate, Publication, Result
from feedback.queries.publications import (
    find_last_version,
    get_codes,
    list_results,
    list_stored_estimates,
)
from feedback.queries.published.publications import read_diff
from feedback.reports.diffs import MOST_LISTED, compare_versions
from feedback.reports.drafts import EstimateRow, ResultRow, compute_digest
from feedback.reports.months import MonthReader
from feedback.reports.publications import PartsUnpublished, build_publication
from tests.answers import rate
from tests.dossiers import make_dossier
from tests.months import (
    ONLINE,
    Place,
    counts_of,
    make_place,
    rate_month,
    read_results,
)

JANUARY, FEBRUARY, MARCH = (Month(2026, n) for n in (1, 2, 3))
QUARTER = Period(MARCH, 3)
DUE = MARCH.published_on
ALL_MADE = "2026-01 version 1, 2026-02 version 1, 2026-03 version 1, 2026-Q1 version 1"


@pytest.fixture
def place(app: Flask) -> Place:
    """Three months of the six agencies, the same answers in each."""
    made = make_place()
    for month in (JANUARY, FEBRUARY, MARCH):
        rate_month(made, month)
    return made


def find(period: Period) -> Publication:
    db.session.rollback()
    publication = find_last_version(period)
    assert publication is not None
    return publication


def dump_everything() -> list[tuple[object, ...]]:
    db.session.rollback()
    found: list[tuple[object, ...]] = []
    for table in ("publications", "results", "estimates", "public_stamp"):
        rows = db.session.execute(text(f"SELECT * FROM {table} ORDER BY id"))
        found += [tuple(map(repr, row)) for row in rows]
    return found


def test_a_quarter_is_sealed_with_its_last_month_and_is_their_sum(
    place: Place,
) -> None:
    assert publish_month(FEBRUARY.published_on) == (
        "2026-01 version 1, 2026-02 version 1"
    )
    assert publish_month(DUE) == "2026-03 version 1, 2026-Q1 version 1"
    quarter = find(QUARTER)
    assert (quarter.month, quarter.length) == (MARCH.first_day, 3)
    assert quarter.cut_off == MARCH.changes_close_on
    rows = read_results(quarter.id)
    good = rows["T1", "agency", place.agencies["good"].code]
    assert counts_of(good) == tuple(3 * n for n in ONLINE["good"])
    assert (good.length, good.verdict) == (3, "met")
    # 54 of 60 are enough for a verdict, where the 18 of 20 of a month are not.
    small = rows["T1", "agency", place.agencies["small"].code]
    assert small.verdict == "too_close"
    assert quarter.terms["period"] == "2026-Q1" and quarter.terms["is_binding"]
    months = [find(Period(month)) for month in (JANUARY, FEBRUARY, MARCH)]
    assert [part["digest"] for part in quarter.terms["parts"]] == [
        month.digest for month in months
    ]
    # 18 of tiny and 36 of next are hidden in every month, with each other.
    tiny = rows["T1", "agency", place.agencies["tiny"].code]
    assert counts_of(tiny) == tuple(3 * n for n in ONLINE["tiny"])


def test_a_period_run_again_gives_the_same_bytes(place: Place) -> None:
    assert publish_month(DUE) == ALL_MADE
    before = dump_everything()
    assert publish_month(DUE) == "2026-03 unchanged, 2026-Q1 unchanged"
    assert dump_everything() == before
    for period in (Period(MARCH), QUARTER):
        draft = build_publication(period, "demo")
        assert draft.digest == find(period).digest


def test_a_quarter_waits_for_all_its_months(place: Place) -> None:
    """The platform began in January; the quarter before it is nobody's."""
    with pytest.raises(PartsUnpublished, match="January 2026"):
        build_publication(QUARTER, "demo")
    publish_month(DUE)
    lengths = select(Publication.length).where(Publication.length > 1)
    assert list(db.session.scalars(lengths)) == [3]
    assert publish_month(Month(2026, 4).published_on) == "2026-04 version 1"


def test_a_year_follows_its_last_quarter(app: Flask) -> None:
    made = make_place()
    agency, service = made.agencies["good"], made.other
    for number in range(1, 13):
        month = Month(2025, number)
        rate(agency.id, service.id, (2, 2, 3, 9, 9), month=month.first_day)
        count_measures(month.first_day.replace(day=20))
    done = publish_month(Month(2025, 12).published_on)
    assert done.endswith("2025-12 version 1, 2025-Q4 version 1, 2025 version 1")
    year = find(Period(Month(2025, 12), 12))
    row = read_results(year.id)["all", "agency", agency.code]
    assert counts_of(row) == (24, 24, 36, 108, 108)
    parts = [part["period"] for part in year.terms["parts"]]
    assert parts == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    months = db.session.scalar(
        select(Estimate.values).where(
            Estimate.method == "control", Estimate.scope == "agency"
        )
    )
    # Twelve months make a baseline, and nothing is out of it.
    assert months is not None and months["baseline_first"] == "2025-01"
    pooled = db.session.scalar(
        select(Estimate.values).where(
            Estimate.method == "pooled", Estimate.length == 12
        )
    )
    assert pooled is not None and (pooled["n"], pooled["k"]) == (300, 216)


def test_a_correction_of_a_month_reaches_its_quarter_with_a_public_diff(
    place: Place,
) -> None:
    publish_month(DUE)
    assert find(QUARTER).changes is None
    good, day = place.agencies["good"], FEBRUARY.first_day.replace(day=25)
    rate(
        good.id,
        place.other.id,
        (0, 0, 0, 0, 30),
        month=FEBRUARY.first_day,
        rated_on=day,
    )
    count_measures(day)
    # February no longer says what its measures do; March compares itself with it.
    assert publish_month(DUE) == (
        "2026-02 version 2, 2026-03 version 2, 2026-Q1 version 2"
    )
    quarter = find(QUARTER)
    assert "levels" in (quarter.reason or "")
    diff = read_diff(quarter)
    assert diff is not None
    changed = {(c.indicator, c.scope, c.key, c.field): c for c in diff.changes}
    n5 = changed["T1", "agency", good.code, "n5"]
    assert (n5.before, n5.after) == (600, 630)
    assert changed["T1", "agency", good.code, "power.n"].after == 930
    assert diff.count == len(diff.changes)
    assert publish_month(DUE) == "2026-03 unchanged, 2026-Q1 unchanged"


def test_nothing_is_estimated_of_a_hidden_cell(place: Place) -> None:
    for name in ("good", "tiny"):
        for _ in range(30):
            make_dossier(
                settled_by_id=place.agencies[name].id,
                service_id=place.other.id,
                ended_on=MARCH.last_day,
                ending=Ending.FINISHED,
            )
    publish_month(DUE)
    hidden = select(
        Result.publication_id, Result.indicator, Result.scope, Result.key
    ).where(Result.is_hidden)
    estimated = select(
        Estimate.publication_id, Estimate.indicator, Estimate.scope, Estimate.key
    )
    cells = {tuple(row) for row in db.session.execute(hidden)}
    found = {tuple(row) for row in db.session.execute(estimated)}
    assert cells and found and not cells & found
    methods = set(db.session.scalars(select(Estimate.method)))
    assert {"coverage", "power", "change", "bounds"} <= methods


def test_months_are_read_once_for_all_the_periods_of_a_run(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_month(DUE)
    reader = MonthReader("demo", get_codes())
    first = reader.read(MARCH)
    monkeypatch.setattr("feedback.reports.months.read_measures", None)
    assert reader.read(MARCH) is first


def test_a_digest_without_estimates_is_that_of_the_first_form() -> None:
    """Publications sealed before there were estimates verify as they did."""
    rows = [{"indicator": "all", "scope": "province", "key": "-", "n5": 3}]
    # sha256sum of {"results":[…],"terms":{"month":"2026-03"}}, keys in order.
    assert compute_digest({"month": "2026-03"}, rows) == (
        "2cccea4147522e45c82fb22edd8c678600818a3e2b4131319cf988ccd2d06ade"
    )
    with_more = compute_digest({"month": "2026-03"}, rows, [_estimate("all", 3)])
    assert with_more != compute_digest({"month": "2026-03"}, rows)


def _estimate(indicator: str, n: int) -> dict[str, object]:
    row = EstimateRow("power", indicator, "province", "-", {"n": n})
    return dict(vars(row))


def test_a_diff_tells_nothing_of_figures_that_one_version_hides(
    place: Place,
) -> None:
    publish_month(DUE)
    stored = list_results(find(QUARTER).id)
    names = ResultRow.__dataclass_fields__
    rows = [ResultRow(**{name: getattr(r, name) for name in names}) for r in stored]
    assert compare_versions(stored, rows, [], [])["count"] == 0
    estimates = list_stored_estimates(find(QUARTER).id)
    again = [
        EstimateRow(e.method, e.indicator, e.scope, e.key, {**e.values, "n": -1})
        for e in estimates
    ]
    diff = compare_versions([], rows, estimates, again)
    assert diff["count"] == len(estimates)
    assert {row["field"].partition(".")[2] for row in diff["rows"]} == {"n"}
    assert len(compare_versions([], [], estimates, again)["rows"]) <= MOST_LISTED
    hidden = [
        ResultRow(**{**vars(row), "is_hidden": True, "n1": None, "ended": 7})
        for row in rows
    ]
    assert compare_versions(stored, hidden, [], [])["count"] == 0

"""What a month's publication says, against numbers worked out here by hand."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import comb
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.domain.periods import Period
from feedback.extensions import db
from feedback.jobs.measures import count_measures
from feedback.models.invitations import Invitation
from feedback.models.services import Service
from feedback.reports.drafts import Draft, ResultRow
from feedback.reports.months import MeasuresIncomplete, check_measures
from feedback.reports.publications import build_publication
from tests.answers import rate
from tests.dossiers import make_dossier
from tests.factories import make_agency, make_sector, make_service
from tests.months import COUNTER, LAND, MARCH, ONLINE, Place, make_place, rate_month
from tests.plans import GROUP, add_target, make_group, make_plan


def build(month: Month = MARCH, plan: str = "demo") -> Draft:
    db.session.rollback()
    return build_publication(Period(month), plan)


def find(draft: Draft, indicator: str, scope: str, key: str) -> ResultRow:
    return next(
        row
        for row in draft.results
        if (row.indicator, row.scope, row.key) == (indicator, scope, key)
    )


def add_up(*rows: Sequence[int]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True)))


def tail(k: int, n: int, p: Fraction) -> Fraction:
    """P(X >= k) of the binomial, term by term."""
    return sum(
        (comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1)),
        Fraction(0),
    )


@pytest.fixture
def place(app: Flask) -> Place:
    made = make_place()
    rate_month(made)
    return made


def test_counts_of_each_indicator_and_list_are_those_of_the_ratings(
    place: Place,
) -> None:
    draft = build()
    everything = add_up(*ONLINE.values(), COUNTER)
    land = add_up(*(ONLINE[name] for name in LAND))
    assert find(draft, "all", "province", "-").counts == everything
    assert find(draft, "T1", "province", "-").counts == add_up(*ONLINE.values())
    assert find(draft, "T2", "province", "-").counts == land
    assert find(draft, "all", "channel", "counter").counts == COUNTER
    assert find(draft, "all", "sector", place.land_sector.code).counts == land
    assert find(draft, "T2", "service", place.land.code).counts == land
    good = place.agencies["good"].code
    assert find(draft, "T1", "agency", good).counts == ONLINE["good"]
    assert find(draft, "all", "agency", good).counts == add_up(ONLINE["good"], COUNTER)
    assert find(draft, "all", "province", "-").n_none == sum(range(6))
    assert find(draft, "all", "province", "-").rated == sum(everything) + sum(range(6))
    # A list of services outside the group has nothing to do with T2.
    keys = {row.key for row in draft.results if row.indicator == "T2"}
    assert place.other.code not in keys and place.other_sector.code not in keys


def test_the_four_verdicts_with_their_official_side(place: Place) -> None:
    """291/300, 150/200, 91/100 and 18/20 against 90 %."""
    draft = build()
    found = {
        name: find(draft, "T1", "agency", place.agencies[name].code)
        for name in ("good", "wide", "close", "small")
    }
    assert {name: (row.official, row.verdict) for name, row in found.items()} == {
        "good": (True, "met"),
        "wide": (False, "not_met"),
        "close": (True, "too_close"),
        "small": (True, "not_enough"),
    }
    for row in found.values():
        assert (row.operator, row.threshold) == (">=", "90")
        counts = row.counts
        assert counts is not None
        k, n = sum(counts[3:]), sum(counts)
        assert row.official is (Fraction(k, n) >= Fraction(90, 100))
        # The exact one-sided 95 % bounds, to the sixth decimal.
        assert row.lower is not None and row.upper is not None
        at_lower = tail(k, n, Fraction(row.lower))
        at_upper = 1 - tail(k + 1, n, Fraction(row.upper))
        assert float(at_lower) == pytest.approx(0.05, abs=2e-4)
        assert float(at_upper) == pytest.approx(0.05, abs=2e-4)


def test_the_sector_group_is_judged_by_its_own_target(place: Place) -> None:
    row = find(build(), "T2", "province", "-")
    assert (row.threshold, row.official, row.verdict) == ("85", False, "not_met")


def test_all_answers_together_bear_bounds_and_no_verdict(place: Place) -> None:
    row = find(build(), "all", "province", "-")
    assert (row.threshold, row.official, row.verdict) == (None, None, None)
    assert row.lower is not None and row.upper is not None
    assert 0 < row.lower < Fraction(574, 678) < row.upper < 1


def test_a_small_cell_is_hidden_with_the_next_smallest(place: Place) -> None:
    draft = build()
    for indicator in ("all", "T1"):
        hidden = {
            row.key
            for row in draft.results
            if row.indicator == indicator and row.scope == "agency" and row.is_hidden
        }
        assert hidden == {place.agencies["tiny"].code, place.agencies["next"].code}
    row = find(draft, "T1", "agency", place.agencies["next"].code)
    assert row.counts is None and row.n_none is None and row.rated is None
    assert row.lower is None and row.upper is None
    assert row.official is None and row.verdict is None


def test_coverage_counts_each_dossier_once(place: Place) -> None:
    agency, service = place.agencies["good"], place.other

    def dossier(invited: date | None, state: str = "delivered", **changes: Any) -> None:
        made = make_dossier(settled_by_id=agency.id, service_id=service.id, **changes)
        if invited is not None:
            db.session.add(
                Invitation(
                    dossier_id=made.id,
                    is_overdue=made.ended_on is None,
                    month=invited,
                    delivery="email",
                    state=state,
                )
            )
            db.session.commit()

    march, april = date(2026, 3, 1), date(2026, 4, 1)
    ended: dict[str, Any] = {"ended_on": date(2026, 3, 31), "ending": Ending.REFUSED}
    dossier(march, **ended)
    dossier(march, state="failed", **ended)
    dossier(march, state="queued", channel=Channel.COUNTER, **ended)
    dossier(None, **ended)
    # Overdue in March without an end; and one asked in February that ended in March.
    dossier(march)
    dossier(date(2026, 2, 1), **ended)
    dossier(april, ended_on=april, ending=Ending.FINISHED)
    draft = build()
    row = find(draft, "all", "province", "-")
    assert (row.ended, row.invited, row.delivered) == (5, 4, 2)
    row = find(draft, "T1", "agency", agency.code)
    assert (row.ended, row.invited, row.delivered, row.rated) == (4, 3, 2, 300)
    row = find(draft, "all", "channel", "counter")
    assert (row.ended, row.invited, row.delivered) == (1, 1, 0)
    # Hidden or without a single answer, an agency shows whom it asked.
    silent = make_agency()
    make_dossier(settled_by_id=silent.id, service_id=service.id, **ended)
    row = find(build(), "all", "agency", silent.code)
    assert (row.is_hidden, row.ended, row.invited, row.rated) == (True, 1, 0, None)


def test_without_a_register_coverage_is_unknown_and_not_zero(place: Place) -> None:
    row = find(build(), "all", "province", "-")
    assert (row.ended, row.invited, row.delivered) == (None, None, None)


def test_ratings_after_the_cut_off_do_not_count(place: Place) -> None:
    before = build()
    late = MARCH.changes_close_on.replace(day=23)
    rate(place.agencies["good"].id, place.other.id, (50,) * 5, rated_on=late)
    count_measures(late)
    after = build()
    assert after.results == before.results
    assert after.digest == before.digest


def test_the_target_is_the_one_in_force_on_the_last_day(app: Flask) -> None:
    """As Khánh Hòa has it: 90 % to the end of 2025, 95 % from then on."""
    plan = make_plan(province="Tỉnh Khánh Hòa")
    add_target(plan, "T1", "90", valid_to=date(2025, 12, 31))
    add_target(plan, "T1", "95", row=2, valid_from=date(2026, 1, 1))
    agency, service = make_agency(), make_service()
    for month in (date(2025, 12, 1), date(2026, 1, 1)):
        # 470 of 500: 94 %, the exact lower bound lies over 90 %.
        levels = (10, 10, 10, 170, 300)
        rate(agency.id, service.id, levels, month=month, rated_on=month)
        count_measures(month)
    december = find(build(Month(2025, 12)), "T1", "province", "-")
    january = find(build(Month(2026, 1)), "T1", "province", "-")
    assert (december.threshold, december.verdict) == ("90", "met")
    assert (january.threshold, january.official) == ("95", False)
    assert january.verdict == "too_close"
    # No sector group in this plan, so no T2.
    assert {row.indicator for row in build(Month(2026, 1)).results} == {"all", "T1"}


def test_a_plan_that_a_later_one_replaced_gives_way_to_it(place: Place) -> None:
    later = make_plan(
        "demo-2", signed_on=date(2026, 3, 10), valid_from=date(2026, 3, 10)
    )
    add_target(later, "T1", "92.5")
    row = find(build(), "T1", "province", "-")
    assert row.threshold == "92.5"
    assert build().terms["plan"] == {"code": "demo-2", "number": "01/KH-UBND"}
    assert find(build(Month(2026, 2)), "T1", "province", "-").threshold == "90"


def test_a_target_without_a_number_is_shown_and_not_judged(app: Flask) -> None:
    add_target(make_plan(), "T1", None)
    agency, service = make_agency(), make_service()
    rate(agency.id, service.id, (1, 1, 1, 20, 20))
    count_measures(date(2026, 3, 20))
    row = find(build(), "T1", "province", "-")
    assert row.counts == (1, 1, 1, 20, 20)
    assert (row.threshold, row.official, row.verdict) == (None, None, None)


def test_the_group_is_the_version_in_force(place: Place) -> None:
    wider = [place.land_sector.id, place.other_sector.id]
    make_group(wider, version=2, valid_from=date(2026, 4, 1))
    assert build().terms["sector_group"] == {
        "code": GROUP,
        "version": 1,
        "sectors": [place.land_sector.code],
    }
    april = build(Month(2026, 4)).terms["sector_group"]
    assert (april["version"], len(april["sectors"])) == (2, 2)


def test_a_service_that_moved_later_keeps_its_sector_in_the_month(
    place: Place,
) -> None:
    before = build()
    db.session.execute(
        update(Service)
        .where(Service.id == place.land.id)
        .values(sector_id=make_sector().id)
    )
    db.session.commit()
    assert build().digest == before.digest


def test_a_month_is_not_built_on_measures_that_do_not_add_up(place: Place) -> None:
    rate(place.agencies["good"].id, place.other.id, (0, 0, 0, 0, 1))
    with pytest.raises(MeasuresIncomplete, match="2026-03"):
        check_measures(MARCH)
    count_measures(date(2026, 3, 20))
    check_measures(MARCH)
    # An earlier day that was never counted is named.
    day = date(2026, 1, 5)
    rate(place.agencies["good"].id, place.other.id, (0, 0, 0, 0, 1), rated_on=day)
    with pytest.raises(MeasuresIncomplete, match="2026-01-05"):
        check_measures(MARCH)


def test_the_terms_say_what_is_needed_to_compute_it_again(place: Place) -> None:
    terms = build().terms
    assert terms["month"] == "2026-03" and terms["cut_off"] == "2026-04-22"
    assert terms["rules"]["rate"] == "R1/1" and terms["rules"]["index"] == "R2/1"
    assert terms["rules"]["verdict"] == {
        "id": "V1/1",
        "bounds": "exact, one-sided",
        "error": "1/20",
        "min_answers": 30,
    }
    assert [(t["code"], t["threshold"], t["clause"]) for t in terms["targets"]] == [
        ("T1", "90", "II.1.m"),
        ("T2", "85", "II.1.m"),
    ]
    assert terms["inputs"]["levels"] == list(add_up(*ONLINE.values(), COUNTER))

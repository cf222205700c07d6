"""Each family finds what was planted for it, and says nothing of small cells."""

import random

import numpy as np

from feedback.domain.channels import Channel
from feedback.domain.families import Family
from feedback.domain.months import Month, iterate_months
from feedback.queries.integrity import Account, LevelCount, Unit
from feedback.reports.integrity.accounts import check_accounts
from feedback.reports.integrity.figures import try_fingerprints, try_fives
from feedback.reports.integrity.months import try_jumps, try_months, try_pile_up
from feedback.reports.integrity.tallies import tally
from feedback.reports.integrity.trials import Trial, list_suspicions
from feedback.reports.suspicions import Suspicion

MARCH = Month(2026, 3)
ONLINE, POST = Channel.ONLINE, Channel.POST
UNITS = {number: Unit(f"H99.{number}", "commune") for number in range(1, 31)}
#: Levels of an ordinary agency of a hundred: half of them fives.
USUAL = (2, 3, 5, 40, 50)


def row(
    agency: int, *levels: int, month: Month = MARCH, channel: Channel = ONLINE
) -> LevelCount:
    n1, n2, n3, n4, n5 = levels
    return LevelCount(agency, month, channel, (n1, n2, n3, n4, n5), 1)


def vary(agencies: int, month: Month = MARCH, n: int = 100) -> list[LevelCount]:
    """Agencies whose share of fives lies about a half, as chance lets it."""
    draw = random.Random(f"{month}{agencies}")
    rows = []
    for agency in range(1, agencies + 1):
        fives = sum(draw.random() < 0.5 for _ in range(n))
        rows.append(row(agency, 2, 3, 5, n - 10 - fives, fives, month=month))
    return rows


def list_found(trial: Trial) -> list[Suspicion]:
    return list(list_suspicions(trial))


def test_too_many_fives_stand_out_against_peers() -> None:
    rows = [*vary(20), row(21, 0, 0, 0, 2, 98)]
    (found,) = list_found(try_fives(tally(rows, MARCH, MARCH, True), UNITS))
    assert (found.family, found.key, found.channel) == (Family.FIVES, "H99.21", ONLINE)
    assert (found.first, found.last, found.family_size) == (MARCH, MARCH, 21)
    assert found.p is not None and found.adjusted is not None
    assert found.p < found.adjusted < 0.001
    # Two were no fives: their number cannot be worked out from what is told.
    assert found.facts["answers"] == 100 and found.facts["at_least"] == 0.9
    assert "hits" not in found.facts and "share" not in found.facts


def test_an_honest_province_raises_no_flag() -> None:
    counted = tally(vary(20), MARCH, MARCH, True)
    accounts = {(a, c): Account(300, 300, 290, 300) for a, c in counted.places}
    assert list_found(try_fives(counted, UNITS)) == []
    assert list_found(try_fingerprints(counted, accounts, UNITS)) == []


def test_an_agency_under_ten_answers_is_neither_judged_nor_a_peer() -> None:
    rows = [*vary(20), row(21, 0, 0, 0, 0, 9)]
    trial = try_fives(tally(rows, MARCH, MARCH, True), UNITS)
    assert np.isnan(trial.p[-1]) and not np.isnan(trial.p[:-1]).any()


def test_an_agency_of_another_level_has_peers_of_its_own() -> None:
    rows = [*vary(20), row(21, 0, 0, 0, 2, 98)]
    units = {**UNITS, 21: Unit("H99.21", "department")}
    trial = try_fives(tally(rows, MARCH, MARCH, True), units)
    assert np.isnan(trial.p[-1])


def test_everybody_answering_with_fives_is_a_fingerprint() -> None:
    rows = [*vary(20), row(21, 0, 0, 0, 2, 98)]
    counted = tally(rows, MARCH, MARCH, True)
    draw = random.Random(1)
    accounts = {
        (a, c): Account(300, draw.randint(280, 330), 280, 300)
        for a, c in counted.places
    }
    accounts[21, ONLINE] = Account(100, 100, 100, 100)
    (found,) = list_found(try_fingerprints(counted, accounts, UNITS))
    assert (found.key, found.facts["invited"]) == ("H99.21", 100)


def test_more_answers_than_invitations_are_no_rate_but_a_breach() -> None:
    counted = tally([*vary(20), row(21, *USUAL)], MARCH, MARCH, True)
    accounts = {(a, c): Account(300, 300, 290, 300) for a, c in counted.places}
    accounts[21, ONLINE] = Account(60, 60, 60, 60)
    assert list_found(try_fingerprints(counted, accounts, UNITS)) == []
    (found,) = check_accounts(MARCH, counted, accounts, UNITS)
    assert (found.family, found.key, found.p) == (Family.ACCOUNTS, "H99.21", None)
    assert found.facts == {
        "rule": "no more ratings than ballots",
        "count": 101,
        "limit": 60,
    }


def test_ratings_without_any_invitation_are_a_breach_once() -> None:
    counted = tally([row(1, 0, 0, 0, 0, 4)], MARCH, MARCH, True)
    (found,) = check_accounts(MARCH, counted, {}, UNITS)
    assert found.facts["count"] is None and found.facts["limit"] is None


def test_accounts_of_an_honest_month_add_up() -> None:
    counted = tally(vary(3), MARCH, MARCH, True)
    accounts = {(a, c): Account(300, 300, 290, 300) for a, c in counted.places}
    accounts[9, POST] = Account(5, 4, 4, 4)
    assert list(check_accounts(MARCH, counted, accounts, UNITS)) == []


def series(agency: int, fives: list[int]) -> list[LevelCount]:
    months = iterate_months(MARCH.shift(1 - len(fives)), MARCH)
    return [
        row(agency, 2, 3, 5, 90 - five, five, month=month)
        for month, five in zip(months, fives, strict=True)
    ]


def test_months_too_much_alike_stand_out() -> None:
    first = MARCH.shift(-11)
    rows = [r for month in iterate_months(first, MARCH) for r in vary(20, month)]
    rows += series(21, [50] * 12)
    (found,) = list_found(try_months(tally(rows, first, MARCH, False), UNITS))
    assert (found.key, found.channel, found.first) == ("H99.21", "-", first)
    assert found.facts["months"] == 12 and found.facts["dispersion"] == 0
    assert found.facts["share"] == 0.5


def test_five_months_are_too_few_to_be_too_much_alike() -> None:
    first = MARCH.shift(-11)
    trial = try_months(tally(series(1, [50] * 5), first, MARCH, False), UNITS)
    assert np.isnan(trial.p).all()


def test_a_jump_after_the_signing_stands_out_against_sisters() -> None:
    months = list(iterate_months(MARCH.shift(-6), MARCH))
    rows = [
        row(agency, 10, 10, 10, 20 + agency % 5, 50, month=month)
        for agency in range(1, 21)
        for month in months
    ]
    rows += [
        row(21, *((20, 20, 10, 20, 30) if month < months[3] else (0, 0, 1, 9, 90)))
        for month in months
    ]
    rows = [
        LevelCount(r.agency_id, m, r.channel, r.levels, 0) if r.agency_id == 21 else r
        for r, m in zip(rows, months * 21, strict=True)
    ]
    counted = tally(rows, months[0], MARCH, False)
    (found,) = list_found(try_jumps(counted, UNITS))
    assert (found.key, found.first, found.last) == ("H99.21", months[0], MARCH)
    assert found.facts["before"] == 300 and found.facts["after"] == 300
    assert found.facts["change"] == 0.49


def test_agencies_heaped_above_the_target_are_one_flag_on_the_province() -> None:
    first = MARCH.shift(-2)
    rows = [row(agency, 3, 3, 4, 40, 50) for agency in range(1, 31)]
    trial = try_pile_up(tally(rows, first, MARCH, True), "T1", 90)
    (found,) = list_found(trial)
    assert (found.key, found.channel, found.first) == ("-", "-", first)
    assert found.facts == {"target": "T1", "percent": 90, "above": 30, "below": 0}


def test_nothing_counted_is_nothing_found() -> None:
    counted = tally([], MARCH, MARCH, True)
    for trial in (
        try_fives(counted, UNITS),
        try_fingerprints(counted, {}, UNITS),
        try_months(counted, UNITS),
        try_jumps(tally([], MARCH.shift(-6), MARCH, False), UNITS),
        try_pile_up(counted, "T1", 90),
    ):
        assert list_found(trial) == []
    assert list(check_accounts(MARCH, counted, {}, UNITS)) == []

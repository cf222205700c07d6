"""Copied comments, repeated patterns, and the counters at the door."""

import random

import numpy as np

from feedback.domain.channels import Channel
from feedback.domain.doors import PER_KEY, SECONDS, WINDOWS, DayCount
from feedback.domain.families import Family
from feedback.domain.months import Month
from feedback.queries.integrity import Unit
from feedback.queries.items import ItemAnswers
from feedback.queries.measures import CHANNELS
from feedback.reports.integrity.doors import try_doors
from feedback.reports.integrity.patterns import try_patterns
from feedback.reports.integrity.trials import list_suspicions
from feedback.reports.integrity.words import try_copies

MARCH = Month(2026, 3)
UNITS = {number: Unit(f"H99.{number}", "commune") for number in range(1, 31)}
COUNTER = CHANNELS.index(Channel.COUNTER)
COPY = "Cán bộ nhiệt tình, hướng dẫn tận nơi, gia đình tôi rất hài lòng với phường."


def write(agency: int, number: int) -> str:
    """A comment like no other."""
    draw = random.Random(agency * 1000 + number)
    return " ".join(
        "".join(draw.choices("abcdeghiklmnopqrstuvxy", k=5)) for _ in "12345678901"
    )


def test_an_agency_whose_comments_are_copies_stands_out() -> None:
    words = [(a, write(a, n)) for a in range(1, 16) for n in range(12)]
    words += [(16, f"{COPY} Lần {n}.") for n in range(11)] + [(16, write(16, 1))]
    (found,) = list_suspicions(try_copies(MARCH, words, UNITS))
    assert (found.family, found.key, found.channel) == (Family.COPIES, "H99.16", "-")
    assert (found.facts["copied"], found.facts["comments"]) == (11, 12)


def test_the_same_words_at_many_agencies_are_no_copies_of_one() -> None:
    words = [(a, write(a, n)) for a in range(1, 16) for n in range(12)]
    words += [(agency, COPY) for agency in range(1, 16)]
    assert list(list_suspicions(try_copies(MARCH, words, UNITS))) == []


def test_few_comments_are_not_judged() -> None:
    words = [(a, write(a, n)) for a in range(1, 16) for n in range(12)]
    words += [(16, COPY)] * 9
    trial = try_copies(MARCH, words, UNITS)
    assert np.isnan(trial.p[-1])
    assert list(list_suspicions(try_copies(MARCH, [], UNITS))) == []


def answer(rows: dict[int, list[list[int]]]) -> ItemAnswers:
    """Levels of each agency's ratings, all at the counter."""
    agency = [number for number, given in rows.items() for _ in given]
    levels = [each for given in rows.values() for each in given]
    return ItemAnswers(
        np.array(agency, dtype=np.int64),
        np.full(len(agency), COUNTER),
        np.array(levels, dtype=np.uint8).reshape(len(agency), -1),
    )


def draw_rows(agency: int, n: int = 40) -> list[list[int]]:
    draw = random.Random(agency)
    return [draw.choices((3, 4, 5), k=6) for _ in range(n)]


def test_a_pattern_typed_again_and_again_stands_out() -> None:
    rows = {agency: draw_rows(agency) for agency in range(1, 16)}
    rows[16] = draw_rows(16, 15) + [[5, 4, 5, 4, 5, 4]] * 25
    found = [
        s
        for t in try_patterns(MARCH, [answer(rows)], UNITS)
        for s in list_suspicions(t)
    ]
    assert [(s.family, s.key, s.channel) for s in found] == [
        (Family.REPEATED, "H99.16", "counter")
    ]
    assert found[0].facts["hits"] == 25 and found[0].facts["answers"] == 40


def test_one_level_throughout_stands_out_where_peers_differ() -> None:
    rows = {agency: draw_rows(agency) for agency in range(1, 16)}
    rows[16] = draw_rows(16, 15) + [[5, 5, 5, 5, 0, 5]] * 25
    found = [
        s
        for t in try_patterns(MARCH, [answer(rows)], UNITS)
        for s in list_suspicions(t)
    ]
    assert [(s.family, s.key) for s in found] == [(Family.STRAIGHT, "H99.16")]


def test_versions_are_added_up_and_short_answers_left_out() -> None:
    rows = {agency: draw_rows(agency, 20) for agency in range(1, 16)}
    short = answer({agency: [[5, 5, 5, 0, 0, 0]] * 40 for agency in range(1, 16)})
    straight, repeated = try_patterns(MARCH, [answer(rows), short, answer(rows)], UNITS)
    assert len(straight.units) == len(repeated.units) == 15
    assert list(list_suspicions(straight)) == list(list_suspicions(repeated)) == []
    nothing = [list(list_suspicions(t)) for t in try_patterns(MARCH, [], UNITS)]
    assert nothing == [[], []]


def day(
    agency: int, number: int, by_network: dict[int, int], fast: int = 0
) -> DayCount:
    """Forty answers of a day in March, spread over the morning."""
    answers = sum(by_network.values())
    draw = random.Random(agency * 100 + number)
    windows = [0] * WINDOWS
    for _ in range(answers):
        windows[draw.randrange(48, 72)] += 1
    keys = tuple(by_network.get(bound, 0) for bound in PER_KEY)
    seconds = [fast, answers - fast] + [0] * (len(SECONDS) - 2)
    on = MARCH.first_day.replace(day=number)
    return DayCount(
        *(on, agency, Channel.COUNTER, answers, keys, keys),
        tuple(seconds),
        tuple(windows),
    )


def test_many_answers_from_one_network_stand_out_once_with_their_day() -> None:
    days = [day(a, n, {1: 36, 2: 4}, 3) for a in range(1, 13) for n in (2, 3)]
    days += [day(13, 2, {1: 5, 20: 35}, 3), day(13, 3, {1: 2, 20: 38}, 3)]
    found = [s for t in try_doors(MARCH, days, UNITS) for s in list_suspicions(t)]
    by_network = [s for s in found if s.family is Family.DOOR_KEYS]
    assert [(s.key, s.channel) for s in by_network] == [("H99.13", "counter")]
    assert by_network[0].facts == {"day": "2026-03-03", "answers": 40}
    assert {s.family for s in found} == {Family.DOOR_KEYS, Family.DOOR_DEVICES}


def test_without_counters_nothing_is_tested() -> None:
    assert list(try_doors(MARCH, [], UNITS)) == []

"""Answers question by question: of the months asked for, of the version that counts."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.domain.periods import Period
from feedback.extensions import db
from feedback.models.ratings import Rating
from feedback.queries.items import list_scales, list_versions, read_items
from feedback.queries.measures import CHANNELS
from feedback.reports.estimates.sheets import read_sheets
from tests.ballots import publish_questions
from tests.factories import make_agency, make_service

MARCH, APRIL = Month(2026, 3), Month(2026, 4)


@pytest.fixture
def cell(app: Flask) -> dict[str, Any]:
    """What a rating of March online consists of beside its answers."""
    return {
        "version": 1,
        "questionnaire_id": publish_questions(),
        "agency_id": make_agency().id,
        "service_id": make_service().id,
        "channel": Channel.ONLINE,
        "month": MARCH.first_day,
        "rated_on": date(2026, 3, 20),
        "superseded_on": None,
    }


def rate(
    cell: dict[str, Any], number: int, overall: int | None, **answers: str
) -> None:
    receipt = number.to_bytes(1, "big") + bytes(31)
    row = {**cell, "receipt_hash": receipt, "overall": overall, "answers": answers}
    db.session.execute(insert(Rating), [row])
    db.session.commit()


def read(cell: dict[str, Any], share: float = 1.0) -> list[list[int]]:
    scales = {cell["questionnaire_id"]: ("time", "costs")}
    found = read_items(MARCH, MARCH, scales, share)
    return sorted(one.levels.tolist() for one in found.values())[0] if found else []


def test_levels_stand_in_the_order_asked_for(cell: dict[str, Any]) -> None:
    rate(cell, 1, 5, costs="2", time="4", attitude="1")
    rate(cell, 2, None, time="none")
    assert sorted(read(cell)) == [[0, 0, 0], [5, 4, 2]]
    found = read_items(MARCH, MARCH, {cell["questionnaire_id"]: ("time",)})
    (answers,) = found.values()
    assert len(answers) == 2
    assert set(answers.agency.tolist()) == {cell["agency_id"]}
    assert set(answers.channel.tolist()) == {CHANNELS.index(Channel.ONLINE)}


def test_other_months_and_what_was_superseded_are_left_out(
    cell: dict[str, Any],
) -> None:
    rate({**cell, "month": APRIL.first_day}, 1, 5)
    rate({**cell, "superseded_on": date(2026, 3, 25)}, 2, 4)
    rate({**cell, "version": 2, "rated_on": date(2026, 4, 20)}, 2, 3)
    rate({**cell, "rated_on": date(2026, 4, 23)}, 3, 2)
    assert read(cell) == [[3, 0, 0]]
    assert (
        read_items(Month(2026, 1), Month(2026, 2), {cell["questionnaire_id"]: ()}) == {}
    )


def test_a_sample_is_chosen_by_the_hash_and_the_same_each_time(
    cell: dict[str, Any],
) -> None:
    for number in range(0, 250, 10):
        rate(cell, number, 1 + number % 5)
    assert len(read(cell)) == 25
    # Hashes from 0 to 240 of 256: those under a half are 0, 10 … 120.
    assert len(read(cell, 0.5)) == 13
    assert read(cell, 0.5) == read(cell, 0.5)


def test_a_question_for_some_channels_or_answered_by_few_is_left_out(
    cell: dict[str, Any],
) -> None:
    (questionnaire,) = list_versions().values()
    assert "online" in list_scales(questionnaire)
    asked = ("time", "guidance", "attitude", "costs", "online")
    for number in range(10):
        rare = {"feedback": "3"} if number < 4 else {}
        rate(cell, number, 4, **dict.fromkeys(asked, str(number % 5 + 1)), **rare)
    (sheet,) = read_sheets(Period(MARCH, 3), rated=10)
    assert sheet.items == ("time", "guidance", "attitude", "costs")
    assert sheet.left_out == ("feedback",) and sheet.share_read == 1
    assert (sheet.questionnaire, sheet.complete) == ("dossier/1", 10)
    assert sheet.wordings[0].vi.startswith("Ông/bà hài lòng đến mức nào với thời gian")

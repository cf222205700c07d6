"""Sixty-eight real questions and answers live a comment's life to their public page.

The file is the ministry of health's own; its questions were cut short where it was
collected, and a few are missing, so the topic stands before each of them.
"""

import csv
from itertools import combinations
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from feedback.domain.outcomes import Outcome
from feedback.domain.sketches import ALIKE, make_bands, measure_likeness
from feedback.domain.states import State
from feedback.domain.text import clean, fold
from feedback.domain.tokens import ballot_hash, new_code
from feedback.extensions import db
from feedback.jobs.balances import count_balances
from feedback.models.balances import Balance
from feedback.models.comments import Comment
from feedback.models.publications import PublishedComment
from feedback.operations.ratings import Submission, submit_rating
from feedback.operations.releases import deliver_comments
from feedback.queries.questionnaires import get_current_version
from tests.ballots import make_token, publish_questions
from tests.factories import make_agency, make_service
from tests.lives import (
    DELIVERED_ON,
    PUBLISHED_ON,
    RECEIVED_ON,
    REPLIED_ON,
    SCREENED_ON,
    Cast,
    get_comment,
    on_day,
)
from tests.visitors import Visitor


def read_pairs(folder: Path) -> list[tuple[str, str]]:
    """The words of a citizen and the ministry's answer, line by line."""
    with (folder / "moh-questions-answers.csv").open(encoding="utf-8-sig") as file:
        return [
            (f"{row['topic']}\n{row['question']}".strip(), row["answer"])
            for row in csv.DictReader(file)
        ]


def submit_all(cast: Cast, pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Each question with a rating, by a ballot of its own; answers by reference."""
    version = get_current_version()
    answers = {}
    for words, answer in pairs:
        token = make_token(agency_id=cast.agency.id, service_id=cast.service.id)
        submission = Submission(
            ballot_hash(token), new_code(), version, {"overall": "4"}, words
        )
        with on_day(RECEIVED_ON):
            reference = submit_rating(submission).reference
        assert reference is not None
        answers[reference] = answer
    return answers


def test_real_questions_and_answers_reach_their_public_pages(
    app: Flask, real_data: Path
) -> None:
    publish_questions()
    pairs = read_pairs(real_data)
    assert len(pairs) == 68
    cast = Cast(
        agency=make_agency(name="Sở Y tế", level="department"),
        service=make_service(name="Cấp giấy phép hoạt động khám bệnh, chữa bệnh"),
    )
    answers = submit_all(cast, pairs)
    assert len(answers) == 68
    with on_day(SCREENED_ON):
        for ref in answers:
            cast.screen(ref, get_comment(ref).text)
    assert deliver_comments(DELIVERED_ON) == 68
    with on_day(REPLIED_ON):
        for ref, answer in answers.items():
            cast.reply(ref, answer, outcome=Outcome.EXPLAINED)
            cast.approve(ref)
    with on_day(PUBLISHED_ON):
        for ref in answers:
            cast.publish(ref)

    check_published(answers, sorted(clean(words) for words, _ in pairs))
    check_pages(app, answers)
    count_balances(PUBLISHED_ON)
    balance = db.session.scalars(select(Balance)).one()
    assert (balance.received, balance.published, balance.waiting) == (68, 68, 0)


def check_published(answers: dict[str, str], words: list[str]) -> None:
    """Words and answer stand in full on each public row."""
    rows = list(db.session.scalars(select(PublishedComment)))
    assert {row.ref for row in rows} == set(answers)
    for row in rows:
        assert row.reply == clean(answers[row.ref])
        assert (row.state, row.outcome) == (State.PUBLISHED, Outcome.EXPLAINED)
        assert fold(row.reply)[:60] in row.folded
    assert sorted(row.text or "" for row in rows) == words
    originals = db.session.scalars(select(Comment.text)).all()
    assert sorted(originals) == words


def check_pages(app: Flask, answers: dict[str, str]) -> None:
    """Each has its public page, and a search without marks finds one of them."""
    public = Visitor(app)
    for ref, answer in answers.items():
        assert " ".join(clean(answer).split()) in public.get(f"/gop-y/{ref}").text
    assert "GY-" in public.get("/gop-y?q=thay thuoc nhan dan").text


def test_the_one_answer_given_twice_is_named(real_data: Path) -> None:
    """Lines 22 and 42 give the same answer; others only quote the same decrees."""
    answers = [answer for _words, answer in read_pairs(real_data)]
    bands = [set(make_bands(answer)) for answer in answers]
    proposed = [
        (first, second)
        for first, second in combinations(range(len(answers)), 2)
        if bands[first] & bands[second]
    ]
    assert len(proposed) < 15  # of 2,278 pairs, hardly any has to be compared
    alike = [
        (first + 1, second + 1)
        for first, second in proposed
        if measure_likeness(answers[first], answers[second]) >= ALIKE
    ]
    assert alike == [(22, 42)]

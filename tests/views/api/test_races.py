"""Two calls at once: one batch, one answer, nobody invited twice."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.extensions import db
from feedback.models.api_keys import ApiBatch
from feedback.models.dossiers import Dossier
from feedback.models.invitations import OutboxMessage
from feedback.operations.api_keys import add_api_key
from tests.factories import make_agency, make_service

CALLS = 6


def post_at_once(app: Flask, make: Callable[[int], dict[str, Any]]) -> list[Any]:
    """What each of several simultaneous calls is answered."""
    make_agency(code="H99.01")
    make_service(code="1.001193")
    key = add_api_key("mot-cua")

    def post(number: int) -> Any:
        call = make(number)
        return app.test_client().post(
            "/api/v1/dossiers",
            data=json.dumps({"dossiers": call["dossiers"]}),
            headers={
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/json",
                **call.get("headers", {}),
            },
        )

    with ThreadPoolExecutor(CALLS) as pool:
        return list(pool.map(post, range(CALLS)))


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


DOSSIER = {
    "code": "H99.01-260302-0001",
    "service": "1.001193",
    "channel": "online",
    "ended_on": "2026-03-06",
    "ending": "finished",
}


def test_the_same_batch_sent_at_once_has_one_effect_and_one_answer(app: Flask) -> None:
    call = {"dossiers": [DOSSIER], "headers": {"Idempotency-Key": "lo-1"}}
    answers = post_at_once(app, lambda number: call)
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json["accepted"] for answer in answers} == {1}
    assert (count(Dossier), count(OutboxMessage), count(ApiBatch)) == (1, 1, 1)


def test_the_same_dossier_sent_at_once_without_a_key_is_one_dossier(app: Flask) -> None:
    answers = post_at_once(app, lambda number: {"dossiers": [DOSSIER]})
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert sum(a.json.get("accepted", 0) for a in answers) == 1
    assert (count(Dossier), count(OutboxMessage)) == (1, 1)


def test_while_an_import_writes_a_call_is_told_to_come_back(app: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("one writer: the call waits for the import to end")
    with db.engine.connect() as other, other.begin():
        other.execute(
            select(func.pg_advisory_xact_lock(func.hashtext("dossiers:mot-cua")))
        )
        answer = post_at_once(app, lambda number: {"dossiers": [DOSSIER]})[0]
    assert answer.status_code == 409
    assert answer.json["en"].startswith("Another batch")
    assert count(Dossier) == 0

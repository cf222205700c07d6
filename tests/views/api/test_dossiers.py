"""POST /api/v1/dossiers: keys, batches, the same answer twice, and strange bodies."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from feedback.domain import clock
from feedback.extensions import db
from feedback.models.api_keys import ApiBatch, ApiKey
from feedback.models.dossiers import Contact, Dossier
from feedback.models.invitations import Invitation, OutboxMessage
from feedback.operations.api_keys import add_api_key, revoke_api_key
from tests.factories import make_agency, make_service

NOON = clock.local_moment(date(2026, 3, 20), 12)
ADDRESS = "/api/v1/dossiers"
Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def _on_20_march_2026() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


@pytest.fixture
def send(app: Flask) -> Send:
    """Send a body with the key of the register "mot-cua"."""
    make_agency(code="H99.01", unit_code="00004")
    make_service(code="1.001193")
    key = add_api_key("mot-cua")
    client = app.test_client()

    def post(body: Any, key: str | None = key, **headers: str) -> Any:
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if key is not None:
            named["Authorization"] = f"Bearer {key}"
        named.setdefault("Content-Type", "application/json")
        return client.post(ADDRESS, data=data, headers=named)

    return post


def make_item(number: int = 1, **changes: Any) -> dict[str, Any]:
    values = {
        "code": f"H99.01-260302-{number:04}",
        "service": "1.001193",
        "channel": "online",
    }
    return values | changes


def batch(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"dossiers": list(items), **more}


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


ENDING: dict[str, Any] = {
    "ended_on": "2026-03-06",
    "ending": "finished",
    "email": "an@example.vn",
}


def test_dossiers_enter_end_and_are_invited_once(send: Send) -> None:
    answer = send(batch(make_item(email="an@example.vn", received_by="00004")))
    assert answer.status_code == 200
    assert answer.json == {
        "written": True,
        "accepted": 1,
        "unchanged": 0,
        "refused": 0,
        "dossiers": [
            {
                "index": 0,
                "code": "H99.01-260302-0001",
                "result": "accepted",
                "reasons": [],
            }
        ],
    }
    assert count(Contact) == 1
    ended = make_item(**ENDING)
    assert send(batch(ended)).json["accepted"] == 1
    assert send(batch(ended)).json["unchanged"] == 1
    assert (count(Dossier), count(Invitation), count(OutboxMessage)) == (1, 1, 1)
    assert count(Contact) == 0
    row = db.session.scalars(select(Dossier)).one()
    assert (row.system, row.ended_on) == ("mot-cua", date(2026, 3, 6))


BAD = make_item(2, service="9.999999", due_on="hôm qua")


def test_one_refused_dossier_keeps_all_out(send: Send) -> None:
    answer = send(batch(make_item(), BAD))
    assert answer.status_code == 422
    body = answer.json
    assert body["written"] is False
    assert [item["result"] for item in body["dossiers"]] == ["not_written", "refused"]
    (reason,) = body["dossiers"][1]["reasons"]
    assert reason["field"] == "due_on" and reason["vi"] and reason["en"]
    assert count(Dossier) == 0


def test_partial_takes_the_valid_ones(send: Send) -> None:
    answer = send(batch(make_item(), BAD | {"due_on": None}, mode="partial"))
    assert (answer.status_code, answer.json["accepted"]) == (200, 1)
    assert answer.json["dossiers"][1]["reasons"][0]["field"] == "service"
    assert count(Dossier) == 1


def test_an_ended_dossier_is_refused_when_it_would_open_again(send: Send) -> None:
    send(batch(make_item(**ENDING)))
    answer = send(batch(make_item(), make_item(2)))
    assert answer.status_code == 422
    assert answer.json["dossiers"][0]["reasons"][0]["field"] == "ended_on"
    assert count(Dossier) == 1


def test_the_same_batch_again_gets_the_same_answer_and_changes_nothing(
    send: Send,
) -> None:
    body = batch(make_item(**ENDING), BAD, mode="partial")
    first = send(body, Idempotency_Key="lo-1")
    again = send(body, Idempotency_Key="lo-1")
    assert (again.status_code, again.json) == (first.status_code, first.json)
    assert again.json["accepted"] == 1  # the stored answer, not "unchanged"
    assert (count(Dossier), count(OutboxMessage), count(ApiBatch)) == (1, 1, 1)
    kept = json.dumps(db.session.scalars(select(ApiBatch.answer)).one())
    assert "an@example.vn" not in kept


def test_a_refused_batch_is_answered_the_same_too(send: Send) -> None:
    first = send(batch(BAD), Idempotency_Key="lo-1")
    again = send(batch(BAD), Idempotency_Key="lo-1")
    assert first.status_code == again.status_code == 422
    assert first.json == again.json


def test_a_key_used_for_another_batch_is_refused(send: Send) -> None:
    send(batch(make_item()), Idempotency_Key="lo-1")
    answer = send(batch(make_item(2)), Idempotency_Key="lo-1")
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json["vi"]
    assert count(Dossier) == 1
    # The same key of another system is another key.
    other = add_api_key("bo-tai-chinh")
    assert send(batch(make_item(2)), other, Idempotency_Key="lo-1").status_code == 200


def test_answers_are_kept_for_a_month(send: Send) -> None:
    send(batch(make_item()), Idempotency_Key="lo-1")
    db.session.execute(update(ApiBatch).values(received_at=NOON - timedelta(days=31)))
    db.session.commit()
    assert send(batch(make_item()), Idempotency_Key="lo-1").json["unchanged"] == 1
    assert count(ApiBatch) == 1


@pytest.mark.parametrize("key", ["", "a b", "x" * 81, "ă"])
def test_a_strange_idempotency_key_is_refused(send: Send, key: str) -> None:
    answer = send(batch(make_item()), Idempotency_Key=key)
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json["errors"]


@pytest.mark.parametrize("key", [None, "", "gopy_x", "ă" * 10, "x" * 5000])
def test_without_the_right_key_nothing_is_read(send: Send, key: str | None) -> None:
    answer = send("not even JSON", key)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json["vi"] and answer.json["en"]


def test_another_scheme_is_no_key(send: Send) -> None:
    answer = send(batch(make_item()), None, Authorization="Basic YTpi")
    assert answer.status_code == 401


def test_a_revoked_key_is_none_and_a_new_one_may_follow(send: Send) -> None:
    revoke_api_key("mot-cua")
    assert send(batch(make_item())).status_code == 401
    assert send(batch(make_item()), add_api_key("mot-cua")).status_code == 200


def test_only_the_hash_of_a_key_is_stored(app: Flask) -> None:
    key = add_api_key("mot-cua")
    row = db.session.scalars(select(ApiKey)).one()
    assert len(row.key_hash) == 32 and key.encode() not in row.key_hash


def test_a_thousand_dossiers_are_one_batch_and_one_more_is_too_many(
    send: Send,
) -> None:
    items = [make_item(n, **ENDING) for n in range(1, 1001)]
    assert send(batch(*items)).json["accepted"] == 1000
    assert count(OutboxMessage) == 1000
    answer = send(batch(*items, make_item(1001)))
    assert answer.status_code == 422
    assert "1000" in json.dumps(answer.json["errors"])
    assert send(batch()).status_code == 422


@pytest.mark.parametrize(
    "body, status",
    [
        (b" " * (2 * 1024 * 1024 + 1), 413),
        (b"", 422),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"dossiers": ' + b"9" * 10_000 + b"}", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"x"', 422),
        (b'{"dossiers": [1]}', 422),
        (b'{"dossiers": NaN}', 422),
        (json.dumps(batch(make_item(name="Nguyễn Văn A"))).encode(), 422),
        (json.dumps(batch(make_item(code=5))).encode(), 422),
        (json.dumps(batch(make_item(), mode="some")).encode(), 422),
        (json.dumps(batch(make_item(email="x" * 300))).encode(), 422),
    ],
)
def test_a_body_that_does_not_fit_is_the_callers_fault(
    send: Send, body: bytes, status: int
) -> None:
    answer = send(body)
    assert answer.status_code == status
    assert answer.json["status"] == status
    assert answer.json["vi"] and answer.json["en"]
    assert count(Dossier) == 0


def test_another_content_type_is_told(send: Send) -> None:
    answer = send("a=b", Content_Type="application/x-www-form-urlencoded")
    assert answer.status_code == 415


def test_another_method_is_told_which_are_allowed(app: Flask, send: Send) -> None:
    answer = app.test_client().get(ADDRESS)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("text", ["\0", "\ud800", "é\u202e", "\x1b[31m", "𝟙"])
def test_strange_characters_are_refused_or_dropped(send: Send, text: str) -> None:
    item = make_item(code=f"H99.01-260302-0001{text}", email=f"a{text}@b.vn")
    answer = send(batch(item, make_item(2, ending=text, ended_on=text), mode="partial"))
    assert answer.status_code == 200
    assert count(Dossier) == 0


_LEAF = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        ["H99.01-260302-0001", "1.001193", "online", "2026-03-06", "finished", "a@b.vn"]
    ),
)
_NAMES = st.sampled_from([*make_item(), *ENDING, "due_on", "settled_by", "x"])
_ITEM = st.dictionaries(_NAMES, _LEAF, max_size=8).map(lambda d: make_item() | d)
_BODY = st.one_of(
    st.recursive(_LEAF, lambda inner: st.lists(inner, max_size=3)),
    st.fixed_dictionaries(
        {"dossiers": st.lists(st.one_of(_ITEM, _LEAF), max_size=4)},
        optional={"mode": st.one_of(st.sampled_from(["all", "partial"]), _LEAF)},
    ),
    st.fixed_dictionaries({"dossiers": st.lists(_ITEM, min_size=1, max_size=4)}),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=_BODY)
def test_no_body_at_all_is_our_fault(send: Send, body: Any) -> None:
    answer = send(body)
    assert answer.status_code in (200, 400, 422)
    if "dossiers" in answer.json:
        assert len(answer.json["dossiers"]) == len(body["dossiers"])
    else:
        assert answer.json["status"] == answer.status_code

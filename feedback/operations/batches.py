"""A batch of dossiers that another system sent: answered once, the same ever after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.changes import Change, Decision
from feedback.domain.errors import DomainError
from feedback.domain.imports import Refusal
from feedback.domain.registers import DossierRow
from feedback.extensions import db
from feedback.models.api_keys import ApiBatch
from feedback.operations.dossiers import lock_register, record_decisions
from feedback.operations.transaction import transaction
from feedback.queries.dossiers import list_decisions

#: How long the answer to a batch is kept for a sender that asks again.
ANSWER_DAYS = 30

_INSERTS: dict[str, Any] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


class KeyUsedBefore(DomainError):
    """The idempotency key came with another body before."""

    vi = (
        "Idempotency-Key này đã dùng cho một lô khác. Mỗi lô cần một khóa riêng; gửi "
        "lại cùng một lô thì giữ nguyên nội dung."
    )
    en = (
        "This Idempotency-Key came with another batch. Each batch needs a key of its "
        "own; a batch sent again must be the same."
    )


@dataclass(frozen=True)
class Batch:
    """Rows that can be recorded, the refused ones, and how they were sent.

    The line of a row or refusal is its place in the batch, from 1.
    """

    api_key_id: int
    system: str
    idempotency_key: str | None
    #: SHA-256 of the body, in hexadecimal.
    digest: str
    #: The code of each item as it was sent.
    codes: Sequence[str]
    rows: Sequence[DossierRow]
    refused: Sequence[Refusal]
    is_partial: bool


@dataclass(frozen=True)
class Answer:
    """What the sender is told."""

    status: int
    body: dict[str, Any]


@transaction
def record_batch(batch: Batch, *, address: str, hours: int = 72) -> Answer:
    """Record a batch and keep its answer; a batch sent again changes nothing."""
    session = db.session()
    if batch.idempotency_key is not None:
        stored = _claim(session, batch)
        if stored is not None:
            return stored
    lock_register(session, batch.system)
    decisions = list_decisions(batch.rows, system=batch.system)
    reasons = {refusal.line: refusal for refusal in batch.refused}
    reasons |= {
        d.row.line: Refusal(d.row.line, d.faults)
        for d in decisions
        if d.change is Change.REFUSED
    }
    is_written = batch.is_partial or not reasons
    if is_written:
        record_decisions(
            session,
            decisions,
            system=batch.system,
            address=address,
            is_partial=True,
            hours=hours,
        )
    answer = Answer(
        200 if is_written else 422, _tell(batch, decisions, reasons, is_written)
    )
    if batch.idempotency_key is not None:
        _keep(session, batch, answer)
    return answer


def _claim(session: Session, batch: Batch) -> Answer | None:
    """Take the key for this batch; the stored answer if it was taken before.

    On PostgreSQL a second call with the key waits here until the first has ended.
    """
    key = {
        "api_key_id": batch.api_key_id,
        "idempotency_key": batch.idempotency_key,
    }
    session.execute(
        delete(ApiBatch).where(
            ApiBatch.api_key_id == batch.api_key_id,
            ApiBatch.received_at < clock.now() - timedelta(days=ANSWER_DAYS),
        )
    )
    add = _INSERTS[session.get_bind().dialect.name](ApiBatch.__table__)
    claimed = session.execute(
        add.on_conflict_do_nothing().returning(ApiBatch.api_key_id),
        [
            key
            | {
                "body_digest": batch.digest,
                "status": 0,
                "answer": {},
                "received_at": clock.now(),
            }
        ],
    ).all()
    if claimed:
        return None
    stored = session.execute(
        select(ApiBatch.body_digest, ApiBatch.status, ApiBatch.answer).filter_by(**key)
    ).one()
    if stored.body_digest != batch.digest:
        raise KeyUsedBefore(field="Idempotency-Key")
    return Answer(stored.status, stored.answer)


def _keep(session: Session, batch: Batch, answer: Answer) -> None:
    session.execute(
        update(ApiBatch)
        .where(
            ApiBatch.api_key_id == batch.api_key_id,
            ApiBatch.idempotency_key == batch.idempotency_key,
        )
        .values(status=answer.status, answer=answer.body)
    )


def _tell(
    batch: Batch,
    decisions: Sequence[Decision],
    reasons: dict[int, Refusal],
    is_written: bool,
) -> dict[str, Any]:
    changes = {d.row.line: d.change for d in decisions}
    items: list[dict[str, Any]] = []
    for line, code in enumerate(batch.codes, start=1):
        if line in reasons:
            result = "refused"
        elif changes[line] is Change.UNCHANGED:
            result = "unchanged"
        else:
            result = "accepted" if is_written else "not_written"
        faults = reasons[line].faults if line in reasons else ()
        items.append(
            {
                "index": line - 1,
                "code": code,
                "result": result,
                "reasons": [
                    {"field": f.column, "vi": f.vi, "en": f.en} for f in faults
                ],
            }
        )
    n_by_result = {
        result: sum(item["result"] == result for item in items)
        for result in ("accepted", "unchanged", "refused")
    }
    return {"written": is_written, **n_by_result, "dossiers": items}

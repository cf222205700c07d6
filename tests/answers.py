"""Ratings put straight into the table, many at a time, for tests of what is counted."""

import random
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from feedback.domain.channels import Channel
from feedback.extensions import db
from feedback.models.questionnaires import QuestionnaireVersion
from feedback.models.ratings import Rating

MONTH = date(2026, 3, 1)
_random = random.Random(20260301)


def rate(
    agency_id: int,
    service_id: int,
    levels: tuple[int, ...],
    *,
    channel: Channel = Channel.ONLINE,
    month: date = MONTH,
    rated_on: date | None = None,
    none: int = 0,
) -> list[bytes]:
    """So many ratings of each level, from 1 to 5; returns their receipts' hashes."""
    answers: list[int | None] = [
        level for level, count in enumerate(levels, 1) for _ in range(count)
    ]
    rows: list[dict[str, Any]] = [
        {
            "receipt_hash": _random.randbytes(32),
            "version": 1,
            "questionnaire_id": _questionnaire_id(),
            "agency_id": agency_id,
            "service_id": service_id,
            "channel": channel,
            "month": month,
            "overall": level,
            "answers": {},
            "rated_on": rated_on or month.replace(day=20),
        }
        for level in answers + [None] * none
    ]
    db.session.execute(insert(Rating), rows)
    db.session.commit()
    return [row["receipt_hash"] for row in rows]


def change(receipt: bytes, level: int, on: date) -> None:
    """The same citizen rates anew: one row superseded, one added."""
    old = db.session.scalars(
        select(Rating)
        .where(Rating.receipt_hash == receipt)
        .order_by(Rating.version.desc())
    ).first()
    assert old is not None
    db.session.execute(
        update(Rating)
        .where(Rating.receipt_hash == receipt, Rating.version == old.version)
        .values(superseded_on=on)
    )
    kept = ("questionnaire_id", "agency_id", "service_id", "channel", "month")
    db.session.execute(
        insert(Rating),
        [
            {
                **{name: getattr(old, name) for name in kept},
                "receipt_hash": receipt,
                "version": old.version + 1,
                "overall": level,
                "answers": {},
                "rated_on": on,
            }
        ],
    )
    db.session.commit()


def _questionnaire_id() -> int:
    found = db.session.scalar(select(QuestionnaireVersion.id).limit(1))
    if found is None:
        version = QuestionnaireVersion(code="q", version=1, content={}, digest="q")
        db.session.add(version)
        db.session.flush()
        found = version.id
    return found

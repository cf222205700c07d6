"""Answers question by question, in bulk; with numpy, so never for the web."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Row, select

from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.domain.questionnaires import OVERALL, QuestionKind, Questionnaire
from feedback.domain.scales import NO_OPINION
from feedback.extensions import db
from feedback.models.questionnaires import QuestionnaireVersion
from feedback.models.ratings import Rating
from feedback.queries.measures import CHANNELS, Column

#: Ratings held at once before their answers are packed into a byte each.
BLOCK = 10_000

_rating = Rating.__table__.c
#: The first bytes of a receipt's hash are random: those under a bound are a fair
#: sample, and the same one each time.
_HASH_ROOM = 2**32


@dataclass(frozen=True)
class ItemAnswers:
    """Ratings in rows: who was rated by which channel, and the levels given."""

    agency: Column
    #: By the place in `CHANNELS`.
    channel: Column
    #: The overall level first, then the questions asked for; 0 where there is none.
    levels: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.levels)


def list_versions() -> Mapping[int, Questionnaire]:
    """Every published version of the questions by its number."""
    rows = db.session.execute(
        select(QuestionnaireVersion.id, QuestionnaireVersion.content)
        .where(QuestionnaireVersion.published_on.is_not(None))
        .order_by(QuestionnaireVersion.id)
    )
    return {id: Questionnaire.from_dict(content) for id, content in rows}


def list_scales(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The questions on five levels beside the overall one, in order."""
    return tuple(
        question.id
        for question in questionnaire.questions
        if question.kind is QuestionKind.SCALE5 and question.id != OVERALL
    )


def read_items(
    first: Month, last: Month, scales: Mapping[int, Sequence[str]], share: float = 1.0
) -> dict[int, ItemAnswers]:
    """The ratings of some months by version; `scales` has the questions of each.

    Of months whose ratings can no longer change. Of a share under 1 as many are read,
    chosen by the random hash of the receipt. The answers of a block are packed before
    the next one is read, so that a million take some twenty megabytes.
    """
    wanted = [
        _rating.month.between(first.first_day, last.first_day),
        _rating.rated_on.between(first.first_day, last.changes_close_on),
        _rating.superseded_on.is_(None),
    ]
    if share < 1:
        bound = int(share * _HASH_ROOM).to_bytes(4, "big") + bytes(28)
        wanted.append(_rating.receipt_hash < bound)
    rows = db.session.execute(
        select(
            *(_rating.questionnaire_id, _rating.agency_id, _rating.channel),
            *(_rating.overall, _rating.answers),
        )
        .where(*wanted)
        .execution_options(yield_per=BLOCK)
    )
    blocks: dict[int, list[ItemAnswers]] = {version: [] for version in scales}
    for block in rows.partitions():
        for version, questions in scales.items():
            chosen = [row for row in block if row.questionnaire_id == version]
            blocks[version].append(_pack(chosen, questions))
    return {v: _join(parts) for v, parts in blocks.items() if any(map(len, parts))}


def _join(blocks: Sequence[ItemAnswers]) -> ItemAnswers:
    return ItemAnswers(
        np.concatenate([block.agency for block in blocks]),
        np.concatenate([block.channel for block in blocks]),
        np.concatenate([block.levels for block in blocks]),
    )


def _pack(rows: Sequence[Row[Any]], questions: Sequence[str]) -> ItemAnswers:
    places = {channel: place for place, channel in enumerate(CHANNELS)}
    flat = np.fromiter(_iterate_levels(rows, questions), np.uint8)
    return ItemAnswers(
        np.array([row.agency_id for row in rows], dtype=np.int64),
        np.array([places[Channel(row.channel)] for row in rows], dtype=np.int64),
        flat.reshape(len(rows), 1 + len(questions)),
    )


def _iterate_levels(
    rows: Sequence[Row[Any]], questions: Sequence[str]
) -> Iterator[int]:
    for row in rows:
        yield row.overall or 0
        for question in questions:
            answer = row.answers.get(question, NO_OPINION)
            yield 0 if answer == NO_OPINION else int(answer)

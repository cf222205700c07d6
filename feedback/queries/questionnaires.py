"""Reads of questionnaires. A published version never changes, so it is kept."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, select

from feedback.domain import clock
from feedback.domain.errors import NotFound
from feedback.domain.questionnaires import Questionnaire
from feedback.extensions import db
from feedback.models.questionnaires import QuestionnaireVersion

#: The questionnaire that everybody with a dossier is asked.
DOSSIER = "dossier"


class NoQuestionnaire(NotFound):
    """Nothing can be asked yet."""

    vi = "Chưa có bộ câu hỏi nào được công bố."
    en = "No questionnaire has been published yet."


@dataclass(frozen=True)
class VersionKey:
    """Names one published version for good; equal keys have equal content."""

    id: int
    digest: str


_table = QuestionnaireVersion.__table__.c
#: The row of the version in force; also part of the read that opens a ballot.
CURRENT = (
    select(_table.id, _table.digest)
    .where(_table.code == bindparam("code"), _table.published_on <= bindparam("on"))
    .order_by(_table.version.desc())
    .limit(1)
)


def get_current_version(code: str = DOSSIER) -> VersionKey:
    """The version that is asked from today on."""
    row = db.session.execute(CURRENT, {"code": code, "on": clock.today()}).first()
    if row is None:
        raise NoQuestionnaire()
    return VersionKey(row.id, row.digest)


@lru_cache(maxsize=32)
def get_questionnaire(key: VersionKey) -> Questionnaire:
    """The questions of a published version, read once by each process."""
    content = db.session.scalar(
        select(_table.content).where(
            _table.id == key.id,
            _table.digest == key.digest,
            _table.published_on.is_not(None),
        )
    )
    if content is None:
        raise NotFound()
    return Questionnaire.from_dict(content)

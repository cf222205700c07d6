"""Publishing a version of the questions; from then on it never changes."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.domain.errors import Conflict
from feedback.domain.questionnaires import Questionnaire
from feedback.extensions import db
from feedback.models.questionnaires import QuestionnaireVersion
from feedback.operations.transaction import transaction


@transaction
def publish_questionnaire(questionnaire: Questionnaire, on: date) -> int:
    """Publish a version from a day on and return its id; once more changes nothing."""
    return ensure_published(db.session(), questionnaire, on)


def ensure_published(session: Session, questionnaire: Questionnaire, on: date) -> int:
    """The same, in the caller's transaction."""
    known = session.scalar(
        select(QuestionnaireVersion).where(
            QuestionnaireVersion.code == questionnaire.code,
            QuestionnaireVersion.version == questionnaire.version,
        )
    )
    if known is None:
        known = QuestionnaireVersion(
            code=questionnaire.code,
            version=questionnaire.version,
            content=questionnaire.to_dict(),
            digest=questionnaire.digest,
            published_on=on,
        )
        session.add(known)
        session.flush()
    elif known.digest != questionnaire.digest:
        raise Conflict(
            "Phiên bản này đã công bố với nội dung khác. Mời tăng số phiên bản.",
            "This version was published with other content. Please raise its number.",
        )
    elif known.published_on is None:
        known.published_on = on
    return known.id

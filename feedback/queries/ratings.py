"""Reads of ratings by their receipt; counting them is the measures' task."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, select

from feedback.domain.ballots import last_change_day
from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.domain.questionnaires import OVERALL
from feedback.domain.scales import NO_OPINION
from feedback.domain.tokens import rating_receipt_hash
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.questionnaires import QuestionnaireVersion
from feedback.models.ratings import Rating
from feedback.models.services import Service
from feedback.queries.questionnaires import VersionKey


@dataclass(frozen=True)
class OwnRating:
    """A rating as its author sees it: the version that counts."""

    version: int
    questionnaire: VersionKey
    agency: str
    service: str
    channel: Channel
    month: Month
    #: By question id, with the overall answer among them.
    answers: dict[str, str]
    first_rated_on: date
    rated_on: date

    @property
    def last_change_day(self) -> date:
        """The last day on which it may be changed."""
        return last_change_day(self.first_rated_on, self.month)


def find_rating(receipt: str) -> OwnRating | None:
    """The rating that a receipt opens."""
    rows = db.session.execute(
        select(
            *Rating.__table__.c,
            Agency.name.label("agency"),
            Service.name.label("service"),
            QuestionnaireVersion.digest,
        )
        .join_from(Rating, Agency, Agency.id == Rating.agency_id)
        .join(Service, Service.id == Rating.service_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Rating.questionnaire_id)
        .where(Rating.receipt_hash == rating_receipt_hash(receipt))
        .order_by(Rating.version)
    ).all()
    if not rows:
        return None
    first, last = rows[0], rows[-1]
    return OwnRating(
        version=last.version,
        questionnaire=VersionKey(last.questionnaire_id, last.digest),
        agency=last.agency,
        service=last.service,
        channel=last.channel,
        month=Month.of(last.month),
        answers=_join_answers(last),
        first_rated_on=first.rated_on,
        rated_on=last.rated_on,
    )


def _join_answers(row: Row[tuple[object, ...]]) -> dict[str, str]:
    overall = NO_OPINION if row.overall is None else str(row.overall)
    return {OVERALL: overall, **row.answers}

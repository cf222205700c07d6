"""What a reader of comments looks for, as conditions on what was published."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, literal_column, select

from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.models.agencies import Agency
from feedback.models.publications import DISPUTED, OWED, PROMISED, PublishedComment
from feedback.models.services import Sector, Service
from feedback.queries.published.words import holds_words


class Standing(StrEnum):
    """What deserves a look, whatever the comment is about."""

    OVERDUE = "overdue"
    DISPUTED = "disputed"
    PROMISED = "promised"

    @property
    def label(self) -> Label:
        """What people read."""
        return _STANDINGS[self]


_STANDINGS = {
    Standing.OVERDUE: Label("Quá hạn trả lời", "Answer overdue"),
    Standing.DISPUTED: Label(
        "Người góp ý chưa thấy đúng ý", "Its author disputes the answer"
    ),
    Standing.PROMISED: Label("Có cam kết khắc phục", "With a promise"),
}


@dataclass(frozen=True)
class CommentFilter:
    """What a reader looks for; empty fields do not narrow."""

    q: str = ""
    ref: str = ""
    #: Codes.
    agency: str = ""
    sector: str = ""
    service: str = ""
    month: Month | None = None
    bucket: str = ""
    outcome: str = ""
    #: "yes", "partly" or "no": the citizen's own view of the answer.
    view: str = ""
    #: Code of the promise that was made for it.
    commitment: str = ""
    standing: Standing | None = None
    #: The day on which something is overdue or not.
    on: date = date.min


def narrow(wanted: CommentFilter) -> list[ColumnElement[bool]]:
    """What a reader asks for but words, which lists count apart."""
    shown = PublishedComment
    conditions: list[ColumnElement[bool]] = []
    for column, model, code in (
        (shown.agency_id, Agency, wanted.agency),
        (shown.sector_id, Sector, wanted.sector),
        (shown.service_id, Service, wanted.service),
    ):
        if code:
            unit = select(model.id).where(model.code == code).scalar_subquery()
            conditions.append(column == unit)
    if wanted.month is not None:
        conditions.append(shown.month == wanted.month.first_day)
    for field, value in (
        (shown.ref, wanted.ref),
        (shown.bucket, wanted.bucket),
        (shown.outcome, wanted.outcome),
        (shown.view, wanted.view),
        (shown.commitment, wanted.commitment),
    ):
        if value:
            conditions.append(field == value)
    if wanted.standing:
        conditions += _stands(wanted.standing, wanted.on)
    return conditions


def narrow_with_words(wanted: CommentFilter) -> list[ColumnElement[bool]]:
    """All a reader asks for, words too."""
    matches = holds_words(wanted.q)
    conditions = narrow(wanted)
    return conditions if matches is None else [*conditions, matches]


def _stands(standing: Standing, on: date) -> list[ColumnElement[bool]]:
    """Each in the very words of its index, which holds these rows alone."""
    if standing is Standing.DISPUTED:
        return [literal_column(DISPUTED)]
    if standing is Standing.PROMISED:
        return [literal_column(PROMISED)]
    return [literal_column(OWED), PublishedComment.due_on < on]

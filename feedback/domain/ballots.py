"""What a ballot may still do, and until when a rating may be changed."""

from datetime import date, timedelta
from enum import StrEnum

from feedback.domain.errors import DomainError
from feedback.domain.limits import RATING_CHANGE_DAYS
from feedback.domain.months import Month


class BallotState(StrEnum):
    """Where a ballot stands when somebody comes with its code."""

    OPEN = "open"
    #: Issued today; it opens with the next shuffled batch.
    WAITING = "waiting"
    SPENT = "spent"
    #: Its month no longer takes ratings.
    CLOSED = "closed"
    UNKNOWN = "unknown"


class BallotNotOpen(DomainError):
    """A rating was sent with a ballot that cannot take it; `state` says why."""

    vi = "Phiếu này không nhận đánh giá nữa."
    en = "This ballot no longer takes a rating."

    def __init__(self, state: BallotState) -> None:
        self.state = state
        super().__init__()


class RatingFixed(DomainError):
    """The days in which a rating may be changed are over."""

    vi = "Đã hết thời hạn sửa đánh giá. Đánh giá của ông/bà vẫn được tính như đã gửi."
    en = "The time to change this rating is over. It counts as you sent it."


def oldest_open_month(today: date) -> Month:
    """The earliest month whose ballots still take ratings."""
    month = Month.of(today)
    before = month.shift(-1)
    return before if today <= before.ballots_close_on else month


def last_change_day(first_rated_on: date, month: Month) -> date:
    """The last day on which a rating first given on a day may be changed."""
    return min(
        first_rated_on + timedelta(days=RATING_CHANGE_DAYS), month.changes_close_on
    )

"""How two people settle a flag, and what a flag may say.

A flag opens a review and never deletes an answer. One person proposes that its batch is
contested or that it is dismissed, and gives a reason; another one confirms.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from feedback.domain.disclosure import MIN_ANSWERS
from feedback.domain.errors import Conflict, DomainError
from feedback.domain.labels import Label

#: Tolerated share of false ones among the flags of one family, for an internal queue.
Q: Final = 0.10
#: What a flag says, by the names below.
Facts = Mapping[str, Any]
#: Stands for the whole province as a unit, and for all channels together.
WHOLE: Final = "-"


class FlagState(StrEnum):
    """How a flag stands."""

    OPEN = "open"
    CONTESTED = "contested"
    DISMISSED = "dismissed"

    @property
    def label(self) -> Label:
        """What people read."""
        return _STATES[self]


_STATES: Final = {
    FlagState.OPEN: Label("Đang xem xét", "Under review"),
    FlagState.CONTESTED: Label("Đợt phiếu bị nghi vấn", "Batch contested"),
    FlagState.DISMISSED: Label("Đã bác dấu hiệu", "Flag dismissed"),
}
#: What a review may come to.
ENDS: Final = (FlagState.CONTESTED, FlagState.DISMISSED)


class FlagMove(StrEnum):
    """A step of a review."""

    PROPOSE = "propose"
    CONFIRM = "confirm"
    DECLINE = "decline"


class SecondPersonNeeded(DomainError):
    """A review takes two people; the one who proposed is not the second."""

    vi = (
        "Người đề nghị không được tự xác nhận. Cần một người khác trong đơn vị đầu mối."
    )
    en = "Who proposed it cannot confirm it. Somebody else at the desk has to."


class NoBatch(DomainError):
    """A flag on the whole province names no agency whose batch could be contested."""

    vi = "Dấu hiệu của cả tỉnh không gắn với một cơ quan nên chỉ có thể bác."
    en = "A flag on the whole province is on no one's batch; it can be dismissed only."


def check_proposal(
    state: FlagState, proposed: FlagState | None, wanted: FlagState
) -> None:
    """Refuse a proposal on top of another one, or of what already holds."""
    if proposed is not None or wanted is state or wanted not in ENDS:
        raise Conflict()


def tell_count(number: int) -> int | None:
    """A count as a flag may carry it: nothing under ten is ever said."""
    return int(number) if number >= MIN_ANSWERS else None


def tell_part(hits: int, answers: int) -> dict[str, Any]:
    """A part of the answers; where it or the rest is under ten, a band at most."""
    part, whole = int(hits), int(answers)
    told: dict[str, Any] = {"answers": tell_count(whole)}
    if min(part, whole - part) >= MIN_ANSWERS:
        return {**told, "hits": part, "share": round(part / whole, 4)}
    if whole >= MIN_ANSWERS and 10 * part >= 9 * whole:
        return {**told, "at_least": 0.9}
    return told


#: What the figures in a flag mean, by their names.
FACTS: Final[Mapping[str, Label]] = {
    "rule": Label("Quy tắc bị vi phạm", "Rule that is broken"),
    "count": Label("Số đếm", "Count"),
    "limit": Label("Giới hạn", "Limit"),
    "hits": Label("Số phiếu có dấu hiệu", "Ratings that show it"),
    "comments": Label("Số ý kiến", "Comments"),
    "copied": Label("Số ý kiến gần trùng", "Near-identical comments"),
    "answers": Label("Số đánh giá", "Ratings"),
    "invited": Label("Số lời mời", "Invitations"),
    "share": Label("Tỷ lệ của cơ quan", "Share at the agency"),
    "at_least": Label("Tỷ lệ của cơ quan, ít nhất", "Share at the agency, at least"),
    "peer_share": Label("Tỷ lệ của các cơ quan so sánh", "Share among its peers"),
    "peers": Label("Số cơ quan so sánh", "Peers"),
    "months": Label("Số tháng", "Months"),
    "dispersion": Label(
        "Độ dao động (1 là ngẫu nhiên)", "Variation (1 is plain chance)"
    ),
    "before": Label("Đánh giá trước ngày ký", "Ratings before the signing"),
    "after": Label("Đánh giá sau ngày ký", "Ratings after the signing"),
    "change": Label("Thay đổi của cơ quan", "Change at the agency"),
    "peer_change": Label("Thay đổi của các cơ quan so sánh", "Change among peers"),
    "target": Label("Chỉ tiêu", "Target"),
    "percent": Label("Mức chỉ tiêu (%)", "Threshold (%)"),
    "above": Label("Cơ quan trong một điểm trên mức", "Agencies just above"),
    "below": Label("Cơ quan trong một điểm dưới mức", "Agencies just below"),
    "day": Label("Ngày", "Day"),
}
#: Facts that are shares of one.
SHARES: Final = frozenset({"share", "at_least", "peer_share", "change", "peer_change"})

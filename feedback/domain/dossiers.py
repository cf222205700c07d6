"""How a dossier ends, and when its citizen is asked."""

from datetime import date
from enum import StrEnum

from feedback.domain.errors import InvalidCode
from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.domain.text import fold

#: Calendar days after the promised day when people are asked without an ending.
OVERDUE_DAYS = 30


class Ending(StrEnum):
    """The ways a dossier ends. Each one earns an invitation, the bad ones too."""

    FINISHED = "finished"
    REFUSED = "refused"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]


_LABELS = {
    Ending.FINISHED: Label("Đã có kết quả", "Finished"),
    Ending.REFUSED: Label("Bị từ chối", "Refused"),
    Ending.RETURNED: Label("Bị trả lại", "Returned"),
    Ending.WITHDRAWN: Label("Người dân rút hồ sơ", "Withdrawn"),
}

#: The words registers use, folded.
_WORDS = {
    "finished": Ending.FINISHED,
    "da co ket qua": Ending.FINISHED,
    "da tra ket qua": Ending.FINISHED,
    "da giai quyet": Ending.FINISHED,
    "hoan thanh": Ending.FINISHED,
    "refused": Ending.REFUSED,
    "tu choi": Ending.REFUSED,
    "bi tu choi": Ending.REFUSED,
    "tu choi giai quyet": Ending.REFUSED,
    "returned": Ending.RETURNED,
    "tra lai": Ending.RETURNED,
    "bi tra lai": Ending.RETURNED,
    "tra lai ho so": Ending.RETURNED,
    "withdrawn": Ending.WITHDRAWN,
    "rut": Ending.WITHDRAWN,
    "rut ho so": Ending.WITHDRAWN,
    "nguoi dan rut ho so": Ending.WITHDRAWN,
}


def read_ending(text: str) -> Ending:
    """The ending a register means by its own word."""
    ending = _WORDS.get(fold(text))
    if ending is None:
        raise InvalidCode(
            "Kết thúc hồ sơ phải là “đã có kết quả”, “từ chối”, “trả lại” "
            "hoặc “rút hồ sơ”.",
            "The ending must be “finished”, “refused”, “returned” or “withdrawn”.",
            reason="ending",
        )
    return ending


def ballot_month(ended_on: date | None, today: date) -> Month:
    """The month the ballot belongs to: of the ending, or, overdue, of the asking."""
    return Month.of(ended_on or today)

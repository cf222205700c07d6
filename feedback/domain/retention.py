"""How long the words are kept as they were written.

Assumption, to be confirmed by the province's legal office: Luật Bảo vệ dữ liệu cá nhân
91/2025/QH15 asks that personal data be kept no longer than their purpose needs, and
names no number of months for comments. Twenty-four months cover a review of the
withholding, a complaint or a denunciation that refers to the comment, and the report of
the year after.
"""

import calendar
from datetime import date
from typing import Final

from feedback.domain.states import State

#: Months after its end for which a comment's original is kept.
ORIGINAL_MONTHS: Final = 24
#: States in which a comment has come to its end.
ENDED: Final = frozenset({State.CLOSED, State.WITHHELD, State.MOVED})


def find_last_end(on: date) -> date:
    """Comments that ended on this day or before have been kept long enough.

    >>> find_last_end(date(2026, 3, 31)), find_last_end(date(2028, 2, 29))
    (datetime.date(2024, 3, 31), datetime.date(2026, 2, 28))
    """
    year, month = divmod(on.year * 12 + on.month - 1 - ORIGINAL_MONTHS, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(on.day, last))

"""When the working-day calendar is about to run out, while there is time to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from feedback.domain.invitations import Letter
from feedback.domain.labels import Label

#: So many days before a due date could fall outside the calendar, somebody is told.
WATCHED: Final = timedelta(days=60)
#: Public holidays of a year, Labour Code 45/2019/QH14, Article 112(1): New Year 1, Tết
#: 5, Hùng Kings 1, Victory 1, Labour 1, National Day 2.
HOLIDAYS: Final = 11

_SUBJECT = "Cần bổ sung lịch ngày nghỉ / The calendar of holidays needs rows"
_BODY = """\
Kính gửi ông/bà,

{vi}
Mời nạp lịch nghỉ bằng lệnh: flask import calendar TỆP.csv
(cột: on, kind, name_vi, name_en, legal_basis, status).
Nếu lịch hết, hệ thống không tính được thời hạn trả lời và dừng chuyển ý kiến.

---
Dear Sir or Madam,

{en}
Please load the days with: flask import calendar FILE.csv
(columns: on, kind, name_vi, name_en, legal_basis, status).
Once the calendar has run out no due date can be computed and comments stop moving.
"""


@dataclass(frozen=True)
class Shortage:
    """What the calendar lacks, seen from a day."""

    #: Its last day, if that is near; none when it has no day at all.
    ends_on: date | None
    is_ending: bool
    #: Days off near at hand that were not announced yet.
    assumed: tuple[date, ...]

    @property
    def told(self) -> Label:
        """What is the matter, in a sentence or two."""
        parts = []
        if self.is_ending and self.ends_on is None:
            parts.append(
                Label("Lịch ngày nghỉ chưa có dòng nào.", "The calendar has no day.")
            )
        elif self.is_ending:
            parts.append(
                Label(
                    f"Lịch ngày nghỉ chỉ có đến hết ngày {self.ends_on:%d/%m/%Y}.",
                    f"The calendar of holidays ends on {self.ends_on}.",
                )
            )
        if self.assumed:
            first, n = self.assumed[0], len(self.assumed)
            parts.append(
                Label(
                    f"Có {n} ngày nghỉ sắp tới mới là giả định, chưa có thông báo "
                    f"chính thức, sớm nhất là {first:%d/%m/%Y}.",
                    f"{n} coming days off are only assumed, not announced, the first "
                    f"on {first}.",
                )
            )
        return Label(" ".join(p.vi for p in parts), " ".join(p.en for p in parts))


def find_shortage(
    last_on: date | None, assumed: Iterable[date], today: date
) -> Shortage | None:
    """What is missing within the watched time; nothing when all is there.

    `last_on` is the calendar's last day, `assumed` its days not announced yet.
    """
    until = today + WATCHED
    is_ending = last_on is None or last_on <= until
    near = tuple(sorted(on for on in assumed if today <= on <= until))
    if not is_ending and not near:
        return None
    return Shortage(last_on if is_ending else None, is_ending, near)


def write_warning(shortage: Shortage) -> Letter:
    """The letter to who keeps the calendar."""
    told = shortage.told
    return Letter(_SUBJECT, _BODY.format(vi=told.vi, en=told.en))

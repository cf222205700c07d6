"""The letter that invites a citizen, and when it may leave."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from feedback.domain import clock
from feedback.domain.months import Month
from feedback.domain.tokens import format_code

#: Letters leave between these hours of the Vietnamese day …
FIRST_HOUR: Final = 7
LAST_HOUR: Final = 20
#: … on one of so many days, the first being the morning after the ballot opens.
SPREAD_DAYS: Final = 3

_LINK = re.compile(r"^(https?://\S+/p/[0-9A-Z]{26})$", re.MULTILINE)

RandomBelow = Callable[[int], int]

_SUBJECT = (
    "Mời đánh giá lần giải quyết hồ sơ / Please rate how your dossier was handled"
)
_ENDED = (
    "Hồ sơ của ông/bà tại {agency} đã kết thúc. Thủ tục:",
    "Your dossier with {agency} has ended. Procedure:",
)
_OVERDUE = (
    "Hồ sơ của ông/bà tại {agency} đã quá ngày hẹn trả 30 ngày. Thủ tục:",
    "Your dossier with {agency} is 30 days past its promised date. Procedure:",
)
_BODY = """\
Kính gửi ông/bà,

{reason_vi}
{service}

Mời ông/bà cho biết có hài lòng không, chỉ mất một hai phút, không cần tài khoản:
{link}

Nếu không mở được đường dẫn, mời vào {typed} rồi nhập mã phiếu:
{code}

Phiếu dùng được một lần, đến hết ngày {until:%d/%m/%Y}.
Phiếu không ghi tên, không ghi mã hồ sơ: cơ quan không được biết ai trả lời.
Xin đừng chuyển thư này cho người khác.

---
Dear Sir or Madam,

{reason_en}
{service}

Please say how satisfied you are. It takes a minute or two and needs no account:
{link_en}

If the link does not open, go to {typed_en} and enter your ballot code:
{code}

The ballot can be used once, until {until_en}.
It carries no name and no dossier code: the agency is not told who answered.
Please do not forward this.
"""


@dataclass(frozen=True)
class Letter:
    """What a citizen receives."""

    subject: str
    body: str


@dataclass(frozen=True)
class Departure:
    """When a letter may leave, and from when its text must be gone."""

    not_before: datetime
    expires_at: datetime


def write_invitation(
    *,
    address: str,
    token: str,
    agency: str,
    service: str,
    until: date,
    is_overdue: bool,
) -> Letter:
    """The invitation, Vietnamese first; its link stands on a line of its own."""
    vi, en = _OVERDUE if is_overdue else _ENDED
    body = _BODY.format(
        reason_vi=vi.format(agency=agency),
        reason_en=en.format(agency=agency),
        service=service,
        link=f"{address}/p/{token}",
        link_en=f"{address}/en/p/{token}",
        typed=f"{address}/phieu",
        typed_en=f"{address}/en/phieu",
        code=format_code(token),
        until=until,
        until_en=f"{until.day} {Month.of(until).text('en')}",
    )
    return Letter(_SUBJECT, body)


def find_link(body: str) -> str | None:
    """The personal link in a letter, if it holds one on a line of its own."""
    match = _LINK.search(body)
    return match[1] if match else None


def choose_month(month: Month, today: date) -> Month:
    """The month a ballot is for: a late reported ending counts in the present one.

    Otherwise an ending reported after its month has closed would never be rated.
    """
    last_departure = today + timedelta(days=SPREAD_DAYS)
    return month if last_departure < month.ballots_close_on else Month.of(today)


def choose_departure(
    today: date, hours: int, random_below: RandomBelow = secrets.randbelow
) -> Departure:
    """A random moment of the days after the ballot opens, tied to no event."""
    day = today + timedelta(days=1 + random_below(SPREAD_DAYS))
    seconds = random_below((LAST_HOUR - FIRST_HOUR) * 3600)
    leaves = clock.local_moment(day, FIRST_HOUR) + timedelta(seconds=seconds)
    return Departure(leaves, leaves + timedelta(hours=hours))

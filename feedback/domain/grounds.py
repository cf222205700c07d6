"""Why the words of a comment may stay unpublished: a closed list with its legal basis.

Disliking a comment is not on it. The list is dated: a ground is chosen among those in
force on the day, and a withheld comment keeps its code for good. Which article carries
which ground is our reading and is to be confirmed by the province's lawyers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.deadlines import DeadlineRule, Step
from feedback.domain.errors import DomainError
from feedback.domain.labels import Label

#: Steps of an appeal in the table of time limits, with the working days that hold
#: where the table has no row for them.
APPEAL = (Step.APPEAL, 10)
DECISION = (Step.DECIDE_APPEAL, 10)
#: Stands between a comment and what its author says against its withholding.
APPEAL_MARK = "\n\n[Đề nghị xem xét lại] "


class UnknownGround(DomainError):
    """The ground is not on the list in force."""

    vi = "Mời chọn một căn cứ trong danh sách."
    en = "Please choose a ground from the list."


class OverturnedGround(DomainError):
    """The second body has said that this ground does not hold for this comment."""

    vi = (
        "Thanh tra đã hủy việc không công khai ý kiến này theo căn cứ ấy. "
        "Mời chọn căn cứ khác hoặc xử lý tiếp ý kiến."
    )
    en = (
        "The inspectorate has overturned the withholding of this comment on that "
        "ground. Please choose another one, or let the comment go on."
    )


@dataclass(frozen=True)
class Ground:
    """One reason to withhold, with the law behind it."""

    code: str
    label: Label
    basis: str
    valid_from: date
    valid_to: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether it may be chosen on a day; both ends included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


_START = date(2022, 8, 1)
_PRIVACY_LAW = date(2026, 1, 1)

GROUNDS: tuple[Ground, ...] = (
    Ground(
        "state_secret",
        Label("Có nội dung thuộc bí mật nhà nước", "Holds a state secret"),
        "Luật Tiếp cận thông tin 104/2016/QH13, Điều 6; "
        "Luật Bảo vệ bí mật nhà nước 29/2018/QH14",
        _START,
    ),
    Ground(
        "private_life",
        Label(
            "Lộ đời sống riêng tư của người khác, che bớt vẫn nhận ra",
            "Exposes somebody's private life even when redacted",
        ),
        "Luật Tiếp cận thông tin 104/2016/QH13, Điều 7",
        _START,
        date(2025, 12, 31),
    ),
    Ground(
        "personal_data",
        Label(
            "Lộ dữ liệu cá nhân, che bớt vẫn nhận ra người",
            "Exposes personal data even when redacted",
        ),
        "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15; "
        "Luật Tiếp cận thông tin 104/2016/QH13, Điều 7",
        _PRIVACY_LAW,
    ),
    Ground(
        "accusation",
        Label(
            "Nêu đích danh người bị tố giác khi chưa xác minh",
            "Accuses a named person before any verification",
        ),
        "Bộ luật Dân sự 91/2015/QH13, Điều 34; Luật Tố cáo 25/2018/QH14",
        _START,
    ),
    Ground(
        "insult",
        Label(
            "Xúc phạm danh dự, nhân phẩm hoặc đe dọa",
            "Insults or threatens",
        ),
        "Bộ luật Dân sự 91/2015/QH13, Điều 34; "
        "Luật Tiếp cận thông tin 104/2016/QH13, Điều 11",
        _START,
    ),
    Ground(
        "no_content",
        Label(
            "Không có nội dung góp ý (viết thử, quảng cáo, ký tự vô nghĩa)",
            "Says nothing to answer (a test, advertising, random letters)",
        ),
        "NĐ 20/2008/NĐ-CP, Điều 7",
        _START,
    ),
)

_BY_CODE = {ground.code: ground for ground in GROUNDS}


def list_grounds(on: date) -> Sequence[Ground]:
    """The grounds that may be chosen on a day, in the list's order."""
    return [ground for ground in GROUNDS if ground.is_in_force(on)]


def choose_ground(code: str, on: date) -> Ground:
    """The ground behind a code that may be chosen on a day."""
    ground = _BY_CODE.get(code)
    if ground is None or not ground.is_in_force(on):
        raise UnknownGround(field="ground")
    return ground


def find_ground(code: str) -> Ground | None:
    """The ground behind a stored code, in force or not."""
    return _BY_CODE.get(code)


def end_of(
    step: tuple[Step, int],
    start: date,
    rules: Sequence[DeadlineRule],
    calendar: WorkingCalendar,
) -> date:
    """The last day of a step of an appeal (`APPEAL`, `DECISION`) begun on a day."""
    name, fallback = step
    days = next(
        (r.working_days for r in rules if r.step is name and r.is_in_force(start)),
        fallback,
    )
    return calendar.add_working_days(start, days)

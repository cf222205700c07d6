"""What can go wrong, by name, each with a text for people in two languages."""

from typing import ClassVar


class DomainError(Exception):
    """A rule was not met. `vi` and `en` say what happened and what to do next.

    `field` names the form field or column the error belongs to, if any.
    """

    vi: ClassVar[str] = "Không thực hiện được yêu cầu. Mời thử lại."
    en: ClassVar[str] = "The request could not be carried out. Please try again."

    def __init__(
        self,
        vi: str | None = None,
        en: str | None = None,
        *,
        field: str | None = None,
    ) -> None:
        self.message_vi = vi or self.vi
        self.message_en = en or self.en
        self.field = field
        super().__init__(self.message_en)

    def message(self, language: str) -> str:
        """The text in the reader's language; Vietnamese unless English is asked."""
        return self.message_en if language == "en" else self.message_vi


class NotFound(DomainError):
    """There is no such thing, or not for this person."""

    vi = "Không tìm thấy nội dung này."
    en = "There is nothing here."


class Conflict(DomainError):
    """The thing changed in the meantime, or was done already."""

    vi = "Nội dung này vừa được thay đổi. Mời tải lại trang rồi thử lại."
    en = "This has just been changed. Please reload the page and try again."


class InvalidCode(DomainError):
    """A typed or imported code cannot be what it should be; `reason` names why."""

    vi = "Mã không đúng. Mời kiểm tra rồi nhập lại."
    en = "The code is not right. Please check it and type it again."

    def __init__(
        self,
        vi: str | None = None,
        en: str | None = None,
        *,
        reason: str = "form",
        field: str | None = None,
    ) -> None:
        self.reason = reason
        super().__init__(vi, en, field=field)


class InvalidMonth(DomainError):
    """A text does not name a month."""

    vi = "Tháng viết theo dạng NĂM-THÁNG, ví dụ 2026-04."
    en = "A month is written YEAR-MONTH, for example 2026-04."


class IllegalMove(DomainError):
    """This role may not make this move from the state the comment is in."""

    vi = "Ý kiến không ở bước cho phép thao tác này. Mời tải lại trang."
    en = "The comment is not at a step that allows this. Please reload the page."


class CalendarRunsOut(DomainError):
    """A working day was asked of a year the calendar does not cover."""

    vi = "Lịch ngày làm việc chưa có năm này. Mời nạp thêm lịch nghỉ."
    en = "The working-day calendar does not cover this year. Please load its days."


class InvalidCalendar(DomainError):
    """The day rows of a calendar contradict each other."""

    vi = "Lịch nghỉ có dòng không hợp lệ."
    en = "A row of the holiday calendar is not valid."


class NoDeadlineRule(DomainError):
    """No deadline rule, or more than one, is in force for this step and day."""

    vi = "Chưa có quy định thời hạn cho bước này. Mời bổ sung bảng thời hạn."
    en = "No time limit is in force for this step. Please complete the table."


class InvalidQuestionnaire(DomainError):
    """A questionnaire, or an answer to it, does not hold together."""

    vi = "Bộ câu hỏi không hợp lệ."
    en = "The questionnaire is not valid."


class InvalidPlan(DomainError):
    """A plan's file or a target in it does not hold together."""

    vi = "Tệp kế hoạch không hợp lệ."
    en = "The plan's file is not valid."

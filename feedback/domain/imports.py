"""What an import says of its rows: which went in, which were refused and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from feedback.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a row is refused, and the column it lies in."""

    column: str
    vi: str
    en: str

    @classmethod
    def of(cls, error: DomainError, column: str) -> "Fault":
        """The fault that a broken rule means in this column."""
        return cls(error.field or column, error.message_vi, error.message_en)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that does not go in; `last_line` differs where a quote ran on."""

    line: int
    faults: tuple[Fault, ...]
    last_line: int | None = None


def refuse(line: int, column: str, vi: str, en: str) -> Refusal:
    """A row refused for one reason."""
    return Refusal(line, (Fault(column, vi, en),))


def refuse_twice(line: int, column: str, name: str, first_line: int) -> Refusal:
    """A row refused because an earlier one speaks of the same thing."""
    return refuse(
        line,
        column,
        f"{name} đã có ở dòng {first_line}. Mời chỉ giữ một dòng.",
        f"{name} is already on line {first_line}. Keep only one of them.",
    )


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an operation did with the rows it was given."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    #: Citizens asked for their opinion because of these rows.
    invited: int = 0
    refused: tuple[Refusal, ...] = ()
    #: Codes of what changed, for a person to look over; only in small imports.
    changed: tuple[str, ...] = field(default=(), compare=False)

    def __add__(self, other: "Recorded") -> "Recorded":
        return Recorded(
            self.new + other.new,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.invited + other.invited,
            self.refused + other.refused,
            self.changed + other.changed,
        )


class RowFaults(DomainError):
    """A row has faults; all of them, not only the first."""

    vi = "Dòng có dữ liệu chưa đúng."
    en = "The row holds something that is not right."

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__()


class RowsRefused(DomainError):
    """All rows or none: some were refused, so nothing was written."""

    vi = "Có dòng bị từ chối nên chưa ghi dòng nào."
    en = "Some rows were refused, so nothing was written."

    def __init__(self, refused: Sequence[Refusal]) -> None:
        self.refused = tuple(refused)
        super().__init__()


class BadTable(DomainError):
    """A file cannot be read as a table at all; the text says what to do."""

    vi = "Không đọc được tệp. Mời lưu lại ở dạng CSV UTF-8 hoặc XLSX."
    en = "The file cannot be read. Save it as CSV UTF-8 or XLSX."

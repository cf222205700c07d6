"""Reads the values of one row, collecting every fault instead of the first."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from feedback.domain.errors import DomainError
from feedback.domain.imports import Fault, RowFaults
from feedback.domain.mailboxes import is_mailbox
from feedback.domain.text import clean_line, fold

T = TypeVar("T")

_YES = frozenset({"1", "true", "yes", "x", "co", "dung", "mot phan", "partial"})
_NO = frozenset({"", "0", "false", "no", "khong", "sai"})


class RowReader:
    """The values of a row by column; `finish` says whether all could be read."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.faults: list[Fault] = []

    def has(self, column: str) -> bool:
        """Whether the row holds anything in a column."""
        return bool(self.raw(column))

    def raw(self, column: str) -> str:
        """The text as it was sent, without the spaces around it."""
        return self._values.get(column, "").strip()

    def text(self, column: str, limit: int, *, is_required: bool = False) -> str:
        """One clean line of at most `limit` characters."""
        text = clean_line(self.raw(column))
        if not text and is_required:
            self._miss(column)
        if len(text) > limit:
            self.add(
                column,
                f"Dài hơn {limit} ký tự.",
                f"It is longer than {limit} characters.",
            )
        return text

    def parse(
        self, column: str, parser: Callable[[str], T], *, is_required: bool = False
    ) -> T | None:
        """What a parser of the domain makes of a cell; nothing if it is empty."""
        text = self.raw(column)
        if not text:
            if is_required:
                self._miss(column)
            return None
        try:
            return parser(text)
        except DomainError as error:
            self.faults.append(Fault.of(error, column))
            return None

    def day(self, column: str, *, is_required: bool = False) -> date | None:
        """A day, written 2026-03-31 or 31/03/2026."""
        return self.parse(column, read_day, is_required=is_required)

    def is_yes(self, column: str) -> bool:
        """Yes or no; empty is no."""
        word = fold(self.raw(column))
        if word not in _YES | _NO:
            self.add(column, "Phải là 1 (có) hoặc 0 (không).", "It must be 1 or 0.")
        return word in _YES

    def email(self, column: str) -> str | None:
        """An address an invitation can be sent to."""
        text = self.raw(column)
        if not text:
            return None
        if not is_mailbox(text):
            # The address itself is not repeated: reports of refused rows are kept.
            self.add(
                column,
                "Địa chỉ thư điện tử không đúng dạng ten@mien.",
                "The e-mail address is not of the form name@domain.",
            )
            return None
        return text

    def count(self, column: str, most: int) -> int | None:
        """A whole number from 0, or nothing."""
        text = self.raw(column)
        if not text:
            return None
        if not re.fullmatch("[0-9]{1,9}", text) or int(text) > most:
            self.add(
                column,
                f"Phải là số nguyên từ 0 đến {most}.",
                f"It must be a whole number from 0 to {most}.",
            )
            return None
        return int(text)

    def add(self, column: str, vi: str, en: str) -> None:
        """Note a fault of the row."""
        self.faults.append(Fault(column, vi, en))

    def finish(self) -> None:
        """Refuse the row if anything in it could not be read."""
        if self.faults:
            raise RowFaults(self.faults)

    def _miss(self, column: str) -> None:
        self.add(column, f"Thiếu “{column}”.", f"“{column}” is missing.")


def read_day(text: str) -> date:
    """A day as people and spreadsheets write it: year first, or day first."""
    text = text.strip()
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{2}:\d{2}.*)?", text)
    local = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        if iso and text.isascii():
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local and text.isascii():
            return date(int(local[3]), int(local[2]), int(local[1]))
    except ValueError:
        raise DomainError(
            "Ngày không có trong lịch.", "There is no such day."
        ) from None
    raise DomainError(
        "Ngày viết theo dạng 2026-03-31 hoặc 31/03/2026.",
        "A day is written 2026-03-31 or 31/03/2026.",
    )

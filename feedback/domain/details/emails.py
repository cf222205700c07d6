"""E-mail addresses, also those written so that machines miss them."""

import re
from collections.abc import Iterator
from typing import Final

from feedback.domain.details.findings import Kind
from feedback.domain.details.readings import Reading

_LOCAL: Final = r"(?<![a-z0-9._+-])[a-z0-9][a-z0-9._+-]{0,63}"
_AT: Final = r"(?: ?@ ?| ?[\[(] ?(?:at|a cong) ?[\])] ?| (?:a cong|a vong) )"
_DOT: Final = r"(?:\.| ?[\[(] ?(?:dot|cham) ?[\])] ?| (?:dot|cham) )"
_LABEL: Final = r"[a-z0-9-]{1,63}"
_EMAIL = re.compile(
    rf"{_LOCAL}(?:{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{1,5}}"
    rf"| at {_LABEL}(?: dot {_LABEL}){{1,5}})"
)


def find_emails(reading: Reading) -> Iterator[tuple[Kind, int, int]]:
    """Every address in a reading."""
    for match in _EMAIL.finditer(reading.bare):
        start, end = match.span()
        yield Kind.EMAIL, start, _drop_next_sentence(reading, start, end)


def _drop_next_sentence(reading: Reading, start: int, end: int) -> int:
    """`a@example.vn.Hồ sơ`: no address has a label with marks, the sentence has."""
    last = reading.bare.rfind(".", start, end)
    label = reading.cased[last + 1 : end]
    is_next = not reading.word(last + 1, end).isascii() or label.istitle()
    has_more = reading.bare.count(".", reading.bare.find("@", start), last) > 0
    return last if last > 0 and is_next and has_more else end

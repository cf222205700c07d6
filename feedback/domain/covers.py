"""Covering up parts of a text that is public already: nothing is written anew."""

import re
from typing import Final

from feedback.domain.errors import DomainError

#: What stands in the place of what was covered up; who types a mark types one of these.
MARKS: Final = ("[đã che]", "[…]", "[...]")
_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS))


class NotCovered(DomainError):
    """The new text is not the old one with parts covered up."""

    vi = (
        "Chỉ được thay phần cần che bằng [đã che], không sửa, thêm hay bớt chữ nào "
        "khác. Nội dung hiện chưa che gì, hoặc đã đổi chỗ khác."
    )
    en = (
        "You can only put [đã che] in the place of what has to be covered up; no other "
        "word may change. Nothing is covered up yet, or something else has changed."
    )


def check_cover(old: str, new: str, field: str) -> int:
    """How many characters of the old text were covered up; refuses anything else.

    Both texts are cleaned ones. Every mark of the new text stands for at least one
    character of the old one; what lies between the marks is the old text.

    Examples
    --------
    >>> check_cover("Chị Lan ở quầy 3", "[đã che] ở quầy 3", "text")
    7
    """
    pieces = _MARK.split(new)
    first, *middle, last = pieces if len(pieces) > 1 else (new, "")
    end = len(old) - len(last)
    place = len(first)
    is_kept = old.startswith(first) and old.endswith(last) and new != old
    for piece in middle:
        # The earliest place leaves the most room for what follows.
        place = old.find(piece, place + 1, end) + len(piece) if is_kept else -1
        is_kept = is_kept and place >= len(piece)
    if len(pieces) < 2 or not is_kept or place >= end:
        raise NotCovered(field=field)
    return len(old) - sum(map(len, pieces))

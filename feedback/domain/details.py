"""Details in a text by which somebody who knows the case may recognise its author.

A help to the author before sending, not a guard: what it does not find may still tell.
"""

import re
from typing import Final

_PATTERNS: Final = (
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",  # e-mail
    r"\b[A-Y]\d{2}(?:\.\w{1,4})*-\d{6}-\d{4,7}\b",  # dossier
    r"(?:\+84|\b0)(?:[ .-]?\d){8,10}\b",  # telephone
    r"\b\d(?:[ .]?\d){8,}\b",  # identity card, account
    r"\b(?:thửa(?: đất)?|tờ(?: bản đồ)?)(?: số)? \d+\b",
    r"\b(?:số nhà|nhà số) \d+\w*",
    r"\b\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?(?:\d{4}|\d{2}))?\b(?! ?%)",  # day
    r"\b\d{1,2} ?(?:giờ|h)(?: ?\d{1,2})?\b",
)
_DETAIL = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
#: More than these are not listed; the author has seen what is meant.
_MOST: Final = 8


def find_details(text: str) -> list[str]:
    """What stands out, in the order of the text, each once."""
    found = dict.fromkeys(match.group().strip() for match in _DETAIL.finditer(text))
    return list(found)[:_MOST]

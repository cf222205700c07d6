"""What an agency shows for its answer: a link, or the number of a document."""

import re
from urllib.parse import urlsplit

from feedback.domain.errors import DomainError
from feedback.domain.limits import EVIDENCE_LENGTH
from feedback.domain.text import clean_line

#: 123/UBND-VP, 12/2026/QĐ-UBND, 45/TB-STNMT: a number, a stroke, letters.
_DOCUMENT = re.compile(r"\d+\s*/\s*(?:\d{4}\s*/\s*)?[A-ZĐ][\w\-–]*")


class InvalidEvidence(DomainError):
    """It is neither an address that can be opened nor a document that can be found."""

    vi = (
        "Mời ghi đường dẫn bắt đầu bằng https:// hoặc số văn bản, "
        "ví dụ 123/UBND-VP ngày 5/3/2026."
    )
    en = (
        "Please give a link that begins with https:// or the number of a document, "
        "for example 123/UBND-VP of 5 March 2026."
    )


def read_evidence(typed: str) -> str | None:
    """The evidence as it is kept, or nothing when nothing was typed."""
    text = clean_line(typed)
    if not text:
        return None
    if len(text) > EVIDENCE_LENGTH or not (find_links(text) or _DOCUMENT.search(text)):
        raise InvalidEvidence(field="evidence")
    return text


def find_links(text: str) -> list[str]:
    """The web addresses in a text, those a page may safely link to."""
    words = (word.rstrip(".,;)") for word in text.split())
    return [word for word in words if _is_link(word)]


def _is_link(word: str) -> bool:
    try:
        parts = urlsplit(word)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc

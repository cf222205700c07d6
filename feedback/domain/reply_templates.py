"""Words that an answer begins with, bound to an outcome."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from feedback.domain.errors import DomainError
from feedback.domain.outcomes import Outcome

#: What may stand in braces: the agency's and the service's name, filled in when the
#: template is chosen. Nothing of the citizen, of whom an agency knows nothing.
PLACES: Final = ("agency", "service")
_PLACE = re.compile(r"\{([^{}]*)\}|[{}]")


@dataclass(frozen=True)
class ReplyWords:
    """A template as a file or a form gives it."""

    title: str
    outcome: Outcome
    text: str


class UnknownPlace(DomainError):
    """Braces hold something that cannot be filled in."""

    vi = (
        "Trong ngoặc nhọn chỉ được ghi {agency} (tên cơ quan) hoặc {service} (thủ tục)."
    )
    en = "Braces may only hold {agency} or {service}."


def check_places(text: str, field: str | None = None) -> str:
    """The text, if all its braces can be filled in."""
    if any(found[1] not in PLACES for found in _PLACE.finditer(text)):
        raise UnknownPlace(field=field)
    return text


def fill_places(text: str, values: Mapping[str, str]) -> str:
    """The text with names in place of its braces.

    >>> fill_places("{agency} xin trả lời.", {"agency": "Sở Y tế", "service": "x"})
    'Sở Y tế xin trả lời.'
    """
    return _PLACE.sub(lambda found: values[found[1]], check_places(text))

"""Details in a text that point at a person, found by their form.

A help, not a guard: what is not found may still tell. The author is shown them before
sending, the screener with a proposal for what would stand in their place.
"""

import re
from collections.abc import Collection
from typing import Final

from feedback.domain.details.addresses import find_addresses
from feedback.domain.details.emails import find_emails
from feedback.domain.details.findings import Finding, redact
from feedback.domain.details.names import find_names
from feedback.domain.details.numbers import find_numbers
from feedback.domain.details.readings import read

#: By these somebody who knows the case may recognise its author, no stranger will.
_CIRCUMSTANCES: Final = (
    r"\b(?:thửa(?: đất)?|tờ(?: bản đồ)?)(?: số)? \d+\b",
    r"\b\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?(?:\d{4}|\d{2}))?\b(?! ?%)",  # day
    r"\b\d{1,2} ?(?:giờ|h)(?: ?\d{1,2})?\b",
)
_CIRCUMSTANCE = re.compile("|".join(_CIRCUMSTANCES), re.IGNORECASE)
#: More than these are not listed; the author has seen what is meant.
_MOST: Final = 8


def find_personal(
    text: str, allowed: Collection[str] = frozenset()
) -> tuple[Finding, ...]:
    """What points at a person, in the order of the text, without overlaps.

    Numbers and addresses in `allowed` (helplines, an office's own) are left alone,
    however they are spelled. Takes time in proportion to the length of the text.

    >>> [finding.text for finding in find_personal("Gọi chị Hạnh, 0912 345 678")]
    ['Hạnh', '0912 345 678']
    """
    reading = read(text)
    known = {make_key(one) for one in allowed}
    # The surest form takes the place; a later finding that overlaps it is dropped.
    places = (
        *find_emails(reading),
        *find_numbers(reading),
        *find_addresses(reading),
        *find_names(reading),
    )
    taken = bytearray(len(reading.bare))
    found = []
    for kind, start, end in places:
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        begin, stop = reading.starts[start], reading.ends[end - 1]
        finding = Finding(kind, begin, stop, text[begin:stop])
        if make_key(finding.text) not in known:
            found.append(finding)
    return tuple(sorted(found, key=lambda finding: finding.start))


def propose_redaction(text: str, findings: Collection[Finding]) -> str:
    """The text with a mask in place of each finding; a person decides.

    >>> propose_redaction(text := "Gọi 0912345678", find_personal(text))
    'Gọi [số điện thoại]'
    """
    return redact(text, findings)


def find_details(text: str) -> list[str]:
    """What stands out to its author, in the order of the text, each once."""
    found = [(finding.start, finding.end) for finding in find_personal(text)]
    taken = {place for start, end in found for place in range(start, end)}
    found += [
        match.span()
        for match in _CIRCUMSTANCE.finditer(text)
        if taken.isdisjoint(range(*match.span()))
    ]
    details = dict.fromkeys(text[start:end].strip() for start, end in sorted(found))
    return list(details)[:_MOST]


def make_key(number: str) -> str:
    """A number or address without the habits of who wrote it.

    >>> make_key("+84 (0) 236.3567890") == make_key("0236 356 7890")
    True
    """
    key = re.sub("[^0-9a-z@.]", "", read(number).bare)
    digits = re.sub("[^0-9]", "", key)
    if "@" in key or not digits:
        return key
    return digits[2:].lstrip("0") if digits.startswith("84") else digits.lstrip("0")

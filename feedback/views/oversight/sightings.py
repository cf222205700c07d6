"""What the checks noticed in the comment of a request, as the screener reads it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from feedback.domain.details import find_personal, propose_redaction
from feedback.domain.details.findings import Finding
from feedback.domain.labels import Label
from feedback.domain.retention import ORIGINAL_MONTHS
from feedback.domain.signs import Sign
from feedback.exchange.checklists import read_checklists
from feedback.operations.signs import sift_comment
from feedback.queries.comments import DeskFile
from feedback.queries.signs import (
    Copy,
    find_erased_on,
    is_sifted,
    list_copies,
    list_signs,
)
from feedback.views.sessions import current_staff


@dataclass(frozen=True)
class Part:
    """A stretch of the original; what it is, if it was found."""

    text: str
    label: Label | None = None


@dataclass(frozen=True)
class Sighting:
    """All that a machine has to say about a comment."""

    signs: Sequence[Sign]
    copies: Sequence[Copy]
    parts: Sequence[Part]
    n_findings: int
    #: The original with masks in place of what was found.
    proposal: str
    #: The day the original was emptied.
    erased_on: date | None
    months_kept: int = ORIGINAL_MONTHS


def sift_and_look_at(case: DeskFile) -> Sighting:
    """The same; a text that no job has looked at yet is looked at first."""
    if not is_sifted(case.ref):
        sift_comment(case.ref, read_checklists())
    return look_at(case)


def look_at(case: DeskFile) -> Sighting:
    """What was noticed, with the places in the original."""
    found = find_personal(case.original, read_checklists().helplines)
    return Sighting(
        signs=list_signs(case.ref),
        copies=list_copies(case.ref, current_staff().agency_id),
        parts=list(_cut(case.original, found)),
        n_findings=len(found),
        proposal=propose_redaction(case.original, found),
        erased_on=find_erased_on(case.ref),
    )


def _cut(text: str, found: Sequence[Finding]) -> Iterator[Part]:
    last = 0
    for finding in found:
        yield Part(text[last : finding.start])
        yield Part(finding.text, finding.kind.label)
        last = finding.end
    yield Part(text[last:])

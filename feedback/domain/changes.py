"""What a row of a register changes: a dossier enters, changes, ends, or stays."""

from dataclasses import dataclass, replace
from enum import StrEnum

from feedback.domain.imports import Fault, RowFaults
from feedback.domain.registers import DossierRow


class Change(StrEnum):
    """What a row means for the dossier that is stored."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class StoredDossier:
    """What is stored of a dossier that a row speaks of."""

    id: int
    row: DossierRow


@dataclass(frozen=True, slots=True)
class Decision:
    """A row, what it changes, and what is stored of its dossier so far."""

    row: DossierRow
    change: Change
    stored: StoredDossier | None = None
    #: Only of a refused row.
    faults: tuple[Fault, ...] = ()

    @property
    def is_ending(self) -> bool:
        """Whether the dossier ends with this row."""
        return self.row.ended_on is not None and self.change in (
            Change.NEW,
            Change.UPDATED,
        )

    @property
    def email(self) -> str | None:
        """The address of the row, or the one that came with an earlier row."""
        return self.row.email or (self.stored.row.email if self.stored else None)


class SeenRows:
    """The dossiers a file has named so far, so that one named twice is noticed."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, int]] = {}

    def check(self, row: DossierRow) -> bool:
        """Whether the same row came before; another one of that code is refused."""
        content = hash(replace(row, raw_code="", line=0))
        if row.code not in self._seen:
            self._seen[row.code] = (row.line, content)
            return False
        line, before = self._seen[row.code]
        if before != content:
            raise RowFaults([_named_twice(row.code, line)])
        return True


def decide(row: DossierRow, stored: StoredDossier | None, seen: SeenRows) -> Decision:
    """What a row means beside what is stored and what was sent with it."""
    try:
        if seen.check(row):
            return Decision(row, Change.UNCHANGED, stored)
        return Decision(row, decide_change(stored, row), stored)
    except RowFaults as error:
        return Decision(row, Change.REFUSED, stored, error.faults)


def decide_change(stored: StoredDossier | None, row: DossierRow) -> Change:
    """What the row changes; an ended dossier never opens again and never changes."""
    if stored is None:
        return Change.NEW
    before = stored.row
    # The address and the spelling of the code are no part of what is compared: the
    # first is not kept once a dossier has ended, the second may differ by a space.
    same = replace(row, raw_code=before.raw_code, email=before.email, line=before.line)
    if before.ended_on is not None:
        if same != before:
            raise RowFaults([_already_ended(before)])
        return Change.UNCHANGED
    if same != before or (row.email is not None and row.email != before.email):
        return Change.UPDATED
    return Change.UNCHANGED


def _named_twice(code: str, line: int) -> Fault:
    return Fault(
        "code",
        f"Hồ sơ {code} đã có ở dòng {line} với nội dung khác. Mời chỉ giữ dòng mới "
        "nhất.",
        f"The dossier {code} is also on line {line} with other content. Keep only "
        "the latest of the two.",
    )


def _already_ended(row: DossierRow) -> Fault:
    return Fault(
        "ended_on",
        f"Hồ sơ đã kết thúc ngày {row.ended_on:%d/%m/%Y}, không mở lại và không sửa "
        "được.",
        f"The dossier ended on {row.ended_on:%d/%m/%Y}; it is not opened again and "
        "not changed.",
    )

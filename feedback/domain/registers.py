"""Rules for what a register says of a dossier: agencies in force, dates, endings.

A dossier names agencies and a service by code; the catalogue knows them by number.
An agency that has ended is still accepted where it is a known predecessor, since a
register goes on using the code a dossier was given (DESIGN section 5, mergers).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.domain.imports import Fault, RowFaults

#: Dossiers of earlier years have no code of this form; none is promised this far ahead.
FIRST_YEAR = 2000
DUE_YEARS = 30


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """What a dossier's row needs to know of an agency."""

    id: int
    valid_from: date | None
    #: First day on which the agency no longer exists.
    valid_to: date | None
    has_successor: bool
    has_predecessor: bool


@dataclass(frozen=True, slots=True)
class DossierRecord:
    """A dossier as a register sent it, its codes in their one spelling."""

    line: int
    code: str
    raw_code: str
    #: The agency inside the dossier's code.
    code_agency: str
    service: str
    received_by: str
    settled_by: str
    channel: Channel
    received_on: date
    due_on: date | None = None
    ended_on: date | None = None
    ending: Ending | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier whose codes are known here; what operations write."""

    code: str
    raw_code: str
    service_id: int
    received_by_id: int
    settled_by_id: int
    channel: Channel
    received_on: date
    due_on: date | None = None
    ended_on: date | None = None
    ending: Ending | None = None
    #: Only while the dossier is open, and for its invitation; never kept after.
    email: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Register:
    """The catalogue a dossier's codes are looked up in."""

    #: By agency code, and by the code of the administrative unit it governs.
    agencies: Mapping[str, KnownAgency]
    services: Mapping[str, int]

    def resolve(self, record: DossierRecord) -> DossierRow:
        """The row with numbers in place of codes; all faults at once."""
        faults: list[Fault] = []
        service_id = self.services.get(record.service)
        if service_id is None:
            faults.append(_unknown_service(record.service))
        received = self._find(record.received_by, "received_by", faults)
        settled = received
        if received is not None:
            faults += _faults_of_receiver(received, record)
        if record.settled_by != record.received_by:
            settled = self._find(record.settled_by, "settled_by", faults)
            if settled is not None:
                faults += _faults_of_settler(settled, record)
        if record.code_agency not in (record.received_by, record.settled_by):
            named = self.agencies.get(record.code_agency)
            if named is not None and not _is_usable(named, record.received_on):
                faults.append(_not_in_force("code", record.code_agency, record))
        if faults or service_id is None or received is None or settled is None:
            raise RowFaults(faults)
        return DossierRow(
            code=record.code,
            raw_code=record.raw_code,
            service_id=service_id,
            received_by_id=received.id,
            settled_by_id=settled.id,
            channel=record.channel,
            received_on=record.received_on,
            due_on=record.due_on,
            ended_on=record.ended_on,
            ending=record.ending,
            email=record.email,
            line=record.line,
        )

    def _find(self, code: str, column: str, faults: list[Fault]) -> KnownAgency | None:
        agency = self.agencies.get(code)
        if agency is None:
            faults.append(
                Fault(
                    column,
                    f"Chưa có cơ quan mang mã {code}. Mời nạp danh mục cơ quan trước.",
                    f"There is no agency {code}. Import the agencies first.",
                )
            )
        return agency


def check_dates(
    received_on: date,
    due_on: date | None,
    ended_on: date | None,
    ending: Ending | None,
    today: date,
) -> list[Fault]:
    """The faults of a dossier's dates; none when they can all be true."""
    faults = [
        _out_of_range(column, on)
        for column, on in (
            ("received_on", received_on),
            ("due_on", due_on),
            ("ended_on", ended_on),
        )
        if on is not None and not FIRST_YEAR <= on.year <= today.year + DUE_YEARS
    ]
    if received_on > today:
        faults.append(_ahead("received_on", received_on))
    if ended_on is not None and ended_on > today:
        faults.append(_ahead("ended_on", ended_on))
    if ended_on is not None and ended_on < received_on:
        faults.append(_before_reception("ended_on", ended_on, received_on))
    if due_on is not None and due_on < received_on:
        faults.append(_before_reception("due_on", due_on, received_on))
    if (ended_on is None) != (ending is None):
        missing = "ended_on" if ended_on is None else "ending"
        faults.append(
            Fault(
                missing,
                "Ngày kết thúc và kết quả phải cùng có hoặc cùng để trống.",
                "The day of the ending and the ending go together: both or neither.",
            )
        )
    return faults


def _is_usable(agency: KnownAgency, on: date) -> bool:
    if agency.valid_from is not None and on < agency.valid_from:
        return False
    return agency.valid_to is None or on < agency.valid_to or agency.has_successor


def _faults_of_receiver(agency: KnownAgency, record: DossierRecord) -> list[Fault]:
    if _is_usable(agency, record.received_on):
        return []
    return [_not_in_force("received_by", record.received_by, record)]


def _faults_of_settler(agency: KnownAgency, record: DossierRecord) -> list[Fault]:
    if _is_usable(agency, record.received_on):
        return []
    # A successor settles what its predecessor received before it existed.
    begins, ended = agency.valid_from, record.ended_on
    if agency.has_predecessor and begins is not None and record.received_on < begins:
        if ended is None or ended >= begins:
            return []
    return [_not_in_force("settled_by", record.settled_by, record)]


def _not_in_force(column: str, code: str, record: DossierRecord) -> Fault:
    on = f"{record.received_on:%d/%m/%Y}"
    return Fault(
        column,
        f"Cơ quan {code} chưa hoặc không còn hoạt động vào ngày tiếp nhận {on} và "
        "không phải cơ quan tiền thân đã biết.",
        f"The agency {code} was not in force on the day of reception {on} and is not "
        "a known predecessor.",
    )


def _unknown_service(code: str) -> Fault:
    return Fault(
        "service",
        f"Chưa có thủ tục mang mã {code}. Mời nạp danh mục thủ tục trước.",
        f"There is no procedure {code}. Import the services first.",
    )


def _out_of_range(column: str, on: date) -> Fault:
    return Fault(
        column,
        f"Năm {on.year} không thể đúng. Mời kiểm tra.",
        f"The year {on.year} cannot be right. Check it.",
    )


def _ahead(column: str, on: date) -> Fault:
    return Fault(
        column,
        f"Ngày {on:%d/%m/%Y} chưa đến.",
        f"The day {on:%d/%m/%Y} lies ahead.",
    )


def _before_reception(column: str, on: date, received_on: date) -> Fault:
    return Fault(
        column,
        f"Ngày {on:%d/%m/%Y} trước ngày tiếp nhận {received_on:%d/%m/%Y}.",
        f"The day {on:%d/%m/%Y} lies before the reception on {received_on:%d/%m/%Y}.",
    )

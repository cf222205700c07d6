"""Dossiers as registers send them: a row of a file, or an item of a call."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from feedback.domain.channels import read_channel
from feedback.domain.codes import (
    normalise,
    parse_agency_code,
    parse_dossier_code,
    parse_procedure_code,
    parse_unit_code,
)
from feedback.domain.dossiers import read_ending
from feedback.domain.registers import DossierRecord, check_dates
from feedback.exchange.rows import RowReader
from feedback.exchange.tables import Column, Layout

DOSSIERS = Layout(
    "dossiers",
    (
        Column("code", ("ma ho so", "so ho so"), True),
        Column("service", ("ma thu tuc", "ma tthc", "thu tuc"), True),
        Column("received_by", ("co quan tiep nhan", "noi tiep nhan")),
        Column("settled_by", ("co quan giai quyet", "noi giai quyet")),
        Column("channel", ("hinh thuc nop", "kenh", "hinh thuc tiep nhan"), True),
        Column("received_on", ("ngay tiep nhan", "ngay nop")),
        Column("due_on", ("ngay hen tra", "han tra", "ngay hen")),
        Column("ended_on", ("ngay ket thuc", "ngay tra", "ngay tra ket qua")),
        Column("ending", ("ket qua", "ket thuc", "tinh trang")),
        Column("email", ("thu dien tu", "e mail")),
    ),
)

# A register names the same few codes and words over and over.
_KEPT = 4096
_read_service = lru_cache(_KEPT)(parse_procedure_code)
_read_channel = lru_cache(_KEPT)(read_channel)
_read_ending = lru_cache(_KEPT)(read_ending)


def read_dossier(values: Mapping[str, str], line: int, today: date) -> DossierRecord:
    """A dossier with its codes in their one spelling; every fault of the row at once.

    What the code says is not asked twice: the agency in it receives, the day in it is
    the day of reception, and who receives also settles, unless the row says otherwise.
    """
    reader = RowReader(values)
    code = reader.parse(
        "code", lambda text: parse_dossier_code(text, today=today), is_required=True
    )
    raw_code = reader.text("code", 120)
    service = reader.parse("service", _read_service, is_required=True)
    channel = reader.parse("channel", _read_channel, is_required=True)
    received_by = reader.parse("received_by", read_agency_reference)
    settled_by = reader.parse("settled_by", read_agency_reference)
    received_on = reader.day("received_on")
    due_on, ended_on = reader.day("due_on"), reader.day("ended_on")
    ending = reader.parse("ending", _read_ending)
    email = reader.email("email")
    reader.finish()
    assert code is not None and service is not None and channel is not None
    received_on = received_on or code.received_on
    reader.faults += check_dates(received_on, due_on, ended_on, ending, today)
    reader.finish()
    received_by = received_by or code.agency.code
    return DossierRecord(
        line=line,
        code=code.code,
        raw_code=raw_code,
        code_agency=code.agency.code,
        service=service.code,
        received_by=received_by,
        settled_by=settled_by or received_by,
        channel=channel,
        received_on=received_on,
        due_on=due_on,
        ended_on=ended_on,
        ending=ending,
        email=email,
    )


@lru_cache(_KEPT)
def read_agency_reference(text: str) -> str:
    """An agency by its code, or by the code of the unit it governs."""
    if normalise(text).isdigit():
        return parse_unit_code(text).code
    return parse_agency_code(text).code

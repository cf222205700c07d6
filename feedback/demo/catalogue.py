"""The register of the demonstration province: agencies, mergers, services."""

from datetime import date

from feedback.demo.people import read_rows
from feedback.domain.agencies import AgencyLevel, AgencyRow, SuccessionRow
from feedback.domain.codes import parse_sector
from feedback.domain.services import ServiceRow
from feedback.operations.agencies import record_agencies, record_successions
from feedback.operations.services import record_services

#: Code of the province; an agency with it means that the demonstration is loaded.
PROVINCE = "H99"


def record_catalogue() -> None:
    """Enter agencies, who succeeded whom, and the sixty services."""
    record_agencies(_read_agencies())
    record_successions(_read_successions())
    record_services(_read_services())


def _read_agencies() -> list[AgencyRow]:
    return [
        AgencyRow(
            code=row["code"],
            raw_code=row["code"],
            name=row["name"],
            level=AgencyLevel(row["level"]),
            name_en=row["name_en"],
            parent=row["parent"] or None,
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            line=line,
        )
        for line, row in enumerate(read_rows("agencies.csv"), 2)
    ]


def _read_successions() -> list[SuccessionRow]:
    return [
        SuccessionRow(
            row["predecessor"],
            row["successor"],
            date.fromisoformat(row["on"]),
            row["is_partial"] == "1",
            line,
        )
        for line, row in enumerate(read_rows("successions.csv"), 2)
    ]


def _read_services() -> list[ServiceRow]:
    return [
        ServiceRow(
            code=row["code"],
            raw_code=row["code"],
            name=row["name"],
            sector=parse_sector(row["field"]),
            level=row["level"],
            line=line,
        )
        for line, row in enumerate(read_rows("services.csv"), 2)
    ]

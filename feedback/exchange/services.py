"""Files of public services and of sectors."""

from feedback.domain.codes import parse_procedure_code, parse_sector
from feedback.domain.services import SectorRow, ServiceRow
from feedback.exchange.rows import RowReader
from feedback.exchange.tables import Column, Layout, TableRow

#: The catalogue of the national public service portal has these columns too.
SERVICES = Layout(
    "services",
    (
        Column("code", ("ma", "ma thu tuc", "ma tthc"), True),
        Column("name", ("ten", "ten thu tuc", "ten tthc"), True),
        Column("sector", ("field", "linh vuc"), True),
        Column("level", ("cap", "cap thuc hien")),
        Column("owner", ("co quan ban hanh",)),
        Column("decision", ("decision no", "so quyet dinh", "quyet dinh")),
        Column("competent_agency", ("co quan co tham quyen",)),
    ),
)
SECTORS = Layout(
    "sectors", (Column("name", ("ten", "linh vuc", "ten linh vuc"), True),)
)


def read_service(row: TableRow) -> ServiceRow:
    """A service from a catalogue."""
    reader = RowReader(row.values)
    code = reader.parse("code", parse_procedure_code, is_required=True)
    sector = reader.parse("sector", parse_sector, is_required=True)
    result = {
        "raw_code": reader.text("code", 80),
        "name": reader.text("name", 10_000, is_required=True),
        "level": reader.text("level", 120),
    }
    owner = reader.text("owner", 120)
    decision = reader.text("decision", 120)
    competent = reader.text("competent_agency", 10_000)
    if sector and len(sector.name) > 300:
        reader.add("sector", "Dài hơn 300 ký tự.", "It is longer than 300 characters.")
    reader.finish()
    assert code is not None and sector is not None
    return ServiceRow(
        code=code.code,
        sector=sector,
        owner=owner or None,
        decision=decision or None,
        competent_agency=competent or None,
        line=row.line,
        given=frozenset(row.values),
        **result,
    )


def read_sector(row: TableRow) -> SectorRow:
    """A sector by its name."""
    reader = RowReader(row.values)
    reader.text("name", 300, is_required=True)
    sector = reader.parse("name", parse_sector)
    reader.finish()
    assert sector is not None
    return SectorRow(sector, row.line)

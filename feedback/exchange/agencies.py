"""Files of agencies, of administrative units and of who followed whom."""

import re
from collections.abc import Mapping

from feedback.domain.agencies import (
    REFORM_DAY,
    AgencyRow,
    SuccessionRow,
    read_level,
    unit_agency_code,
    unit_agency_name,
)
from feedback.domain.codes import parse_agency_code, parse_unit_code
from feedback.domain.mergers import MergerRow, read_mentions
from feedback.exchange.rows import RowReader
from feedback.exchange.tables import Column, Layout, TableRow

_NAME_LENGTH = 300
_CODE_LENGTH = 80

AGENCIES = Layout(
    "agencies",
    (
        Column("code", ("ma", "ma co quan"), True),
        Column("name", ("ten", "ten co quan"), True),
        Column("level", ("cap", "cap co quan"), True),
        Column("unit_code", ("ma don vi hanh chinh", "ma dvhc")),
        Column("parent", ("co quan cap tren", "ma co quan cap tren")),
        Column("valid_from", ("hieu luc tu", "tu ngay")),
        Column("valid_to", ("hieu luc den", "den ngay")),
        Column("name_en", ("ten tieng anh",)),
    ),
)

#: The official list of provinces and communes; each unit has an agency of its own.
UNITS = Layout(
    "units",
    (
        Column("code", ("ma",), True),
        Column("full_name", ("ten day du",), True),
        Column("full_name_en", ("ten tieng anh day du",), True),
        Column("kind", ("loai",), True),
        Column("province_code", ("ma tinh",), True),
    ),
)

SUCCESSIONS = Layout(
    "successions",
    (
        Column("predecessor", ("co quan tien than", "co quan cu"), True),
        Column("successor", ("co quan ke thua", "co quan moi"), True),
        Column("on", ("ngay", "tu ngay"), True),
        Column("is_partial", ("mot phan",)),
    ),
)

#: Communes and their predecessors in free text, as the official lists have them.
COMMUNE_MERGERS = Layout(
    "commune mergers",
    (
        Column("name", ("ten",), True),
        Column("province_name", ("tinh", "ten tinh"), True),
        Column("predecessors", ("tien than", "don vi cu"), True),
    ),
)
PROVINCE_MERGERS = Layout(
    "province mergers",
    (
        Column("name", ("ten",), True),
        Column("predecessors", ("tien than", "don vi cu"), True),
    ),
)


def read_agency(row: TableRow) -> AgencyRow:
    """An agency from a list of agencies."""
    reader = RowReader(row.values)
    code = reader.parse("code", parse_agency_code, is_required=True)
    name = reader.text("name", _NAME_LENGTH, is_required=True)
    level = reader.parse("level", read_level, is_required=True)
    unit = reader.parse("unit_code", parse_unit_code)
    parent = reader.parse("parent", parse_agency_code)
    valid_from, valid_to = reader.day("valid_from"), reader.day("valid_to")
    name_en = reader.text("name_en", _NAME_LENGTH)
    raw_code = reader.text("code", _CODE_LENGTH)
    if valid_from and valid_to and valid_to <= valid_from:
        reader.add(
            "valid_to",
            "Ngày hết hiệu lực phải sau ngày bắt đầu.",
            "The end of validity must come after its start.",
        )
    reader.finish()
    assert code is not None and level is not None
    return AgencyRow(
        code=code.code,
        raw_code=raw_code,
        name=name,
        level=level,
        name_en=name_en or None,
        unit_code=unit.code if unit else None,
        parent=parent.code if parent else None,
        valid_from=valid_from,
        valid_to=valid_to,
        line=row.line,
        given=frozenset(row.values),
    )


def read_unit(row: TableRow) -> AgencyRow:
    """The agency that governs an administrative unit in force since the reform."""
    reader = RowReader(row.values)
    unit = reader.parse("code", parse_unit_code, is_required=True)
    province = reader.parse("province_code", parse_unit_code)
    name = reader.text("full_name", _NAME_LENGTH - 5, is_required=True)
    name_en = reader.text("full_name_en", _NAME_LENGTH - 25)
    reader.finish()
    assert unit is not None
    is_province = province is None
    home = unit.code if province is None else province.code
    code = reader.parse("code", lambda _: unit_agency_code(unit.code, home))
    reader.finish()
    return AgencyRow(
        code=code or "",
        raw_code=unit.raw,
        name=unit_agency_name(name),
        level=read_level("province" if is_province else "commune"),
        name_en=f"People’s Committee of {name_en}" if name_en else None,
        unit_code=unit.code,
        parent=None if is_province else unit_agency_code(home, home),
        valid_from=REFORM_DAY,
        line=row.line,
        # When a unit began is only a first guess: the file of mergers knows better.
        given=frozenset({"name_en", "unit_code", "parent"}),
    )


def read_succession(row: TableRow) -> SuccessionRow:
    """Who followed whom, by agency codes."""
    reader = RowReader(row.values)
    predecessor = reader.parse("predecessor", parse_agency_code, is_required=True)
    successor = reader.parse("successor", parse_agency_code, is_required=True)
    on = reader.day("on", is_required=True)
    is_partial = reader.is_yes("is_partial")
    if predecessor and successor and predecessor.code == successor.code:
        reader.add(
            "successor",
            "Cơ quan không thể kế thừa chính mình.",
            "An agency does not succeed itself.",
        )
    reader.finish()
    assert predecessor is not None and successor is not None and on is not None
    return SuccessionRow(predecessor.code, successor.code, on, is_partial, row.line)


def read_merger(row: TableRow) -> MergerRow:
    """A unit with the former units that its list names in free text."""
    values: Mapping[str, str] = row.values
    reader = RowReader(values)
    name = reader.text("name", _NAME_LENGTH, is_required=True)
    province = reader.text("province_name", _NAME_LENGTH)
    mentions = reader.parse("predecessors", read_mentions, is_required=True)
    match = re.fullmatch(r"(.+?) \(([^()]+)\)", name)
    if "province_name" in values and (match is None or not province):
        reader.add(
            "name",
            "Tên viết theo dạng “Ba Đình (phường)”, kèm tên tỉnh.",
            "A name is written “Ba Đình (phường)”, with its province.",
        )
    reader.finish()
    bare, kind = (match[1], match[2]) if match and province else (name, "")
    return MergerRow(bare, kind, province, mentions or (), row.line)

"""XLSX files, the honest ones and those made to hurt."""

import struct
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter

from feedback.domain.imports import BadTable
from feedback.exchange import workbooks
from feedback.exchange.tables import TableRow
from tests.tables import (
    read_file,
    read_values,
    refusals_of,
    write_archive,
    write_bytes,
    write_workbook,
)

HEADER = ("code", "name", "valid_from")


@pytest.mark.parametrize(
    "cell, text",
    [
        ("00004", "00004"),
        (4, "4"),
        (4.0, "4"),
        (1.00001, "1.00001"),
        (True, "1"),
        (False, "0"),
        ("Ghế số 7", "Ghế số 7"),
        (None, ""),
    ],
)
def test_cells_become_the_text_that_people_see(
    tmp_path: Path, cell: Any, text: str
) -> None:
    path = write_workbook(tmp_path, [HEADER, (cell, "Hà Nội")])
    assert read_values(path) == [{"code": text, "name": "Hà Nội", "valid_from": ""}]


def test_dates_and_numbers_shown_with_zeros_keep_their_form(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_number(1, 0, 4, book.add_format({"num_format": "00000"}))
    sheet.write_string(1, 1, "a")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_datetime(1, 2, date(2025, 7, 1), day)
    sheet.write_row(2, 0, ("5", "b"))
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.write_datetime(2, 2, datetime(2025, 7, 1, 13, 30), moment)
    sheet.write_row(4, 0, ("6", "c"))
    sheet.write_datetime(
        4, 2, datetime(2025, 7, 1, 13, 30).time(), book.add_format({"num_format": 21})
    )
    book.close()
    rows = [row for row in read_file(path) if isinstance(row, TableRow)]
    assert [row.line for row in rows] == [2, 3, 5]
    assert [row.values["valid_from"] for row in rows] == [
        "2025-07-01",
        "2025-07-01 13:30:00",
        "13:30:00",
    ]
    assert rows[0].values["code"] == "00004"


def test_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    book = xlsxwriter.Workbook(path)
    hidden, shown = book.add_worksheet(), book.add_worksheet()
    hidden.hide()
    shown.activate()
    shown.set_first_sheet()
    shown.write_row(0, 0, HEADER)
    shown.write_row(1, 0, ("01", "Hà Nội"))
    book.close()
    assert len(read_values(path)) == 1


def test_a_formula_or_an_error_refuses_its_row_only_where_it_is_read(
    tmp_path: Path,
) -> None:
    path = tmp_path / "file.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, (*HEADER, "ghi chú"))
    sheet.write_row(1, 0, ("01", "a", "", "=1+1"))
    sheet.write_row(2, 0, ("02", "=1+1"))
    sheet.write_row(3, 0, ("03", "b"))
    sheet.write_formula(4, 0, "=NA()", None, "#N/A")
    sheet.write_string(4, 1, "c")
    book.close()
    refused = refusals_of(path)
    assert [(row.line, row.faults[0].column) for row in refused] == [
        (3, "name"),
        (5, "code"),
    ]
    assert "B3" in refused[0].faults[0].vi
    assert "formula" in refused[0].faults[0].en


def test_an_error_value_typed_in_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, [HEADER, ("01", "a")])
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    cell = b'<c r="B2" t="s"><v>4</v></c>'
    assert cell in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        cell, b'<c r="B2" t="e"><v>#REF!</v></c>'
    )
    refused = refusals_of(write_archive(tmp_path, parts))
    assert "#N/A" in refused[0].faults[0].en


def make_parts(tmp_path: Path, **changes: bytes) -> dict[str, bytes]:
    """The parts of an honest workbook, with some replaced."""
    path = write_workbook(tmp_path, [HEADER, ("01", "Hà Nội")])
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return parts | {name.replace("__", "/"): data for name, data in changes.items()}


BOMB = b"<worksheet>" + b" " * 50_000_000


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"xl__worksheets__sheet1.xml": BOMB}, "unpacks to more"),
        ({"xl__media__picture.bin": b"\0" * 5_000_000}, "unpacks to more"),
        ({"xl__vbaProject.bin": b"Attribute VB_Name"}, "macros"),
        (
            {
                "xl__sharedStrings.xml": b'<?xml version="1.0"?><!DOCTYPE sst ['
                b'<!ENTITY a "aaaa">]><sst>&a;</sst>'
            },
            "cannot be read",
        ),
        ({"xl__worksheets__sheet1.xml": b"<worksheet><sheetData><row>"}, "damaged"),
        ({"xl__workbook.xml": b"no xml at all"}, "cannot be read"),
    ],
)
def test_a_workbook_made_to_hurt_is_refused_before_it_does(
    tmp_path: Path, changes: dict[str, bytes], words: str
) -> None:
    path = write_archive(tmp_path, make_parts(tmp_path, **changes))
    assert path.stat().st_size < 200_000
    with pytest.raises(BadTable) as raised:
        read_file(path)
    assert words in raised.value.message_en
    assert raised.value.message_vi


def test_any_other_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="cannot be read"):
        read_file(write_archive(tmp_path, {"readme.txt": b"hello"}))


@pytest.mark.parametrize("content", [b"PK\3\4", b"PK\3\4" + b"x" * 100_000])
def test_an_archive_cut_short_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadTable, match="cannot be read"):
        read_file(write_bytes(tmp_path, content))


def test_an_archive_with_too_many_parts_is_refused_by_its_last_bytes(
    tmp_path: Path,
) -> None:
    parts = {f"part{number}": b"" for number in range(600)}
    with pytest.raises(BadTable, match="unpacks to more"):
        read_file(write_archive(tmp_path, parts))


def test_a_directory_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = write_archive(tmp_path, make_parts(tmp_path))
    content = bytearray(path.read_bytes())
    place = content.rfind(b"PK\5\6")
    struct.pack_into("<L", content, place + 12, 10**9)
    with pytest.raises(BadTable, match="unpacks to more"):
        read_file(write_bytes(tmp_path, bytes(content)))


def test_parts_too_large_together_or_to_be_held_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_archive(tmp_path, make_parts(tmp_path))
    for limit in ("_UNPACKED_BYTES", "_HELD_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(workbooks, limit, 100)
            with pytest.raises(BadTable, match="unpacks to more"):
                read_file(path)


def test_a_workbook_with_a_password_inside_is_refused(tmp_path: Path) -> None:
    path = write_archive(tmp_path, make_parts(tmp_path))
    content = bytearray(path.read_bytes())
    place = content.find(b"PK\1\2")
    struct.pack_into("<H", content, place + 8, 1)
    with pytest.raises(BadTable, match="password"):
        read_file(write_bytes(tmp_path, bytes(content)))


def test_a_sheet_that_states_a_wrong_size_is_read_to_its_end(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b'<dimension ref="A1:C2"/>' in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        b'<dimension ref="A1:C2"/>', b'<dimension ref="A1"/>'
    )
    assert len(read_values(write_archive(tmp_path, parts))) == 1

"""Files of rows for tests: written in a folder, read back as values or faults."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from feedback.domain.imports import Refusal
from feedback.exchange.files import open_table
from feedback.exchange.tables import Column, Layout, TableRow

PEOPLE = Layout(
    "people",
    (
        Column("code", ("ma",), True),
        Column("name", ("ten",), True),
        Column("valid_from", ("tu ngay",)),
    ),
)


def write_bytes(folder: Path, content: bytes, name: str = "file.csv") -> Path:
    """A file with just these bytes."""
    path = folder / name
    path.write_bytes(content)
    return path


def write_text(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A text file of these lines."""
    return write_bytes(folder, "\n".join(lines).encode(encoding))


def write_workbook(folder: Path, rows: Iterable[Sequence[Any]]) -> Path:
    """An XLSX file with one sheet of these rows."""
    path = folder / "file.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def write_archive(folder: Path, parts: dict[str, bytes]) -> Path:
    """A ZIP file with these parts."""
    path = folder / "file.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read_file(path: Path, layout: Layout = PEOPLE) -> list[TableRow | Refusal]:
    """Every row of a file, readable or refused."""
    with open_table(path, [layout]) as table:
        return list(table)


def read_values(path: Path, layout: Layout = PEOPLE) -> list[dict[str, str]]:
    """The values of a file without fault."""
    rows = read_file(path, layout)
    assert all(isinstance(row, TableRow) for row in rows), rows
    return [row.values for row in rows if isinstance(row, TableRow)]


def refusals_of(path: Path, layout: Layout = PEOPLE) -> list[Refusal]:
    """The refused rows of a file."""
    return [row for row in read_file(path, layout) if isinstance(row, Refusal)]

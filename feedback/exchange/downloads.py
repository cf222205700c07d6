"""Open data as files: CSV that a spreadsheet opens safely, JSON that says its units.

Both are written in steps, so that a large file never stands in memory.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from feedback.domain.labels import Label
from feedback.domain.months import Month

#: Rows written together.
_STEP: Final = 200
#: A spreadsheet takes a text that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_BYTE_ORDER_MARK: Final = "\ufeff"

Cell = (
    str
    | int
    | float
    | bool
    | Decimal
    | date
    | Month
    | list[Any]
    | dict[str, Any]
    | None
)


@dataclass(frozen=True)
class Column:
    """A column's name, what its values count in, and what it means."""

    name: str
    unit: str
    label: Label


def write_csv(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    is_for_spreadsheets: bool = True,
) -> Iterator[str]:
    """The file in pieces: UTF-8, header, then the rows.

    A spreadsheet needs a mark to know the encoding, and is kept from running what
    looks like a formula; a program needs every value as it is.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if is_for_spreadsheets:
        buffer.write(_BYTE_ORDER_MARK)
    writer.writerow([column.name for column in columns])
    for place, row in enumerate(rows, start=1):
        write = write_cell if is_for_spreadsheets else write_value
        writer.writerow([write(cell) for cell in row])
        if place % _STEP == 0:
            yield _take(buffer)
    yield _take(buffer)


def write_cell(cell: Cell) -> str:
    """A value as a spreadsheet may open it."""
    return disarm(cell) if isinstance(cell, str) else write_value(cell)


def write_value(cell: Cell) -> str:
    """A value as CSV holds it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (list, dict)):
        return json.dumps(cell, ensure_ascii=False)
    return str(cell)


def disarm(text: str) -> str:
    """Text that a spreadsheet would take for a formula, made harmless."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_json(
    about: dict[str, Any], columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> Iterator[str]:
    """The file in pieces: what it is, its columns with units, then the rows."""
    head = {
        **about,
        "columns": [
            {
                "name": column.name,
                "unit": column.unit,
                "vi": column.label.vi,
                "en": column.label.en,
            }
            for column in columns
        ],
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    names = [column.name for column in columns]
    pieces: list[str] = []
    separator = "\n"
    for row in rows:
        values = {n: _plain(cell) for n, cell in zip(names, row, strict=True)}
        pieces.append(separator + json.dumps(values, ensure_ascii=False))
        separator = ",\n"
        if len(pieces) == _STEP:
            yield "".join(pieces)
            pieces.clear()
    yield "".join(pieces) + "\n]}\n"


def _plain(cell: Cell) -> Any:
    if isinstance(cell, (date, Month)):
        return str(cell)
    # A shown percentage keeps its digits: 90.0 is not 90.
    return str(cell) if isinstance(cell, Decimal) else cell


def _take(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text

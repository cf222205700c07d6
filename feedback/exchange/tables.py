"""A table in a file, row by row: its columns by name, whatever the file calls them.

Nothing here holds more than one row. The readers of CSV and XLSX give raw rows; a
`Layout` knows the names of the columns in English and Vietnamese.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Final, Protocol

from feedback.domain.imports import BadTable, Fault, Refusal
from feedback.domain.text import fold

#: Bytes of a file; its cells in characters; its columns.
FILE_BYTES: Final = 200 * 1024 * 1024
CELL_LENGTH: Final = 10_000
COLUMNS: Final = 100
#: What the decoder leaves in place of bytes that are no text.
_UNREADABLE: Final = re.compile("[\udc80-\udcff\ufffd]")


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of a row as text, with what is wrong with the row itself."""

    line: int
    #: A cell that has no certain text holds the fault instead.
    cells: Sequence[str | Fault]
    faults: tuple[Fault, ...] = ()
    last_line: int | None = None

    def text(self, place: int) -> str | Fault:
        """The cell at a place; rows may be shorter than the header."""
        return self.cells[place] if place < len(self.cells) else ""

    def is_filled(self, start: int = 0) -> bool:
        """Whether any cell from `start` on holds something."""
        return any(
            isinstance(cell, Fault) or cell.strip() for cell in self.cells[start:]
        )


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that can be read: its line and its values by column."""

    line: int
    values: dict[str, str]


class Source(Protocol):
    """Where raw rows come from; the first one is the header."""

    def __iter__(self) -> Iterator[RawRow]: ...

    def close(self) -> None:
        """Let go of the file."""

    @property
    def share_read(self) -> float:
        """How much of the file has been read, from 0 to 1."""


@dataclass(frozen=True)
class Column:
    """A column by its name here and the other names it goes by, folded."""

    name: str
    others: tuple[str, ...] = ()
    is_required: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Every folded name of the column."""
        return frozenset({normalise_name(self.name), *self.others})


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of file."""

    name: str
    columns: tuple[Column, ...]

    def list_missing(self, header: Sequence[str]) -> list[str]:
        """The required columns that a header does not have."""
        present = {normalise_name(cell) for cell in header}
        return [
            column.name
            for column in self.columns
            if column.is_required and not column.names & present
        ]

    def place_columns(self, header: Sequence[str]) -> dict[int, str]:
        """Which cell holds which column; the same column twice is refused."""
        names = {name: column.name for column in self.columns for name in column.names}
        placed: dict[int, str] = {}
        for place, cell in enumerate(header):
            name = names.get(normalise_name(cell))
            if name is None:
                continue
            if name in placed.values():
                raise BadTable(
                    f"Cột “{name}” có hai lần ở dòng tiêu đề. Mời bỏ một cột.",
                    f"The column “{name}” stands twice in the header. Drop one.",
                )
            placed[place] = name
        return placed


class Table:
    """An opened file with a header that is understood."""

    def __init__(self, source: Source, layouts: Sequence[Layout]) -> None:
        self._source = source
        self._rows = iter(source)
        header = _read_header(self._rows)
        self.layout = choose_layout(header, layouts)
        self._places = self.layout.place_columns(header)
        self._width = len(header)
        #: Columns of the file that nothing is read from.
        self.ignored = tuple(
            cell
            for place, cell in enumerate(header)
            if place not in self._places and cell.strip()
        )

    def __enter__(self) -> "Table":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._source.close()

    @property
    def share_read(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return self._source.share_read

    def __iter__(self) -> Iterator[TableRow | Refusal]:
        """Each row with content, or why it cannot be read."""
        for raw in self._rows:
            if raw.faults:
                yield Refusal(raw.line, raw.faults, raw.last_line)
            elif raw.is_filled():
                yield self._name_cells(raw)

    def _name_cells(self, raw: RawRow) -> TableRow | Refusal:
        if raw.is_filled(self._width):
            return Refusal(raw.line, (_too_many_cells(self._width),), raw.last_line)
        values: dict[str, str] = {}
        faults: list[Fault] = []
        for place, name in self._places.items():
            cell = raw.text(place)
            fault = find_cell_fault(cell)
            if isinstance(cell, str):
                values[name] = cell
            if fault:
                faults.append(replace(fault, column=name))
        if faults:
            return Refusal(raw.line, tuple(faults), raw.last_line)
        return TableRow(raw.line, values)


def normalise_name(cell: str) -> str:
    """A column's name without case, marks and punctuation."""
    return re.sub("[^a-z0-9]+", " ", fold(cell)).strip()


def choose_layout(header: Sequence[str], layouts: Sequence[Layout]) -> Layout:
    """The first layout whose required columns all stand in the header."""
    for layout in layouts:
        if not layout.list_missing(header):
            return layout
    nearest = min(layouts, key=lambda layout: len(layout.list_missing(header)))
    missing = ", ".join(nearest.list_missing(header))
    found = ", ".join(cell.strip()[:40] for cell in header[:20] if cell.strip())
    raise BadTable(
        f"Tệp thiếu cột: {missing}. Dòng tiêu đề đọc được: {found or 'trống'}. "
        "Mời kiểm tra xem có đúng loại tệp không.",
        f"The file lacks the columns: {missing}. Header as read: "
        f"{found or 'nothing'}. Check that this is the right kind of file.",
    )


def find_cell_fault(cell: str | Fault) -> Fault | None:
    """What makes a cell unusable, whatever its column means."""
    if isinstance(cell, Fault):
        return cell
    if "\0" in cell:
        return Fault(
            "",
            "Ô có ký tự NUL. Tệp có thể đã hỏng khi chép.",
            "The cell holds a NUL character. The file may have been damaged.",
        )
    if _UNREADABLE.search(cell):
        return Fault(
            "",
            "Ô có chữ không đọc được. Mời lưu tệp ở dạng “CSV UTF-8” (không dùng "
            "TCVN3, VNI hay Windows-1258).",
            "The cell's letters cannot be read. Save the file as “CSV UTF-8”, not "
            "TCVN3, VNI or Windows-1258.",
        )
    if len(cell) > CELL_LENGTH:
        return too_long_cell()
    return None


def too_long_cell() -> Fault:
    """The fault of a cell that no register needs."""
    return Fault(
        "",
        f"Ô dài hơn {CELL_LENGTH} ký tự. Mời kiểm tra dấu ngoặc kép hoặc nội dung ô.",
        f"The cell is longer than {CELL_LENGTH} characters. Check its quotes or its "
        "content.",
    )


def _too_many_cells(width: int) -> Fault:
    return Fault(
        "",
        f"Dòng có nhiều ô hơn tiêu đề ({width} cột). Ô có dấu phẩy phải đặt trong "
        "dấu ngoặc kép.",
        f"The row has more cells than the header ({width} columns). A cell with a "
        "comma must be quoted.",
    )


def _read_header(rows: Iterator[RawRow]) -> Sequence[str]:
    for raw in rows:
        for fault in raw.faults:
            raise BadTable(fault.vi, fault.en)
        if len(raw.cells) > COLUMNS:
            raise BadTable(
                f"Tệp có hơn {COLUMNS} cột. Mời chỉ giữ các cột cần nạp.",
                f"The file has more than {COLUMNS} columns. Keep only those needed.",
            )
        for fault in filter(None, map(find_cell_fault, raw.cells)):
            raise BadTable(fault.vi, fault.en)
        if raw.is_filled():
            return [str(cell).strip() for cell in raw.cells]
    raise BadTable(
        "Tệp trống. Dòng đầu phải là tên các cột.",
        "The file is empty. The first line must name the columns.",
    )

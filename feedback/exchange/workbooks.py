"""XLSX, read row by row. The archive is weighed before anything is unpacked."""

import struct
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from feedback.domain.imports import BadTable, Fault
from feedback.exchange.tables import COLUMNS, RawRow

#: Limits of the archive: parts, bytes of its directory, bytes unpacked, and how many
#: times larger a part may be than its packed form.
_PARTS: Final = 500
_DIRECTORY_BYTES: Final = 256 * 1024
_UNPACKED_BYTES: Final = 600 * 1024 * 1024
_RATIO: Final = 100
_SMALL: Final = 1024 * 1024
#: Shared strings and styles are held in memory by the reader, sheets are not.
_HELD_BYTES: Final = 64 * 1024 * 1024

_END = b"PK\5\6"
_END_FORMAT = "<4s4H2LH"
_BROKEN: Any = (
    BadZipFile,
    InvalidFileException,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,  # ElementTree's ParseError is one
    TypeError,
    ValueError,
    struct.error,
)


class Workbook:
    """The raw rows of a workbook's first visible sheet."""

    def __init__(self, path: Path) -> None:
        weigh_archive(path)
        self._file = path.open("rb")
        try:
            self._book = load_workbook(self._file, read_only=True, keep_links=False)
            sheets = [s for s in self._book.worksheets if s.sheet_state == "visible"]
            self._sheet = sheets[0]
            self._size = max(1, self._sheet.max_row or 1)
            # Some writers state a wrong size, which would cut rows off.
            self._sheet.reset_dimensions()
        except _BROKEN as error:
            self._file.close()
            raise _unreadable() from error
        self._line = 0

    @property
    def share_read(self) -> float:
        """How much of the sheet has been read, from 0 to 1."""
        return min(1.0, self._line / self._size)

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()
        self._file.close()

    def __iter__(self) -> Iterator[RawRow]:
        rows = self._sheet.iter_rows(max_col=COLUMNS + 1)
        while True:
            self._line += 1
            try:
                cells = next(rows)
                texts = [_read_cell(cell) for cell in cells]
            except StopIteration:
                return
            except _BROKEN as error:
                raise _unreadable(self._line) from error
            while texts and texts[-1] == "":
                texts.pop()
            yield RawRow(self._line, texts)


def weigh_archive(path: Path) -> None:
    """Refuse an archive that would unpack to more than a register needs."""
    _check_directory(path)
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            _check_parts(parts)
            if "xl/workbook.xml" not in names:
                raise _unreadable()
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise BadTable(
                    "Tệp có macro. Mời lưu lại ở dạng XLSX không có macro.",
                    "The file holds macros. Save it as XLSX without macros.",
                )
            for part in parts:
                _refuse_entities(archive, part)
    except _BROKEN as error:
        raise _unreadable() from error


def _check_directory(path: Path) -> None:
    """Look at the end of the archive, before its directory is loaded."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557))
        tail = file.read()
    place = tail.rfind(_END)
    size = struct.calcsize(_END_FORMAT)
    if place < 0 or len(tail) < place + size:
        raise _unreadable()
    end = struct.unpack(_END_FORMAT, tail[place : place + size])
    if end[4] > _PARTS or end[5] > _DIRECTORY_BYTES:
        raise _too_heavy()


def _check_parts(parts: list[ZipInfo]) -> None:
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED_BYTES:
        raise _too_heavy()
    for part in parts:
        if part.flag_bits & 1:
            raise BadTable(
                "Tệp có mật khẩu. Mời bỏ mật khẩu rồi lưu lại.",
                "The file has a password. Remove it and save again.",
            )
        if part.file_size > _SMALL and part.file_size > _RATIO * part.compress_size:
            raise _too_heavy()
        is_sheet = part.filename.startswith("xl/worksheets/")
        if not is_sheet and part.file_size > _HELD_BYTES:
            raise _too_heavy()


def _refuse_entities(archive: ZipFile, part: ZipInfo) -> None:
    if not part.filename.endswith((".xml", ".rels", ".vml")):
        return
    with archive.open(part) as content:
        head = content.read(4096).replace(b"\0", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise _unreadable()


def _read_cell(cell: Any) -> str | Fault:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return _uncertain(cell.coordinate, cell.data_type)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        # 00004 typed as a number and shown with its zeros keeps them.
        shape = cell.number_format
        return str(value).zfill(len(shape)) if set(shape) == {"0"} else str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return _read_moment(value)


def _read_moment(value: object) -> str:
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _uncertain(place: str, kind: str) -> Fault:
    if kind == "e":
        return Fault(
            "",
            f"Ô {place} báo lỗi của bảng tính (ví dụ #N/A). Mời sửa ô này.",
            f"The cell {place} shows a spreadsheet error such as #N/A. Correct it.",
        )
    return Fault(
        "",
        f"Ô {place} có công thức. Mời dán giá trị (Paste Special, Values) rồi lưu lại.",
        f"The cell {place} holds a formula. Paste the values and save again.",
    )


def _unreadable(line: int = 0) -> BadTable:
    where = (f" từ dòng {line}", f" from line {line} on") if line else ("", "")
    return BadTable(
        f"Tệp XLSX hỏng hoặc không đúng dạng, không đọc được{where[0]}. Mời mở bằng "
        "bảng tính rồi lưu lại dạng .xlsx.",
        f"The XLSX file is damaged or of another kind and cannot be read{where[1]}. "
        "Open it in a spreadsheet and save it as .xlsx again.",
    )


def _too_heavy() -> BadTable:
    return BadTable(
        "Tệp XLSX khi mở ra quá lớn so với một sổ đăng ký. Mời chia nhỏ hoặc lưu ở "
        "dạng CSV.",
        "The XLSX file unpacks to more than a register needs. Split it or save it as "
        "CSV.",
    )

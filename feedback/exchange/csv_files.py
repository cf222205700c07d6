"""CSV as offices save it: UTF-8 with or without BOM, UTF-16; comma, semicolon, tab."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from feedback.domain.imports import BadTable, Fault
from feedback.exchange.tables import (
    CELL_LENGTH,
    Layout,
    RawRow,
    normalise_name,
    too_long_cell,
)

LINE_LENGTH: Final = 200_000
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 4096
#: Of the bytes in every second place, so many are zero in UTF-16 without a BOM.
_ZEROS_IN_UTF16 = 0.3

# The module keeps one limit for all readers; ours is far below its default.
csv.field_size_limit(CELL_LENGTH)


class CsvFile:
    """The raw rows of a CSV file; the layouts tell which delimiter makes sense."""

    def __init__(self, path: Path, layouts: Sequence[Layout]) -> None:
        self._size = max(1, path.stat().st_size)
        with path.open("rb") as start:
            encoding = detect_encoding(start.read(_SAMPLE))
        self._handle: BinaryIO = path.open("rb")
        # Bytes that are no text become marks that each row is checked for, so that
        # one bad row is refused and not the file.
        errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
        self._text = TextIOWrapper(
            self._handle, encoding=encoding, errors=errors, newline=""
        )
        self._layouts = layouts

    @property
    def share_read(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return min(1.0, self._handle.tell() / self._size)

    def close(self) -> None:
        """Let go of the file."""
        self._text.close()

    def __iter__(self) -> Iterator[RawRow]:
        lines = self._read_lines()
        skipped, first = 0, next(lines, None)
        delimiter = None
        while first is not None and not first.strip():
            skipped, first = skipped + 1, next(lines, None)
        if first is None:
            return
        # Excel writes and reads this line to say which delimiter follows.
        told = re.fullmatch('\ufeff?"?sep=(.)"?\\s*', first, re.IGNORECASE)
        if told:
            delimiter, skipped, first = told[1], skipped + 1, next(lines, "")
        delimiter = delimiter or choose_delimiter(first, self._layouts)
        reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + skipped + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                fault = _name_fault(error, line)
                yield RawRow(line, (), (fault,), reader.line_num + skipped)
            else:
                yield RawRow(line, cells)

    def _read_lines(self) -> Iterator[str]:
        number = 0
        while line := self._text.readline(LINE_LENGTH + 1):
            number += 1
            if len(line) > LINE_LENGTH:
                raise BadTable(
                    f"Dòng {number} dài hơn {LINE_LENGTH} ký tự. Đây có thể không "
                    "phải tệp CSV.",
                    f"Line {number} is longer than {LINE_LENGTH} characters. This may "
                    "not be a CSV file.",
                )
            yield line


def detect_encoding(sample: bytes) -> str:
    """The encoding of a file by its first bytes; UTF-8 unless they say otherwise."""
    if sample.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise BadTable(
            "Tệp ở dạng UTF-32. Mời lưu lại ở dạng “CSV UTF-8”.",
            "The file is UTF-32. Save it again as “CSV UTF-8”.",
        )
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if sample.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    even, odd = sample[::2], sample[1::2]
    if odd and odd.count(0) / len(odd) > _ZEROS_IN_UTF16 and not even.count(0):
        return "utf-16-le"
    if odd and even.count(0) / len(even) > _ZEROS_IN_UTF16 and not odd.count(0):
        return "utf-16-be"
    return "utf-8"


def choose_delimiter(header: str, layouts: Sequence[Layout]) -> str:
    """The delimiter that makes most known column names of a header line."""
    known = {name for layout in layouts for c in layout.columns for name in c.names}

    def count_known(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([header], delimiter=delimiter), [])
        except csv.Error:
            return (0, 0)
        return (sum(normalise_name(cell) in known for cell in cells), len(cells))

    return max(_DELIMITERS, key=count_known)


def _name_fault(error: csv.Error, line: int) -> Fault:
    if "field limit" in str(error):
        return too_long_cell()
    return Fault(
        "",
        f"Dấu ngoặc kép mở từ dòng {line} không khớp. Dấu ngoặc kép trong ô phải "
        'viết hai lần: "".',
        f"The quotes that begin on line {line} do not match. A quote inside a cell "
        'is written twice: "".',
    )

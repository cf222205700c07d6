"""Opens a file of rows by what it is, not by what its name says."""

from collections.abc import Sequence
from pathlib import Path

from feedback.domain.imports import BadTable
from feedback.exchange.csv_files import CsvFile
from feedback.exchange.tables import FILE_BYTES, Layout, Source, Table
from feedback.exchange.workbooks import Workbook

_ZIP = b"PK\3\4"
#: The container of .xls, and of an .xlsx with a password.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"<?xml", b"<html", b"{\\rtf")


def open_table(path: Path, layouts: Sequence[Layout]) -> Table:
    """The table in a CSV or XLSX file; a layout must fit its header."""
    if not path.is_file():
        raise BadTable(f"Không có tệp {path}.", f"There is no file {path}.")
    if path.stat().st_size > FILE_BYTES:
        raise BadTable(
            f"Tệp lớn hơn {FILE_BYTES // 1024**2} MB. Mời chia thành nhiều tệp.",
            f"The file is larger than {FILE_BYTES // 1024**2} MB. Split it.",
        )
    source = _open_source(path, layouts)
    try:
        return Table(source, layouts)
    except BaseException:
        source.close()
        raise


def _open_source(path: Path, layouts: Sequence[Layout]) -> Source:
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_ZIP):
        return Workbook(path)
    if head.startswith(_OLD_OFFICE):
        raise BadTable(
            "Tệp ở dạng .xls cũ hoặc có mật khẩu. Mời lưu lại ở dạng .xlsx không có "
            "mật khẩu.",
            "The file is an old .xls or has a password. Save it as .xlsx without one.",
        )
    if head.lower().startswith(_OTHERS) or head.startswith(_OTHERS):
        raise BadTable()
    return CsvFile(path, layouts)

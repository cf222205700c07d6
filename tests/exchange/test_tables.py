"""CSV files as offices save them, and what is wrong with the bad ones."""

from pathlib import Path

import pytest

from feedback.domain.imports import BadTable
from feedback.exchange import csv_files, files, tables
from feedback.exchange.files import open_table
from feedback.exchange.tables import TableRow
from tests.tables import (
    PEOPLE,
    read_file,
    read_values,
    refusals_of,
    write_bytes,
    write_text,
)

LINES = ("code,name", "01,Hà Nội", "92,Cần Thơ")
VALUES = [{"code": "01", "name": "Hà Nội"}, {"code": "92", "name": "Cần Thơ"}]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_and_line_end_reads_the_same(
    tmp_path: Path, encoding: str, end: str
) -> None:
    path = write_bytes(tmp_path, end.join(LINES).encode(encoding))
    assert read_values(path) == VALUES


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_known_columns(
    tmp_path: Path, delimiter: str
) -> None:
    lines = [delimiter.join(("code", "name")), f'01{delimiter}"Hà Nội, thủ đô; {{}}"']
    assert read_values(write_text(tmp_path, *lines)) == [
        {"code": "01", "name": "Hà Nội, thủ đô; {}"}
    ]


def test_a_line_of_excel_may_say_the_delimiter(tmp_path: Path) -> None:
    path = write_text(tmp_path, "sep=;", "code;name", "01;Hà Nội")
    assert read_file(path) == [TableRow(3, {"code": "01", "name": "Hà Nội"})]


@pytest.mark.parametrize(
    "header",
    ["Mã,Tên", "MÃ ; TÊN ", "ma,ten", '"Code"\t"NAME"', "CODE,Name", "Mã,Tên"],
)
def test_headers_are_known_in_both_languages_and_any_spelling(
    tmp_path: Path, header: str
) -> None:
    delimiter = next(d for d in ",;\t" if d in header)
    path = write_text(tmp_path, header, f"01{delimiter}Hà Nội")
    assert read_values(path) == VALUES[:1]


def test_blank_lines_are_passed_over_and_line_numbers_stay_true(
    tmp_path: Path,
) -> None:
    path = write_text(
        tmp_path, "", "code,name", "", "01,Hà Nội", ",", '92,"Cần', 'Thơ"'
    )
    assert [row.line for row in read_file(path)] == [4, 6]


def test_short_rows_have_empty_cells_and_unknown_columns_are_named(
    tmp_path: Path,
) -> None:
    path = write_text(tmp_path, "code,name,valid_from,ghi chú", "01,Hà Nội")
    with open_table(path, [PEOPLE]) as table:
        assert table.ignored == ("ghi chú",)
        assert [row.values for row in table if isinstance(row, TableRow)] == [
            {"code": "01", "name": "Hà Nội", "valid_from": ""}
        ]
        assert table.share_read == 1


BAD_ROWS = {
    "a NUL character": (b"code,name\n01,H\0N\n92,C\n", [2], "NUL"),
    "letters of another code page": (b"code,name\n01,H\xe0 N\n92,C\n", [2], "UTF-8"),
    "half a character of UTF-16": (
        "code,name\n01,Hà\n92,".encode("utf-16") + b"\x41",
        [3],
        "UTF-8",
    ),
    "more cells than columns": (b"code,name\n01,a,b\n92,C\n", [2], "columns"),
    "text after a closing quote": (b'code,name\n01,"a"b\n92,C\n', [2], "quotes"),
    "a quote never closed": (b'code,name\n92,C\n01,"a\n02,b\n', [3], "quotes"),
    "a huge cell": (b"code,name\n01," + b"x" * 10_001 + b"\n92,C\n", [2], "longer"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row_is_refused_with_its_line_and_the_others_are_read(
    tmp_path: Path, case: str
) -> None:
    content, lines, word = BAD_ROWS[case]
    path = write_bytes(tmp_path, content)
    refused = refusals_of(path)
    assert [row.line for row in refused] == lines
    assert word in refused[0].faults[0].en
    assert refused[0].faults[0].vi
    good = [row for row in read_file(path) if isinstance(row, TableRow)]
    assert [row.values["code"] for row in good][:1] == [
        "01" if "UTF-16" in case else "92"
    ]


def test_a_quote_that_runs_on_is_told_with_the_lines_it_swallowed(
    tmp_path: Path,
) -> None:
    path = write_text(
        tmp_path, "code,name", '01,"a', "02,b", '03,"c"', "04,d", '05,"e"'
    )
    refused, *_ = refusals_of(path)
    assert (refused.line, refused.last_line) == (2, 4)
    assert [r.line for r in read_file(path)] == [2, 5, 6]


def test_a_quote_never_closed_does_not_hold_the_rest_of_the_file(
    tmp_path: Path,
) -> None:
    lines = ["code,name", '01,"a', *(f"{n:05},b" for n in range(3_000)), "99,z"]
    rows = read_file(write_text(tmp_path, *lines))
    assert rows[-1] == TableRow(3_003, {"code": "99", "name": "z"})


BAD_FILES = {
    "nothing": (b"", "empty"),
    "only blank lines": (b"\n\n \n", "empty"),
    "another kind of header": (b"foo,bar\n1,2\n", "lacks the columns: code, name"),
    "a missing column": (b"code,nam\n1,2\n", "lacks the columns: name"),
    "the same column twice": (b"code,name,ten\n1,2,3\n", "twice"),
    "a NUL in the header": (b"code,na\0me\n1,2\n", "NUL"),
    "a broken quote in the header": (b'code,"name\n1,2\n', "quotes"),
    "too many columns": (b"code,name," + b"x," * 100 + b"\n", "more than 100"),
    "a line without end": (b"code,name\n" + b"x" * 250_000, "Line 2 is longer"),
    "UTF-32": ("code,name\n1,2\n".encode("utf-32"), "UTF-32"),
    "a PDF": (b"%PDF-1.7 ...", "cannot be read"),
    "gzip": (b"\x1f\x8b\x08 ...", "cannot be read"),
    "a web page": (b"<HTML><body>404</body>", "cannot be read"),
    "an old .xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_refused_in_both_languages(tmp_path: Path, case: str) -> None:
    content, words = BAD_FILES[case]
    with pytest.raises(BadTable) as raised:
        read_file(write_bytes(tmp_path, content))
    assert words in raised.value.message_en
    assert raised.value.message_vi != raised.value.message_en


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadTable, match="There is no file"):
            read_file(path)


def test_a_file_beyond_the_limit_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FILE_BYTES", 10)
    with pytest.raises(BadTable, match="larger than"):
        read_file(write_text(tmp_path, *LINES))


def test_only_one_line_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "LINE_LENGTH", 20)
    with pytest.raises(BadTable, match="Line 2"):
        read_file(write_text(tmp_path, "code,name", "01," + "x" * 30))


def test_the_nearest_layout_is_told_when_none_fits(tmp_path: Path) -> None:
    other = tables.Layout("others", (tables.Column("month", is_required=True),) * 3)
    with pytest.raises(BadTable) as raised:
        open_table(write_text(tmp_path, "code,x", "1,2"), [other, PEOPLE])
    assert "name" in raised.value.message_en
    assert "code, x" in raised.value.message_en

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.exchange.downloads import Cell, Column, write_cell, write_csv, write_json

COLUMNS = (
    Column("name", "text", Label("Tên", "Name")),
    Column("value", "number", Label("Giá trị", "Value")),
)


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    "formula", ["=1+1", "+84 912", "-2", "@SUM(A1)", "\tx", "\rx", "\nx"]
)
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(formula: str) -> None:
    assert write_cell(formula) == f"'{formula}"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-3, "-3"),
        (0.25, "0.25"),
        (Decimal("90.0"), "90.0"),
        (date(2026, 3, 5), "2026-03-05"),
        (Month(2026, 3), "2026-03"),
        (["a", "đ"], '["a", "đ"]'),
        ("Đất đai", "Đất đai"),
    ],
)
def test_each_kind_of_value_has_one_spelling(cell: Cell, written: str) -> None:
    assert write_cell(cell) == written


def test_a_csv_file_opens_as_utf8_and_keeps_commas_quotes_and_lines() -> None:
    words = 'Chờ lâu, "rất" lâu\nvà lạnh'
    text = "".join(write_csv(COLUMNS, [(words, 1), ("x", None)]))
    assert text.startswith("\ufeffname,value\r\n")
    assert read_back(text) == [["name", "value"], [words, "1"], ["x", ""]]


def test_a_json_file_says_what_its_columns_count_in() -> None:
    text = "".join(
        write_json({"dataset": "thử"}, COLUMNS, [("đ", Decimal("90.0")), ("e", 2)])
    )
    file = json.loads(text)
    assert file["dataset"] == "thử"
    assert file["columns"][1] == {
        "name": "value",
        "unit": "number",
        "vi": "Giá trị",
        "en": "Value",
    }
    assert file["rows"] == [{"name": "đ", "value": "90.0"}, {"name": "e", "value": 2}]


def test_a_file_without_rows_is_still_a_file() -> None:
    assert json.loads("".join(write_json({}, COLUMNS, [])))["rows"] == []
    assert read_back("".join(write_csv(COLUMNS, []))) == [["name", "value"]]


def test_a_long_file_is_written_while_its_rows_are_read() -> None:
    taken = 0

    def rows() -> Iterator[tuple[str, int]]:
        nonlocal taken
        for taken in range(1, 1001):
            yield "x", taken

    pieces = write_csv(COLUMNS, rows())
    next(pieces)
    assert taken == 200
    assert sum(piece.count("\n") for piece in pieces) == 800
    taken = 0
    next(opened := write_json({}, COLUMNS, rows()))
    assert taken == 0
    assert next(opened).count("\n") == 200

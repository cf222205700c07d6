"""Data Packages: the same bytes, described, valid by the standard's own tool."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from feedback.domain.labels import Label
from feedback.exchange.packages import (
    Document,
    Field,
    Table,
    read_package,
    write_package,
)
from tests.packages import list_faults, tamper

ABOUT = {"name": "thu", "title": "Thử", "version": "1"}
NAMES = (
    Field("key", "code", Label("Mã", "Code"), "string", {"required": True}),
    Field("name", "text", Label("Tên", "Name"), "string"),
)
COUNTS = (
    Field("key", "code", Label("Mã", "Code"), "string", {"required": True}),
    Field("n", "answers", Label("Số phiếu", "Answers"), "integer", {"minimum": 0}),
    Field("more", "object", Label("Khác", "More"), "object"),
)


def make_files(n: int = 412) -> list[Table | Document]:
    return [
        Table(
            "counts",
            Label("Số đếm", "Counts"),
            COUNTS,
            ("key",),
            [("-", n, {"rate": 0.5}), ("H99", None, None)],
            (("key",), "names"),
        ),
        Table(
            "names",
            Label("Tên", "Names"),
            NAMES,
            ("key",),
            [("-", "Toàn tỉnh"), ("H99", "=Sở")],
        ),
        Document("terms.json", '{"n": 1}\n', "terms", Label("Cách tính", "Terms")),
        Document("README.md", "đọc\n"),
    ]


def write(n: int = 412) -> bytes:
    return b"".join(write_package(ABOUT, make_files(n)))


def read(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def describe(data: bytes) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(read(data).read("datapackage.json"))
    return described


def test_the_same_tables_give_the_same_bytes() -> None:
    assert write() == write()
    assert write() != write(413)


def test_values_stand_as_they_are_and_not_as_a_spreadsheet_wants_them() -> None:
    text = read(write()).read("names.csv").decode()
    assert text == "key,name\r\n-,Toàn tỉnh\r\nH99,=Sở\r\n"


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "thu.zip"
    path.write_bytes(write())
    about, found = read_package(path)
    assert about["title"] == "Thử"
    assert found == {
        "counts": [
            {"key": "-", "n": 412, "more": {"rate": 0.5}},
            {"key": "H99", "n": None, "more": None},
        ],
        "names": [
            {"key": "-", "name": "Toàn tỉnh"},
            {"key": "H99", "name": "=Sở"},
        ],
        "terms": {"n": 1},
    }


def test_the_description_seals_every_resource_and_omits_what_is_not_known() -> None:
    described = describe(write())
    assert described["$schema"].endswith("/2.0/datapackage.json")
    assert [r["path"] for r in described["resources"]] == [
        *("counts.csv", "names.csv", "terms.json"),
    ]
    assert all(r["hash"].startswith("sha256:") for r in described["resources"])
    assert "licenses" not in described
    fields = described["resources"][0]["schema"]["fields"]
    assert fields[1]["unit"] == "answers" and fields[1]["constraints"] == {"minimum": 0}
    assert "constraints" not in fields[2]


def test_a_package_is_written_in_pieces_without_going_back() -> None:
    pieces = list(write_package(ABOUT, make_files()))
    assert len([piece for piece in pieces if piece]) > 1
    assert read(b"".join(pieces)).testzip() is None


@pytest.mark.parametrize(
    ("n", "fault"), [(412, []), (-1, ["constraint-error"])], ids=["sound", "negative"]
)
def test_the_standards_own_tool_checks_it(
    tmp_path: Path, n: int, fault: list[str]
) -> None:
    path = tmp_path / "thu.zip"
    path.write_bytes(write(n))
    assert list_faults(path) == fault


def test_a_file_changed_afterwards_is_found_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "thu.zip"
    path.write_bytes(write())
    changed = tamper(path, "counts.csv", lambda text: text.replace("412", "413"))
    assert list_faults(changed) == ["hash-count"]

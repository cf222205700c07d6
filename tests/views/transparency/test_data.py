import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from werkzeug.test import TestResponse

from feedback.domain.anchors import AnchorRow
from feedback.domain.states import Bucket
from feedback.domain.tones import Tone
from feedback.operations.anchors import record_anchors
from tests.factories import make_agency, make_sector, make_service
from tests.factories_periods import make_estimate, make_quarter
from tests.factories_published import (
    APRIL,
    MARCH,
    MET,
    NOT_ENOUGH,
    NOT_MET,
    TOO_CLOSE,
    make_balance,
    make_count,
    make_plan,
    make_publication,
    make_published_comment,
    make_result,
    make_source,
    make_succession,
)
from tests.statements import counted_statements
from tests.views.transparency.readers import find_address, list_reads
from tests.visitors import Visitor

NAMES = (
    *("ket-qua", "uoc-luong", "y-kien", "can-doi", "ky-cong-bo", "chi-tieu"),
    *("khao-sat-khac", "kiem-chung", "co-quan", "ke-thua", "linh-vuc", "thu-tuc"),
)


def read_csv(visitor: Visitor, address: str) -> list[dict[str, str]]:
    response = visitor.client.get(address, buffered=True)
    assert response.status_code == 200, address
    assert response.mimetype == "text/csv"
    text = response.get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def read_json(visitor: Visitor, address: str) -> dict[str, Any]:
    response = visitor.client.get(address, buffered=True)
    assert response.status_code == 200, address
    file: dict[str, Any] = json.loads(response.get_data(as_text=True))
    return file


def fill_province() -> None:
    """A row in every file."""
    make_plan()
    sector = make_sector(code="dat-dai", name="Đất đai")
    service = make_service(code="1.000001", name="=CẤP SỔ", sector_id=sector.id)
    old = make_agency(code="H99.1", name="UBND xã Cũ", valid_to=date(2025, 7, 1))
    agency = make_agency(code="H99.2", name="UBND phường Mới")
    make_succession(old, agency, is_partial=True)
    march, april = make_publication(MARCH), make_publication(APRIL)
    make_result(march, NOT_MET)
    make_result(april, TOO_CLOSE)
    make_estimate(april, "power", {"answers_to_settle": 1167})
    make_result(april, NOT_ENOUGH, scope="agency", key=agency.code)
    make_result(april, None, scope="service", key=service.code)
    make_published_comment(Bucket.PUBLISHED, agency, service)
    make_published_comment(Bucket.WAITING, agency, service)
    make_balance(agency)
    make_count(make_source(code="vnform"), MARCH, (1, 1, 1, 1, 16), 90)
    sample = AnchorRow(2025, 40_000, 260, (6, 10, 20, 100, 64), 5, "Rút ngẫu nhiên.")
    record_anchors([sample], digest="a" * 64)


@pytest.mark.parametrize("name", NAMES)
def test_both_forms_of_a_file_hold_the_same_rows(visitor: Visitor, name: str) -> None:
    fill_province()
    rows = read_csv(visitor, f"/du-lieu/{name}.csv")
    file = read_json(visitor, f"/du-lieu/{name}.json")
    assert rows and len(rows) == len(file["rows"])
    assert [column["name"] for column in file["columns"]] == list(rows[0])
    assert all(column["unit"] and column["vi"] for column in file["columns"])
    assert file["rules"]["R1"].startswith("R1 version 1")
    for written, row in zip(rows, file["rows"], strict=True):
        for key, value in row.items():
            if isinstance(value, bool):
                assert written[key] == ("true" if value else "false")
            elif isinstance(value, (list, dict)):
                assert json.loads(written[key]) == value
            else:
                plain = "" if value is None else str(value)
                assert written[key].removeprefix("'") == plain


def test_a_file_holds_just_what_its_page_shows(visitor: Visitor) -> None:
    agency = make_agency()
    for month, levels in ((MARCH, NOT_MET), (APRIL, TOO_CLOSE)):
        make_result(make_publication(month), levels, scope="agency", key=agency.code)
    make_result(make_publication(date(2026, 2, 1)), MET)
    page = visitor.get(f"/co-quan/{agency.code}")
    address = find_address(page, "cơ quan này (CSV)")
    assert address
    rows = read_csv(visitor, address)
    assert [row["month"] for row in rows] == ["2026-03", "2026-04"]
    for row in rows:
        rate = row["r1_percent"].replace(".", ",")
        low, high = row["lower_percent"], row["upper_percent"]
        shown = f"{low.replace('.', ',')}% đến {high.replace('.', ',')}%"
        assert f"{rate}%" in page.text and shown in page.text
        assert f"{row['n']} phiếu" in page.text
    assert rows[1]["verdict"] == "too_close" and rows[1]["official"] == "true"
    assert (rows[1]["satisfied"], rows[1]["n"]) == ("376", "412")
    # exact 90 % interval of 376 of 412: 88.6 to 93.4 (methods.md, part b)
    assert float(rows[1]["r1_lower"]) == pytest.approx(0.886, abs=5e-4)
    assert float(rows[1]["r1_upper"]) == pytest.approx(0.934, abs=5e-4)


def test_a_hidden_result_is_a_row_without_numbers(visitor: Visitor) -> None:
    fill_province()
    (row,) = read_csv(visitor, "/du-lieu/ket-qua.csv?scope=service")
    assert row["is_hidden"] == "true"
    numbers = ("n1", "n5", "n", "satisfied", "r1_percent", "r1_lower", "rated")
    assert {row[name] for name in numbers} == {""}


def test_replaced_versions_are_in_the_file_only_when_asked_for(
    visitor: Visitor,
) -> None:
    make_result(make_publication(APRIL), NOT_MET)
    make_result(make_publication(APRIL, version=2), MET)
    rows = read_csv(visitor, "/du-lieu/ket-qua.csv?month=2026-04")
    assert [row["version"] for row in rows] == ["2"]
    rows = read_csv(visitor, "/du-lieu/ket-qua.csv?month=2026-04&versions=all")
    assert [row["version"] for row in rows] == ["1", "2"]


def test_periods_of_each_length_have_files_of_their_own(visitor: Visitor) -> None:
    month, quarter = make_publication(APRIL), make_quarter()
    for publication in (month, quarter):
        make_result(publication, MET)
        make_estimate(publication, "power", {"n": 480})
        make_estimate(publication, "bounds", {"n": 480})

    def periods(address: str) -> list[str]:
        return [row["period"] for row in read_csv(visitor, f"/du-lieu/{address}")]

    for name in ("ket-qua.csv", "uoc-luong.csv?method=power"):
        more = "&" if "?" in name else "?"
        assert periods(name) == ["2026-04"]
        assert periods(f"{name}{more}length=3") == ["2026-Q1"]
        assert periods(f"{name}{more}period=2026-Q1") == ["2026-Q1"]
        assert periods(f"{name}{more}length=12") == []
    assert periods("ky-cong-bo.csv") == ["2026-Q1", "2026-04"]


def test_a_name_that_looks_like_a_formula_is_harmless_in_csv_alone(
    visitor: Visitor,
) -> None:
    fill_province()
    (row,) = read_csv(visitor, "/du-lieu/thu-tuc.csv")
    assert row["name"] == "'=CẤP SỔ"
    (plain,) = read_json(visitor, "/du-lieu/thu-tuc.json")["rows"]
    assert plain["name"] == "=CẤP SỔ"


def test_an_unanswered_comment_carries_no_words(visitor: Visitor) -> None:
    fill_province()
    rows = read_json(visitor, "/du-lieu/y-kien.json?bucket=waiting")["rows"]
    assert [(row["text"], row["reply"]) for row in rows] == [(None, None)]
    assert rows[0]["steps"][0]["move"] == "deliver"


def test_a_file_of_comments_holds_the_tone_its_author_named(visitor: Visitor) -> None:
    for ref, tone in (("GY-0000-0001", "proposal"), ("GY-0000-0002", None)):
        make_published_comment(ref=ref, tone=tone)
    rows = read_csv(visitor, "/du-lieu/y-kien.csv")
    assert [row["tone"] for row in rows] == ["proposal", ""]
    columns = read_json(visitor, "/du-lieu/y-kien.json")["columns"]
    (column,) = [column for column in columns if column["name"] == "tone"]
    assert all(tone in column["vi"] for tone in Tone)


def test_a_balance_adds_up_in_every_row(visitor: Visitor) -> None:
    fill_province()
    rows = read_json(visitor, "/du-lieu/can-doi.json?agency=H99.2")["rows"]
    parts = ("published", "withheld", "moved", "waiting")
    assert rows
    assert all(row["received"] == sum(row[part] for part in parts) for row in rows)
    assert read_json(visitor, "/du-lieu/can-doi.json?agency=H99.1")["rows"] == []


def test_a_partial_succession_is_marked_in_the_file(visitor: Visitor) -> None:
    fill_province()
    (row,) = read_csv(visitor, "/du-lieu/ke-thua.csv")
    assert (row["predecessor_code"], row["successor_code"]) == ("H99.1", "H99.2")
    assert row["is_partial"] == "true"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/du-lieu/ket-qua.csv", "gop-y-ket-qua.csv"),
        (
            "/du-lieu/ket-qua.json?month=2026-04&scope=agency",
            "gop-y-ket-qua-2026-04-agency.json",
        ),
        ("/du-lieu/y-kien.csv?q=đất+đai", "gop-y-y-kien-dat-dai.csv"),
    ],
)
def test_a_file_is_named_by_what_it_holds(
    visitor: Visitor, address: str, name: str
) -> None:
    response = visitor.client.get(address, buffered=True)
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"


@pytest.mark.parametrize(
    "address",
    [
        "/du-lieu/ket-qua.csv?month=2026-13",
        "/du-lieu/ket-qua.csv?month=x",
        "/du-lieu/ket-qua.csv?period=2026-Q5",
        "/du-lieu/uoc-luong.csv?length=2",
        "/du-lieu/ket-qua.json?key=a%20b",
        "/du-lieu/khong-co.csv",
        "/du-lieu/ket-qua.xml",
    ],
)
def test_a_file_is_never_wider_than_what_was_asked_for(
    visitor: Visitor, address: str
) -> None:
    visitor.get(address, status=404)


def test_a_file_is_kept_by_its_stamp(visitor: Visitor) -> None:
    fill_province()
    first: TestResponse = visitor.client.get("/du-lieu/ket-qua.csv", buffered=True)
    assert first.headers["Cache-Control"] == "public, max-age=30"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert visitor.client.get("/du-lieu/ket-qua.csv", headers=tag).status_code == 304
    assert (
        visitor.client.get(
            "/du-lieu/y-kien.csv", headers=tag, buffered=True
        ).status_code
        == 200
    )


def test_a_long_file_is_read_in_steps(visitor: Visitor) -> None:
    agency, service = make_agency(), make_service()
    for _ in range(3):
        make_published_comment(Bucket.WAITING, agency, service)
    with counted_statements() as few:
        assert len(read_csv(visitor, "/du-lieu/y-kien.csv")) == 3
    assert len(list_reads(few)) <= 4


def test_the_page_of_files_explains_every_column(visitor: Visitor) -> None:
    page = visitor.get("/du-lieu")
    assert len(page.html.select("main h2")) == len(NAMES) + 2  # packages, recomputing
    for name in NAMES:
        for kind in ("csv", "json"):
            assert page.html.select(f"a[href='/du-lieu/{name}.{kind}']")
    assert "Cận dưới của R1" in page.text

"""The data package of each sealed version: complete, valid, enough to recompute it."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from feedback.models.publications import Publication
from tests.factories import make_agency, make_sector, make_service
from tests.factories_periods import make_estimate, make_quarter
from tests.factories_published import (
    APRIL,
    MET,
    NOT_MET,
    TOO_CLOSE,
    make_publication,
    make_result,
)
from tests.packages import list_faults, recompute, tamper
from tests.quarters import publish_quarter
from tests.statements import counted_statements
from tests.views.transparency.readers import list_reads
from tests.visitors import Visitor


def fetch(visitor: Visitor, address: str) -> bytes:
    response = visitor.client.get(address, buffered=True)
    assert response.status_code == 200, address
    assert response.mimetype == "application/zip"
    data: bytes = response.get_data()
    return data


def read_table(data: bytes, name: str) -> list[dict[str, str]]:
    text = zipfile.ZipFile(io.BytesIO(data)).read(f"{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text)))


def read_json(data: bytes, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zipfile.ZipFile(io.BytesIO(data)).read(name))
    return found


@pytest.fixture
def quarter(app: Flask, tmp_path: Path) -> Path:
    """The package of a quarter that the job sealed."""
    publish_quarter()
    path = tmp_path / "q.zip"
    path.write_bytes(fetch(Visitor(app), "/du-lieu/ky/2026-q1-v1.zip"))
    return path


def _add_dossiers(text: str) -> str:
    """More dossiers in the last month online."""
    return re.sub(r'(""date"": ""2026-03"", ""N"": )', r"\g<1>1", text)


def _change_weighted(text: str) -> str:
    """Weighted rates with other digits from the second on."""
    return re.sub(r'(raw_evidence"": [a-z_"]+, ""rate"": 0\.[0-9])', r"\g<1>1", text)


def test_an_outsider_recomputes_a_sealed_quarter_and_notices_every_change(
    quarter: Path,
) -> None:
    assert list_faults(quarter) == []
    found = recompute(quarter)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "0 differ." in found.stdout
    for what in (
        *("digest", "R1", "R2", "official", "verdict V1", "verdict V2"),
        *("weighted rate", "weighted bound", "weighted evidence"),
    ):
        assert re.search(rf"[1-9]\d* x {what}\n", found.stdout), what
    for name, change, named in (
        ("results.csv", lambda text: text.replace("too_close", "met"), "verdict V1"),
        ("results.csv", lambda text: re.sub(r"0\.[0-9]{6}", "0.5", text, 1), "bound"),
        ("results.csv", lambda text: text.replace("true,", "false,", 1), "digest"),
        ("estimates.csv", lambda text: re.sub('fewest"": ', "\\g<0>1", text), "finite"),
        ("estimates.csv", _add_dossiers, "sum of"),
        ("estimates.csv", _change_weighted, "weighted rate"),
        ("terms.json", lambda text: text.replace("R1/1", "R1/2"), "digest"),
    ):
        changed = recompute(tamper(quarter, name, change))
        assert changed.returncode == 1, name
        assert re.search(rf"{named}.* published", changed.stdout), (name, named)


def test_a_package_holds_the_rows_of_one_version_with_names_and_terms(
    visitor: Visitor,
) -> None:
    agency = make_agency(name="=Sở Tư pháp", name_en="Department of Justice")
    service = make_service(sector_id=make_sector(code="dat-dai").id)
    first = make_publication(APRIL)
    make_result(first, NOT_MET)
    second = make_publication(APRIL, version=2, reason="Bổ sung 34 hồ sơ.")
    make_result(second, TOO_CLOSE)
    make_result(second, None, scope="agency", key=agency.code)
    make_result(second, MET, indicator="all", scope="channel", key="online")
    make_result(second, MET, indicator="all", scope="service", key=service.code)
    make_estimate(second, "power", {"answers_to_settle": 1167, "share": 1.0})
    data = fetch(visitor, "/du-lieu/ky/2026-04-v2.zip")
    shown, hidden, *_others = read_table(data, "results")
    assert (shown["satisfied"], shown["n"], shown["verdict"]) == (
        *("376", "412", "too_close"),
    )
    assert (shown["key"], shown["r1_percent"], shown["threshold"]) == (
        *("-", "91.3", "90"),
    )
    assert hidden["is_hidden"] == "true" and hidden["n"] == hidden["rated"] == ""
    (estimate,) = read_table(data, "estimates")
    assert json.loads(estimate["values"]) == {"answers_to_settle": 1167, "share": 1.0}
    names = {row["key"]: row for row in read_table(data, "names")}
    assert names[agency.code]["name"] == "=Sở Tư pháp"
    assert names[agency.code]["name_en"] == "Department of Justice"
    assert names["online"]["name"] == "Trực tuyến"
    fields = {code: row["field"] for code, row in names.items()}
    compared = {agency.code: "commune", service.code: "dat-dai"}
    assert fields == {**compared, "-": "", "online": ""}
    about = read_json(data, "datapackage.json")
    assert about["publication"]["digest"] == second.digest
    assert about["publication"]["reason"] == "Bổ sung 34 hồ sơ."
    assert about["methods"] == second.terms["rules"]
    assert read_json(data, "terms.json") == second.terms
    (old,) = read_table(fetch(visitor, "/du-lieu/ky/2026-04-v1.zip"), "results")
    assert old["n"] == "300"


def test_a_package_says_that_no_licence_was_chosen(visitor: Visitor) -> None:
    make_result(make_quarter())
    data = fetch(visitor, "/du-lieu/ky/2026-q1-v1.zip")
    assert "licenses" not in read_json(data, "datapackage.json")
    package = zipfile.ZipFile(io.BytesIO(data))
    assert "Licence: none has been chosen" in package.read("README.md").decode()
    assert "Giấy phép: chưa chọn" in package.read("README.vi.md").decode()


def test_the_same_version_gives_the_same_bytes_in_both_languages(
    visitor: Visitor,
) -> None:
    make_result(make_quarter())
    address = "/du-lieu/ky/2026-q1-v1.zip"
    assert fetch(visitor, address) == fetch(visitor, f"/en{address}")


def test_answers_without_a_register_keep_their_number(visitor: Visitor) -> None:
    """Nothing is known of dossiers; the digest is over the number that rated."""
    make_result(make_quarter(), ended=None, invited=None, delivered=None, rated=415)
    (row,) = read_table(fetch(visitor, "/du-lieu/ky/2026-q1-v1.zip"), "results")
    assert (row["ended"], row["rated"]) == ("", "415")


def test_a_package_is_addressed_by_its_code_alone(visitor: Visitor) -> None:
    make_quarter()
    sent = visitor.client.get("/du-lieu/ky/2026-Q1-v1.zip")
    assert sent.status_code == 301
    assert sent.headers["Location"] == "/du-lieu/ky/2026-q1-v1.zip"
    for missing in ("2026-q1-v2", "2026-q2-v1", "2026-13-v1", "hom-nay-v1"):
        visitor.get(f"/du-lieu/ky/{missing}.zip", status=404)


def test_a_long_package_is_read_in_steps(visitor: Visitor) -> None:
    publication: Publication = make_quarter()
    for _ in range(4):
        key = make_agency().code
        make_result(publication, MET, scope="agency", key=key)
        make_estimate(publication, "bounds", {"N": 9}, scope="agency", key=key)
    with counted_statements() as sent:
        fetch(visitor, "/du-lieu/ky/2026-q1-v1.zip")
    assert len(list_reads(sent)) <= 7


def test_the_program_is_served_as_it_stands_in_the_documents(
    visitor: Visitor,
) -> None:
    response = visitor.client.get("/du-lieu/tinh-lai.py", buffered=True)
    text = response.get_data(as_text=True)
    assert "def check_result" in text and len(text.splitlines()) <= 240
    page = visitor.get("/du-lieu")
    assert page.html.select("a[href='/du-lieu/tinh-lai.py']")

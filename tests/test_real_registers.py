"""Catalogues nobody here made up: not one row of them is lost.

Counts of communes before and after 1 July 2025 are those of the administrative unit
data as the domain notes give them (section 7); docs/real-input.md shows the figures.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.commands.imports import group
from feedback.domain.agencies import PROVINCE_AGENCIES
from feedback.domain.codes import parse_procedure_code
from feedback.domain.text import fold, slugify
from feedback.extensions import db
from feedback.models.agencies import Agency, Succession
from feedback.models.services import Sector, Service
from feedback.queries.agencies import list_agencies
from tests.commands.runs import run

UNITS = "admin-units-2025-07.csv"
COMMUNES = "commune-predecessors-2025-07.csv"
PROVINCES = "province-predecessors-2025-07.csv"
PROCEDURES = "procedures-2026-07.csv"

#: Province agency: communes before (of all provinces that went into it) and after.
FIVE = {
    "H26": (526, 126),  # Hà Nội
    "H13": (80 + 75 + 108, 103),  # Cần Thơ, Hậu Giang, Sóc Trăng
    "H48": (170 + 102, 96),  # Quảng Ngãi, Kon Tum
    "H32": (132 + 62, 65),  # Khánh Hòa, Ninh Thuận
    "H29": (77 + 273 + 91, 168),  # Bà Rịa–Vũng Tàu, TP HCM, Bình Dương
}
#: Eight names in Cần Thơ stand for two communes each, in two former provinces; the text
#: tells them apart by nothing, so that each pair is one agency with partial successors.
NAMESAKES = {"H13": 8}


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a file as Python's own reader gives them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def count_communes(province: str, on: date) -> int:
    """Communes of a province's agency that are in force on a day."""
    home = db.session.scalars(select(Agency.id).where(Agency.code == province)).one()
    return sum(
        agency.level == "commune" and agency.parent_id == home
        for agency in list_agencies(on)
    )


def test_every_procedure_is_a_service_with_its_code(
    app: Flask, real_data: Path
) -> None:
    rows = list(read_rows(real_data / PROCEDURES))
    done = run(app, group, "services", real_data / PROCEDURES)
    assert (done.code, done.err) == (0, "")
    assert "2642 new, 0 updated, 0 unchanged, 0 refused" in done.out
    stored = {service.code: service for service in db.session.scalars(select(Service))}
    assert len(stored) == len(rows) == 2642
    for row in rows:
        service = stored[parse_procedure_code(row["code"]).code]
        assert service.raw_code == row["code"]
        assert fold(service.name) == fold(row["name"])
        assert service.level == row["level"]
    # 140 spellings of 139 sectors: one differs from another by a dash alone.
    assert len({row["field"] for row in rows}) == 140
    assert {s.code for s in db.session.scalars(select(Sector))} == {
        slugify(row["field"]) for row in rows
    }
    again = run(app, group, "services", real_data / PROCEDURES)
    assert "0 new, 0 updated, 2642 unchanged" in again.out


def test_every_administrative_unit_has_an_agency(app: Flask, real_data: Path) -> None:
    rows = list(read_rows(real_data / UNITS))
    done = run(app, group, "agencies", real_data / UNITS)
    assert (done.code, done.err) == (0, "")
    assert "3355 new" in done.out
    agencies = {agency.unit_code: agency for agency in list_agencies()}
    assert len(agencies) == len(rows) == 3355
    by_id = {agency.id: agency for agency in agencies.values()}
    for row in rows:
        agency = agencies[row["code"]]  # with its leading zeros
        assert agency.raw_code == row["code"]
        assert fold(agency.name) == fold(f"UBND {row['full_name']}")
        home = row["province_code"]
        assert agency.level == ("commune" if home else "province")
        above = by_id[agency.parent_id].unit_code if agency.parent_id else ""
        assert above == home
    assert agencies["00004"].code == "H26.U000.04"
    assert "3355 unchanged" in run(app, group, "agencies", real_data / UNITS).out


def test_the_codes_of_provinces_are_those_of_the_national_index(
    real_data: Path,
) -> None:
    names = {
        row["code"]: fold(
            row["full_name"].removeprefix("Tỉnh ").removeprefix("Thành phố ")
        )
        for row in read_rows(real_data / UNITS)
        if not row["province_code"]
    }
    index = {
        fold(row["name"]).replace("tp hcm", "ho chi minh"): row["code"]
        for row in read_rows(real_data / "qd766-provinces-2026-10-10.csv")
    }
    assert {unit: index[name] for unit, name in names.items()} == PROVINCE_AGENCIES


@pytest.fixture
def country(app: Flask, real_data: Path) -> Flask:
    """All units with their predecessors."""
    for kind, name in (
        ("agencies", UNITS),
        ("successions", PROVINCES),
        ("successions", COMMUNES),
    ):
        done = run(app, group, kind, real_data / name)
        assert (done.code, done.err) == (0, "")
    return app


def test_the_country_before_and_after_the_reform(
    country: Flask, real_data: Path
) -> None:
    check_five_provinces()
    check_parts()
    check_kept()
    again = run(country, group, "successions", real_data / COMMUNES)
    assert "0 new, 0 updated, 10440 unchanged, 0 refused" in again.out


def check_five_provinces() -> None:
    """Their communes are counted as the domain notes count them."""
    before, after = date(2025, 6, 30), date(2025, 7, 1)
    for province, (n_before, n_after) in FIVE.items():
        assert count_communes(province, after) == n_after, province
        missing = NAMESAKES.get(province, 0)
        assert count_communes(province, before) == n_before - missing, province
    provinces = select(func.count()).where(Agency.level == "province")
    assert db.session.scalar(provinces.where(Agency.valid_to.is_(None))) == 34
    assert db.session.scalar(provinces.where(Agency.valid_from.is_(None))) == 63


def find_successors(name: str, province: str = "H26") -> dict[str, bool]:
    """Who followed a former agency, and whether with a part only."""
    former = db.session.scalars(
        select(Agency.id).where(
            Agency.name == name, Agency.code.startswith(f"{province}.F")
        )
    ).one()
    links = db.session.execute(
        select(Agency.name, Succession.is_partial)
        .join(Agency, Agency.id == Succession.successor_id)
        .where(Succession.predecessor_id == former)
    )
    return {name: is_partial for name, is_partial in links}


def check_parts() -> None:
    """A unit that was split has partial successors only, others a whole one."""
    assert find_successors("UBND phường Dương Nội") == {
        "UBND xã An Khánh": True,  # "phần còn lại sau khi sáp nhập vào …"
        "UBND phường Tây Mỗ": True,
        "UBND phường Đại Mỗ": True,
        "UBND phường Dương Nội": True,
    }
    assert find_successors("UBND xã Đông La") == {"UBND xã An Khánh": False}
    assert find_successors("UBND phường Minh Khai (quận Hai Bà Trưng)") == {
        "UBND phường Bạch Mai": True,
        "UBND phường Tương Mai": True,
    }
    # "Phường 5, Phường 7, Phường 9 (Quận 5)": three wards of one district.
    assert find_successors("UBND phường 7 (Quận 5)", "H29") == {
        "UBND phường An Đông": False
    }
    assert find_successors("UBND tỉnh Bình Dương", "H29") == {
        "UBND thành phố Hồ Chí Minh": False
    }


def check_kept() -> None:
    """A unit that stays as it was is neither former nor new."""
    kept = db.session.scalars(
        select(Agency).where(Agency.name == "UBND xã Ba Xa", Agency.unit_code != "")
    ).one()
    assert (kept.valid_from, kept.valid_to) == (None, None)
    links = select(func.count()).where(Succession.successor_id == kept.id)
    assert db.session.scalar(links) == 0

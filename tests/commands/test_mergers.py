"""flask import agencies|successions with the official lists of units."""

from datetime import date

import pytest
from sqlalchemy import select

from feedback.domain.agencies import REFORM_DAY
from feedback.domain.errors import NotFound
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.queries.agencies import (
    count_agencies,
    get_agency,
    list_agencies,
    list_known_agencies,
    list_successions,
)
from tests.commands.conftest import Load

UNITS = (
    "code,full_name,full_name_en,kind,province_code",
    "01,Thành phố Hà Nội,Ha Noi City,Thành phố,",
    "00004,Phường Ba Đình,Ba Dinh Ward,Phường,01",
    "00008,Xã Đông Anh,Dong Anh Commune,Xã,01",
    "00012,Xã Ba Xa,Ba Xa Commune,Xã,01",
)
PROVINCES = ("name,predecessors", "Thủ đô Hà Nội,Thủ đô Hà Nội và tỉnh Hà Tây")
COMMUNES = (
    "name,province_name,predecessors",
    'Ba Đình (phường),Thủ đô Hà Nội,"Phường Kim Mã, Phường Cửa Đông (phần còn lại)"',
    'Đông Anh (xã),Thủ đô Hà Nội,"Xã Cổ Loa, Phường Cửa Đông"',
    'Ba Xa (xã),Thủ đô Hà Nội,"xã Ba Xa (Giữ nguyên, Không sáp nhập)"',
)


@pytest.fixture
def country(load: Load) -> None:
    """Four units and what they were made of."""
    assert load("agencies", UNITS).code == 0
    assert load("successions", PROVINCES).code == 0
    done = load("successions", COMMUNES)
    assert (done.code, done.err) == (0, "")
    assert "3 new, 0 unchanged; 1 stay as they are; 0 split" in done.out


@pytest.mark.usefixtures("country")
def test_units_and_their_predecessors_are_agencies(load: Load) -> None:
    ward = get_agency("H26.U000.04")
    assert (ward.name, ward.name_en) == (
        "UBND phường Ba Đình",
        "People’s Committee of Ba Dinh Ward",
    )
    assert ward.valid_from == REFORM_DAY
    before = {agency.name for agency in list_agencies(date(2025, 6, 30))}
    assert before == {
        "UBND thành phố Hà Nội",
        "UBND tỉnh Hà Tây",
        "UBND phường Kim Mã",
        "UBND phường Cửa Đông",
        "UBND xã Cổ Loa",
        "UBND xã Ba Xa",
    }
    after = {agency.code for agency in list_agencies(REFORM_DAY)}
    assert after == {"H26", "H26.U000.04", "H26.U000.08", "H26.U000.12"}
    assert count_agencies() == 8
    assert [link.is_partial for link in list_successions()].count(True) == 2


@pytest.mark.usefixtures("country")
def test_importing_units_again_does_not_undo_what_mergers_told(load: Load) -> None:
    assert "4 unchanged" in load("agencies", UNITS).out
    assert get_agency("H26.U000.12").valid_from is None
    assert "0 new, 0 updated, 1 unchanged" in load("successions", PROVINCES).out


@pytest.mark.usefixtures("country")
def test_known_agencies_are_found_by_code_and_by_the_unit_they_govern() -> None:
    known = list_known_agencies()
    assert known["00004"] == known["H26.U000.04"]
    assert known["00004"].has_predecessor and not known["00004"].has_successor
    assert not known["00012"].has_predecessor
    former = db.session.scalars(
        select(Agency.code).where(Agency.name == "UBND xã Cổ Loa")
    ).one()
    assert known[former].has_successor
    assert set(list_known_agencies({"00004"})) == {"00004", "H26.U000.04"}
    with pytest.raises(NotFound):
        get_agency("H26.99")


def test_two_agencies_of_one_unit_leave_its_code_without_meaning(load: Load) -> None:
    load("agencies", UNITS)
    load("agencies", ("code,name,level,unit_code", "H26.77,UBND khác,xã,00004"))
    known = list_known_agencies()
    assert "00004" not in known and "H26.77" in known


@pytest.mark.parametrize(
    "line, column",
    [
        ("Ba Đình,Thủ đô Hà Nội,Xã A", "name"),
        ("Ba Đình (phường),,Xã A", "name"),
        ("Ba Đình (phường),Thủ đô Hà Nội,", "predecessors"),
        ('Ba Đình (phường),Thủ đô Hà Nội,"Xã A (huyện B"', "predecessors"),
        ("Cầu Giấy (phường),Thủ đô Hà Nội,Xã A", "name"),
        ("Ba Đình (phường),tỉnh Nơi Khác,Xã A", "name"),
    ],
)
def test_a_merger_that_cannot_be_read_or_placed_is_refused(
    load: Load, line: str, column: str
) -> None:
    load("agencies", UNITS)
    lines = (COMMUNES[0], line, COMMUNES[1])
    done = load("successions", lines)
    assert done.code == 1
    assert f"line 2 [{column}]" in done.err
    assert count_agencies() == 4
    done = load("successions", lines, "--partial")
    assert done.code == 1
    assert "2 new" in done.out
    assert count_agencies() == 6


@pytest.mark.parametrize(
    "line, column",
    [
        ("4,Phường Ba Đình,Ba Dinh Ward,Phường,01", "code"),
        ("00004,,Ba Dinh Ward,Phường,01", "full_name"),
        ("00004,Phường Ba Đình,Ba Dinh Ward,Phường,98", "code"),
        ("98,Tỉnh Nơi Khác,Elsewhere,Tỉnh,", "code"),
    ],
)
def test_a_unit_without_a_place_is_refused(load: Load, line: str, column: str) -> None:
    done = load("agencies", (UNITS[0], line))
    assert done.code == 1
    assert f"line 2 [{column}]" in done.err

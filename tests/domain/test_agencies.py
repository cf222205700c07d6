"""Levels of agencies, and the codes derived where the state's are not known."""

import re

import pytest

from feedback.domain.agencies import (
    PROVINCE_AGENCIES,
    AgencyLevel,
    former_agency_code,
    read_level,
    unit_agency_code,
    unit_agency_name,
)
from feedback.domain.codes import AgencyForm, parse_agency_code
from feedback.domain.errors import InvalidCode


def test_derived_codes_are_of_the_form_of_real_ones() -> None:
    codes = [
        unit_agency_code("01", "01"),
        unit_agency_code("00004", "01"),
        former_agency_code("H26", "phường minh khai (quận hai bà trưng)"),
    ]
    assert codes[:2] == ["H26", "H26.U000.04"]
    assert re.fullmatch(r"H26\.F[0-9A-Z]{3}\.[0-9A-Z]{4}", codes[2])
    for code in codes:
        assert parse_agency_code(code).code == code
        assert parse_agency_code(code).form is AgencyForm.CURRENT


def test_every_province_has_a_code_of_its_own() -> None:
    assert len(PROVINCE_AGENCIES) == len(set(PROVINCE_AGENCIES.values())) == 34


def test_a_unit_of_no_province_has_no_code() -> None:
    with pytest.raises(InvalidCode):
        unit_agency_code("00004", "99")


@pytest.mark.parametrize(
    "word, level",
    [
        ("province", AgencyLevel.PROVINCE),
        ("Cấp tỉnh", AgencyLevel.PROVINCE),
        ("Sở, ban, ngành", AgencyLevel.DEPARTMENT),
        ("Phường", AgencyLevel.COMMUNE),
        ("đặc khu", AgencyLevel.COMMUNE),
        ("Huyện", AgencyLevel.OTHER),
    ],
)
def test_levels_are_known_by_their_usual_words(word: str, level: AgencyLevel) -> None:
    assert read_level(word) is level
    assert level.label.vi and level.label.en


def test_another_word_is_no_level() -> None:
    with pytest.raises(InvalidCode):
        read_level("làng")


def test_a_committee_is_named_after_its_unit() -> None:
    assert unit_agency_name("Phường Ba Đình") == "UBND phường Ba Đình"

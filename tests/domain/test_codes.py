"""Codes: the real forms of the state's own papers, and the habits of people typing."""

from datetime import date

import pytest

from feedback.domain.codes import (
    AgencyForm,
    UnitLevel,
    parse_agency_code,
    parse_dossier_code,
    parse_procedure_code,
    parse_sector,
    parse_unit_code,
)
from feedback.domain.errors import InvalidCode

TODAY = date(2026, 11, 20)

# Real codes: QĐ 20/2020/QĐ-TTg and QCVN 102:2016 as seen in use.
AGENCIES = [
    ("H26", "H26", AgencyForm.CURRENT),
    ("H13", "H13", AgencyForm.CURRENT),
    ("H15.101", "H15.101", AgencyForm.CURRENT),
    ("H15.15", "H15.15", AgencyForm.CURRENT),
    ("H15.50.05.13", "H15.50.05.13", AgencyForm.CURRENT),
    ("G01.A2Z", "G01.A2Z", AgencyForm.CURRENT),
    ("000.17.22.H56", "000.17.22.H56", AgencyForm.OLD),
    ("000.00.00.H56", "000.00.00.H56", AgencyForm.OLD),
    # habits: spaces, lower case, full width, O for 0
    ("  h15.1 01 ", "H15.101", AgencyForm.CURRENT),
    ("Ｈ１５．１０１", "H15.101", AgencyForm.CURRENT),
    ("hO1.15", "H01.15", AgencyForm.CURRENT),
    ("OOO.17.22.H56", "000.17.22.H56", AgencyForm.OLD),
    ("000.OO.00.H5O", "000.00.00.H50", AgencyForm.OLD),
    ("\ufeffH26\u200b", "H26", AgencyForm.CURRENT),
    # a group may hold letters, so this O stays one
    ("H15.1O1", "H15.1O1", AgencyForm.CURRENT),
]


@pytest.mark.parametrize(("typed", "code", "form"), AGENCIES)
def test_an_agency_code_is_read_as_it_was_meant(
    typed: str, code: str, form: AgencyForm
) -> None:
    agency = parse_agency_code(typed)
    assert (agency.code, agency.form, agency.raw) == (code, form, typed)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "form"),
        ("H1", "form"),
        ("15.H", "form"),
        ("H15.", "form"),
        ("H15..1", "form"),
        ("H15.12345", "form"),
        ("000.17.22", "form"),
        ("00.17.22.H56", "form"),
        ("H15" + ".1234" * 7, "form"),
        ("Z01.5", "not_an_agency"),
    ],
)
def test_an_impossible_agency_code_is_refused_with_advice(
    typed: str, reason: str
) -> None:
    with pytest.raises(InvalidCode) as caught:
        parse_agency_code(typed)
    assert caught.value.reason == reason
    assert "H13.101" in caught.value.message("vi")
    assert "H13.101" in caught.value.message("en")


def test_an_agency_code_may_have_35_characters_and_no_more() -> None:
    longest = "H15" + ".123" * 8
    assert len(longest) == 35
    assert parse_agency_code(longest).code == longest
    with pytest.raises(InvalidCode):
        parse_agency_code(longest + "4")


# Real codes: TT 01/2018 Art. 19, and newer practice.
DOSSIERS = [
    ("000.17.22.H56-210531-0001", "000.17.22.H56", date(2021, 5, 31), "0001"),
    ("H56.14-240823-0001", "H56.14", date(2024, 8, 23), "0001"),
    ("H15.50.05.13-250102-123456", "H15.50.05.13", date(2025, 1, 2), "123456"),
    ("G01-240229-1234567", "G01", date(2024, 2, 29), "1234567"),
    ("h56.14 – 24O823 — OOO1", "H56.14", date(2024, 8, 23), "0001"),
    ("H56.14--240823‑0001", "H56.14", date(2024, 8, 23), "0001"),
    ("Ｈ５６．１４－２４０８２３－０００１", "H56.14", date(2024, 8, 23), "0001"),
    ("H56.14−240823−0001", "H56.14", date(2024, 8, 23), "0001"),
    ("H26-261120-0001", "H26", TODAY, "0001"),
]


@pytest.mark.parametrize(("typed", "agency", "received_on", "sequence"), DOSSIERS)
def test_a_dossier_code_gives_agency_day_and_number(
    typed: str, agency: str, received_on: date, sequence: str
) -> None:
    dossier = parse_dossier_code(typed, today=TODAY)
    assert dossier.agency.code == agency
    assert dossier.received_on == received_on
    assert dossier.sequence == sequence
    assert dossier.code == f"{agency}-{received_on:%y%m%d}-{sequence}"
    assert dossier.raw == typed


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("H56.14-260230-0001", "no_such_day"),
        ("H56.14-250229-0001", "no_such_day"),
        ("H56.14-241301-0001", "no_such_day"),
        ("H56.14-240800-0001", "no_such_day"),
        ("H26-261121-0001", "future"),
        ("H26-990101-0001", "future"),
        ("H56.14-240823-001", "form"),
        ("H56.14-240823-12345678", "form"),
        ("H56.14-240823", "form"),
        ("240823-0001", "form"),
        ("H5614240823 0001", "form"),
        ("X-240823-0001", "form"),
        ("Z01-240823-0001", "not_an_agency"),
    ],
)
def test_an_impossible_dossier_code_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(InvalidCode) as caught:
        parse_dossier_code(typed, today=TODAY)
    assert caught.value.reason == reason


def test_a_refusal_names_the_day_that_does_not_exist() -> None:
    with pytest.raises(InvalidCode) as caught:
        parse_dossier_code("H56.14-260230-0001", today=TODAY)
    assert "30/02/2026" in caught.value.message("vi")
    assert "30/02/2026" in caught.value.message("en")


@pytest.mark.parametrize(
    ("typed", "code", "suffix"),
    [
        ("1.001193", "1.001193", None),
        ("1.013225", "1.013225", None),
        ("1.000656.000.00.00.H29", "1.000656", "000.00.00.H29"),
        ("1.002835.000.00.00.H56", "1.002835", "000.00.00.H56"),
        (" 1.OO1193 ", "1.001193", None),
        ("１．００１１９３", "1.001193", None),
        ("1.000656.ooo.00.00.h29", "1.000656", "000.00.00.H29"),
    ],
)
def test_procedures_join_on_their_first_eight_characters(
    typed: str, code: str, suffix: str | None
) -> None:
    procedure = parse_procedure_code(typed)
    assert (procedure.code, procedure.suffix) == (code, suffix)
    assert len(procedure.code) == 8


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        # what a spreadsheet makes of 1.000010, 1.001000 and 2.000000
        ("1.00001", "digits_lost"),
        ("1.001", "digits_lost"),
        ("2", "digits_lost"),
        ("", "form"),
        ("1,001193", "form"),
        ("1001193", "form"),
        ("1.0011935", "form"),
        ("1.001193.H29", "form"),
    ],
)
def test_an_impossible_procedure_code_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(InvalidCode) as caught:
        parse_procedure_code(typed)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("typed", "code", "level"),
    [
        ("92", "92", UnitLevel.PROVINCE),
        ("01", "01", UnitLevel.PROVINCE),
        ("O1", "01", UnitLevel.PROVINCE),
        ("31120", "31120", UnitLevel.COMMUNE),
        ("00004", "00004", UnitLevel.COMMUNE),
        (" ０００04 ", "00004", UnitLevel.COMMUNE),
    ],
)
def test_unit_codes_keep_their_leading_zeros(
    typed: str, code: str, level: UnitLevel
) -> None:
    unit = parse_unit_code(typed)
    assert (unit.code, unit.level, unit.raw) == (code, level, typed)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("4", "zeros_lost"), ("1120", "zeros_lost"), ("", "form"), ("AB", "form")],
)
def test_an_impossible_unit_code_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(InvalidCode) as caught:
        parse_unit_code(typed)
    assert caught.value.reason == reason


def test_a_sector_gets_a_code_made_of_its_name() -> None:
    sector = parse_sector("  Đất  đai ")
    assert (sector.code, sector.name) == ("dat-dai", "Đất đai")


def test_spellings_of_one_sector_share_a_code() -> None:
    one, other = parse_sector("Thi đua – Khen thưởng"), parse_sector(
        "THI ĐUA KHEN THƯỞNG"
    )
    assert one.code == other.code == "thi-dua-khen-thuong"


def test_a_sector_without_a_name_is_refused() -> None:
    with pytest.raises(InvalidCode) as caught:
        parse_sector(" \u200b ")
    assert caught.value.reason == "empty"

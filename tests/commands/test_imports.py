"""flask import …: all rows or none, each refused row told, the same file twice."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.commands.imports import group
from feedback.extensions import db
from feedback.models.agencies import Agency, Succession
from feedback.models.counts import CountSource, SurveyCount
from feedback.models.services import Sector, Service
from feedback.queries.published.stamps import get_stamps
from tests.commands.conftest import AGENCIES, SERVICES, Load
from tests.commands.runs import run


def count(table: type) -> int:
    """Rows of a table."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_agencies_come_in_any_order_and_keep_what_was_written(load: Load) -> None:
    done = load("agencies", AGENCIES)
    assert (done.code, done.err) == (0, "")
    assert "Mới 3" in done.out and "3 new" in done.out
    ward = db.session.scalars(select(Agency).where(Agency.code == "H99.01")).one()
    assert (ward.raw_code, ward.name, ward.name_folded) == (
        "h99.01",
        "UBND phường Một",
        "ubnd phuong mot",
    )
    assert (ward.unit_code, ward.valid_from) == ("00004", date(2025, 7, 1))
    province = db.session.get_one(Agency, ward.parent_id)
    assert (province.code, province.level) == ("H99", "province")
    assert get_stamps() == (1, 1)


def test_the_same_file_again_changes_nothing(load: Load, catalogue: None) -> None:
    before = get_stamps()
    for kind, lines, n in (("agencies", AGENCIES, 3), ("services", SERVICES, 2)):
        done = load(kind, lines)
        assert f"0 new, 0 updated, {n} unchanged, 0 refused" in done.out
    db.session.rollback()
    assert get_stamps() == before


def test_what_a_file_does_not_say_is_not_changed(load: Load, catalogue: None) -> None:
    done = load("agencies", ("code,name,level", "H99.01,UBND phường Hai,commune"))
    assert "1 updated" in done.out
    db.session.rollback()
    ward = db.session.scalars(select(Agency).where(Agency.code == "H99.01")).one()
    assert (ward.name, ward.unit_code) == ("UBND phường Hai", "00004")
    assert (ward.valid_from, ward.parent_id is None) == (date(2025, 7, 1), False)
    done = load("agencies", ("code,name,level,parent", "H99.01,UBND phường Hai,xã,"))
    assert "1 updated" in done.out


BAD_AGENCIES = (
    "code,name,level,unit_code,parent,valid_from,valid_to",
    "H99,UBND tỉnh Thử,tỉnh,99,,,",
    "hello,,làng,4,,31/02/2025,",
    "H99.02,UBND xã Hai,xã,00002,H98,,",
    "H99.03,UBND xã Ba,xã,00003,H99.02,,",
    "H99.04,UBND xã Bốn,xã,00005,H99,2025-07-01,2025-07-01",
    "H99,UBND tỉnh Thử lần nữa,tỉnh,99,,,",
    "H99.05,UBND xã Năm,xã,00006,H99.05,,",
)


def test_one_bad_row_keeps_all_out(load: Load) -> None:
    done = load("agencies", BAD_AGENCIES)
    assert done.code == 1
    assert count(Agency) == 0
    assert "--partial" in done.err
    for words in (
        "dòng 3 [code]",
        "line 3 [name]",
        "line 3 [level]",
        "line 3 [unit_code]",
        "line 3 [valid_from]",
        "line 6 [valid_to]",
    ):
        assert words in done.err


def test_partial_lets_the_good_rows_in_and_tells_the_others(load: Load) -> None:
    done = load("agencies", BAD_AGENCIES, "--partial")
    assert done.code == 1
    assert "1 new, 0 updated, 0 unchanged, 6 refused" in done.out
    assert db.session.scalars(select(Agency.code)).all() == ["H99"]
    for line in (3, 4, 5, 6, 7, 8):
        assert f"line {line} [" in done.err, done.err


def test_a_refusal_by_the_catalogue_keeps_all_out_too(load: Load) -> None:
    done = load("agencies", (AGENCIES[0], "H99.01;UBND xã A;xã;;H98;"))
    assert done.code == 1
    assert "line 2 [parent]" in done.err
    assert count(Agency) == 0


def test_a_bad_file_is_one_clear_line(load: Load) -> None:
    done = load("agencies", ("month,service", "2026-03,x"))
    assert done.code == 1
    assert "Tệp thiếu cột: code, name, level" in done.err
    assert "The file lacks the columns" in done.err


def test_successions_are_links_between_known_agencies(
    load: Load, catalogue: None
) -> None:
    lines = (
        "predecessor,successor,on,is_partial",
        "H99.OLD,H99.01,2025-07-01,1",
    )
    assert "1 new" in load("successions", lines).out
    link = db.session.scalars(select(Succession)).one()
    assert (link.on, link.is_partial) == (date(2025, 7, 1), True)
    assert "1 unchanged" in load("successions", lines).out
    whole = (lines[0], lines[1].removesuffix("1") + "0")
    assert "1 updated" in load("successions", whole).out
    bad = (
        lines[0],
        "H99.01,H99.01,2025-07-01,",
        "H99.98,H99.97,2025-07-01,có lẽ",
        "H99.OLD,H99.97,2025-07-01,",
        *lines[1:] * 2,
    )
    done = load("successions", bad, "--partial")
    assert done.code == 1
    assert "3 refused" not in done.out and "4 refused" in done.out
    for words in (
        "line 2 [successor]",
        "line 3 [is_partial]",
        "line 4 [successor]",
        "line 6 [successor]",
    ):
        assert words in done.err


def test_services_bring_their_sectors_and_a_suffix_is_kept_raw(
    load: Load, catalogue: None
) -> None:
    service = db.session.scalars(
        select(Service).where(Service.code == "1.000656")
    ).one()
    assert service.raw_code == "1.000656.000.00.00.H29"
    assert db.session.scalars(select(Sector.name)).all() == ["Hộ tịch"]
    done = load("services", (*SERVICES, SERVICES[1]))
    assert done.code == 1
    assert "line 4 [code]" in done.err
    done = load("services", (SERVICES[0], "1.00119,x,,y"))
    assert "line 2 [code]" in done.err and "line 2 [sector]" in done.err
    done = load("services", (SERVICES[0], f"1.001193,x,{'y' * 301},z"))
    assert "line 2 [sector]" in done.err
    done = load("services", ("code,name,field", "1.001193,Khai sinh,Hộ tịch"))
    assert "1 updated" in done.out
    db.session.rollback()
    service = db.session.scalars(
        select(Service).where(Service.code == "1.001193")
    ).one()
    assert (service.name, service.level) == ("Khai sinh", "Cấp xã")


def test_sectors_take_the_spelling_of_their_own_file(
    load: Load, catalogue: None
) -> None:
    done = load("sectors", ("Lĩnh vực", "Hộ Tịch", "Đất đai", "Đất đai"))
    assert "1 new, 1 updated, 0 unchanged" in done.out
    db.session.rollback()
    assert sorted(db.session.scalars(select(Sector.name))) == ["Hộ Tịch", "Đất đai"]
    assert load("sectors", ("name", "")).code == 0
    assert load("sectors", ("name,x", ",y")).code == 1


COUNTS = (
    "month,service,channel,n1,n2,n3,n4,n5,published_percent",
    "2023-04,deputy,digital,23,46,153,419,528,80",
    "2023-05,deputy,digital,,,,,,81",
)


def test_counts_stay_apart_by_source_and_a_month_is_corrected_openly(
    load: Load,
) -> None:
    named = ("--source", "opg", "--name", "OPG")
    assert "2 new" in load("counts", COUNTS, *named).out
    assert "2 unchanged" in load("counts", COUNTS, *named).out
    assert "2 new" in load("counts", COUNTS, "--source", "b", "--name", "B").out
    digest = db.session.scalars(
        select(CountSource.digest).where(CountSource.code == "opg")
    ).one()
    new = (*COUNTS[:1], COUNTS[1].replace(",80", ",81"))
    assert "1 updated" in load("counts", new, *named).out
    db.session.rollback()
    source = db.session.scalars(
        select(CountSource).where(CountSource.code == "opg")
    ).one()
    assert source.digest != digest
    months = select(SurveyCount).where(SurveyCount.source_id == source.id)
    assert [
        (m.n1, m.n5, m.published_percent)
        for m in db.session.scalars(months.order_by(SurveyCount.month))
    ] == [(23, 528, 81), (None, None, 81)]


@pytest.mark.parametrize(
    "line, column",
    [
        ("2023-13,deputy,digital,1,2,3,4,5,80", "month"),
        ("2023-04,deputy,digital,1,2,3,4,,80", "n1_very_dissatisfied"),
        ("2023-04,deputy,digital,1,2,3,4,x,80", "n5_very_satisfied"),
        ("2023-04,deputy,digital,1,2,3,4,5,101", "published_percent"),
        ("2023-04,deputy,digital,,,,,,", "published_percent"),
        ("2023-05,deputy,digital,,,,,,80", "month"),
    ],
)
def test_counts_that_cannot_be_are_refused(load: Load, line: str, column: str) -> None:
    done = load("counts", (*COUNTS[:1], COUNTS[2], line), "--source=a", "--name=A")
    assert done.code == 1
    assert f"line 3 [{column}]" in done.err
    assert count(CountSource) == 0


def test_plans_are_loaded_once(app: Flask) -> None:
    done = run(app, group, "plans")
    assert done.code == 0 and "0 updated, 0 unchanged" in done.out
    assert "0 new, 0 updated" in run(app, group, "plans").out

"""What is said of rows that went in and rows that did not."""

from datetime import date

from feedback.domain.changes import Change, SeenRows, decide
from feedback.domain.channels import Channel
from feedback.domain.codes import parse_sector
from feedback.domain.counts import CountRow
from feedback.domain.imports import (
    Recorded,
    RowFaults,
    RowsRefused,
    refuse,
    refuse_twice,
)
from feedback.domain.months import Month
from feedback.domain.registers import DossierRow
from feedback.domain.rulebooks import Rulebook
from feedback.domain.services import SectorRow, ServiceRow


def make_row(**changes: object) -> DossierRow:
    values: dict[str, object] = {
        "code": "H99.1-260301-0001",
        "raw_code": "H99.1-260301-0001",
        "service_id": 1,
        "received_by_id": 1,
        "settled_by_id": 1,
        "channel": Channel.ONLINE,
        "received_on": date(2026, 3, 1),
        "line": 2,
        **changes,
    }
    return DossierRow(**values)  # type: ignore[arg-type]


def test_results_of_batches_add_up_in_order() -> None:
    first = refuse(3, "code", "Sai.", "Wrong.")
    second = refuse_twice(9, "code", "H99.1", 3)
    total = Recorded(1, 2, 3, 4, (first,), ("a",)) + Recorded(
        10, 20, 30, 40, (second,), ("b",)
    )
    assert (total.new, total.updated, total.unchanged) == (11, 22, 33)
    assert total.invited == 44
    assert total.refused == (first, second)
    assert total.changed == ("a", "b")


def test_a_row_named_twice_says_where_it_stood_first() -> None:
    (fault,) = refuse_twice(9, "code", "H99.1", 3).faults
    assert "dòng 3" in fault.vi and "line 3" in fault.en


def test_all_faults_of_a_row_stay_together() -> None:
    faults = refuse(3, "code", "Sai.", "Wrong.").faults * 2
    assert RowFaults(faults).faults == faults


def test_the_same_row_twice_counts_once_and_another_of_its_code_is_refused() -> None:
    seen = SeenRows()
    assert decide(make_row(), None, seen).change is Change.NEW
    assert decide(make_row(line=3), None, seen).change is Change.UNCHANGED
    other = decide(make_row(line=4, channel=Channel.POST), None, seen)
    assert other.change is Change.REFUSED
    assert "2" in other.faults[0].en  # the line where it stood first


def test_rows_of_lists_know_their_line() -> None:
    sector = parse_sector("Hộ tịch")
    service = ServiceRow("1.001193", "1.001193", "Khai sinh", sector, "Cấp xã", line=7)
    counts = CountRow(Month(2023, 4), "s", "digital", (23, 46, 153, 419, 528), 80, 2)
    assert (SectorRow(sector, 4).line, service.line, counts.line) == (4, 7, 2)


def test_an_empty_rulebook_rules_nothing() -> None:
    book = Rulebook()
    assert not any((book.plans, book.groups, book.rules, book.days))
    assert book.questionnaires == ()


def test_a_refused_import_names_every_refused_row() -> None:
    rows = [refuse(3, "code", "Sai.", "Wrong."), refuse(5, "code", "Sai.", "Wrong.")]
    assert [refusal.line for refusal in RowsRefused(rows).refused] == [3, 5]

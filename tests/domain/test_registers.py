"""Which rows of a register can be true."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from feedback.domain.changes import (
    Change,
    Decision,
    SeenRows,
    StoredDossier,
    decide,
    decide_change,
)
from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.domain.imports import RowFaults
from feedback.domain.registers import (
    DossierRecord,
    DossierRow,
    KnownAgency,
    Register,
    check_dates,
)

TODAY = date(2026, 3, 20)
REFORM = date(2025, 7, 1)
NEW = KnownAgency(1, REFORM, None, has_successor=False, has_predecessor=True)
OLD = KnownAgency(2, None, REFORM, has_successor=True, has_predecessor=False)
CLOSED = KnownAgency(3, None, REFORM, has_successor=False, has_predecessor=False)
YOUNG = KnownAgency(4, REFORM, None, has_successor=False, has_predecessor=False)
REGISTER = Register(
    {"H99.1": NEW, "H99.2": OLD, "H99.3": CLOSED, "H99.4": YOUNG}, {"1.001193": 7}
)


def make_record(**changes: Any) -> DossierRecord:
    values: dict[str, Any] = {
        "line": 2,
        "code": "H99.1-260301-0001",
        "raw_code": "h99.1-260301-0001",
        "code_agency": "H99.1",
        "service": "1.001193",
        "received_by": "H99.1",
        "settled_by": "H99.1",
        "channel": Channel.ONLINE,
        "received_on": date(2026, 3, 1),
        **changes,
    }
    return DossierRecord(**values)


def faulty_columns(**changes: Any) -> list[str]:
    """The columns that a record is refused for."""
    try:
        REGISTER.resolve(make_record(**changes))
    except RowFaults as error:
        return [fault.column for fault in error.faults]
    return []


def test_codes_become_numbers_and_the_rest_stays() -> None:
    row = REGISTER.resolve(make_record(settled_by="H99.4", email="a@b.vn"))
    assert (row.service_id, row.received_by_id, row.settled_by_id) == (7, 1, 4)
    assert (row.raw_code, row.email, row.line) == ("h99.1-260301-0001", "a@b.vn", 2)


BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    "changes, columns",
    [
        ({}, []),
        ({"service": "1.999999"}, ["service"]),
        ({"received_by": "H1", "settled_by": "H1"}, ["received_by"]),
        ({"settled_by": "H1"}, ["settled_by"]),
        ({"service": "9.999999", "settled_by": "H1"}, ["service", "settled_by"]),
        # In force on the day of reception, the first day of an agency included …
        ({"received_on": AFTER}, []),
        ({"received_on": BEFORE}, ["received_by"]),
        # … or a known predecessor, whose code registers go on using.
        ({"received_by": "H99.2", "settled_by": "H99.2"}, []),
        ({"received_by": "H99.3", "settled_by": "H99.3"}, ["received_by"]),
        (
            {
                "received_by": "H99.3",
                "settled_by": "H99.3",
                "code_agency": "H99.3",
                "received_on": BEFORE,
            },
            [],
        ),
        # A successor settles what its predecessor received …
        ({"received_by": "H99.2", "code_agency": "H99.2", "received_on": BEFORE}, []),
        (
            {
                "received_by": "H99.2",
                "code_agency": "H99.2",
                "received_on": BEFORE,
                "ended_on": AFTER,
            },
            [],
        ),
        # … but ended nothing before it existed, and needs a predecessor.
        (
            {
                "received_by": "H99.2",
                "code_agency": "H99.2",
                "received_on": BEFORE,
                "ended_on": BEFORE,
            },
            ["settled_by"],
        ),
        (
            {
                "received_by": "H99.2",
                "code_agency": "H99.2",
                "settled_by": "H99.4",
                "received_on": BEFORE,
            },
            ["settled_by"],
        ),
        # The agency inside the code counts where it is known.
        ({"code_agency": "H99.3"}, ["code"]),
        ({"code_agency": "000.00.00.H99"}, []),
    ],
)
def test_agencies_are_in_force_or_known_predecessors(
    changes: dict[str, Any], columns: list[str]
) -> None:
    assert faulty_columns(**changes) == columns


@pytest.mark.parametrize(
    "dates, columns",
    [
        ({}, []),
        ({"due_on": date(2026, 3, 1), "ended_on": date(2026, 3, 1)}, []),
        ({"ended_on": TODAY}, []),
        ({"received_on": date(2026, 3, 21)}, ["received_on"]),
        ({"ended_on": date(2026, 3, 21)}, ["ended_on"]),
        ({"ended_on": date(2026, 2, 28)}, ["ended_on"]),
        ({"due_on": date(2026, 2, 28)}, ["due_on"]),
        ({"received_on": date(1999, 12, 31)}, ["received_on"]),
        ({"due_on": date(9999, 12, 31)}, ["due_on"]),
        ({"ended_on": TODAY, "ending": None}, ["ending"]),
        ({"ending": Ending.REFUSED}, ["ended_on"]),
    ],
)
def test_dates_can_be_true(dates: dict[str, Any], columns: list[str]) -> None:
    values: dict[str, Any] = {
        "received_on": date(2026, 3, 1),
        "due_on": None,
        "ended_on": None,
        "ending": Ending.FINISHED if dates.get("ended_on") else None,
        **dates,
    }
    faults = check_dates(**values, today=TODAY)
    assert [fault.column for fault in faults] == columns
    assert all(fault.vi and fault.en for fault in faults)


def make_row(**changes: Any) -> DossierRow:
    return replace(REGISTER.resolve(make_record()), **changes)


ROW = make_row()
ENDED = make_row(ended_on=date(2026, 3, 9), ending=Ending.FINISHED)


@pytest.mark.parametrize(
    "before, row, change",
    [
        (None, ROW, Change.NEW),
        (ROW, ROW, Change.UNCHANGED),
        (ROW, replace(ROW, raw_code="H99.1-260301-0001 ", line=9), Change.UNCHANGED),
        (ROW, ENDED, Change.UPDATED),
        (ROW, replace(ROW, due_on=TODAY), Change.UPDATED),
        (ROW, replace(ROW, email="a@b.vn"), Change.UPDATED),
        (replace(ROW, email="a@b.vn"), ROW, Change.UNCHANGED),
        (ENDED, ENDED, Change.UNCHANGED),
        (ENDED, replace(ENDED, email="a@b.vn"), Change.UNCHANGED),
    ],
)
def test_what_a_row_changes(
    before: DossierRow | None, row: DossierRow, change: Change
) -> None:
    stored = None if before is None else StoredDossier(1, before)
    assert decide_change(stored, row) is change
    decision = decide(row, stored, SeenRows())
    assert decision == Decision(row, change, stored)
    assert decision.is_ending is (row.ended_on is not None and change != "unchanged")


@pytest.mark.parametrize("row", [ROW, replace(ENDED, ending=Ending.REFUSED)])
def test_what_ended_neither_opens_again_nor_changes(row: DossierRow) -> None:
    decision = decide(row, StoredDossier(1, ENDED), SeenRows())
    assert decision.change is Change.REFUSED
    assert not decision.is_ending
    assert "09/03/2026" in decision.faults[0].vi


def test_an_address_may_come_with_an_earlier_row() -> None:
    stored = StoredDossier(1, replace(ROW, email="a@b.vn"))
    assert Decision(ENDED, Change.UPDATED, stored).email == "a@b.vn"
    assert Decision(ENDED, Change.NEW).email is None
    row = replace(ENDED, email="c@d.vn")
    assert Decision(row, Change.UPDATED, stored).email == "c@d.vn"


def test_a_code_twice_is_the_same_row_or_refused() -> None:
    seen = SeenRows()
    assert seen.check(ROW) is False
    assert seen.check(replace(ROW, line=3, raw_code="x")) is True
    with pytest.raises(RowFaults) as raised:
        seen.check(replace(ENDED, line=4))
    assert "line 2" in raised.value.faults[0].en

"""The agency's list at a size at which a scan would show."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, text

from feedback.domain.channels import Channel
from feedback.domain.states import HIDDEN_FROM_AGENCY, State
from feedback.domain.trays import Due, Tray
from feedback.extensions import db
from feedback.models.comments import Comment
from feedback.queries import trays
from tests.factories import make_agency, make_service
from tests.lives import WORDS

TODAY = date(2026, 3, 27)
ROWS = 22_000
AGENCIES = 20
STATES = sorted(set(State) - HIDDEN_FROM_AGENCY)


def make_rows(agencies: list[int], service: int) -> Iterator[dict[str, Any]]:
    """Comments of many agencies in every state, due on days around today."""
    for number in range(ROWS):
        state = STATES[number // AGENCIES % len(STATES)]
        yield {
            "ref": f"T{number:08}",
            "receipt_hash": number.to_bytes(32, "big"),
            "given_to_id": agencies[number % AGENCIES],
            "agency_id": agencies[number % AGENCIES],
            "service_id": service,
            "channel": Channel.ONLINE,
            "month": date(2026, 3, 1),
            "text": WORDS,
            "public_text": WORDS,
            "state": state,
            "received_on": TODAY - timedelta(days=20),
            "released_on": TODAY - timedelta(days=9),
            "due_on": TODAY + timedelta(days=number % 41 - 20),
        }


@pytest.fixture
def agency_id(app: Flask) -> int:
    """One of twenty agencies with a thousand comments each."""
    agencies = [make_agency().id for _ in range(AGENCIES)]
    db.session.execute(insert(Comment), list(make_rows(agencies, make_service().id)))
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    return agencies[0]


class Plans:
    """How the database goes about the statements that name comments."""

    def __init__(self) -> None:
        self.plans: list[str] = []

    def __enter__(self) -> "Plans":
        event.listen(db.engine, "before_cursor_execute", self._explain)
        return self

    def __exit__(self, *_failure: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._explain)

    def _explain(
        self, connection: Any, cursor: Any, statement: str, values: Any, *_rest: Any
    ) -> None:
        is_read = re.match(r"\s*SELECT", statement) and "comments" in statement
        if not is_read:
            return
        is_sqlite = db.engine.dialect.name == "sqlite"
        with_plan = f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}"
        other = connection.connection.cursor()
        other.execute(with_plan, values)
        self.plans += [str(row[-1]) for row in other.fetchall()]
        other.close()


@pytest.mark.parametrize("tray", [Tray.TO_ANSWER, Tray.DONE])
def test_no_page_of_a_tray_reads_the_whole_table(agency_id: int, tray: Tray) -> None:
    wanted = (
        trays.TrayFilter(),
        trays.TrayFilter(due=Due.LATE, assignee="nobody", kind="case"),
        trays.TrayFilter(q="dat dai", is_disputed=True),
    )
    with Plans() as seen:
        trays.count_agency_trays(agency_id, TODAY)
        trays.list_services_in(agency_id, tray)
        for each in wanted:
            trays.list_tray_rows(agency_id, tray, each, TODAY, 1)
    assert any("ix_comments_agency_id_state_due_on" in plan for plan in seen.plans)
    scans = [
        plan
        for plan in seen.plans
        if re.search(r"SCAN comments|Seq Scan on comments", plan)
    ]
    assert not scans, scans


def test_counts_and_pages_agree_and_are_bounded(
    agency_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, late = trays.count_agency_trays(agency_id, TODAY)
    page = trays.list_tray_rows(agency_id, Tray.TO_ANSWER, trays.TrayFilter(), TODAY, 1)
    assert page.total == counts[Tray.TO_ANSWER] == 300
    overdue = trays.TrayFilter(due=Due.LATE)
    assert (
        late == trays.list_tray_rows(agency_id, Tray.TO_ANSWER, overdue, TODAY, 1).total
    )
    monkeypatch.setattr(trays, "MOST", 60)
    page = trays.list_tray_rows(agency_id, Tray.TO_ANSWER, trays.TrayFilter(), TODAY, 2)
    assert (page.total, len(page.rows)) == (60, 10)


def test_what_is_done_comes_latest_first(agency_id: int) -> None:
    page = trays.list_tray_rows(agency_id, Tray.DONE, trays.TrayFilter(), TODAY, 1)
    days = [row.due_on for row in page.rows if row.due_on]
    assert len(days) == trays.PAGE_SIZE and days == sorted(days, reverse=True)

"""flask import dossiers: what enters, who is asked, and what is refused."""

from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from feedback.commands.imports import group
from feedback.extensions import db
from feedback.models.dossiers import Contact, Dossier
from feedback.models.invitations import Invitation, OutboxMessage
from tests.commands.conftest import Load
from tests.commands.runs import run
from tests.tables import write_workbook

DOSSIERS = (
    "code,service,received_by,channel,due_on,ended_on,ending,email",
    "H99.01-260301-0001,1.001193,,trực tuyến,2026-03-09,,,an@example.vn",
    "h99.01 – 260301-0002,1.001193,00004,một cửa,,05/03/2026,Đã trả kết quả,b@c.vn",
    "000.00.01.H99-260302-0003,1.000656,H99.01,post,,2026-03-06,Từ chối,",
)


def count(table: type) -> int:
    """Rows of a table."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_dossiers_enter_and_those_that_ended_are_invited(
    load: Load, catalogue: None
) -> None:
    done = load("dossiers", DOSSIERS, "--system", "mot-cua")
    assert (done.code, done.err) == (0, "")
    assert "3 new" in done.out and "Invitations: 2" in done.out
    rows = db.session.scalars(select(Dossier).order_by(Dossier.code)).all()
    assert [row.code for row in rows] == [
        "000.00.01.H99-260302-0003",
        "H99.01-260301-0001",
        "H99.01-260301-0002",
    ]
    assert rows[2].raw_code == "h99.01 – 260301-0002"
    assert {row.system for row in rows} == {"mot-cua"}
    assert [str(row.channel) for row in rows] == ["post", "online", "counter"]
    assert rows[1].received_on == date(2026, 3, 1)
    assert db.session.scalars(select(Contact.email)).all() == ["an@example.vn"]
    assert count(Invitation) == count(OutboxMessage) == 2
    done = load("dossiers", DOSSIERS, "--system", "mot-cua")
    assert "0 new, 0 updated, 3 unchanged" in done.out
    assert count(OutboxMessage) == 2


def test_the_same_table_as_a_workbook_reads_the_same(
    app: Flask, load: Load, catalogue: None, tmp_path: Path
) -> None:
    path = write_workbook(tmp_path, [line.split(",") for line in DOSSIERS])
    assert "3 new" in run(app, group, "dossiers", path).out
    assert "3 unchanged" in load("dossiers", DOSSIERS).out


BAD_DOSSIERS = (
    *DOSSIERS,
    "H99.01-260230-0004,1.001193,,online,,,,",
    "H99.77-260301-0005,1.777777,,online,,,,",
    "H99.01-260301-0006,1.001193,,fax,,2026-02-01,xong,khong-phai-thu",
    "H99.01-260301-0001,1.001193,,post,,,,",
    "H99.01-250630-0007,1.001193,,online,,,,",
    "H99.01-260301-0008,1.001193,,online,2026-02-01,2026-03-25,finished,",
    '"H99.01-260301-0009,1.001193,,online,,,,',
)


def test_bad_dossiers_are_all_told_and_nothing_is_written(
    load: Load, catalogue: None
) -> None:
    done = load("dossiers", BAD_DOSSIERS)
    assert done.code == 1
    assert count(Dossier) == count(Invitation) == count(Contact) == 0
    for words in (
        "line 5 [code]",
        "line 6 [service]",
        "line 6 [received_by]",
        "line 7 [channel]",
        "line 7 [ending]",
        "line 7 [email]",
        "line 8 [code]",
        "line 9 [received_by]",
        "line 10 [ended_on]",
        "line 10 [due_on]",
        "line 11 ",
    ):
        assert words in done.err, words
    assert "khong-phai-thu" not in done.err
    assert "7 dòng bị từ chối" in done.err


def test_partial_dossiers_go_in_without_the_bad_ones(
    load: Load, catalogue: None
) -> None:
    done = load("dossiers", BAD_DOSSIERS, "--partial")
    assert done.code == 1
    assert "3 new, 0 updated, 0 unchanged, 7 refused" in done.out
    assert count(Dossier) == 3


def test_history_is_not_asked(load: Load, catalogue: None) -> None:
    done = load("dossiers", DOSSIERS, "--invite-from", "2026-03-06")
    assert "Invitations: 1" in done.out
    assert load("dossiers", DOSSIERS, "--invite-from", "hôm nay").code == 2
    assert load("dossiers", DOSSIERS, "--system", "một cửa").code == 2

"""Delivery, by console and to a real mail server on loopback."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain import clock
from feedback.extensions import db
from feedback.jobs.outbox import deliver_outbox
from feedback.models.invitations import Invitation, OutboxMessage
from tests.dossiers import invite, make_invitee
from tests.letters import find_link, find_token
from tests.posts import Post, use_mail
from tests.servers import free_port

ISSUED = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)
LEAVING = datetime(2026, 3, 23, 13, 30, tzinfo=UTC)
ON = date(2026, 3, 23)


def issue(*emails: str | None) -> None:
    """One letter to each."""
    with clock.frozen(ISSUED):
        invite(*[make_invitee(email) for email in emails])


def deliver(at: datetime = LEAVING) -> str:
    """Run the job at a moment."""
    with clock.frozen(at):
        return deliver_outbox(ON)


def find_states() -> list[str]:
    """The states of all invitations, by dossier."""
    rows = select(Invitation.state).order_by(Invitation.dossier_id)
    return list(db.session.scalars(rows))


def test_a_letter_arrives_with_text_html_and_a_qr_picture(
    app: Flask, post: Post
) -> None:
    issue("an@example.vn")
    body = db.session.scalars(select(OutboxMessage.body)).one()
    assert deliver() == "1 sent, 0 put off, 0 refused, 0 expired"
    (letter,) = post.taken
    assert letter["To"] == "an@example.vn"
    assert letter["Message-ID"].endswith("@songhien.example.vn>")
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain and html
    assert plain.get_content().splitlines() == body.splitlines()
    assert f'<a href="{find_link(body)}">' in html.get_content()
    (picture,) = [p for p in letter.walk() if p.get_content_type() == "image/png"]
    assert picture["Content-ID"] == "<qr@gopy>"
    assert 'src="cid:qr@gopy"' in html.get_content()
    assert picture.get_content().startswith(b"\x89PNG")
    assert find_states() == ["delivered"]
    assert db.session.scalars(select(OutboxMessage)).all() == []


def test_neither_dossier_nor_agency_is_in_the_headers(app: Flask, post: Post) -> None:
    issue("an@example.vn")
    token = find_token(db.session.scalars(select(OutboxMessage.body)).one())
    deliver()
    headers = "\n".join(f"{name}: {value}" for name, value in post.taken[0].items())
    assert token not in headers
    assert "Thử Nghiệm" not in headers


def test_a_refused_address_fails_and_the_others_arrive(app: Flask, post: Post) -> None:
    issue("khong-co@example.vn", "an@example.vn")
    post.answers["khong-co@example.vn"] = "550 no such user"
    assert deliver() == "1 sent, 0 put off, 1 refused, 0 expired"
    assert find_states() == ["failed", "delivered"]


def test_a_full_mailbox_is_tried_again_with_the_same_message_id(
    app: Flask, post: Post
) -> None:
    issue("day@example.vn")
    post.answers["day@example.vn"] = "452 mailbox full"
    assert deliver() == "0 sent, 1 put off, 0 refused, 0 expired"
    assert find_states() == ["queued"]
    post.answers.clear()
    assert deliver(LEAVING + timedelta(minutes=5)).startswith("1 sent")
    assert len(post.taken) == 1


def test_what_is_no_address_at_all_is_refused(app: Flask, post: Post) -> None:
    issue("an@example.vn\nBcc: all@example.vn", None)
    assert deliver() == "0 sent, 0 put off, 2 refused, 0 expired"
    assert post.taken == []


def test_while_the_server_is_down_every_letter_waits(app: Flask) -> None:
    issue(*[f"nguoi{n}@example.vn" for n in range(25)])
    with use_mail(app, free_port()):
        assert deliver() == "0 sent, 20 put off, 0 refused, 0 expired"
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 25
    assert set(find_states()) == {"queued"}


def test_many_letters_leave_in_one_run(app: Flask, post: Post) -> None:
    issue(*[f"nguoi{n}@example.vn" for n in range(45)])
    assert deliver() == "45 sent, 0 put off, 0 refused, 0 expired"
    assert len({letter["Message-ID"] for letter in post.taken}) == 45


def test_an_expired_letter_is_destroyed_unsent(app: Flask, post: Post) -> None:
    issue("an@example.vn")
    late = LEAVING + timedelta(days=4)
    assert deliver(late) == "0 sent, 0 put off, 0 refused, 1 expired"
    assert post.taken == []
    assert find_states() == ["failed"]


def test_the_console_prints_a_slip_with_a_qr_and_no_recipient(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    issue("an@example.vn", None)
    links = [find_link(b) for b in db.session.scalars(select(OutboxMessage.body))]
    assert deliver().startswith("2 sent")
    printed = capsys.readouterr().out
    assert all(link in printed for link in links)
    assert "▄" in printed and "█" in printed
    assert "an@example.vn" not in printed
    assert find_states() == ["delivered", "delivered"]

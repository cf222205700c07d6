"""The daily invitation of those whose dossier is overdue."""

from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import func, select

from feedback.domain import clock
from feedback.extensions import db
from feedback.jobs.overdue import invite_overdue
from feedback.models.invitations import Invitation
from tests.dossiers import make_dossier

ON = date(2026, 3, 20)


def test_all_overdue_dossiers_are_invited_once(app: Flask) -> None:
    for _ in range(3):
        make_dossier(due_on=date(2026, 2, 1))
    with clock.frozen(datetime(2026, 3, 20, tzinfo=UTC)):
        assert invite_overdue(ON) == "3 invitations"
        assert invite_overdue(ON) == "0 invitations"
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == 3

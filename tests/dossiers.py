"""Dossiers for tests of what follows from them."""

from datetime import date
from itertools import count
from typing import Any

from feedback.domain.channels import Channel
from feedback.extensions import db
from feedback.models.dossiers import Contact, Dossier
from feedback.operations.invitations import Invitee, issue_invitations
from feedback.operations.transaction import transaction
from tests.factories import make_agency, make_service

ADDRESS = "https://gopy.example.vn"
_numbers = count(1)


def make_dossier(email: str | None = None, **changes: Any) -> Dossier:
    """A dossier received on 1 March 2026 and not yet ended, perhaps with a contact."""
    values: dict[str, Any] = {
        "system": "thu",
        "code": f"H99.1-260301-{next(_numbers):05}",
        "channel": Channel.ONLINE,
        "received_on": date(2026, 3, 1),
        **changes,
    }
    values.setdefault("raw_code", values["code"])
    if "settled_by_id" not in values:
        values["settled_by_id"] = make_agency().id
    values.setdefault("received_by_id", values["settled_by_id"])
    if "service_id" not in values:
        values["service_id"] = make_service().id
    dossier = Dossier(**values)
    db.session.add(dossier)
    db.session.flush()
    if email:
        db.session.add(Contact(dossier_id=dossier.id, email=email))
    db.session.commit()
    return dossier


def make_invitee(email: str | None = "an@example.vn", **changes: Any) -> Invitee:
    """The citizen of a dossier that ended in March 2026."""
    dossier = make_dossier(email)
    values: dict[str, Any] = {
        "dossier_id": dossier.id,
        "agency_id": dossier.settled_by_id,
        "service_id": dossier.service_id,
        "channel": dossier.channel,
        "month": date(2026, 3, 1),
        "email": email,
        "is_overdue": False,
        **changes,
    }
    return Invitee(**values)


@transaction
def invite(*invitees: Invitee) -> int:
    """Issue in a transaction of its own, as an import does."""
    return issue_invitations(db.session(), invitees, ADDRESS)

"""A fresh invitation to try the citizen's minute with."""

import secrets
from datetime import timedelta

from feedback.config import Settings
from feedback.demo.loading import DemoRefused, is_loaded
from feedback.demo.months import SYSTEM, at
from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.domain.invitations import SPREAD_DAYS
from feedback.domain.registers import DossierRow
from feedback.operations.ballots import activate_ballots
from feedback.operations.dossiers import record_dossiers
from feedback.operations.outbox import claim_messages, settle_messages
from feedback.queries.agencies import get_agency
from feedback.queries.services import list_services

_AGENCY = "H99.101"


def write_letter(settings: Settings, agency_code: str | None = None) -> str:
    """End a made-up dossier today, open its ballot, and hand over the letter."""
    if not settings.is_demo or not is_loaded():
        raise DemoRefused()
    agency = get_agency(agency_code or _AGENCY)
    today = clock.today()
    code = f"{agency.code}-{today:%y%m%d}-{secrets.randbelow(900000) + 100000}"
    row = DossierRow(
        code=code,
        raw_code=code,
        service_id=list_services()[0].id,
        received_by_id=agency.id,
        settled_by_id=agency.id,
        channel=Channel.ONLINE,
        received_on=today,
        due_on=today,
        ended_on=today,
        ending=Ending.FINISHED,
    )
    record_dossiers([row], system=SYSTEM, address=settings.address)
    activate_ballots()
    # A real letter leaves in the days after; this one is wanted now. Others that are
    # claimed on the way stay in the outbox and leave later.
    with at(today + timedelta(SPREAD_DAYS)):
        while letters := claim_messages(limit=100):
            wanted = [m for m in letters if agency.name in m.body]
            if wanted:
                settle_messages([wanted[-1].id], [])
                return wanted[-1].body
    raise DemoRefused()

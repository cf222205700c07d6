"""The way from the dossiers of a month to those whose citizens could answer."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.models.dossiers import Dossier
from feedback.models.invitations import Invitation


@dataclass(frozen=True)
class ChainRow:
    """Dossiers of one cell: all that were to be asked, invited, reached."""

    agency_id: int
    service_id: int
    channel: Channel
    ended: int
    invited: int
    delivered: int


def list_chain(month: Month) -> list[ChainRow]:
    """Each dossier once: in the month of its invitation, else in that of its end.

    So one asked while 30 days overdue counts in that month, and not again in the
    month in which it ends at last.
    """
    cell = (Dossier.settled_by_id, Dossier.service_id, Dossier.channel)
    delivered = func.sum(case((Invitation.state == "delivered", 1), else_=0))
    asked = db.session.execute(
        select(*cell, func.count(), delivered)
        .join(Invitation, Invitation.dossier_id == Dossier.id)
        .where(Invitation.month == month.first_day)
        .group_by(*cell)
    )
    rows = [ChainRow(a, s, c, n, n, int(reached)) for a, s, c, n, reached in asked]
    not_asked = db.session.execute(
        select(*cell, func.count())
        .outerjoin(Invitation, Invitation.dossier_id == Dossier.id)
        .where(
            Dossier.ended_on.between(month.first_day, month.last_day),
            Invitation.dossier_id.is_(None),
        )
        .group_by(*cell)
    )
    return rows + [ChainRow(a, s, c, n, 0, 0) for a, s, c, n in not_asked]


@dataclass(frozen=True)
class EndingRow:
    """Dossiers of an agency and a service that ended in one way."""

    agency_id: int
    service_id: int
    ending: Ending
    ended: int
    invited: int


def list_endings(month: Month) -> list[EndingRow]:
    """Dossiers by how they ended, in the months of `list_chain`.

    Those asked while overdue are left out as long as they have no ending.
    """
    cell = (Dossier.settled_by_id, Dossier.service_id, Dossier.ending)
    asked = db.session.execute(
        select(*cell, func.count())
        .join(Invitation, Invitation.dossier_id == Dossier.id)
        .where(Invitation.month == month.first_day, Dossier.ending.is_not(None))
        .group_by(*cell)
    )
    rows = [EndingRow(a, s, Ending(e), n, n) for a, s, e, n in asked]
    not_asked = db.session.execute(
        select(*cell, func.count())
        .outerjoin(Invitation, Invitation.dossier_id == Dossier.id)
        .where(
            Dossier.ended_on.between(month.first_day, month.last_day),
            Dossier.ending.is_not(None),
            Invitation.dossier_id.is_(None),
        )
        .group_by(*cell)
    )
    return rows + [EndingRow(a, s, Ending(e), n, 0) for a, s, e, n in not_asked]

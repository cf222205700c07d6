"""The way from the dossiers of a month to those whose citizens could answer."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import func, select

from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.models.dossiers import Dossier
from feedback.models.invitations import Invitation
from feedback.queries.measures import Column, number_channel, read_numbers


@dataclass(frozen=True)
class ChainRows:
    """Dossiers in columns, in any order; a cell may have several rows."""

    agency: Column
    service: Column
    channel: Column
    #: Shape (rows, 3): all that were to be asked, invited, reached.
    counts: Column

    def __len__(self) -> int:
        return len(self.counts)


def read_chain(month: Month) -> ChainRows:
    """Each dossier once: in the month of its invitation, else in that of its end.

    So one asked while 30 days overdue counts in that month, and not again in the
    month in which it ends at last. Read as `measures.read_measures` does.
    """
    cell = f"settled_by_id, service_id, {number_channel()}"

    asked = read_numbers(
        f"SELECT {cell}, 1, 1, CASE state WHEN 'delivered' THEN 1 ELSE 0 END "
        "FROM invitations JOIN dossiers ON dossier_id = dossiers.id "
        f"WHERE month = '{month.first_day}'",
        6,
    )
    not_asked = read_numbers(
        f"SELECT {cell}, 1, 0, 0 FROM dossiers "
        "LEFT JOIN invitations ON dossier_id = dossiers.id WHERE dossier_id IS NULL "
        f"AND ended_on BETWEEN '{month.first_day}' AND '{month.last_day}'",
        6,
    )
    table = np.concatenate([asked, not_asked])
    return ChainRows(table[:, 0], table[:, 1], table[:, 2], table[:, 3:])


@dataclass(frozen=True)
class EndingRow:
    """Dossiers of an agency or a service that ended in one way."""

    unit_id: int
    ending: Ending
    ended: int
    invited: int


def list_endings(month: Month, unit: str) -> list[EndingRow]:
    """Dossiers by how they ended, in the months of `read_chain`.

    `unit` is "agency" or "service". Those asked while overdue are left out as long as
    they have no ending.
    """
    column = Dossier.settled_by_id if unit == "agency" else Dossier.service_id
    cell = (column, Dossier.ending)
    asked = db.session.execute(
        select(*cell, func.count())
        .join(Invitation, Invitation.dossier_id == Dossier.id)
        .where(Invitation.month == month.first_day, Dossier.ending.is_not(None))
        .group_by(*cell)
    )
    rows = [EndingRow(u, Ending(e), n, n) for u, e, n in asked]
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
    return rows + [EndingRow(u, Ending(e), n, 0) for u, e, n in not_asked]

"""Dossiers by how they ended, in the months in which people were asked of them."""

from datetime import date
from typing import Any

import pytest

from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.models.invitations import Invitation
from feedback.queries.coverage import list_endings, read_chain
from tests.dossiers import make_dossier
from tests.factories import make_agency, make_service

pytestmark = pytest.mark.usefixtures("app")


def test_each_ended_dossier_is_counted_once_and_those_invited_apart() -> None:
    agency, service = make_agency(), make_service()
    march = date(2026, 3, 1)

    def dossier(ending: Ending | None, invited: date | None, **changes: Any) -> None:
        ended = {} if ending is None else {"ended_on": date(2026, 3, 31)}
        made = make_dossier(
            settled_by_id=agency.id,
            service_id=service.id,
            ending=ending,
            **{**ended, **changes},
        )
        if invited is not None:
            db.session.add(
                Invitation(
                    dossier_id=made.id,
                    is_overdue=ending is None,
                    month=invited,
                    delivery="email",
                    state="delivered",
                )
            )
            db.session.commit()

    dossier(Ending.FINISHED, march)
    dossier(Ending.FINISHED, march)
    dossier(Ending.REFUSED, None)
    dossier(Ending.REFUSED, march)
    # Overdue without an end; and one asked in February that ended in March.
    dossier(None, march)
    dossier(Ending.FINISHED, date(2026, 2, 1))
    for unit, number in (("agency", agency.id), ("service", service.id)):
        counts: dict[Ending, tuple[int, int]] = {}
        for row in list_endings(Month(2026, 3), unit):
            assert row.unit_id == number
            ended, invited = counts.get(row.ending, (0, 0))
            counts[row.ending] = (ended + row.ended, invited + row.invited)
        assert counts == {Ending.FINISHED: (2, 2), Ending.REFUSED: (2, 1)}
    chain = read_chain(Month(2026, 3))
    # The overdue one has no ending.
    assert chain.counts.sum(axis=0).tolist() == [5, 4, 4]
    (before,) = list_endings(Month(2026, 2), "agency")
    assert (before.ending, before.ended, before.invited) == (Ending.FINISHED, 1, 1)

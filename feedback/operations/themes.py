"""Themes are stored by month; a month found anew takes the place of what was there."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from feedback.domain.months import Month
from feedback.domain.themes import MonthThemes
from feedback.domain.tones import ToneWorth
from feedback.extensions import db
from feedback.models.themes import Theme
from feedback.models.themes import ToneWorth as StoredWorth
from feedback.operations.stamps import bump_public_stamp
from feedback.operations.transaction import transaction

Rows = list[dict[str, Any]]


@transaction
def store_themes(month: Month, found: MonthThemes) -> bool:
    """Store the themes of a month and what its guesses of tone were worth.

    The same again writes nothing.
    """
    session = db.session()
    on = month.first_day
    themes, worths = _list_themes(on, found), _list_worths(on, found.worth)
    stored = (_read_rows(session, Theme, on), _read_rows(session, StoredWorth, on))
    if stored == (themes, worths):
        return False
    for table, rows in ((Theme, themes), (StoredWorth, worths)):
        session.execute(delete(table).where(table.month == on))
        session.add_all(table(**row) for row in rows)
    bump_public_stamp(session)
    return True


def _read_rows(
    session: Session, table: type[Theme] | type[StoredWorth], on: date
) -> Rows:
    columns = table.__table__.columns
    query = (
        select(*columns)
        .where(columns.month == on)
        .order_by(*table.__table__.primary_key)
    )
    return [dict(row) for row in session.execute(query).mappings()]


def _list_themes(on: date, found: MonthThemes) -> Rows:
    return [
        {
            "month": on,
            "number": theme.number,
            "words": list(theme.words),
            "weights": list(theme.weights),
            "members": theme.members,
            "n_comments": theme.n_comments,
            "examples": list(theme.examples),
            "tones": theme.tones,
        }
        for theme in sorted(found.themes, key=lambda each: each.number)
    ]


def _list_worths(on: date, worth: ToneWorth | None) -> Rows:
    if worth is None:
        return []
    lower, upper = worth.accuracy or (None, None)
    return [
        {
            "month": on,
            "n": worth.n,
            "n_praise": worth.n_praise,
            "n_given": worth.n_given,
            "n_right": worth.n_right,
            "accuracy_lower": lower,
            "accuracy_upper": upper,
            "coverage_lower": worth.coverage[0],
            "coverage_upper": worth.coverage[1],
            "threshold": worth.threshold,
        }
    ]

"""Themes are stored by month; a month found anew takes the place of what was there."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from feedback.domain.months import Month
from feedback.domain.themes import FoundTheme
from feedback.extensions import db
from feedback.models.themes import Theme
from feedback.operations.stamps import bump_public_stamp
from feedback.operations.transaction import transaction


@transaction
def store_themes(month: Month, found: Sequence[FoundTheme]) -> bool:
    """Store the themes of a month; the same again writes nothing."""
    session = db.session()
    on = month.first_day
    rows = [
        {
            "month": on,
            "number": theme.number,
            "words": list(theme.words),
            "weights": list(theme.weights),
            "members": theme.members,
            "n_comments": theme.n_comments,
            "examples": list(theme.examples),
        }
        for theme in sorted(found, key=lambda each: each.number)
    ]
    stored = session.scalars(
        select(Theme).where(Theme.month == on).order_by(Theme.number)
    ).all()
    columns = Theme.__table__.columns.keys()
    if [{name: getattr(row, name) for name in columns} for row in stored] == rows:
        return False
    session.execute(delete(Theme).where(Theme.month == on))
    session.add_all(Theme(**row) for row in rows)
    bump_public_stamp(session)
    return True

"""The numbers that grow whenever the public sees something new.

Functions in this package whose first argument is a session join the caller's
transaction; all others are transactions of their own.
"""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback.models.publications import PublicStamp


def bump_public_stamp(session: Session) -> None:
    """Make every cached public page stale, and every part of one."""
    _bump(session, PublicStamp.EVERYTHING, PublicStamp.FIGURES)


def bump_comment_stamp(session: Session) -> None:
    """Make every cached public page stale, but not the figures in it.

    Comments move all day long; figures, balances and catalogue do not with them.
    """
    _bump(session, PublicStamp.EVERYTHING)


def _bump(session: Session, *ids: int) -> None:
    changed = session.execute(
        update(PublicStamp)
        .where(PublicStamp.id.in_(ids))
        .values(number=PublicStamp.number + 1)
    )
    if changed.rowcount < len(ids):  # type: ignore[attr-defined]
        known = set(session.scalars(select(PublicStamp.id)))
        session.add_all(
            PublicStamp(id=id_, number=1) for id_ in ids if id_ not in known
        )
        session.flush()

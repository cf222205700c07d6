"""The numbers that grow whenever the public sees something new.

Functions in this package whose first argument is a session join the caller's
transaction; all others are transactions of their own.
"""

from sqlalchemy import bindparam, select, update
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


#: Made once and sent without the ORM: every step of every comment asks for it.
_MORE = (
    update(PublicStamp.__table__)
    .where(PublicStamp.__table__.c.id.in_(bindparam("ids", expanding=True)))
    .values(number=PublicStamp.__table__.c.number + 1)
)


def _bump(session: Session, *ids: int) -> None:
    changed = session.connection().execute(_MORE, {"ids": ids})
    if changed.rowcount < len(ids):
        known = set(session.scalars(select(PublicStamp.id)))
        session.add_all(
            PublicStamp(id=id_, number=1) for id_ in ids if id_ not in known
        )
        session.flush()

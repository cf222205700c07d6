"""The number by which caches know that something public changed."""

from sqlalchemy import select

from feedback.extensions import connect_for_one_read, db
from feedback.models.publications import PublicStamp


def get_stamps() -> tuple[int, int]:
    """The numbers that grow with every public change, and with all but comments'."""
    with connect_for_one_read() as connection:
        numbers = {row.id: row.number for row in connection.execute(_STAMPS)}
    return numbers.get(PublicStamp.EVERYTHING, 0), numbers.get(PublicStamp.FIGURES, 0)


_STAMPS = select(PublicStamp.id, PublicStamp.number)


def hold_snapshot() -> None:
    """See one moment's data in all reads that follow, for a file made in steps.

    SQLite does so by itself. PostgreSQL has to be asked, before the first read.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.rollback()
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})

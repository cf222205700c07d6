"""Erasing what an engine keeps of rows that were destroyed.

The engines free a deleted row's space, they do not at once forget its bytes. SQLite
overwrites it (secure_delete) but the write-ahead log still has the earlier page;
PostgreSQL keeps the old row version until the table is rewritten.
"""

from feedback.extensions import db
from feedback.models.ballots import BufferedBallot
from feedback.models.comments import CaseContact
from feedback.models.dossiers import Contact
from feedback.models.invitations import OutboxMessage

#: Small tables whose rows live for hours, or are emptied when their author asks for it,
#: and must leave nothing behind.
_SHORT_LIVED = (OutboxMessage, BufferedBallot, Contact, CaseContact)


def erase_residues() -> bool:
    """Rewrite the short-lived tables; False when others were busy, try again later."""
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        return _empty_wal()
    options = {"isolation_level": "AUTOCOMMIT"}
    with db.engine.connect().execution_options(**options) as connection:
        for model in _SHORT_LIVED:
            connection.exec_driver_sql(f"VACUUM (FULL) {model.__tablename__}")
    return True


def _empty_wal() -> bool:
    pooled = db.engine.raw_connection()
    cursor = pooled.cursor()
    # A checkpoint holds writers up while it waits for readers, so it waits little.
    cursor.execute("PRAGMA busy_timeout=500")
    try:
        busy, *_pages = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        cursor.execute("PRAGMA busy_timeout=30000")
        cursor.close()
        pooled.close()
    return bool(busy == 0)

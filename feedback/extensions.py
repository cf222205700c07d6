"""Flask extensions, and how a database connection is opened and begun."""

from time import monotonic
from typing import Any, Final

import pysqlite3
from flask import Flask, current_app
from flask_babel import Babel
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase

#: The oldest SQLite without the WAL-reset fault (sqlite.org/wal.html#walresetbug).
SQLITE_OLDEST_SAFE = (3, 51, 3)

#: Connections that ask for this take SQLite's write lock as they begin.
WRITES = "writes"
#: The bind whose connections begin nothing: each statement stands alone.
_READS: Final = "reads"
#: A PostgreSQL connection that lay unused for so many seconds is tried before it is
#: used: the server may have been started again. Trying each time costs a question of
#: a citizen a tenth of its time.
_IDLE_SECONDS: Final = 1.0
_USED_AT: Final = "used at"

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table's root; constraint names are the same on both databases."""

    metadata = MetaData(naming_convention=NAMES)


class UnsafeDatabase(RuntimeError):
    """The database cannot keep what it acknowledges; the text says why."""


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"expire_on_commit": False},
)
migrate = Migrate()
csrf = CSRFProtect()
babel = Babel()


def engine_options(url: str) -> dict[str, Any]:
    """How SQLAlchemy opens the database behind this address."""
    if url.startswith("sqlite"):
        if pysqlite3.sqlite_version_info < SQLITE_OLDEST_SAFE:
            raise UnsafeDatabase(
                f"SQLite {pysqlite3.sqlite_version} may lose committed rows in WAL "
                "mode; 3.51.3 or newer is needed (pip install -U pysqlite3)"
            )
        return {"module": pysqlite3, "connect_args": {"timeout": 30}}
    return {"pool_size": 4, "max_overflow": 8}


def read_bind(url: str) -> dict[str, dict[str, Any]]:
    """The second way into the same database, for reads of one statement."""
    options = {
        "url": url,
        "isolation_level": "AUTOCOMMIT",
        "skip_autocommit_rollback": True,
        "pool_reset_on_return": None,
        **engine_options(url),
    }
    return {_READS: options}


def watch_engine(engine: Engine) -> None:
    """Set SQLite's safety switches; try a PostgreSQL connection after a rest."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        return

    def try_idle(connection: Any, record: Any, _proxy: Any) -> None:
        idle = monotonic() - record.info.get(_USED_AT, float("-inf"))
        if idle > _IDLE_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError() from error  # the pool opens another one

    def note_use(_connection: Any, record: Any) -> None:
        record.info[_USED_AT] = monotonic()

    event.listen(engine, "checkout", try_idle)
    event.listen(engine, "checkin", note_use)


def _open_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # A destroyed letter or contact is overwritten, not only forgotten.
        "secure_delete=ON",
        "mmap_size=0",
        "busy_timeout=30000",
        "cache_size=-8000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    cursor.close()
    if mode not in ("wal", "memory"):
        raise UnsafeDatabase(f"SQLite journal mode is {mode}, WAL could not be set")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def connect_for_one_read() -> Connection:
    """A connection for a read in one statement, without a session or a transaction.

    Those cost more than the read itself: the busiest pages ask like this.
    """
    return db.engines[_READS].connect()


def close_database() -> None:
    """Close every pooled connection; the next use opens new ones."""
    for engine in db.engines.values():
        engine.dispose()


def init_database(app: Flask) -> None:
    """Bind the database to the app and watch its connections."""
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            watch_engine(engine)
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "begin", _begin_sqlite)


def find_address() -> str:
    """Where links in letters lead, as the settings of the running application say."""
    address: str = current_app.config["SETTINGS"].address
    return address

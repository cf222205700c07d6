"""Runs the migrations on the application's own engine."""

from typing import Any

from alembic import context
from flask import current_app

from feedback import models
from feedback.extensions import WRITES, db
from feedback.models.types import UtcDateTime

assert models  # the tables register themselves

#: Tables a migration makes by hand: full-text indexes and their shadows.
_BY_HAND = ("published_search",)


def include_object(
    thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any
) -> bool:
    """Leave alone what the models do not know."""
    return not (name and name.startswith(_BY_HAND))


def render_item(kind: str, thing: Any, autogen: Any) -> str | bool:
    """Write our own column types as what the database sees."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations() -> None:
    """Apply them in one transaction, with foreign keys checked at its end."""
    engine = db.engine
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:  # has no effect once a transaction runs
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        connection = connection.execution_options(**{WRITES: True})
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=include_object,
            render_item=render_item,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise RuntimeError(f"migration breaks foreign keys: {broken[:5]}")
        if is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


run_migrations()

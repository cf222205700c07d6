"""Models equal migrations; each migration goes up and down with data in it."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from flask import Flask

from feedback.app import create_app
from feedback.config import ROOT
from feedback.extensions import close_database, db
from tests.conftest import make_settings
from tests.sample_rows import insert_rows, read_rows, reflect

_numbers = count(1)


def list_steps() -> list[Script]:
    """The migrations, oldest first."""
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    return list(scripts.walk_revisions())[::-1]


def config_of(app: Flask) -> Config:
    """Alembic's view of the app."""
    config: Config = app.extensions["migrate"].migrate.get_config()
    return config


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The app on a database without any table."""
    url = ""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        url = server.create_database(f"migrations_{next(_numbers)}")
    app = create_app(make_settings(tmp_path, url))
    with app.app_context():
        yield app
        db.session.remove()
        close_database()


def test_migrations_are_numbered_in_one_line() -> None:
    steps = list_steps()
    numbers = [step.revision for step in steps]
    assert numbers == [f"{n:04}" for n in range(1, len(steps) + 1)]
    for step, before in zip(steps, [None, *numbers]):
        assert step.down_revision == before
        assert Path(step.path).name.startswith(f"{step.revision}_")


def test_models_equal_the_migrated_tables(empty_app: Flask) -> None:
    config = config_of(empty_app)
    command.upgrade(config, "head")
    command.check(config)


def test_models_equal_the_migrated_constraints(empty_app: Flask) -> None:
    """Alembic does not compare checks, so this does: by name, table and text."""
    command.upgrade(config_of(empty_app), "head")
    migrated = list_constraints()
    command.downgrade(config_of(empty_app), "base")
    db.create_all()
    assert migrated == list_constraints()


def list_constraints() -> dict[str, Any]:
    inspector = sa.inspect(db.engine)
    return {
        table: {
            "checks": {
                c["name"]: " ".join(c["sqltext"].split())
                for c in inspector.get_check_constraints(table)
            },
            "unique": {
                c["name"]: sorted(c["column_names"])
                for c in inspector.get_unique_constraints(table)
            },
            "foreign keys": {
                c["name"]: (c["constrained_columns"], c["referred_table"], c["options"])
                for c in inspector.get_foreign_keys(table)
            },
        }
        for table in reflect(db.engine).tables
    }


@pytest.mark.parametrize("step", list_steps(), ids=lambda step: step.revision)
def test_a_migration_keeps_the_data_on_its_way_up_and_down(
    empty_app: Flask, step: Script
) -> None:
    config = config_of(empty_app)
    before = str(step.down_revision or "base")
    if before != "base":
        command.upgrade(config, before)
        insert_rows(db.engine)
    old = read_rows(db.engine)

    command.upgrade(config, step.revision)
    assert lost(old, read_rows(db.engine)) == []
    if before == "base":
        insert_rows(db.engine)  # a way down is only tried with data in it
    command.downgrade(config, before)
    assert read_rows(db.engine) == old
    command.upgrade(config, step.revision)
    assert lost(old, read_rows(db.engine)) == []


def test_the_way_down_from_periods_keeps_the_months_alone(empty_app: Flask) -> None:
    """A schema of months cannot say what a quarter is, nor hold two Marches."""
    config = config_of(empty_app)
    command.upgrade(config, "0005")
    insert_rows(db.engine)
    with db.engine.begin() as connection:
        for statement in (
            "UPDATE publications SET length = 1",
            "UPDATE publications SET length = 3, month = '2026-03-01' WHERE id = 2",
        ):
            connection.execute(sa.text(statement))
    before = read_rows(db.engine)
    command.downgrade(config, "0004")
    after = read_rows(db.engine)
    assert [row["id"] for row in after["publications"]] == [1]
    assert [row["publication_id"] for row in after["results"]] == [1]
    assert [row["publication_id"] for row in after["charts"]] == [1]
    assert "estimates" in before and "estimates" not in after
    command.upgrade(config, "0005")
    (month,) = read_rows(db.engine)["publications"]
    assert (month["length"], month["changes"]) == (1, None)


def lost(
    old: dict[str, list[dict[str, Any]]], new: dict[str, list[dict[str, Any]]]
) -> list[str]:
    """Tables that hold other values than before in the columns that are still there."""
    return [
        table
        for table, rows in old.items()
        if table in new and not _holds_all(rows, new[table])
    ]


def _holds_all(rows: list[dict[str, Any]], now: list[dict[str, Any]]) -> bool:
    if len(rows) != len(now):
        return False
    shared = set(rows[0]) & set(now[0]) if rows else set()
    kept = sorted(str(sorted((k, str(row[k])) for k in shared)) for row in rows)
    return kept == sorted(str(sorted((k, str(row[k])) for k in shared)) for row in now)

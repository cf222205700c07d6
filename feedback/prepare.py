"""Brings the database up to this code and fills it on the first start.

`python -m feedback.prepare` is light when there is nothing to do. The heavy work of
a first start happens in a process of its own that ends and gives its memory back.
"""

import subprocess
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask

from feedback.app import create_app
from feedback.config import ROOT, Settings, UnsafeSettings, load_settings
from feedback.extensions import UnsafeDatabase, close_database, db
from feedback.queries.agencies import count_agencies
from feedback.queries.jobs import list_job_runs

#: Stands in the data folder while the demonstration is being loaded.
UNFINISHED = "first-start"


class CannotStart(RuntimeError):
    """The database is not fit for this code; the text says what to do."""


def prepare(settings: Settings) -> None:
    """Make the database ready for the web server and the worker."""
    unfinished = settings.data_dir / UNFINISHED
    if unfinished.exists():
        discard_unfinished(settings)
        unfinished.unlink()
    app = create_app(settings)
    with app.app_context():
        upgrade_database(app)
        has_no_agency = count_agencies() == 0
        has_run = bool(list_job_runs(limit=1))
        close_database()
    wants_demo = settings.loads_demo and has_no_agency
    if wants_demo:
        unfinished.touch()
    if wants_demo or not has_run:
        print("The first start takes a minute or two; later ones do not.", flush=True)
        fill(wants_demo)
    unfinished.unlink(missing_ok=True)


def discard_unfinished(settings: Settings) -> None:
    """Remove a demonstration that was interrupted; other people's data never."""
    if settings.database_url:
        raise CannotStart(
            "Loading the demonstration was interrupted: empty the database, "
            f"delete {settings.data_dir / UNFINISHED} and start again."
        )
    print("Loading the demonstration was interrupted; it starts again.", flush=True)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{settings.data_dir / 'gopy.db'}{suffix}").unlink(missing_ok=True)


def upgrade_database(app: Flask) -> None:
    """Run the migrations that the database has not seen."""
    config: Config = app.extensions["migrate"].migrate.get_config()
    newest = ScriptDirectory.from_config(config).get_current_head()
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == newest:
        return
    print(
        f"Updating the database from {current or 'nothing'} to {newest} ...", flush=True
    )
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise CannotStart(f"The database does not fit this version: {error}") from None


def fill(with_demo: bool) -> None:
    """Load the demonstration, or the rules it would bring; run each job once."""
    content = ["demo", "load"] if with_demo else ["import", "plans"]
    for step in (content, ["jobs", "run", "all"]):
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *step], cwd=ROOT
        )
        if done.returncode:
            raise CannotStart(f"flask {' '.join(step)} failed; the reason is above.")


def main() -> int:
    """Prepare; a fault is one line, not a stack trace."""
    try:
        prepare(load_settings())
    except (CannotStart, UnsafeSettings, UnsafeDatabase) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

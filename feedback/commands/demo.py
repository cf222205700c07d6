"""flask demo …: the demonstration province."""

import sys
import time

import click
from flask import current_app
from flask.cli import AppGroup
from tqdm import tqdm

from feedback.config import Settings
from feedback.demo.letters import write_letter
from feedback.demo.loading import MONTHS, load
from feedback.domain.errors import DomainError

group = AppGroup("demo", help="Load the demonstration province.")


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@group.command("load")
@click.option(
    "--months",
    default=MONTHS,
    show_default=True,
    type=click.IntRange(1, 60),
    help="Whole months to tell before the present one.",
)
def load_province(months: int) -> None:
    """Fill an empty database with a made-up province, through operations only."""
    began = time.monotonic()
    with tqdm(
        total=1, unit="ngày", disable=None, file=sys.stderr, desc="Minh họa"
    ) as bar:

        def show(done: int, total: int, note: str) -> None:
            bar.total = total
            bar.set_postfix_str(note, refresh=False)
            bar.update(done - bar.n)

        try:
            load(_settings(), show, months)
        except DomainError as error:
            raise click.ClickException(error.message_en) from None
    seconds = time.monotonic() - began
    click.echo(f"The demonstration province was loaded in {seconds:.0f} seconds.")
    click.echo(f"Its sign-ins are in {_settings().sign_ins_file}.")


@group.command("letter")
@click.option("--agency", help="Code of the agency that settles the dossier.")
def letter(agency: str | None) -> None:
    """End a made-up dossier today and print the invitation its citizen receives."""
    try:
        click.echo(write_letter(_settings(), agency))
    except DomainError as error:
        raise click.ClickException(error.message_en) from None

"""flask import …: the register, plans and counts from files."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from feedback.commands.dossiers import import_dossiers
from feedback.commands.tables import (
    file_argument,
    give_up,
    opened_table,
    partial_option,
    read_rows,
    read_short_name,
    tell_recorded,
    tell_refused,
)
from feedback.config import Settings
from feedback.domain.errors import DomainError
from feedback.domain.imports import Recorded, Refusal, RowsRefused
from feedback.exchange import agencies as agency_files
from feedback.exchange.anchors import ANCHORS, read_anchor
from feedback.exchange.calendars import CALENDAR, read_day_row
from feedback.exchange.counts import COUNTS, read_count
from feedback.exchange.plans import load_shipped
from feedback.exchange.reply_templates import read_reply_templates
from feedback.exchange.services import (
    SECTORS,
    SERVICES,
    read_sector,
    read_service,
)
from feedback.operations.agencies import (
    record_agencies,
    record_mergers,
    record_successions,
)
from feedback.operations.anchors import record_anchors
from feedback.operations.calendars import record_days
from feedback.operations.counts import record_counts
from feedback.operations.plans import load_plans
from feedback.operations.reply_templates import load_reply_templates
from feedback.operations.services import record_sectors, record_services

group = AppGroup("import", help="Import registers, plans and counts from files.")
group.add_command(import_dossiers)


@group.command("agencies")
@file_argument
@partial_option
def import_agencies(file: Path, is_partial: bool) -> None:
    """Agencies, or the official list of administrative units."""
    layouts = (agency_files.AGENCIES, agency_files.UNITS)
    with opened_table(file, *layouts) as table:
        is_units = table.layout is agency_files.UNITS
        read = agency_files.read_unit if is_units else agency_files.read_agency
        rows, refused = read_rows(table, read)
    _record(refused, is_partial, lambda: record_agencies(rows, is_partial=is_partial))


@group.command("successions")
@file_argument
@partial_option
def import_successions(file: Path, is_partial: bool) -> None:
    """Who followed whom: by codes, or official lists of units and predecessors."""
    layouts = (
        agency_files.SUCCESSIONS,
        agency_files.COMMUNE_MERGERS,
        agency_files.PROVINCE_MERGERS,
    )
    with opened_table(file, *layouts) as table:
        if table.layout is not agency_files.SUCCESSIONS:
            mergers, refused = read_rows(table, agency_files.read_merger)
        else:
            rows, refused = read_rows(table, agency_files.read_succession)
            _record(
                refused,
                is_partial,
                lambda: record_successions(rows, is_partial=is_partial),
            )
            return

    def record() -> Recorded:
        done = record_mergers(mergers, is_partial=is_partial)
        click.echo(
            f"Cơ quan cũ: mới {done.agencies.new}, không đổi "
            f"{done.agencies.unchanged}; giữ nguyên {done.kept}; có thể trùng tên "
            f"hoặc bị chia {len(done.unclear)}. / Former agencies: "
            f"{done.agencies.new} new, {done.agencies.unchanged} unchanged; "
            f"{done.kept} stay as they are; {len(done.unclear)} split or of one name."
        )
        click.echo("Kế thừa / Successions:")
        return replace(done.successions, refused=done.refused)

    _record(refused, is_partial, record)


@group.command("sectors")
@file_argument
@partial_option
def import_sectors(file: Path, is_partial: bool) -> None:
    """Sectors by name; a known one takes the spelling of this file."""
    with opened_table(file, SECTORS) as table:
        rows, refused = read_rows(table, read_sector)
    _record(refused, is_partial, lambda: record_sectors(rows, is_partial=is_partial))


@group.command("services")
@file_argument
@partial_option
def import_services(file: Path, is_partial: bool) -> None:
    """Public services, or the national catalogue of procedures."""
    with opened_table(file, SERVICES) as table:
        rows, refused = read_rows(table, read_service)
    _record(refused, is_partial, lambda: record_services(rows, is_partial=is_partial))


@group.command("counts")
@file_argument
@partial_option
@click.option(
    "--source",
    required=True,
    callback=read_short_name,
    help="Short code of the survey tool.",
)
@click.option("--name", required=True, help="Its name, as people will read it.")
def import_counts(file: Path, is_partial: bool, source: str, name: str) -> None:
    """Monthly counts of another survey tool, kept apart by source."""
    with opened_table(file, COUNTS) as table:
        rows, refused = read_rows(table, read_count)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    _record(
        refused,
        is_partial,
        lambda: record_counts(
            rows, code=source, name=name[:200], digest=digest, is_partial=is_partial
        ),
    )


@group.command("anchor")
@file_argument
@partial_option
def import_anchor(file: Path, is_partial: bool) -> None:
    """Yearly call-back samples, compared with the ratings once the year is sealed."""
    with opened_table(file, ANCHORS) as table:
        rows, refused = read_rows(table, read_anchor)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    _record(
        refused,
        is_partial,
        lambda: record_anchors(rows, digest=digest, is_partial=is_partial),
    )


@group.command("calendar")
@file_argument
@partial_option
@click.option(
    "--whole-years",
    "is_whole_years",
    is_flag=True,
    help="The file holds its years completely: assumed days it lacks are dropped.",
)
def import_calendar(file: Path, is_partial: bool, is_whole_years: bool) -> None:
    """Days off and worked weekend days, as in feedback/plans/holidays.csv."""
    with opened_table(file, CALENDAR) as table:
        rows, refused = read_rows(table, read_day_row)
    _record(
        refused,
        is_partial,
        lambda: record_days(rows, is_partial=is_partial, is_whole_years=is_whole_years),
    )


@group.command("plans")
def import_plans() -> None:
    """Plans, sector lists, time limits, holidays, questions, reply templates."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        recorded = load_plans(load_shipped(with_demo=settings.is_demo))
        recorded += load_reply_templates(read_reply_templates())
    except DomainError as error:
        raise click.ClickException(f"{error.message_vi} / {error.message_en}") from None
    for name in recorded.changed:
        click.echo(f"đã đổi / changed: {name}")
    tell_recorded(recorded, 0)


def _record(
    refused: list[Refusal], is_partial: bool, record: Callable[[], Recorded]
) -> None:
    """All rows or none, unless partial; every refused row is listed either way."""
    tell_refused(refused)
    if refused and not is_partial:
        give_up(len(refused))
    try:
        recorded = record()
    except RowsRefused as error:
        tell_refused(error.refused)
        give_up(len(error.refused))
    tell_refused(recorded.refused)
    tell_recorded(recorded, len(refused) + len(recorded.refused))

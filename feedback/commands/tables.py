"""How the import commands open a file, and what they say at the end."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from tqdm import tqdm

from feedback.domain.imports import BadTable, Recorded, Refusal, RowFaults
from feedback.exchange.files import open_table
from feedback.exchange.tables import Layout, Table, TableRow

T = TypeVar("T")

_STEPS = 1000

#: The file of an import; whether it can be read is said in two languages below.
file_argument = click.argument("file", type=click.Path(path_type=Path))
partial_option = click.option(
    "--partial",
    "is_partial",
    is_flag=True,
    help="Let the valid rows in although others are refused.",
)


def read_short_name(
    _context: click.Context, _parameter: click.Parameter, value: str
) -> str:
    """A short code of a register or tool, as it is stored."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,40}", value):
        raise click.BadParameter(
            "chỉ gồm chữ không dấu, số, dấu chấm, gạch; tối đa 40 ký tự / letters, "
            "digits, dots and dashes only, 40 at most"
        )
    return value


@contextmanager
def opened_table(path: Path, *layouts: Layout) -> Iterator[Table]:
    """The table in a file; what is wrong with the file as a whole ends the command."""
    try:
        with open_table(path, layouts) as table:
            yield table
    except BadTable as error:
        raise click.ClickException(f"{error.message_vi} / {error.message_en}") from None


def read_rows(
    table: Table, read: Callable[[TableRow], T]
) -> tuple[list[T], list[Refusal]]:
    """Every row that can be read, and why the others cannot."""
    rows: list[T] = []
    refused: list[Refusal] = []
    for item in table:
        if isinstance(item, Refusal):
            refused.append(item)
            continue
        try:
            rows.append(read(item))
        except RowFaults as error:
            refused.append(Refusal(item.line, error.faults))
    tell_ignored(table)
    return rows, refused


def tell_ignored(table: Table) -> None:
    """Name the columns that nothing is read from: one may be misspelt."""
    if table.ignored:
        names = ", ".join(name[:40] for name in table.ignored)
        click.echo(f"Bỏ qua cột: {names} / Columns not read: {names}", err=True)


def tell_refused(refused: Iterable[Refusal]) -> None:
    """List each refused row with its line number and reasons."""
    for row in refused:
        lines = str(row.line)
        if row.last_line and row.last_line > row.line:
            lines += f"–{row.last_line}"
        for fault in row.faults:
            where = f" [{fault.column}]" if fault.column else ""
            click.echo(
                f"dòng {lines}{where} {fault.vi} / line {lines}{where} {fault.en}",
                err=True,
            )


def tell_recorded(recorded: Recorded, n_refused: int) -> None:
    """Say what was done; the exit code is not zero when a row was refused."""
    click.echo(
        f"Mới {recorded.new}, cập nhật {recorded.updated}, không đổi "
        f"{recorded.unchanged}, từ chối {n_refused}. / {recorded.new} new, "
        f"{recorded.updated} updated, {recorded.unchanged} unchanged, "
        f"{n_refused} refused."
    )
    if n_refused:
        raise SystemExit(1)


def give_up(n_refused: int) -> NoReturn:
    """Say that nothing was written, and how to have the valid rows all the same."""
    click.echo(
        f"Chưa ghi dòng nào: có {n_refused} dòng bị từ chối. Mời sửa rồi nạp lại, "
        "hoặc thêm --partial để chỉ ghi các dòng đúng. / Nothing was written: "
        f"{n_refused} rows were refused. Correct them and import again, or add "
        "--partial to record the valid rows only.",
        err=True,
    )
    raise SystemExit(1)


def show_progress(
    batches: Iterable[Sequence[T]], label: str, measure_share: Callable[[], float]
) -> Iterator[Sequence[T]]:
    """Pass batches on with a bar on a terminal, none in a log."""
    with tqdm(total=_STEPS, desc=label, disable=None, leave=False, unit="‰") as bar:
        for batch in batches:
            yield batch
            bar.update(int(measure_share() * _STEPS) - bar.n)

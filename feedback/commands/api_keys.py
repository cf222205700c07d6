"""flask api-keys …: keys of the systems that send dossiers."""

import click
from flask.cli import AppGroup

from feedback.commands.tables import read_short_name
from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.operations.api_keys import add_api_key, revoke_api_key
from feedback.queries.api_keys import list_api_keys

group = AppGroup("api-keys", help="Manage API keys.")

_system = click.argument("system", callback=read_short_name)


@group.command("add")
@_system
def add(system: str) -> None:
    """Make a key for a system and print it, this once."""
    try:
        key = add_api_key(system)
    except DomainError as error:
        raise click.ClickException(f"{error.message_vi} / {error.message_en}") from None
    click.echo(
        "Khóa chỉ hiện một lần, mời cất ngay. / The key is shown once; keep it now.",
        err=True,
    )
    click.echo(key)


@group.command("revoke")
@_system
def revoke(system: str) -> None:
    """Withdraw a system's key."""
    try:
        revoke_api_key(system)
    except DomainError as error:
        raise click.ClickException(f"{error.message_vi} / {error.message_en}") from None
    click.echo(f"Đã thu hồi khóa của {system}. / The key of {system} is revoked.")


@group.command("list")
def list_keys() -> None:
    """List the systems, when their keys were made and which are withdrawn."""
    for key in list_api_keys():
        made = clock.local_day(key.created_at).isoformat()
        state = "đang dùng / in use"
        if key.revoked_at is not None:
            state = f"thu hồi / revoked {clock.local_day(key.revoked_at)}"
        click.echo(f"{key.system:<40} {made} {state}")

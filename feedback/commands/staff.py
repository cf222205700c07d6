"""flask staff …: accounts of members of staff."""

from collections.abc import Callable

import click
from flask.cli import AppGroup

from feedback.domain.errors import DomainError
from feedback.domain.passwords import new_password
from feedback.domain.roles import STAFF_ROLES, Role
from feedback.operations import users
from feedback.queries.users import list_accounts

group = AppGroup("staff", help="Manage staff accounts.")

_ROLES = click.Choice([role.value for role in STAFF_ROLES])
_ask = click.option(
    "--ask", is_flag=True, help="Type a password instead of having one made."
)


@group.command("add")
@click.argument("username")
@click.option("--role", required=True, type=_ROLES)
@click.option("--agency", help="Code of the agency; officers and heads need one.")
@click.option("--name", default="", help="Name shown to colleagues.")
@click.option("--email", help="Where notices about due dates go.")
@_ask
def add(
    username: str,
    role: str,
    agency: str | None,
    name: str,
    email: str | None,
    ask: bool,
) -> None:
    """Open an account."""
    password = _choose_password(ask)
    try:
        users.add_user(
            username,
            name=name,
            role=Role(role),
            password=password,
            agency_code=agency,
            email=email,
        )
    except DomainError as error:
        raise click.ClickException(error.message_en) from None
    _tell(username, password, ask)


@group.command("reset")
@click.argument("username")
@_ask
def reset(username: str, ask: bool) -> None:
    """Give an account a new password and end its sessions."""
    password = _choose_password(ask)
    try:
        users.reset_password(username, password)
    except DomainError as error:
        raise click.ClickException(error.message_en) from None
    _tell(username, password, ask)


@group.command("disable")
@click.argument("username")
def disable(username: str) -> None:
    """Close an account and end its sessions."""
    _run(users.disable_user, username)
    click.echo(f"{username} is closed.")


@group.command("enable")
@click.argument("username")
def enable(username: str) -> None:
    """Open a closed account again."""
    _run(users.enable_user, username)
    click.echo(f"{username} is open.")


@group.command("email")
@click.argument("username")
@click.argument("address", default="")
def set_email(username: str, address: str) -> None:
    """Say where notices for an account go; without an address, nowhere."""
    try:
        users.set_email(username, address)
    except DomainError as error:
        raise click.ClickException(error.message_en) from None
    click.echo(f"{username}: {address or 'no e-mail'}")


@group.command("list")
def list_staff() -> None:
    """Show all accounts."""
    for account in list_accounts():
        state = "" if account.is_active else "closed"
        columns = (account.username, account.role.value, account.agency_code or "-")
        line = "{:<24} {:<14} {:<20}".format(*columns)
        click.echo(f"{line} {account.name} {state}".rstrip())


def _choose_password(ask: bool) -> str:
    if not ask:
        return new_password()
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed


def _tell(username: str, password: str, was_asked: bool) -> None:
    if was_asked:
        click.echo(f"{username}: password set.")
    else:
        # Shown this once; only its hash is kept.
        click.echo(f"{username} {password}")


def _run(operation: Callable[[str], None], username: str) -> None:
    try:
        operation(username)
    except DomainError as error:
        raise click.ClickException(error.message_en) from None

"""Rows for any schema, made from the schema itself, to try migrations on.

Two rows for each table, in an order that foreign keys allow; a row refers to the rows
of the same number. What a constraint wants beyond type and list of values is said in
PARTICULAR.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

ROWS = (1, 2)

#: Values that the type alone does not give, by table and column.
PARTICULAR: dict[tuple[str, str], Callable[[int], Any]] = {
    ("balances", "received"): lambda n: 4 * n,
    ("month_balances", "received"): lambda n: 4 * n,
    ("successions", "successor_id"): lambda n: 3 - n,
    ("public_stamp", "id"): lambda n: n,
}

#: Kept by the database itself or by Alembic.
_NOT_OURS = ("alembic_version", "published_search", "sqlite_")


def reflect(engine: sa.Engine) -> sa.MetaData:
    """The tables as they are in the database now."""
    metadata = sa.MetaData()
    names = [
        name
        for name in sa.inspect(engine).get_table_names()
        if not name.startswith(_NOT_OURS)
    ]
    metadata.reflect(engine, only=names)
    return metadata


def insert_rows(engine: sa.Engine) -> None:
    """Put two rows in every table."""
    metadata = reflect(engine)
    allowed = {name: _listed_values(engine, name) for name in metadata.tables}
    made: dict[tuple[str, str, int], Any] = {}
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            for number in ROWS:
                row = {
                    column.name: _value(column, number, made, allowed[table.name])
                    for column in table.columns
                    if column.computed is None  # the database writes it
                }
                connection.execute(table.insert().values(row))
                for name, value in row.items():
                    made[table.name, name, number] = value


def read_rows(engine: sa.Engine) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, in a settled order."""
    with engine.connect() as connection:
        return {
            table.name: sorted(
                (dict(row._mapping) for row in connection.execute(table.select())),
                key=str,
            )
            for table in reflect(engine).sorted_tables
        }


def _listed_values(engine: sa.Engine, table: str) -> dict[str, str]:
    """The first value a check constraint of the form `column IN (…)` allows."""
    found: dict[str, str] = {}
    for constraint in sa.inspect(engine).get_check_constraints(table):
        text = constraint["sqltext"]
        column = re.match(r"\W*\"?(\w+)\"?\W", text)
        value = re.search(r"(?:\bIN\b|\bANY\b).*?'([^']+)'", text, re.S)
        if column and value:
            found[column.group(1)] = value.group(1)
    return found


def _value(
    column: sa.Column[Any],
    number: int,
    made: dict[tuple[str, str, int], Any],
    allowed: dict[str, str],
) -> Any:
    table = column.table.name
    if (table, column.name) in PARTICULAR:
        return PARTICULAR[table, column.name](number)
    for key in column.foreign_keys:
        target = key.column
        if target.table is column.table:
            return None  # a root of its own tree
        return made[target.table.name, target.name, number]
    if column.name in allowed:
        return allowed[column.name]
    return _of_type(column.type, column.name, number)


def _of_type(kind: sa.types.TypeEngine[Any], name: str, number: int) -> Any:
    match kind:
        case sa.Boolean():
            return number == 1
        case sa.Integer():
            return number
        case sa.Numeric():
            return float(number)
        case sa.DateTime():
            moment = datetime(2026, 3, number, 4, 5, tzinfo=UTC)
            return moment if kind.timezone else moment.replace(tzinfo=None)
        case sa.Date():
            return date(2026, 3, number)
        case sa.JSON():
            return [{"name": name, "number": number}]
        case sa.LargeBinary():
            return bytes([number]) * 32
        case sa.String():
            return f"{name} {number}"[-(kind.length or 80) :]
    raise AssertionError(f"no sample for {name}: {kind!r}")

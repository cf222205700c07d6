"""Many ratings, put straight into a database: made up, but shaped like real ones."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import psycopg
import pysqlite3
from flask import Flask
from sqlalchemy import text

from feedback.extensions import db

AGENCIES, SERVICES, SECTORS = 3_000, 2_000, 60
CHANNELS = ("online", "counter", "post")
#: The last day of the two years holds this many ratings, whatever the total.
LAST_DAY, DAY_SIZE = date(2026, 6, 30), 14_000
DAYS = 730
ANSWERS = (
    '{"access": 5, "procedure": 4, "staff": 5, "result": 4, "handling": "none"}',
    '{"access": 4, "procedure": 4, "staff": 4, "result": 4, "handling": 4}',
    '{"access": 3, "procedure": 2, "staff": 4, "result": 2, "handling": 1}',
)
COLUMNS = (
    "receipt_hash, version, questionnaire_id, agency_id, service_id, channel, month, "
    "overall, answers, rated_on, superseded_on"
)
_SQLITE_INDEXES = ("ix_ratings_rated_on", "ix_ratings_superseded_on")
_BATCH = 100_000

Row = tuple[object, ...]


def fill_database(app: Flask, n: int) -> None:
    """Put the catalogue and n ratings into an empty, migrated database."""
    with app.app_context():
        _fill_catalogue()
        if db.engine.dialect.name == "sqlite":
            _fill_sqlite(app.config["SETTINGS"].database.removeprefix("sqlite:///"), n)
        else:
            _fill_postgres(app.config["SETTINGS"].database, n)
        db.session.remove()


def _fill_catalogue() -> None:
    with db.engine.begin() as connection:
        for statement in (
            f"INSERT INTO sectors (id, code, name, name_folded) {_series(SECTORS)} "
            "SELECT i, 's' || i, 'Lĩnh vực ' || i, 'linh vuc ' || i FROM n",
            "INSERT INTO services (id, code, raw_code, name, name_folded, sector_id, "
            f"level) {_series(SERVICES)} SELECT i, '1.' || (100000 + i), 'x', "
            f"'Thủ tục ' || i, 'thu tuc ' || i, 1 + i % {SECTORS}, 'Cấp xã' FROM n",
            "INSERT INTO agencies (id, code, raw_code, name, name_folded, level) "
            f"{_series(AGENCIES)} SELECT i, 'H99.' || i, 'x', 'Xã ' || i, "
            "'xa ' || i, 'commune' FROM n",
            "INSERT INTO questionnaires (id, code, version, content, digest) "
            "VALUES (1, 'bench', 1, '{}', 'x')",
        ):
            connection.execute(text(statement))
        if connection.dialect.name == "postgresql":
            # The ids were given; what is added later must not begin again with 1.
            for table in ("sectors", "services", "agencies", "questionnaires"):
                connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                        f"(SELECT max(id) FROM {table}))"
                    )
                )


def _series(n: int) -> str:
    return (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        f"WHERE i < {n})"
    )


def _fill_sqlite(path: str, n: int) -> None:
    connection = pysqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
        connection.execute(f"PRAGMA {pragma}")
    indexes = [
        connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", (name,)
        ).fetchone()[0]
        for name in _SQLITE_INDEXES
    ]
    for name in _SQLITE_INDEXES:
        connection.execute(f"DROP INDEX {name}")
    marks = ", ".join("?" * 11)
    connection.execute("BEGIN")
    connection.executemany(
        f"INSERT INTO ratings ({COLUMNS}) VALUES ({marks})",
        # In the order of the key, where days lie anywhere, as in life.
        make_rows(n, is_by_day=False),
    )
    connection.execute("COMMIT")
    for statement in indexes:
        connection.execute(statement)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _fill_postgres(url: str, n: int) -> None:
    address = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(address, autocommit=True) as connection:
        # Foreign keys hold by construction; checking them takes most of the time.
        connection.execute("SET session_replication_role = replica")
        with connection.cursor().copy(f"COPY ratings ({COLUMNS}) FROM STDIN") as copy:
            # In the order of time, as a heap grows in life.
            for row in make_rows(n, is_by_day=True):
                copy.write_row(row)
        connection.execute("VACUUM ANALYZE")


def make_rows(n: int, is_by_day: bool) -> Iterator[Row]:
    """Ratings of two years over skewed agencies and services; one in 100 changed."""
    rng = np.random.default_rng(20260630)
    keys = random.Random(20260630)
    first = LAST_DAY - timedelta(days=DAYS - 1)
    days = rng.integers(0, DAYS - 1, n - DAY_SIZE)
    days = np.concatenate([days, np.full(DAY_SIZE, DAYS - 1)])
    if is_by_day:
        days.sort()
    else:
        rng.shuffle(days)
    names = [str(first + timedelta(days=d)) for d in range(DAYS + 8)]
    months = [name[:8] + "01" for name in names]
    for start in range(0, n, _BATCH):
        size = min(_BATCH, n - start)
        agencies = 1 + (AGENCIES * rng.random(size) ** 2).astype(int)
        services = 1 + (SERVICES * rng.random(size) ** 2).astype(int)
        channels = rng.choice(3, size, p=[0.55, 0.35, 0.1])
        levels = rng.choice(6, size, p=[0.02, 0.02, 0.03, 0.05, 0.4, 0.48])
        is_changed = rng.random(size) < 0.01
        columns = (agencies, services, channels, levels, is_changed)
        batch = zip(*(column.tolist() for column in columns), strict=True)
        for i, (agency, service, channel, level, changed) in enumerate(batch, start):
            key = _make_key(i, is_by_day, keys)
            day = int(days[i])
            cell = (1, agency, service, CHANNELS[channel], months[day])
            answers = ANSWERS[i % 3]
            later = names[day + 2] if changed and day + 2 < DAYS else None
            yield (key, 1, *cell, level or None, answers, names[day], later)
            if later:
                yield (key, 2, *cell, 5, answers, later, None)


def _make_key(i: int, is_random: bool, keys: random.Random) -> bytes:
    """A receipt's hash; in order for a table that is kept by its key."""
    if is_random:
        return keys.randbytes(32)
    return i.to_bytes(12, "big") + keys.randbytes(20)

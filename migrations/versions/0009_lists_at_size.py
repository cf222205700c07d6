"""What long lists and searches read: sums, conditions and words, each kept apart."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OWED = "bucket = 'waiting' AND state != 'needs_more' AND replied_on IS NULL"
#: Columns and condition of each partial index, as they were and as they are.
_BEFORE = {
    "disputed": (["shown_on", "ref"], "view IN ('partly', 'no')"),
    "due": (["due_on", "ref"], "bucket = 'waiting'"),
}
_NOW = {
    "disputed": (["shown_on", "ref"], "view NOT IN ('yes', 'none')"),
    "due": (["due_on", "ref", "agency_id"], _OWED),
    "taken": (["agency_id", "bucket", "ground"], "bucket IN ('withheld', 'moved')"),
}
_COUNTS = ("received", "published", "withheld", "moved", "waiting", "overdue")


def upgrade() -> None:
    _replace_indexes(_BEFORE, _NOW)
    op.create_table(
        "month_balances",
        sa.Column("month", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "received = published + withheld + moved + waiting",
            name=op.f("ck_month_balances_adds_up"),
        ),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_month_balances")),
    )
    sums = ", ".join(f"sum({name})" for name in _COUNTS)
    op.execute(
        f"INSERT INTO month_balances (month, {', '.join(_COUNTS)}, counted_on) "
        f"SELECT month, {sums}, max(counted_on) FROM balances GROUP BY month"
    )
    if op.get_bind().dialect.name == "postgresql":
        # Read from the row: taking a text apart again for each question costs more.
        op.execute(
            "ALTER TABLE published_comments ADD COLUMN published_search_words tsvector "
            "GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED"
        )
        op.execute("DROP INDEX published_search")
        op.execute(
            "CREATE INDEX published_search ON published_comments "
            "USING gin (published_search_words)"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE published_comments DROP COLUMN published_search_words")
        op.execute(
            "CREATE INDEX published_search ON published_comments "
            "USING gin (to_tsvector('simple', folded))"
        )
    op.drop_table("month_balances")
    _replace_indexes(_NOW, _BEFORE)


def _replace_indexes(
    old: dict[str, tuple[list[str], str]], new: dict[str, tuple[list[str], str]]
) -> None:
    table = "published_comments"
    for name in old:
        op.drop_index(f"ix_{table}_{name}", table)
    for name, (columns, condition) in new.items():
        where = sa.text(condition)
        op.create_index(
            f"ix_{table}_{name}",
            table,
            columns,
            sqlite_where=where,
            postgresql_where=where,
        )

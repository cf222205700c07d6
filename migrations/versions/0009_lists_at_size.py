"""What long lists and searches read: sums, conditions and words, each kept apart."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OWED = "bucket = 'waiting' AND state != 'needs_more' AND replied_on IS NULL"
#: The column that orders each index, and its condition before and from now on.
_CONDITIONS = {
    "disputed": ("shown_on", "view IN ('partly', 'no')", "view NOT IN ('yes', 'none')"),
    "due": ("due_on", "bucket = 'waiting'", _OWED),
}
_COUNTED = {
    "owed": (["agency_id", "due_on"], _OWED),
    "taken": (["agency_id", "bucket", "ground"], "bucket IN ('withheld', 'moved')"),
}
_COUNTS = ("received", "published", "withheld", "moved", "waiting", "overdue")


def upgrade() -> None:
    for name, (first, _before, condition) in _CONDITIONS.items():
        op.drop_index(_name(name), "published_comments")
        _make_index(name, [first, "ref"], condition)
    for name, (columns, condition) in _COUNTED.items():
        _make_index(name, columns, condition)
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
    for name in _COUNTED:
        op.drop_index(_name(name), "published_comments")
    for name, (first, condition, _after) in _CONDITIONS.items():
        op.drop_index(_name(name), "published_comments")
        _make_index(name, [first, "ref"], condition)


def _name(name: str) -> str:
    return f"ix_published_comments_{name}"


def _make_index(name: str, columns: list[str], condition: str) -> None:
    op.create_index(
        _name(name),
        "published_comments",
        columns,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )

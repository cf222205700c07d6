"""Words to search for kept apart on PostgreSQL; the disputed in their own order."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_DISPUTED = "ix_published_comments_disputed"


def upgrade() -> None:
    _order_disputed("view NOT IN ('yes', 'none')")
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
    _order_disputed("view IN ('partly', 'no')")


def _order_disputed(condition: str) -> None:
    op.drop_index(_DISPUTED, "published_comments")
    op.create_index(
        _DISPUTED,
        "published_comments",
        ["shown_on", "ref"],
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )

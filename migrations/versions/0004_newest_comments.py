"""A day that orders published comments, so that the newest are found by an index.

The column is added and dropped in place: a copied table would lose its triggers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "published_comments",
        sa.Column("shown_on", sa.Date(), nullable=False, server_default="2000-01-01"),
    )
    op.execute("""UPDATE published_comments
        SET shown_on = coalesce(published_on, released_on, month)""")
    op.create_index(
        "ix_published_comments_newest", "published_comments", ["shown_on", "ref"]
    )
    op.drop_index("ix_published_comments_bucket", "published_comments")
    op.create_index(
        "ix_published_comments_bucket",
        "published_comments",
        ["bucket", "shown_on", "ref"],
    )


def downgrade() -> None:
    op.drop_index("ix_published_comments_bucket", "published_comments")
    op.create_index(
        "ix_published_comments_bucket", "published_comments", ["bucket", "month"]
    )
    op.drop_index("ix_published_comments_newest", "published_comments")
    op.drop_column("published_comments", "shown_on")

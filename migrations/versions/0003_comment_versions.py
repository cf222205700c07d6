"""How far a comment has come, and the reason an agency gives for its outcome.

Columns are added and dropped in place: a copied table would lose its triggers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "comments",
        sa.Column("n_events", sa.Integer(), nullable=False, server_default="1"),
    )
    op.add_column(
        "comments",
        sa.Column("state_on", sa.Date(), nullable=False, server_default="2000-01-01"),
    )
    op.add_column("replies", sa.Column("reason", sa.Text(), nullable=True))
    op.add_column("published_comments", sa.Column("reason", sa.Text(), nullable=True))
    op.execute("UPDATE comments SET state_on = received_on")
    op.execute("""UPDATE comments SET
        n_events = (SELECT max(e.number) FROM comment_events e
                    WHERE e.comment_ref = comments.ref),
        state_on = (SELECT max(e."on") FROM comment_events e
                    WHERE e.comment_ref = comments.ref)
        WHERE EXISTS (SELECT 1 FROM comment_events e
                      WHERE e.comment_ref = comments.ref)""")


def downgrade() -> None:
    op.drop_column("published_comments", "reason")
    op.drop_column("replies", "reason")
    op.drop_column("comments", "state_on")
    op.drop_column("comments", "n_events")

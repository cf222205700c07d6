"""What authors say their comments mostly are, and what guesses of it were worth."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_COUNTS = ("n", "n_praise", "n_given", "n_right")


def upgrade() -> None:
    # In place: a copied table would lose its triggers.
    for table in ("comments", "published_comments"):
        op.add_column(table, sa.Column("tone", sa.String(8), nullable=True))
    op.add_column(
        "themes", sa.Column("tones", sa.JSON(), server_default="{}", nullable=False)
    )
    op.create_table(
        "tone_worths",
        sa.Column("month", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("accuracy_lower", sa.Float(), nullable=True),
        sa.Column("accuracy_upper", sa.Float(), nullable=True),
        sa.Column("coverage_lower", sa.Float(), nullable=False),
        sa.Column("coverage_upper", sa.Float(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_tone_worths")),
    )


def downgrade() -> None:
    op.drop_table("tone_worths")
    op.drop_column("themes", "tones")
    for table in ("published_comments", "comments"):
        op.drop_column(table, "tone")

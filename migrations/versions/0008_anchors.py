"""Yearly call-back samples."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "anchors",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("called", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("n1", "n2", "n3", "n4", "n5", "n_none")
        ),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("comparison", sa.JSON(), nullable=True),
        sa.Column(
            "publication_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_anchors_publication_id"),
        ),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_anchors")),
    )


def downgrade() -> None:
    op.drop_table("anchors")

"""Quarters and years beside months, their deeper analysis, and public diffs."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("publications") as batch_op:
        batch_op.add_column(
            sa.Column("length", sa.Integer(), nullable=False, server_default="1")
        )
        batch_op.add_column(sa.Column("changes", sa.JSON(), nullable=True))
        batch_op.drop_constraint("uq_publications_month_version", type_="unique")
        batch_op.create_unique_constraint(
            "uq_publications_month_length_version", ["month", "length", "version"]
        )
    op.add_column(
        "results",
        sa.Column("length", sa.Integer(), nullable=False, server_default="1"),
    )
    op.drop_index("ix_results_scope_key_month", "results")
    op.create_index(
        "ix_results_scope_key_length_month",
        "results",
        ["scope", "key", "length", "month"],
    )
    op.create_table(
        "estimates",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "publication_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=24), nullable=False),
        sa.Column("indicator", sa.String(length=8), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_estimates_publication_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimates")),
        sa.UniqueConstraint(
            "publication_id",
            "method",
            "indicator",
            "scope",
            "key",
            name=op.f("uq_estimates_publication_id_method_indicator_scope_key"),
        ),
    )
    op.create_index(
        "ix_estimates_scope_key_length_month_method",
        "estimates",
        ["scope", "key", "length", "month", "method"],
    )


def downgrade() -> None:
    """Drop the analysis, and the quarters and years, which nothing else can hold."""
    op.drop_table("estimates")
    longer = "(SELECT id FROM publications WHERE length > 1)"
    for table in ("results", "charts"):
        op.execute(f"DELETE FROM {table} WHERE publication_id IN {longer}")
    op.execute("DELETE FROM publications WHERE length > 1")
    op.drop_index("ix_results_scope_key_length_month", "results")
    op.drop_column("results", "length")
    op.create_index("ix_results_scope_key_month", "results", ["scope", "key", "month"])
    with op.batch_alter_table("publications") as batch_op:
        batch_op.drop_constraint("uq_publications_month_length_version", type_="unique")
        batch_op.create_unique_constraint(
            "uq_publications_month_version", ["month", "version"]
        )
        batch_op.drop_column("changes")
        batch_op.drop_column("length")

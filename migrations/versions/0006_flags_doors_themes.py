"""Flags of the integrity checks, counters at the door, themes of comments."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flags",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("family", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("p", sa.Float(), nullable=True),
        sa.Column("adjusted", sa.Float(), nullable=True),
        sa.Column("family_size", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "contested",
                "dismissed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "proposal",
            sa.Enum(
                "open",
                "contested",
                "dismissed",
                name="proposal",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("n_events", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sa.UniqueConstraint(
            "family",
            "key",
            "channel",
            "first",
            "last",
            name=op.f("uq_flags_family_key_channel_first_last"),
        ),
    )
    op.create_index(op.f("ix_flags_key"), "flags", ["key"], unique=False)
    op.create_table(
        "themes",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("n_comments", sa.Integer(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("month", "number", name=op.f("pk_themes")),
    )
    op.create_table(
        "contested_batches",
        sa.Column(
            "flag_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "agency_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "online",
                "counter",
                "post",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_contested_batches_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["flags.id"], name=op.f("fk_contested_batches_flag_id")
        ),
        sa.PrimaryKeyConstraint(
            "flag_id",
            "agency_id",
            "month",
            "channel",
            name=op.f("pk_contested_batches"),
        ),
    )
    op.create_table(
        "door_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "agency_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "online",
                "counter",
                "post",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("by_network", sa.JSON(), nullable=False),
        sa.Column("by_device", sa.JSON(), nullable=False),
        sa.Column("by_seconds", sa.JSON(), nullable=False),
        sa.Column("by_window", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_door_days_agency_id")
        ),
        sa.PrimaryKeyConstraint(
            "day", "agency_id", "channel", name=op.f("pk_door_days")
        ),
    )
    op.create_table(
        "flag_events",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "flag_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "propose",
                "confirm",
                "decline",
                name="move",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "contested",
                "dismissed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "user_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("batch", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["flags.id"], name=op.f("fk_flag_events_flag_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_flag_events_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_events")),
        sa.UniqueConstraint(
            "flag_id", "number", name=op.f("uq_flag_events_flag_id_number")
        ),
    )


def downgrade() -> None:
    op.drop_table("flag_events")
    op.drop_table("door_days")
    op.drop_table("contested_batches")
    op.drop_table("themes")
    op.drop_index(op.f("ix_flags_key"), table_name="flags")
    op.drop_table("flags")

"""Comments in full: kinds, notes, signs, photos, notices, contacts, promises.

Columns of published_comments are added and dropped in place: a copied table would lose
its triggers.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


_ROLES = (
    *("citizen", "officer", "head", "oversight", "inspectorate"),
    *("administrator", "system"),
)
_OUTCOMES = (
    *("fixed", "will_fix", "accepted", "partly_accepted", "explained"),
    *("not_accepted", "moved", "out_of_scope"),
)


_SQLITE_FROZEN = (
    """CREATE TRIGGER commitment_events_frozen BEFORE UPDATE ON commitment_events BEGIN
        SELECT RAISE(ABORT, 'events are added, never changed');
    END""",
    """CREATE TRIGGER commitment_events_kept BEFORE DELETE ON commitment_events BEGIN
        SELECT RAISE(ABORT, 'events are added, never changed');
    END""",
)
_POSTGRES_FROZEN = (
    """CREATE TRIGGER commitment_events_frozen BEFORE UPDATE OR DELETE
    ON commitment_events FOR EACH ROW
    EXECUTE FUNCTION refuse_change('events are added, never changed')""",
)


#: Each list of comments is read along one of these.
_INDEXES: tuple[tuple[str, str, list[str], str | None], ...] = (
    ("ix_comments_released_on", "comments", ["released_on", "ref"], None),
    ("ix_commitments_due_on", "commitments", ["due_on", "id"], None),
    *(
        (
            f"ix_published_comments_{name}",
            "published_comments",
            [*columns, "shown_on", "ref"],
            condition,
        )
        for name, columns, condition in (
            ("agency_newest", ["agency_id"], None),
            ("service_newest", ["service_id"], None),
            ("sector_newest", ["sector_id"], None),
            ("month_newest", ["month"], None),
            ("outcome_newest", ["outcome"], None),
            ("view_newest", ["view"], None),
            ("disputed", [], "view IN ('partly', 'no')"),
            ("promised", [], "commitment IS NOT NULL"),
        )
    ),
    (
        "ix_published_comments_due",
        "published_comments",
        ["due_on", "ref"],
        "bucket = 'waiting'",
    ),
    (
        "ix_published_comments_reopened",
        "published_comments",
        ["due_on", "ref"],
        "state = 'reopened'",
    ),
)


def _list_values(table: str, column: str, values: Sequence[str]) -> None:
    """Let a column hold these values and no others."""
    name = op.f(f"ck_{table}_{column}")
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"{column} IN ({listed})")


def upgrade() -> None:
    op.create_table(
        "handling_counts",
        sa.Column(
            "agency_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("on_time", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("answers_point", sa.Integer(), nullable=False),
        sa.Column("answers_part", sa.Integer(), nullable=False),
        sa.Column("misses_point", sa.Integer(), nullable=False),
        sa.Column("no_view", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("component_on_time", sa.Integer(), nullable=False),
        sa.Column("component_content", sa.Integer(), nullable=False),
        sa.Column("still_open", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_handling_counts_agency_id")
        ),
        sa.PrimaryKeyConstraint("agency_id", "month", name=op.f("pk_handling_counts")),
    )
    op.create_table(
        "commitments",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column(
            "agency_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("n_events", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_commitments_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_commitments_service_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("code", name=op.f("uq_commitments_code")),
    )
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_commitments_agency_id_state", ["agency_id", "state"], unique=False
        )
        batch_op.create_index(
            "ix_commitments_state_due_on", ["state", "due_on"], unique=False
        )

    op.create_table(
        "reply_templates",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "agency_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "fixed",
                "will_fix",
                "accepted",
                "partly_accepted",
                "explained",
                "not_accepted",
                "moved",
                "out_of_scope",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "author_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_reply_templates_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_reply_templates_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_templates")),
    )
    with op.batch_alter_table("reply_templates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reply_templates_agency_id"), ["agency_id"], unique=False
        )

    op.create_table(
        "case_contacts",
        sa.Column("comment_ref", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("consent", sa.String(length=20), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_ref"], ["comments.ref"], name=op.f("fk_case_contacts_comment_ref")
        ),
        sa.PrimaryKeyConstraint("comment_ref", name=op.f("pk_case_contacts")),
    )
    op.create_table(
        "comment_bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("comment_ref", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_ref"], ["comments.ref"], name=op.f("fk_comment_bands_comment_ref")
        ),
        sa.PrimaryKeyConstraint("band", "comment_ref", name=op.f("pk_comment_bands")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment_notes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("comment_ref", sa.String(length=12), nullable=False),
        sa.Column(
            "agency_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "author_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_comment_notes_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_comment_notes_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_ref"], ["comments.ref"], name=op.f("fk_comment_notes_comment_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_notes")),
    )
    with op.batch_alter_table("comment_notes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_notes_comment_ref"), ["comment_ref"], unique=False
        )

    op.create_table(
        "comment_signs",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("comment_ref", sa.String(length=12), nullable=False),
        sa.Column("check", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=40), server_default="", nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_ref"], ["comments.ref"], name=op.f("fk_comment_signs_comment_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_signs")),
        sa.UniqueConstraint(
            "comment_ref",
            "check",
            "key",
            name=op.f("uq_comment_signs_comment_ref_check_key"),
        ),
    )
    op.create_table(
        "commitment_comments",
        sa.Column(
            "commitment_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("comment_ref", sa.String(length=12), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_ref"],
            ["comments.ref"],
            name=op.f("fk_commitment_comments_comment_ref"),
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitments.id"],
            name=op.f("fk_commitment_comments_commitment_id"),
        ),
        sa.PrimaryKeyConstraint(
            "commitment_id", "comment_ref", name=op.f("pk_commitment_comments")
        ),
    )
    with op.batch_alter_table("commitment_comments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commitment_comments_comment_ref"),
            ["comment_ref"],
            unique=False,
        )

    op.create_table(
        "commitment_events",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "commitment_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column(
            "user_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitments.id"],
            name=op.f("fk_commitment_events_commitment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_commitment_events_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_events")),
        sa.UniqueConstraint(
            "commitment_id",
            "number",
            name=op.f("uq_commitment_events_commitment_id_number"),
        ),
    )
    op.create_table(
        "contact_looks",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("comment_ref", sa.String(length=12), nullable=False),
        sa.Column(
            "user_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_ref"], ["comments.ref"], name=op.f("fk_contact_looks_comment_ref")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_contact_looks_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_looks")),
    )
    with op.batch_alter_table("contact_looks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_looks_comment_ref"), ["comment_ref"], unique=False
        )

    op.create_table(
        "notices",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("comment_ref", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("n_told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_ref"], ["comments.ref"], name=op.f("fk_notices_comment_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "comment_ref",
            "due_on",
            "step",
            name=op.f("uq_notices_comment_ref_due_on_step"),
        ),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_on"), ["on"], unique=False)

    op.create_table(
        "photos",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("comment_ref", sa.String(length=12), nullable=False),
        sa.Column("reply_version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "author_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_photos_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_ref"], ["comments.ref"], name=op.f("fk_photos_comment_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
    )
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_photos_comment_ref"), ["comment_ref"], unique=False
        )

    op.create_table(
        "reply_bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "reply_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["replies.id"], name=op.f("fk_reply_bands_reply_id")
        ),
        sa.PrimaryKeyConstraint("band", "reply_id", name=op.f("pk_reply_bands")),
        sqlite_with_rowid=False,
    )
    op.add_column(
        "agencies",
        sa.Column(
            "needs_second_person",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
        ),
    )
    op.add_column(
        "agencies", sa.Column("second_person_note", sa.String(300), nullable=True)
    )
    with op.batch_alter_table("comments") as batch_op:
        batch_op.add_column(
            sa.Column(
                "assignee_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column(
                "kind", sa.String(length=16), server_default="feedback", nullable=False
            )
        )
        batch_op.add_column(sa.Column("text_erased_on", sa.Date(), nullable=True))
        batch_op.create_index(
            "ix_comments_agency_id_month", ["agency_id", "month"], unique=False
        )
        batch_op.create_index(
            "ix_comments_state_due_on", ["state", "due_on"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_comments_assignee_id"), "users", ["assignee_id"], ["id"]
        )

    with op.batch_alter_table("deadline_rules", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=16), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "agency_level", sa.String(length=20), server_default="", nullable=False
            )
        )
        batch_op.drop_constraint(
            batch_op.f("uq_deadline_rules_step_valid_from"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_deadline_rules_step_kind_agency_level_valid_from"),
            ["step", "kind", "agency_level", "valid_from"],
        )

    op.add_column(
        "published_comments", sa.Column("commitment", sa.String(12), nullable=True)
    )
    op.add_column(
        "published_comments",
        sa.Column("photos", sa.JSON(), server_default="[]", nullable=False),
    )
    op.create_index(
        "ix_published_comments_commitment", "published_comments", ["commitment"]
    )
    op.add_column("published_comments", sa.Column("redacted_on", sa.Date()))
    op.create_index(
        "ix_published_comments_redacted_on", "published_comments", ["redacted_on"]
    )
    for name, table, columns, condition in _INDEXES:
        where = sa.text(condition) if condition else None
        op.create_index(
            name, table, columns, sqlite_where=where, postgresql_where=where
        )
    op.add_column("users", sa.Column("email", sa.String(254), nullable=True))
    _list_values("users", "role", _ROLES)
    _list_values("replies", "outcome", _OUTCOMES)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_FROZEN if is_sqlite else _POSTGRES_FROZEN:
        op.execute(statement)


def downgrade() -> None:
    # The older schema knows neither inspectors nor promises.
    op.execute("UPDATE replies SET outcome = 'accepted' WHERE outcome = 'will_fix'")
    op.execute(
        "UPDATE users SET role = 'officer', is_active = false "
        "WHERE role = 'inspectorate'"
    )
    _list_values("replies", "outcome", [o for o in _OUTCOMES if o != "will_fix"])
    _list_values("users", "role", [r for r in _ROLES if r != "inspectorate"])
    op.drop_column("users", "email")
    for name, table, _columns, _condition in reversed(_INDEXES):
        op.drop_index(name, table)
    op.drop_index("ix_published_comments_redacted_on", "published_comments")
    op.drop_column("published_comments", "redacted_on")
    op.drop_index("ix_published_comments_commitment", "published_comments")
    op.drop_column("published_comments", "photos")
    op.drop_column("published_comments", "commitment")
    with op.batch_alter_table("deadline_rules", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_deadline_rules_step_kind_agency_level_valid_from"),
            type_="unique",
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_deadline_rules_step_valid_from"), ["step", "valid_from"]
        )
        batch_op.drop_column("agency_level")
        batch_op.drop_column("kind")

    with op.batch_alter_table("comments") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_comments_assignee_id"), type_="foreignkey"
        )
        batch_op.drop_index("ix_comments_state_due_on")
        batch_op.drop_index("ix_comments_agency_id_month")
        batch_op.drop_column("text_erased_on")
        batch_op.drop_column("kind")
        batch_op.drop_column("assignee_id")

    op.drop_column("agencies", "second_person_note")
    op.drop_column("agencies", "needs_second_person")

    op.drop_table("reply_bands")
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photos_comment_ref"))

    op.drop_table("photos")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_on"))

    op.drop_table("notices")
    with op.batch_alter_table("contact_looks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_looks_comment_ref"))

    op.drop_table("contact_looks")
    op.drop_table("commitment_events")
    with op.batch_alter_table("commitment_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_comments_comment_ref"))

    op.drop_table("commitment_comments")
    op.drop_table("comment_signs")
    with op.batch_alter_table("comment_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_notes_comment_ref"))

    op.drop_table("comment_notes")
    op.drop_table("comment_bands")
    op.drop_table("case_contacts")
    with op.batch_alter_table("reply_templates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_templates_agency_id"))

    op.drop_table("reply_templates")
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.drop_index("ix_commitments_state_due_on")
        batch_op.drop_index("ix_commitments_agency_id_state")

    op.drop_table("commitments")
    op.drop_table("handling_counts")

"""Search without diacritics, and rows that never change once written."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE_UP = (
    """CREATE VIRTUAL TABLE published_search USING fts5(
        folded, content='published_comments', content_rowid='rowid')""",
    """CREATE TRIGGER published_search_add AFTER INSERT ON published_comments BEGIN
        INSERT INTO published_search(rowid, folded) VALUES (new.rowid, new.folded);
    END""",
    """CREATE TRIGGER published_search_drop AFTER DELETE ON published_comments BEGIN
        INSERT INTO published_search(published_search, rowid, folded)
        VALUES ('delete', old.rowid, old.folded);
    END""",
    """CREATE TRIGGER published_search_change AFTER UPDATE OF folded
    ON published_comments BEGIN
        INSERT INTO published_search(published_search, rowid, folded)
        VALUES ('delete', old.rowid, old.folded);
        INSERT INTO published_search(rowid, folded) VALUES (new.rowid, new.folded);
    END""",
    """CREATE TRIGGER questionnaires_frozen BEFORE UPDATE ON questionnaires
    WHEN old.published_on IS NOT NULL BEGIN
        SELECT RAISE(ABORT, 'a published questionnaire never changes');
    END""",
    """CREATE TRIGGER questionnaires_kept BEFORE DELETE ON questionnaires
    WHEN old.published_on IS NOT NULL BEGIN
        SELECT RAISE(ABORT, 'a published questionnaire never changes');
    END""",
    """CREATE TRIGGER comment_events_frozen BEFORE UPDATE ON comment_events BEGIN
        SELECT RAISE(ABORT, 'events are added, never changed');
    END""",
    """CREATE TRIGGER comment_events_kept BEFORE DELETE ON comment_events BEGIN
        SELECT RAISE(ABORT, 'events are added, never changed');
    END""",
)
_SQLITE_DOWN = (
    "DROP TRIGGER comment_events_kept",
    "DROP TRIGGER comment_events_frozen",
    "DROP TRIGGER questionnaires_kept",
    "DROP TRIGGER questionnaires_frozen",
    "DROP TRIGGER published_search_change",
    "DROP TRIGGER published_search_drop",
    "DROP TRIGGER published_search_add",
    "DROP TABLE published_search",
)
_POSTGRES_UP = (
    """CREATE INDEX published_search ON published_comments
    USING gin (to_tsvector('simple', folded))""",
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$""",
    """CREATE TRIGGER questionnaires_frozen BEFORE UPDATE OR DELETE ON questionnaires
    FOR EACH ROW WHEN (OLD.published_on IS NOT NULL)
    EXECUTE FUNCTION refuse_change('a published questionnaire never changes')""",
    """CREATE TRIGGER comment_events_frozen BEFORE UPDATE OR DELETE ON comment_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change('events are added, never changed')""",
)
_POSTGRES_DOWN = (
    "DROP TRIGGER comment_events_frozen ON comment_events",
    "DROP TRIGGER questionnaires_frozen ON questionnaires",
    "DROP FUNCTION refuse_change()",
    "DROP INDEX published_search",
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    for statement in _SQLITE_UP if _is_sqlite() else _POSTGRES_UP:
        op.execute(statement)
    if _is_sqlite():
        op.execute("INSERT INTO published_search(published_search) VALUES ('rebuild')")


def downgrade() -> None:
    for statement in _SQLITE_DOWN if _is_sqlite() else _POSTGRES_DOWN:
        op.execute(statement)

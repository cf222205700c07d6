"""Comments that hold some words, by each database's own text index.

What is searched is folded: without diacritics, in small letters. Words between
quotation marks stand one after the other; the last word outside of them may go on.
"""

import re

from sqlalchemy import (
    ColumnElement,
    Select,
    exists,
    func,
    literal_column,
    select,
)

from feedback.domain.text import fold
from feedback.extensions import db
from feedback.models.publications import PublishedComment

#: Words that are looked for at most.
_MOST_WORDS = 12
_PART = re.compile('["“”„]([^"“”„]*)["“”„]|([^\\s"“”„]+)')


def read_phrases(typed: str) -> list[tuple[list[str], bool]]:
    """Words that belong together, and whether the last of them may go on."""
    phrases: list[tuple[list[str], bool]] = []
    n_words = 0
    for match in _PART.finditer(fold(typed)):
        words = [
            word
            for word in (match[1] or match[2] or "").split()
            if any(map(str.isalnum, word))
        ][: _MOST_WORDS - n_words]
        if words:
            phrases.append((words, match[2] is not None))
            n_words += len(words)
    last = len(phrases) - 1
    return [
        (words, is_open and place == last)
        for place, (words, is_open) in enumerate(phrases)
    ]


def holds_words(typed: str) -> ColumnElement[bool] | None:
    """The condition for few hits: the index finds them, then they are put in order."""
    phrases = read_phrases(typed)
    if not phrases:
        return None
    if db.engine.dialect.name == "sqlite":
        found = func.published_search(_ask_sqlite(phrases)).table_valued("rowid")
        return literal_column("published_comments.rowid").in_(select(found.c.rowid))
    return _matches(phrases)


def find_hits(typed: str, most: int) -> Select[tuple[int]]:
    """One row for each hit, up to some number of them, in no order."""
    phrases = read_phrases(typed)
    if db.engine.dialect.name == "sqlite":
        found = func.published_search(_ask_sqlite(phrases)).table_valued("rowid")
        return select(found.c.rowid).limit(most)
    return select(literal_column("1")).where(_matches(phrases)).limit(most)


def holds_common_words(typed: str) -> ColumnElement[bool]:
    """The same condition for many hits: asked of one comment after the other."""
    phrases = read_phrases(typed)
    if db.engine.dialect.name == "sqlite":
        found = func.published_search(_ask_sqlite(phrases)).table_valued("rowid")
        is_here = found.c.rowid == literal_column("published_comments.rowid")
        return exists(select(literal_column("1")).where(is_here))
    return _matches(phrases)


def _ask_sqlite(phrases: list[tuple[list[str], bool]]) -> str:
    asked = []
    for words, is_open in phrases:
        quoted = " ".join(words).replace('"', '""')
        asked.append(f'"{quoted}"' + ("*" if is_open else ""))
    return " ".join(asked)


def _matches(phrases: list[tuple[list[str], bool]]) -> ColumnElement[bool]:
    asked = []
    for words, is_open in phrases:
        plain = [word.replace("\\", "").replace("'", "''") for word in words]
        asked.append(
            " <-> ".join(f"'{word}'" for word in plain) + (":*" if is_open else "")
        )
    vector = func.to_tsvector(literal_column("'simple'"), PublishedComment.folded)
    query = func.to_tsquery(literal_column("'simple'"), " & ".join(asked))
    matches: ColumnElement[bool] = vector.op("@@")(query)
    return matches

"""Comments that hold some words, by each database's own text index.

What is searched is folded: without diacritics, in small letters. Words between
quotation marks stand one after the other; the last word outside of them may go on, if
it is long enough to be the beginning of few.
"""

import re
from typing import Any

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Executable,
    Select,
    and_,
    func,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy.ext.compiler import compiles

from feedback.domain.text import fold
from feedback.extensions import db
from feedback.models.publications import PublishedComment
from feedback.queries.published.slices import count_rows

#: Words that are looked for at most.
_MOST_WORDS = 12
#: Letters of the shortest word that may go on: half of all text begins with “n” or “t”.
_LEAST_OPEN = 3
#: What stands between words.
_EDGE = "[^a-z0-9]"
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
        (words, is_open and place == last and len(words[-1]) >= _LEAST_OPEN)
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


def count_hits(typed: str, most: int) -> int:
    """How many comments hold the words; beyond `most` only that they are more.

    PostgreSQL is asked what it expects first: counting up to a limit it would read one
    comment after the other and take each apart.
    """
    phrases = read_phrases(typed)
    if db.engine.dialect.name == "sqlite":
        # Words as they stand are counted along the index; what goes on is put together
        # first, all of it, which is only worth it where it decides.
        closed = [(words, False) for words, _ in phrases]
        counted = _count_sqlite(closed, most)
        if counted > most or closed == phrases:
            return counted
        return _count_sqlite(phrases, most)
    hits = select(PublishedComment.ref).where(_matches(phrases))
    (plan,) = db.session.execute(_Explain(hits)).scalar_one()
    if plan["Plan"]["Plan Rows"] > most:
        return most + 1
    return count_rows(hits)


def _count_sqlite(phrases: list[tuple[list[str], bool]], most: int) -> int:
    found = func.published_search(_ask_sqlite(phrases)).table_valued("rowid")
    return count_rows(select(found.c.rowid).limit(most + 1))


class _Explain(Executable, ClauseElement):
    """What PostgreSQL would do for a statement."""

    inherit_cache = False

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement


@compiles(_Explain)
def _explain(element: _Explain, compiler: Any, **options: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.statement, **options)}"


def holds_common_words(typed: str) -> ColumnElement[bool]:
    """The same condition for many hits: asked of one comment after the other."""
    phrases = read_phrases(typed)
    if db.engine.dialect.name == "sqlite":
        # Its text index takes longer to ask about one row than to read that row.
        padded = literal(" ").concat(PublishedComment.folded).concat(" ")
        return and_(*(padded.op("GLOB")(_make_glob(*each)) for each in phrases))
    # Said like this it cannot be asked of the index, which PostgreSQL would do once it
    # plans without looking at the words.
    return _matches(phrases).is_(true())


def _make_glob(words: list[str], is_open: bool) -> str:
    escaped = [re.sub(r"[*?\[]", r"[\g<0>]", word) for word in words]
    return f"*{_EDGE}{_EDGE.join(escaped)}" + ("*" if is_open else f"{_EDGE}*")


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
    vector: ColumnElement[Any] = literal_column(
        "published_comments.published_search_words"
    )
    query = func.to_tsquery(literal_column("'simple'"), " & ".join(asked))
    return vector.bool_op("@@")(query)

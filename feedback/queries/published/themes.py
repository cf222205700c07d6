"""The newest themes of published comments."""

from dataclasses import dataclass

from sqlalchemy import func, select

from feedback.domain.months import Month
from feedback.domain.states import Bucket
from feedback.extensions import db
from feedback.models.publications import PublishedComment
from feedback.models.themes import Theme


@dataclass(frozen=True)
class ShownTheme:
    """A theme with its share and those of its examples that are still public."""

    number: int
    words: tuple[str, ...]
    members: int
    share: float
    #: Reference and words of published comments.
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShownThemes:
    """The themes of the newest month that has any, largest first."""

    month: Month
    n_comments: int
    themes: tuple[ShownTheme, ...]


def find_newest_themes() -> ShownThemes | None:
    """The newest themes, if any were found."""
    newest = select(func.max(Theme.month)).scalar_subquery()
    rows = list(
        db.session.scalars(
            select(Theme)
            .where(Theme.month == newest)
            .order_by(Theme.members.desc(), Theme.number)
        )
    )
    if not rows:
        return None
    refs = {ref for row in rows for ref in row.examples}
    # A comment may have been withheld since.
    texts = {
        ref: text
        for ref, text in db.session.execute(
            select(PublishedComment.ref, PublishedComment.text).where(
                PublishedComment.ref.in_(refs),
                PublishedComment.bucket == Bucket.PUBLISHED.value,
            )
        )
    }
    return ShownThemes(
        Month.of(rows[0].month),
        rows[0].n_comments,
        tuple(
            ShownTheme(
                row.number,
                tuple(word.replace("_", " ") for word in row.words),
                row.members,
                row.members / row.n_comments,
                tuple((ref, texts[ref]) for ref in row.examples if texts.get(ref)),
            )
            for row in rows
        ),
    )

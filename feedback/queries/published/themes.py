"""The newest themes of published comments."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from feedback.domain.months import Month
from feedback.domain.states import Bucket
from feedback.domain.tones import Told, ToneWorth
from feedback.extensions import db
from feedback.models.publications import PublishedComment
from feedback.models.themes import Theme
from feedback.models.themes import ToneWorth as StoredWorth


@dataclass(frozen=True)
class ShownTheme:
    """A theme with its share and those of its examples that are still public."""

    number: int
    words: tuple[str, ...]
    members: int
    share: float
    #: Reference and words of published comments.
    examples: tuple[tuple[str, str], ...]
    #: As in FoundTheme.
    tones: dict[str, Told]


@dataclass(frozen=True)
class ShownThemes:
    """The themes of the newest month that has any, largest first."""

    month: Month
    n_comments: int
    themes: tuple[ShownTheme, ...]
    #: None where nothing was guessed.
    worth: ToneWorth | None


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
                row.tones,
            )
            for row in rows
        ),
        _find_worth(rows[0].month),
    )


def _find_worth(month: date) -> ToneWorth | None:
    """What the month's guesses of tone were worth."""
    row = db.session.get(StoredWorth, month, populate_existing=True)
    if row is None:
        return None
    lower, upper = row.accuracy_lower, row.accuracy_upper
    return ToneWorth(
        row.n,
        row.n_praise,
        row.n_given,
        row.n_right,
        None if lower is None or upper is None else (lower, upper),
        (row.coverage_lower, row.coverage_upper),
        row.threshold,
    )

"""What themes are found from: published words, and the themes known before."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from feedback.domain.months import Month
from feedback.domain.states import Bucket
from feedback.domain.themes import FoundTheme
from feedback.domain.tones import Tone, find_tone
from feedback.extensions import db
from feedback.models.publications import PublishedComment
from feedback.models.themes import Theme

#: The newest comments that are gone through.
MOST_COMMENTS = 20_000


class PublishedWords(NamedTuple):
    """What is gone through of a published comment."""

    ref: str
    text: str
    #: As its author named it.
    tone: Tone | None


def list_published_words(first: date, last: date) -> list[PublishedWords]:
    """The words of the comments published between two days."""
    rows = db.session.execute(
        select(PublishedComment.ref, PublishedComment.text, PublishedComment.tone)
        .where(
            PublishedComment.bucket == Bucket.PUBLISHED.value,
            PublishedComment.text.is_not(None),
            PublishedComment.published_on.between(first, last),
        )
        .order_by(PublishedComment.published_on.desc(), PublishedComment.ref)
        .limit(MOST_COMMENTS)
    )
    # By text: themes hang neither on the order of days nor on random references.
    return sorted(
        (PublishedWords(ref, text, find_tone(tone)) for ref, text, tone in rows),
        key=lambda row: (row.text, row.ref),
    )


def list_themes_before(month: Month) -> list[FoundTheme]:
    """The themes of the last month before this one that has any."""
    last = select(func.max(Theme.month)).where(Theme.month < month.first_day)
    rows = select(Theme).where(Theme.month == last.scalar_subquery())
    return [
        FoundTheme(
            row.number,
            tuple(row.words),
            tuple(row.weights),
            row.members,
            row.n_comments,
            tuple(row.examples),
        )
        for row in db.session.scalars(rows.order_by(Theme.number))
    ]


def find_last_number(month: Month) -> int:
    """The highest number given to a theme before a month, 0 for none."""
    rows = select(func.max(Theme.number)).where(Theme.month < month.first_day)
    return db.session.scalar(rows) or 0

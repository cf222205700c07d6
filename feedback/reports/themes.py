"""The themes of a year's published comments, named as they were the month before.

Loads underthesea and scikit-learn: for jobs, never for a web process.
"""

import numpy as np

from feedback.analysis.arrays import freeze
from feedback.analysis.themes import Theme, Themes, find_themes
from feedback.domain.months import Month
from feedback.domain.themes import FoundTheme
from feedback.queries.themes import (
    find_last_number,
    list_published_words,
    list_themes_before,
)

#: Months whose published comments are gone through.
MONTHS = 12
#: Themes looked for, and what the factorisation starts from.
THEMES = 10
SEED = 2026


def find_month_themes(month: Month) -> list[FoundTheme]:
    """The themes of the twelve months up to this one; none from too few comments."""
    first = month.shift(1 - MONTHS).first_day
    words = list_published_words(first, month.last_day)
    found = find_themes(
        [text for _, text in words],
        np.ones(len(words), dtype=bool),
        THEMES,
        SEED,
        _recall(month),
    )
    return [
        FoundTheme(
            theme.id,
            theme.words,
            tuple(round(float(weight), 6) for weight in theme.weights),
            theme.members,
            found.n_comments,
            tuple(words[place][0] for place in theme.examples),
        )
        for theme in found.themes
    ]


def _recall(month: Month) -> Themes:
    """The stored themes of the month before, as the analysis knows them."""
    former = tuple(
        Theme(
            theme.number,
            theme.words,
            freeze(np.array(theme.weights, dtype=np.float64)),
            theme.members,
            theme.members / max(theme.n_comments, 1),
            (),
            None,
            0,
        )
        for theme in list_themes_before(month)
    )
    nothing = freeze(np.empty(0, dtype=np.int64))
    return Themes(0, SEED, former, nothing, find_last_number(month))

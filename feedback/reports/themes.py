"""The themes of a year's published comments, named as they were the month before.

Loads underthesea and scikit-learn: for jobs, never for a web process.
"""

import numpy as np

from feedback.analysis.arrays import freeze
from feedback.analysis.themes import Theme, Themes, find_themes
from feedback.domain.months import Month
from feedback.domain.themes import FoundTheme, MonthThemes
from feedback.queries.themes import (
    find_last_number,
    list_published_words,
    list_themes_before,
)
from feedback.reports.tones import count_tones, guess_words, learn_tones, weigh_model

#: Months whose published comments are gone through.
MONTHS = 12
#: Themes looked for, and what the factorisation starts from.
THEMES = 10
SEED = 2026


def find_month_themes(month: Month) -> MonthThemes:
    """The themes of the twelve months up to this one; none from too few comments.

    With themes come the tones of their comments: named, and, where enough are named
    to learn from, guessed.
    """
    first = month.shift(1 - MONTHS).first_day
    words = list_published_words(first, month.last_day)
    found = find_themes(
        [row.text for row in words],
        np.ones(len(words), dtype=bool),
        THEMES,
        SEED,
        _recall(month),
    )
    if not found.themes:
        return MonthThemes(())
    model = learn_tones(words, SEED)
    guesses = guess_words(model, words)
    themes = tuple(
        FoundTheme(
            theme.id,
            theme.words,
            tuple(round(float(weight), 6) for weight in theme.weights),
            theme.members,
            found.n_comments,
            tuple(words[example].ref for example in theme.examples),
            count_tones(words, guesses, found.theme_of == place),
        )
        for place, theme in enumerate(found.themes)
    )
    return MonthThemes(themes, weigh_model(model) if model else None)


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

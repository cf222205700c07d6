"""The tones of a theme's comments: what authors named, and what a machine guesses.

Loads scikit-learn: for jobs, never for a web process.
"""

from collections import Counter
from collections.abc import Sequence

from feedback.analysis.arrays import BoolArray, IntArray
from feedback.analysis.copies import list_distinct
from feedback.analysis.intervals import Interval
from feedback.analysis.tones import (
    ABSTAINED,
    DISSATISFIED,
    SATISFIED,
    ToneModel,
    guess_tones,
    train_tones,
)
from feedback.domain.tones import GUESSED, OPEN, Told, Tone, ToneWorth, tell_tones
from feedback.queries.themes import PublishedWords

_ANSWERS = {SATISFIED: Tone.PRAISE, DISSATISFIED: Tone.PROBLEM, ABSTAINED: OPEN}


def learn_tones(words: Sequence[PublishedWords], seed: int) -> ToneModel | None:
    """What a machine learns from praise and problems that authors named.

    None where there are too few of either. Near copies count once, or the machine
    would be tested on what it was taught.
    """
    known = [row for row in words if row.tone in GUESSED]
    distinct = [known[place] for place in list_distinct([r.text for r in known], seed)]
    return train_tones(
        [row.text for row in distinct],
        [row.tone is Tone.PRAISE for row in distinct],
        seed,
    )


def guess_words(
    model: ToneModel | None, words: Sequence[PublishedWords]
) -> IntArray | None:
    """The guess for each text whose author named no tone; for others none is made."""
    if model is None:
        return None
    return guess_tones(model, ["" if row.tone else row.text for row in words]).tone


def count_tones(
    words: Sequence[PublishedWords], guesses: IntArray | None, is_member: BoolArray
) -> dict[str, Told]:
    """What is told of the tones of a theme: named ones, and guesses for the others."""
    members: list[int] = is_member.nonzero()[0].tolist()
    named = Counter(words[place].tone for place in members)
    own = {tone.value: named[tone] for tone in Tone}
    if guesses is None:
        return tell_tones(own, None)
    unnamed = [place for place in members if words[place].tone is None]
    given = Counter(_ANSWERS[int(guesses[place])] for place in unnamed)
    return tell_tones(own, {name: given[name] for name in (*GUESSED, OPEN)})


def weigh_model(model: ToneModel) -> ToneWorth:
    """What the guesses are worth, to six digits, as it is stored and shown."""
    coverage = _bounds(model.coverage)
    assert coverage is not None, "a model was learned from something"
    return ToneWorth(
        model.n,
        model.n_satisfied,
        model.coverage.k,
        model.accuracy.k,
        _bounds(model.accuracy),
        coverage,
        model.threshold,
    )


def _bounds(interval: Interval) -> tuple[float, float] | None:
    if interval.lower is None or interval.upper is None:
        return None
    return round(interval.lower, 6), round(interval.upper, 6)

"""The machine learns from named tones, guesses the others, and says how well."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select

from bench.voices import make_voices
from feedback.domain.months import Month
from feedback.domain.tones import GUESSED, Tone, ToneWorth
from feedback.extensions import db
from feedback.jobs.themes import find_themes
from feedback.models.publications import PublishedComment
from feedback.models.themes import Theme
from feedback.models.themes import ToneWorth as StoredWorth
from feedback.queries.published.stamps import get_stamps
from feedback.queries.published.themes import ShownThemes, find_newest_themes
from feedback.queries.themes import PublishedWords
from feedback.reports.tones import learn_tones
from tests.factories import make_agency, make_service
from tests.factories_published import make_published_comment

ON = date(2026, 4, 26)
#: Voices, and how many of them name a tone.
N, NAMED = 400, 220


def draw_words(n: int = N, named: int = NAMED) -> list[PublishedWords]:
    """Comments of which the first so many are named, half of them praise."""
    voices = make_voices(n, np.random.default_rng(7), satisfied=0.5)
    return [
        PublishedWords(
            f"GY-{place:04}-0000",
            voice.text,
            (
                (Tone.PRAISE if voice.is_satisfied else Tone.PROBLEM)
                if place < named
                else None
            ),
        )
        for place, voice in enumerate(voices)
    ]


def publish(words: Sequence[PublishedWords]) -> None:
    agency, service = make_agency(), make_service()
    for row in words:
        make_published_comment(
            agency=agency, service=service, ref=row.ref, text=row.text, tone=row.tone
        )


def find(words: Sequence[PublishedWords]) -> ShownThemes:
    """What the page gets after the job."""
    publish(words)
    find_themes(ON)
    found = find_newest_themes()
    assert found is not None and found.themes
    return found


def test_the_month_says_what_its_guesses_were_worth(app: Flask) -> None:
    worth = find(draw_words()).worth
    assert isinstance(worth, ToneWorth)
    assert worth.n <= NAMED and worth.n_right <= worth.n_given <= worth.n
    assert worth.threshold == 0.8 and 0.5 <= worth.baseline < 0.6
    assert worth.accuracy is not None
    low, high = worth.accuracy
    # Made-up voices are plainer than real ones: they are told apart with ease.
    assert worth.baseline < low <= worth.n_right / worth.n_given <= high
    low, high = worth.coverage
    assert low <= worth.n_given / worth.n <= high


def test_named_tones_are_counted_and_the_others_guessed(app: Flask) -> None:
    found = find(draw_words())
    told = [theme.tones for theme in found.themes]
    assert any("guessed" in tones for tones in told)
    for theme in found.themes:
        groups = theme.tones
        sums = [counts["n"] for counts in groups.values()]
        if len(groups) == 2:
            assert sum(n for n in sums if n) == theme.members
        for counts in groups.values():
            assert all(k is None or k >= 10 for k in counts.values())
            assert sum(k is None for k in counts.values()) != 1
    named = [list(tones["named"]) for tones in told if tones]
    assert named == [["n", *Tone]] * len(named)
    guessed = [list(tones["guessed"]) for tones in told if "guessed" in tones]
    assert guessed == [["n", *GUESSED, "open"]] * len(guessed)


def test_the_same_comments_again_change_nothing(app: Flask) -> None:
    find(draw_words())
    before, stamps = list_rows(), get_stamps()
    assert find_themes(ON).endswith("unchanged")
    assert (list_rows(), get_stamps()) == (before, stamps)


def list_rows() -> list[tuple[object, ...]]:
    db.session.rollback()
    themes = select(Theme.number, Theme.tones).order_by(Theme.number)
    worths = select(*StoredWorth.__table__.columns)
    return [
        tuple(row) for query in (themes, worths) for row in db.session.execute(query)
    ]


def test_a_tone_named_otherwise_is_a_change(app: Flask) -> None:
    find(draw_words())
    words = draw_words(named=NAMED + 60)
    for row in words:
        stored = db.session.get_one(PublishedComment, row.ref)
        stored.tone = row.tone
    db.session.commit()
    assert find_themes(ON).endswith("stored")
    found = find_newest_themes()
    assert found is not None and found.worth is not None and found.worth.n > NAMED


def test_too_few_named_ones_teach_nothing_and_are_still_counted(app: Flask) -> None:
    found = find(draw_words(named=90))
    assert found.worth is None
    assert not db.session.scalars(select(StoredWorth)).all()
    told = [theme.tones for theme in found.themes if theme.tones]
    assert told and all(list(tones) == ["named"] for tones in told)


def test_guesses_that_are_no_longer_made_are_taken_away(app: Flask) -> None:
    find(draw_words())
    for stored in db.session.scalars(select(PublishedComment)):
        stored.tone = None
    db.session.commit()
    assert find_themes(ON).endswith("stored")
    found = find_newest_themes()
    assert found is not None and found.worth is None
    assert [theme.tones for theme in found.themes] == [{}] * len(found.themes)


def test_copies_teach_once(app: Flask) -> None:
    known = draw_words(N, N)
    many = [row for row in known if row.tone is Tone.PRAISE]
    few = [row for row in known if row.tone is Tone.PROBLEM][:30]
    # Thirty problems sent twice each are thirty still.
    assert learn_tones([*many, *few, *few], 1) is None


def test_proposals_are_not_learned_from(app: Flask) -> None:
    known = draw_words(N, N)
    plain = learn_tones(known, 1)
    others = [PublishedWords("GY-9999-0000", "Nên có thêm ghế.", Tone.PROPOSAL)]
    mixed = learn_tones([*known, *others], 1)
    assert plain is not None and mixed is not None and plain.n == mixed.n


@pytest.mark.parametrize("tone", [None, Tone.PROPOSAL])
def test_without_themes_nothing_is_said_of_tones(app: Flask, tone: Tone | None) -> None:
    words = draw_words(90, 0)
    publish([row._replace(tone=tone) for row in words])
    assert find_themes(ON) == "2026-03: 0 themes unchanged"
    assert find_newest_themes() is None
    assert Month.of(ON).shift(-1) == Month(2026, 3)

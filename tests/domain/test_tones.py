"""The tone an author names, and what may be told of many."""

import pytest

from feedback.domain.tones import Tone, ToneWorth, find_tone, tell_counts, tell_tones
from feedback.models.comments import Comment
from feedback.models.publications import PublishedComment


def test_each_tone_has_a_wording_in_both_languages() -> None:
    wordings = [(tone.label.vi, tone.label.en) for tone in Tone]
    assert len(set(wordings)) == 3 and all(vi and en for vi, en in wordings)


def test_a_tone_fits_its_columns() -> None:
    for table in (Comment, PublishedComment):
        column = table.__table__.c.tone
        assert column.nullable
        assert max(map(len, Tone)) <= column.type.length


@pytest.mark.parametrize("value", ["", "PRAISE", "5", "praise ", None])
def test_a_value_that_was_never_offered_names_no_tone(value: str | None) -> None:
    assert find_tone(value) is None
    assert find_tone("proposal") is Tone.PROPOSAL


def test_counts_of_ten_and_more_are_told_with_their_sum() -> None:
    assert tell_counts({"a": 10, "b": 30}) == {"n": 40, "a": 10, "b": 30}


def test_fewer_than_ten_in_all_are_not_told() -> None:
    assert tell_counts({"a": 9, "b": 0}) is None
    assert tell_counts({}) is None


def test_one_untold_count_takes_the_next_smallest_along() -> None:
    told = tell_counts({"a": 50, "b": 9, "c": 20})
    assert told == {"n": 79, "a": 50, "b": None, "c": None}
    # Of equals the earlier one goes, so that the same counts always tell the same.
    assert tell_counts({"a": 20, "b": 9, "c": 20}) == {
        "n": 49,
        "a": None,
        "b": None,
        "c": 20,
    }


def test_two_untold_counts_hide_each_other() -> None:
    told = tell_counts({"a": 50, "b": 3, "c": 0})
    assert told == {"n": 53, "a": 50, "b": None, "c": None}


def test_guesses_are_told_beside_named_tones_alone() -> None:
    many, few = {"a": 20, "b": 30}, {"a": 5, "b": 1}
    told = {"n": 50, "a": 20, "b": 30}
    assert tell_tones(many, many) == {"named": told, "guessed": told}
    assert tell_tones(many, few) == {"named": told}
    assert tell_tones(many, None) == {"named": told}
    assert tell_tones(few, many) == {}


def test_the_baseline_is_the_share_of_the_commoner_tone() -> None:
    for praise in (60, 140):
        worth = ToneWorth(200, praise, 150, 140, (0.88, 0.96), (0.68, 0.8), 0.8)
        assert worth.baseline == 0.7

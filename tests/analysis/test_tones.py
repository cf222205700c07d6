import numpy as np
import pytest

from bench.voices import make_voices
from feedback.analysis.tones import ToneModel, guess_tones, train_tones


def draw_known(
    seed: int, n: int = 240, wrong: float = 0.0
) -> tuple[list[str], np.ndarray]:
    random = np.random.default_rng(seed)
    voices = make_voices(n, random, satisfied=0.5)
    labels = np.array([voice.is_satisfied for voice in voices])
    return [voice.text for voice in voices], labels ^ (random.random(n) < wrong)


@pytest.fixture(scope="module")
def model() -> ToneModel:
    found = train_tones(*draw_known(1), seed=1)
    assert found is not None
    return found


def test_tones_of_unseen_texts_are_guessed(model: ToneModel) -> None:
    texts, labels = draw_known(2, 150)
    found = guess_tones(model, texts)
    given = found.tone >= 0
    assert given.mean() > 0.9
    assert np.mean(found.tone[given] == labels[given]) > 0.98
    assert found.is_machine_made and len(found) == 150


def test_the_worth_shown_is_measured_on_texts_not_seen() -> None:
    # A quarter of the labels is wrong, so nobody can be right more often than that.
    found = train_tones(*draw_known(3, wrong=0.25), seed=1, threshold=0.5)
    assert found is not None
    assert found.coverage.k == found.n == found.accuracy.n == 240
    assert found.accuracy.k / 240 < 0.82
    assert found.accuracy.lower is not None and found.accuracy.lower < 0.75


def test_without_anything_to_learn_the_model_is_no_better_than_the_commoner() -> None:
    texts, labels = draw_known(4)
    shuffled = np.random.default_rng(1).permutation(labels)
    found = train_tones(texts, shuffled, seed=1, threshold=0.5)
    assert found is not None
    assert found.accuracy.k / found.accuracy.n < found.baseline + 0.08


def test_a_higher_threshold_answers_less_and_errs_no_more() -> None:
    texts, labels = draw_known(5, wrong=0.15)
    models = [train_tones(texts, labels, 1, limit) for limit in (0.5, 0.9)]
    assert all(each is not None for each in models)
    coverage = [each.coverage.k for each in models if each]
    accuracy = [each.accuracy.k / each.accuracy.n for each in models if each]
    assert coverage[0] > coverage[1]
    assert accuracy[0] < accuracy[1]


def test_calibration_adds_up_to_all_texts(model: ToneModel) -> None:
    table = model.calibration
    assert table.n.sum() == model.n == 240
    filled = table.n > 0
    assert (table.mean_certainty[filled] >= table.lower[filled]).all()
    assert (table.mean_certainty[filled] <= table.upper[filled]).all()
    assert np.isnan(table.accuracy[~filled]).all()


def test_too_few_known_texts_of_either_tone_give_no_model() -> None:
    texts = ["Rất tốt, nhanh"] * 200 + ["Chậm quá"] * 49 + ["   "] * 10
    assert train_tones(texts, [True] * 200 + [False] * 59, seed=1) is None
    assert train_tones([], np.zeros(0, dtype=bool), seed=1) is None


def test_an_empty_text_has_no_tone(model: ToneModel) -> None:
    found = guess_tones(model, ["", "  "])
    assert found.tone.tolist() == [-1, -1] and np.isnan(found.chance).all()
    assert len(guess_tones(model, [])) == 0


def test_text_in_another_language_is_left_alone(model: ToneModel) -> None:
    assert guess_tones(model, ["zzz qqq xxx"]).tone.tolist() == [-1]


def test_a_label_for_every_text_is_needed() -> None:
    with pytest.raises(ValueError, match="one length"):
        train_tones(["a"], [True, False], seed=1)

from collections import Counter

import numpy as np
import pytest

from bench.voices import Voice, make_voices
from feedback.analysis.themes import Themes, find_themes, segment_words


def make_month(seed: int, n: int = 250) -> list[Voice]:
    return make_voices(n, np.random.default_rng(seed))


def find(
    voices: list[Voice],
    n_themes: int = 5,
    former: Themes | None = None,
    values: np.ndarray | None = None,
) -> Themes:
    texts = [voice.text for voice in voices]
    shown = [True] * len(texts)
    return find_themes(texts, shown, n_themes, 1, former, values)


@pytest.fixture(scope="module")
def may() -> tuple[list[Voice], Themes]:
    voices = make_month(1)
    return voices, find(voices)


def test_words_of_several_syllables_stay_together() -> None:
    words = segment_words("Tôi chờ 3 tiếng ở bộ phận một cửa, cán bộ thiếu nhiệt tình.")
    assert {"bộ_phận", "cán_bộ", "nhiệt_tình"} <= set(words)
    assert not {"tôi", "3", ",", "."} & set(words)


def test_themes_are_those_the_comments_were_made_from(
    may: tuple[list[Voice], Themes],
) -> None:
    voices, found = may
    assert len(found) == 5 and found.n_comments == 250
    named = set()
    for place, theme in enumerate(found.themes):
        members = np.flatnonzero(found.theme_of == place)
        (name, count), *_ = Counter(voices[i].theme for i in members).most_common()
        assert count / len(members) > 0.9
        assert len(members) == theme.members and theme.share == theme.members / 250
        named.add(name)
    assert len(named) >= 4


def test_examples_are_members_already_published_and_no_others() -> None:
    voices = make_month(1)
    shown = np.arange(250) % 9 == 0
    found = find_themes([v.text for v in voices], shown, 5, seed=1)
    for place, theme in enumerate(found.themes):
        assert 1 <= len(theme.examples) <= 3
        assert all(shown[i] and found.theme_of[i] == place for i in theme.examples)
    hidden = find_themes([v.text for v in voices], np.zeros(250), 5, seed=1)
    assert all(theme.examples == () for theme in hidden.themes)


def test_the_next_month_keeps_the_ids_of_the_same_themes(
    may: tuple[list[Voice], Themes],
) -> None:
    voices, found = may
    later_voices = make_month(2)
    later = find(later_voices, former=found)
    before = {
        theme.id: Counter(voices[i].theme for i in np.flatnonzero(found.theme_of == at))
        for at, theme in enumerate(found.themes)
    }
    kept = [t for t in later.themes if t.id in before]
    assert len(kept) >= 4
    for theme in kept:
        at = later.themes.index(theme)
        now = Counter(
            later_voices[i].theme for i in np.flatnonzero(later.theme_of == at)
        )
        assert now.most_common(1)[0][0] == before[theme.id].most_common(1)[0][0]


def test_a_theme_that_is_new_gets_an_id_never_given_before() -> None:
    topics = [v for v in make_month(3, 400) if v.theme in ("online", "attitude")]
    first = find(topics, 2)
    assert [theme.id for theme in first.themes] == [1, 2]
    others = [v for v in make_month(4, 400) if v.theme in ("cost", "attitude")]
    second = find(others, 2, former=first)
    assert {3} < {theme.id for theme in second.themes} <= {1, 2, 3}
    assert second.last_id == 3


def test_the_same_comments_give_the_same_themes(
    may: tuple[list[Voice], Themes],
) -> None:
    voices, found = may
    again = find(voices)
    assert [t.words for t in again.themes] == [t.words for t in found.themes]
    assert again.theme_of.tolist() == found.theme_of.tolist()


def test_what_goes_with_a_theme_is_the_mean_over_its_members() -> None:
    voices = make_month(5)
    values = np.where(
        [v.theme == "cost" for v in voices], 2.0, [4.0 + v.is_satisfied for v in voices]
    )
    values[::7] = np.nan
    found = find(voices, values=values)
    for place, theme in enumerate(found.themes):
        own = values[found.theme_of == place]
        assert theme.n_values == np.isfinite(own).sum()
        assert theme.mean_value == pytest.approx(np.nanmean(own))
    unknown = find(voices)
    assert {theme.mean_value for theme in unknown.themes} == {None}


def test_few_comments_have_no_themes_but_keep_the_count_of_ids() -> None:
    former = find(make_month(1))
    found = find(make_month(1, 99), former=former)
    assert found.themes == () and found.reason == "fewer than 100 comments"
    assert found.last_id == former.last_id and set(found.theme_of) == {-1}
    assert find([]).reason == "fewer than 100 comments"


def test_comments_without_a_common_word_have_no_themes() -> None:
    found = find_themes(["Tôi và em ạ, 5."] * 120, [True] * 120, 3, seed=1)
    assert found.reason == "no word in 10 comments" and len(found) == 0


def test_comments_all_alike_make_one_theme_without_a_warning() -> None:
    found = find_themes(["Hồ sơ chậm trễ"] * 120, [True] * 120, 3, seed=1)
    assert len(found) == 1 and found.themes[0].members == 120


def test_a_comment_without_words_belongs_to_no_theme() -> None:
    texts = [voice.text for voice in make_month(6, 120)] + ["", "Tôi ạ."]
    found = find_themes(texts, [True] * 122, 5, seed=1)
    assert found.theme_of[-2:].tolist() == [-1, -1]


def test_a_theme_of_few_is_not_told() -> None:
    texts = ["Hồ sơ chậm trễ kéo dài"] * 150 + ["Cán bộ nhiệt tình vui vẻ"] * 9
    texts += ["Cán bộ hồ sơ"] * 3
    found = find_themes(texts, [True] * len(texts), 3, seed=1)
    assert all(theme.members >= 10 for theme in found.themes)


def test_columns_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        find_themes(["a"], [True, False], 2, seed=1)

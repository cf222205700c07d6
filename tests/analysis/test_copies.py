from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.voices import edit_copy, make_voices
from feedback.analysis.copies import find_copies, fold_text, list_distinct
from tests.analysis.tables import read_rows

SOURCE = "Hẹn trả kết quả ngày mùng 5 nhưng đến ngày 12 mới có, không ai báo trước."


def cut(text: str) -> set[str]:
    folded = fold_text(text)
    return {folded[i : i + 5] for i in range(len(folded) - 4)}


def compare(one: str, other: str) -> float:
    return len(cut(one) & cut(other)) / len(cut(one) | cut(other))


def test_case_diacritics_and_punctuation_make_no_difference() -> None:
    found = find_copies([SOURCE, SOURCE.upper() + "!!", fold_text(SOURCE)], seed=1)
    assert found.group.tolist() == [0, 0, 0]
    assert found.sizes.tolist() == [3] and len(found) == 3


@pytest.mark.parametrize("text", ["đường", "ĐƯỜNG", "duong", "  Đường. "])
def test_folding_keeps_letters_only(text: str) -> None:
    assert fold_text(text) == "duong"


def test_the_threshold_is_the_jaccard_similarity_of_runs() -> None:
    other = SOURCE.replace("mùng 5", "mùng 7").replace("báo trước", "nói gì")
    similarity = compare(SOURCE, other)
    assert 0.6 < similarity < 0.8
    for alike, group in ((similarity - 1e-9, [0, 0]), (similarity + 1e-9, [-1, -1])):
        assert find_copies([SOURCE, other], 1, alike).group.tolist() == group


def test_short_texts_are_never_copies() -> None:
    found = find_copies(["Rất hài lòng, cảm ơn cán bộ.", "", "5"] * 4, seed=1)
    assert set(found.group) == {-1} and not len(found.sizes)
    lowest = find_copies(["hài", "hài", "rất hài lòng", "rất hài lòng"], 1, 0.7, 0)
    assert lowest.group.tolist() == [-1, -1, 0, 0]


def test_no_texts_give_an_empty_result() -> None:
    assert len(find_copies([], seed=1)) == 0


def test_groups_are_numbered_by_their_first_text() -> None:
    other = "Cán bộ niềm nở, giải thích dễ hiểu, có quầy ưu tiên cho người già."
    lone = "Bãi gửi xe chật, ngày mưa rất khổ, từ khi sáp nhập phải đi xa thêm."
    found = find_copies([other, lone, SOURCE, other, SOURCE, other], seed=1)
    assert found.group.tolist() == [0, -1, 1, 0, 1, 0]
    assert found.sizes.tolist() == [3, 2]


@given(st.integers(0, 10**6))
def test_the_order_of_the_texts_changes_no_group(seed: int) -> None:
    generator = np.random.default_rng(seed)
    texts = [voice.text for voice in make_voices(12, generator)]
    texts += [edit_copy(text, 3, generator) for text in texts[:4]]
    order = generator.permutation(len(texts))
    groups = find_copies(texts, seed=1).group
    turned = find_copies([texts[i] for i in order], seed=1).group
    together = groups[:, None] == groups
    again = turned[:, None] == turned
    assert (together[np.ix_(order, order)] == again).all()


@pytest.mark.parametrize(("edits", "recall"), [(1, 1.0), (3, 0.99), (6, 0.75)])
def test_planted_copies_are_found_and_genuine_comments_hardly(
    edits: int, recall: float
) -> None:
    random = np.random.default_rng(edits)
    genuine = [voice.text for voice in make_voices(1500, random)]
    sources = [voice.text for voice in make_voices(20, random)]
    planted = [edit_copy(text, edits, random) for text in sources for _ in range(8)]
    found = find_copies(genuine + sources + planted, seed=1)
    is_flagged = found.group >= 0
    assert is_flagged[len(genuine) :].mean() >= recall
    # Genuine comments share theme and phrases; at most 3 of 1,500 are taken for copies.
    assert is_flagged[: len(genuine)].mean() <= 0.002


def test_the_best_match_above_the_threshold_is_never_missed() -> None:
    random = np.random.default_rng(9)
    texts = [voice.text for voice in make_voices(60, random)]
    texts += [edit_copy(text, int(random.integers(12)), random) for text in texts]
    found = find_copies(texts, seed=1)
    for place, text in enumerate(texts[:60]):
        if compare(text, texts[60 + place]) >= 0.7:
            assert found.group[place] == found.group[60 + place] >= 0


def test_of_real_questions_only_those_that_begin_alike_are_near(
    real_data: Path,
) -> None:
    # 68 questions of citizens, cut after 100 characters by the source; two of them
    # begin with the same 60 characters.
    rows = read_rows(real_data / "moh-questions-answers.csv")
    found = find_copies([row["question"] for row in rows], seed=1)
    assert found.sizes.tolist() == [2]
    pair = [rows[i]["question"][:60] for i in np.flatnonzero(found.group == 0)]
    assert pair[0] == pair[1]


def test_of_copies_of_any_length_the_first_stays() -> None:
    texts = [SOURCE, "Tốt", SOURCE.upper() + "!", "tốt.", "Chậm", "Rất chậm", ""]
    kept = list_distinct(texts, seed=1)
    assert [texts[place] for place in kept] == [SOURCE, "Tốt", "Chậm", "Rất chậm", ""]
    assert list_distinct([], seed=1).tolist() == []

import pytest

from feedback.analysis.stopwords import STOPWORDS


@pytest.mark.parametrize(
    "word",
    ["chậm", "nhanh", "nhiệt_tình", "cán_bộ", "hồ_sơ", "phí", "chờ", "trực_tuyến"],
)
def test_words_that_tell_a_theme_are_no_stop_words(word: str) -> None:
    assert word not in STOPWORDS


def test_words_are_written_as_the_segmenter_gives_them() -> None:
    assert all(word == word.lower().strip() for word in STOPWORDS)
    assert all(word.replace("_", "").isalpha() for word in STOPWORDS)
    assert {"tôi", "cảm_ơn", "và", "toi"} <= STOPWORDS

"""Sketches: near copies share a band, and how often is known."""

import doctest
import random
import subprocess
import sys
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.config import ROOT
from feedback.domain import sketches
from feedback.domain.sketches import (
    BANDS,
    MIN_LENGTH,
    ROWS,
    fold_for_copies,
    make_bands,
    measure_likeness,
)

TEXT = (
    "Tôi nộp hồ sơ cấp đổi giấy chứng nhận từ ngày 12/3, hẹn trả ngày 2/4 mà đến nay "
    "vẫn chưa có kết quả, đi lại bốn lần rất mệt."
)


def test_the_examples_are_right() -> None:
    assert doctest.testmod(sketches).failed == 0


@pytest.mark.parametrize(
    "other",
    [
        TEXT.upper(),
        TEXT.replace("12/3", "28/11").replace("2/4", "9/12"),
        TEXT.replace(",", " -") + "!!!",
        "toi nop ho so cap doi giay chung nhan tu ngay 12/3 hen tra ngay 2/4 ma den nay"
        " van chua co ket qua di lai bon lan rat met",
    ],
)
def test_case_marks_numbers_and_punctuation_make_no_other_text(other: str) -> None:
    assert measure_likeness(TEXT, other) == 1
    assert make_bands(TEXT) == make_bands(other) != ()


def test_a_short_text_has_no_bands() -> None:
    assert make_bands("") == make_bands("👍👍👍") == make_bands("a" * 39) == ()
    assert len(make_bands("a" * MIN_LENGTH)) == BANDS


def test_bands_fit_a_signed_64_bit_column() -> None:
    bands = make_bands(TEXT)
    assert len(set(bands)) == BANDS
    assert all(-(2**63) <= band < 2**63 for band in bands)
    assert min(bands) < 0 < max(bands)


def test_another_process_makes_the_same_bands() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-c"),
            "import sys; from feedback.domain.sketches import make_bands; "
            "print(*make_bands(sys.argv[1]))",
            TEXT,
        ],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert tuple(map(int, done.stdout.split())) == make_bands(TEXT)


def test_likeness_is_the_share_of_common_runs() -> None:
    # abcde bcdef cdefg | bcdef cdefg defgh: 2 of 4
    assert measure_likeness("abcdefg", "bcdefgh") == 0.5
    assert measure_likeness("abcdefg", "tuvwxyz") == 0
    assert measure_likeness("tốt", "TOT!") == 1
    assert measure_likeness("tốt", "") == measure_likeness("", "?!") == 0


@given(st.text(), st.text())
def test_likeness_is_a_symmetric_share(a: str, b: str) -> None:
    assert 0 <= measure_likeness(a, b) == measure_likeness(b, a) <= 1
    assert measure_likeness(a, a) == bool(fold_for_copies(a))


def share_a_band(likeness: float) -> float:
    """Leskovec et al., section 3.4.2: rows that agree independently of each other."""
    return 1 - (1 - likeness**ROWS) ** BANDS


def average_over_circles(likeness: float, n: int) -> float:
    """The mean of share_a_band(p) over p ~ Beta(m, n - m), m = likeness n, exactly.

    It is expanded into powers of p, whose means are known: E p^k is the product of
    (m + i) / (n + i) for i < k.
    """
    m = round(likeness * n)
    total = 0.0
    for j in range(1, BANDS + 1):
        mean = 1.0
        for i in range(ROWS * j):
            mean *= (m + i) / (n + i)
        total -= comb(BANDS, j) * (-1) ** j * mean
    return total


def make_pair(random_: random.Random, n_common: int, n_own: int) -> tuple[str, str]:
    """Two texts with so many runs in common and so many of their own each.

    Drawn from 16,000 letters, so that no run comes about twice by chance.
    """

    def stretch(length: int) -> str:
        return "".join(chr(random_.randrange(0x4E00, 0x9000)) for _ in range(length))

    common = stretch(n_common + 4)
    return common + stretch(n_own), common + stretch(n_own)


@pytest.mark.parametrize(("likeness", "n"), [(0.5, 80), (0.7, 80), (0.3, 200)])
def test_pairs_share_a_band_as_often_as_the_formula_says(
    likeness: float, n: int
) -> None:
    trials, random_ = 600, random.Random(5)
    n_common = round(likeness * n)
    pairs = [make_pair(random_, n_common, (n - n_common) // 2) for _ in range(trials)]
    assert all(measure_likeness(a, b) == pytest.approx(likeness) for a, b in pairs)
    shared = sum(bool({*make_bands(a)} & {*make_bands(b)}) for a, b in pairs)
    expected = average_over_circles(likeness, n)
    # Four standard errors: one seed in 15,000 strays further.
    error = 4 * (expected * (1 - expected) / trials) ** 0.5
    assert abs(shared / trials - expected) < error
    assert expected == pytest.approx(share_a_band(likeness), abs=0.03)


@pytest.mark.parametrize(
    ("likeness", "n", "stated"),
    [(0.7, 40, 0.965), (0.7, 400, 0.985)],
)
def test_the_figures_stated_for_texts_of_one_length_are_right(
    likeness: float, n: int, stated: float
) -> None:
    assert average_over_circles(likeness, n) == pytest.approx(stated, abs=0.0006)


@pytest.mark.parametrize(
    ("likeness", "stated"), [(0.5, 0.64), (0.7, 0.988), (0.8, 0.9998)]
)
def test_the_figures_stated_for_independent_rows_are_right(
    likeness: float, stated: float
) -> None:
    assert share_a_band(likeness) == pytest.approx(stated, abs=0.005)

"""The yearly call-back sample: a chain of parts."""

import pytest

from feedback.domain.anchors import AnchorRow, Comparison, InvalidAnchor

LEVELS = (6, 10, 20, 100, 64)


def test_a_sample_counts_who_answered_and_who_was_satisfied() -> None:
    row = AnchorRow(2025, 40_000, 260, LEVELS, 5, "Rút ngẫu nhiên đơn giản")
    assert (row.answered, row.satisfied) == (200, 164)


@pytest.mark.parametrize(("population", "called"), [(260, 204), (259, 260)])
def test_more_answers_than_calls_or_calls_than_dossiers_are_refused(
    population: int, called: int
) -> None:
    with pytest.raises(InvalidAnchor):
        AnchorRow(2025, population, called, LEVELS, 5, "")


@pytest.mark.parametrize(
    ("lower", "upper", "is_clear"),
    [(0.01, 0.2, True), (-0.2, -0.01, True), (-0.01, 0.2, False), (None, None, False)],
)
def test_a_gap_is_clear_when_its_interval_leaves_out_zero(
    lower: float | None, upper: float | None, is_clear: bool
) -> None:
    shares = (0.8, 0.7, 0.9, 0.5, 0.1, lower, upper)
    assert Comparison((8, 10), "sound", *shares).is_gap_clear is is_clear

"""QĐ 766, 5.2 and 5.3, on examples worked by hand from the formulas."""

from dataclasses import replace
from decimal import Decimal

import pytest

from feedback.domain.components import (
    COMPONENT_VERSIONS,
    CURRENT_VERSION,
    Handled,
    is_content,
    is_on_time,
    score_components,
)


@pytest.mark.parametrize(
    ("handled", "expected"),
    [
        # Refused within two working days of being sent it, or not.
        (Handled(refused_after=2), True),
        (Handled(refused_after=3), False),
        # More was asked for within five, or not; whatever came after.
        (Handled(asked_after=5, waits=3), True),
        (Handled(asked_after=6, answered_after=6, published_after=0), False),
        # Answered within fifteen and public within two.
        (Handled(answered_after=15, published_after=2), True),
        (Handled(answered_after=16, published_after=0), False),
        (Handled(answered_after=15, published_after=3), False),
        # Answered, not public yet: within two so far, or not.
        (Handled(answered_after=1, waits=2), True),
        (Handled(answered_after=1, waits=3), False),
        # Still in process: within fifteen, or not.
        (Handled(waits=15), True),
        (Handled(waits=16), False),
    ],
)
def test_each_limit_is_kept_on_its_last_day(handled: Handled, expected: bool) -> None:
    assert is_on_time(handled) is expected
    assert is_content(handled) is expected, "nobody complained"


def test_a_dislike_or_a_second_round_takes_a_comment_out_of_5_3_alone() -> None:
    fine = Handled(answered_after=3, published_after=1)
    for spoilt in (
        replace(fine, is_disliked=True),
        replace(fine, is_raised_again=True),
    ):
        assert is_on_time(spoilt) and not is_content(spoilt)


def test_points_are_linear_with_two_decimals() -> None:
    # 10 comments, 9 on time, 7 of those without complaint: 6 × 9 ÷ 10 = 5.4 and
    # 6 × 7 ÷ 10 = 4.2 points.
    on_time, content = score_components(10, 9, 7)
    assert (on_time.code, on_time.ratio, on_time.points) == (
        "5.2",
        Decimal("90.00"),
        Decimal("5.40"),
    )
    assert (content.code, content.ratio, content.points) == (
        "5.3",
        Decimal("70.00"),
        Decimal("4.20"),
    )
    # 6 × 1 ÷ 7 = 0.857142…, 1 ÷ 7 = 14.2857… %.
    assert score_components(7, 1, 1)[0].points == Decimal("0.86")
    assert score_components(7, 1, 1)[0].ratio == Decimal("14.29")
    # Exactly between two: away from zero. 6 × 1 ÷ 16 = 0.375.
    assert score_components(16, 1, 0)[0].points == Decimal("0.38")


def test_an_agency_without_comments_has_all_points_at_a_ratio_of_nought() -> None:
    for component in score_components(0, 0, 0):
        assert (component.ratio, component.points) == (Decimal("0.00"), Decimal("6.00"))


def test_each_version_has_its_points_and_its_source() -> None:
    assert CURRENT_VERSION.id == "766-6-6"
    assert len({version.id for version in COMPONENT_VERSIONS}) == 2
    assert all(version.source for version in COMPONENT_VERSIONS)
    older = score_components(10, 9, 7, COMPONENT_VERSIONS[1])
    assert [c.points for c in older] == [Decimal("4.50"), Decimal("1.40")]
    assert {c.version for c in older} == {"766-5-2"}


@pytest.mark.parametrize("counts", [(1, 2, 0), (2, 1, 2), (1, -1, -1)])
def test_counts_that_do_not_nest_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="nest"):
        score_components(*counts)

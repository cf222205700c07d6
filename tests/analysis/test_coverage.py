import pytest

from feedback.analysis.coverage import BrokenCoverage, Coverage


def test_each_step_is_a_share_of_the_one_before() -> None:
    coverage = Coverage(ended=1903, invited=1850, delivered=1704, rated=412)
    assert [(s.step, s.of, s.share) for s in coverage.steps] == [
        ("invited", "ended", 1850 / 1903),
        ("delivered", "invited", 1704 / 1850),
        ("rated", "delivered", 412 / 1704),
    ]
    assert coverage.overall.share == 412 / 1903


def test_shares_have_wilson_intervals() -> None:
    # R: prop.test(412, 1903, correct = FALSE)$conf.int
    interval = Coverage(1903, 1903, 1903, 412).overall.interval
    assert interval.lower == pytest.approx(0.1985, abs=5e-4)
    assert interval.upper == pytest.approx(0.2356, abs=5e-4)


def test_a_share_of_nobody_is_none() -> None:
    coverage = Coverage(5, 0, 0, 0)
    assert [s.share for s in coverage.steps] == [0.0, None, None]
    assert coverage.steps[1].interval.upper is None


@pytest.mark.parametrize(
    ("chain", "step", "former"),
    [
        ((1, 2, 0, 0), "invited", "ended"),
        ((3, 2, 3, 0), "delivered", "invited"),
        ((3, 3, 1, 2), "rated", "delivered"),
    ],
)
def test_a_step_larger_than_the_one_before_is_named(
    chain: tuple[int, int, int, int], step: str, former: str
) -> None:
    with pytest.raises(BrokenCoverage, match=rf"{step} \(\d\) is more than") as found:
        Coverage(*chain)
    assert (found.value.step, found.value.former) == (step, former)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Coverage(1, 1, 1, -1)

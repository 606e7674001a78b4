from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.figures.proportions import difference, wilson

counts = st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_values(successes: int, total: int, low: float, high: float) -> None:
    interval = wilson(successes, total)
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("total", "lower", "upper"),
    # UKHSA, PHEindicatormethods, test data of funnel plots of proportions (testdata_funnel_prop_outputs.csv): 95 %
    # control limits around a baseline of 80.642448 %. Wilson's interval of a proportion on a limit ends at the baseline.
    [(50, 69.691035, 91.593861), (102, 72.974925, 88.309971), (1008, 78.203374, 83.081521)],
)
def test_intervals_and_the_control_limits_of_the_public_health_methods_agree(
    total: int, lower: float, upper: float
) -> None:
    low, high = wilson(lower / 100 * total, total), wilson(upper / 100 * total, total)
    assert low is not None
    assert high is not None
    assert (round(100 * low.high, 5), round(100 * high.low, 5)) == (80.64245, 80.64245)


@given(counts)
def test_the_interval_holds_the_proportion_and_stays_inside(case: tuple[int, int]) -> None:
    successes, total = case
    interval = wilson(successes, total)
    if total == 0:
        assert interval is None
        return
    assert interval is not None
    assert 0 <= interval.low <= successes / total <= interval.high <= 1


@given(counts)
def test_successes_and_failures_mirror_each_other(case: tuple[int, int]) -> None:
    successes, total = case
    one, other = wilson(successes, total), wilson(total - successes, total)
    if one and other:
        assert one.low == pytest.approx(1 - other.high)


@given(counts, st.integers(0, 2000))
def test_a_finite_population_never_widens_it(case: tuple[int, int], more: int) -> None:
    successes, total = case
    plain, finite = wilson(successes, total), wilson(successes, total, population=total + more)
    if plain and finite:
        assert finite.high - finite.low <= plain.high - plain.low + 1e-12


def test_a_whole_population_has_no_sampling_error() -> None:
    assert wilson(3, 4, population=4) == (0.75, 0.75)


@pytest.mark.parametrize(("successes", "total", "population"), [(3, 2, None), (-1, 2, None), (1, 5, 4)])
def test_counts_that_cannot_be_are_refused(successes: int, total: int, population: int | None) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(successes, total, population=population)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe 1998, Interval estimation for the difference between independent proportions, table II, method 10.
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 20), (0, 10), -0.1611, 0.2775),
        ((0, 10), (10, 10), 0.6075, 1.0),
    ],
)
def test_the_difference_of_two_proportions_is_newcombes(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = difference((first[0] / first[1], first[1]), (second[0] / second[1], second[1]))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_a_difference_from_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        difference((0.5, 0), (0.5, 10))


def test_a_sample_of_a_finite_population_counts_as_more() -> None:
    # n(N-1)/(N-n): 20 of 39 count as 20 · 38/19 = 40.
    assert wilson(15, 20, population=39) == pytest.approx(tuple(wilson(30, 40) or ()))


def test_a_surer_interval_is_wider_and_a_difference_has_it_on_both_sides() -> None:
    low, high = wilson(15, 20, 0.99) or (0, 1)
    assert (round(low, 4), round(high, 4)) == (0.4628, 0.9126)
    one, other = difference((0.5, 20), (0.5, 30)), difference((0.5, 20), (0.5, 30), 0.99)
    assert other.low < one.low < one.high < other.high
    assert -other.low == pytest.approx(other.high)

"""Control charts, against published examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.figures.spc import OUTSIDE, RUN, TREND, TWO_OF_THREE, p_chart, run, xmr

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, individuals: flow rate of ten batches.
FLOW = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
# Montgomery, Introduction to Statistical Quality Control, example on individuals: viscosity of primer paint.
VISCOSITY = (
    *(33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12),
    33.84,
)
# Montgomery, example on the p chart: nonconforming cans of orange juice in thirty samples of 50.
CANS = (
    *(12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22),
    *(8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6),
)


def rules(values: list[float], rule: str) -> list[int]:
    chart = xmr(values)
    assert chart is not None
    return [n for n, point in enumerate(chart.points) if rule in dict(point.signals)]


def test_the_handbooks_individuals_chart() -> None:
    chart = xmr(FLOW)
    assert chart is not None
    assert chart.centre == pytest.approx(50.81)
    assert chart.points[0].upper == pytest.approx(55.8041, abs=2e-3)  # the handbook divides by 1.128
    assert chart.points[0].lower == pytest.approx(45.8159, abs=2e-3)


def test_montgomerys_individuals_chart() -> None:
    chart = xmr(VISCOSITY)
    assert chart is not None
    assert (round(chart.centre, 2), round(chart.points[0].upper, 2), round(chart.points[0].lower, 2)) == (
        33.52,
        34.80,
        32.24,
    )


def test_montgomerys_p_chart() -> None:
    chart = p_chart(CANS, [50] * 30)
    assert chart is not None
    assert round(chart.centre, 4) == 0.2313
    assert (round(chart.points[0].lower, 4), round(chart.points[0].upper, 4)) == (0.0524, 0.4102)
    assert [n + 1 for n, point in enumerate(chart.points) if OUTSIDE in dict(point.signals)] == [15, 23]


def test_limits_of_a_p_chart_are_wider_where_the_total_is_smaller_and_stay_in_0_to_1() -> None:
    chart = p_chart([1, 30, 8], [2, 40, 10])
    assert chart is not None
    widths = [point.upper - point.lower for point in chart.points]
    assert widths[0] > widths[2] > widths[1]
    assert all(0 <= point.lower <= point.upper <= 1 for point in chart.points)


def test_degenerate_series_have_stated_answers() -> None:
    assert xmr([]) is None
    assert xmr([3.0]) is None
    assert p_chart([], []) is None
    with pytest.raises(ValueError, match="nothing"):
        p_chart([0], [0])
    constant = xmr([5.0] * 20)
    assert constant is not None
    assert (constant.collapsed, {point.signals for point in constant.points}) == (True, {()})
    assert all((point.lower, point.upper) == (5.0, 5.0) for point in constant.points)
    whole = p_chart([10] * 20, [10] * 20)
    assert whole is not None
    assert whole.collapsed


def test_seven_on_one_side_are_a_run_and_six_are_not() -> None:
    low = [0.0, 1.0] * 10
    assert rules([*low, *[3.0, 4.0] * 3, 3.0], RUN)[-7:] == list(range(20, 27))
    assert rules([-1.0, 1.0] * 5 + [1.0, 2.0, 1.0, 2.0, 1.0] + [-2.0] * 4, RUN) == []


def test_a_point_on_the_mean_ends_a_run() -> None:
    half = [1.0, 2.0, 3.0]
    values = [*half, 0.0, *half, *[-each for each in half], 0.0, *[-each for each in half]]
    assert sum(values) == 0
    assert rules(values, RUN) == []


def test_seven_rising_are_a_trend_and_a_tie_ends_it() -> None:
    assert rules([5.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 2.0], TREND) == list(range(1, 8))
    assert rules([5.0, 0.0, 1.0, 2.0, 3.0, 3.0, 5.0, 6.0, 7.0], TREND) == []
    assert rules([5.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0, 5.0], TREND) == list(range(1, 8))


def test_two_of_three_near_one_limit_are_a_signal_and_one_of_three_is_not() -> None:
    def near(*at: int, between: int = 52) -> list[int]:
        # Centre near 0.51, sigma 0.05: 62 of 100 is beyond two sigmas and inside three.
        met = [62 if n in at else between if n in (11, 13, 21) else 48 + n % 3 for n in range(24)]
        chart = p_chart(met, [100] * 24)
        assert chart is not None
        return [n for n, point in enumerate(chart.points) if TWO_OF_THREE in dict(point.signals)]

    assert near(12, 14) == [12, 14]
    assert near(22, 23) == [22, 23]
    assert near(12, 15) == []
    # As plot-the-dots applies it, the third of the three stands on the same side of the mean.
    assert near(12, 14, between=48) == []


# The NHS-R Community's NHSRplotthedots: the example of its vignette on deviations from the spreadsheet, and twenty
# normal numbers of its tests with the mean and limits of its snapshot (screening on); the limits there are of 2.66.
ONE_OUTLIER = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)
NORMAL = (
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123),
    *(-0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314),
    *(0.49785048, -1.96661716, 0.70135590, -0.47279141),
)


@pytest.mark.parametrize(
    ("values", "mean", "lower", "upper"),
    [
        (NORMAL, 0.142, -3.01, 3.29),
        (NORMAL[:10], 0.0746, -2.60, 2.75),
        (NORMAL[10:], 0.209, -3.28, 3.70),
    ],
)
def test_limits_are_those_of_plot_the_dots(
    values: tuple[float, ...], mean: float, lower: float, upper: float
) -> None:
    chart = xmr(values)
    assert chart is not None
    assert chart.centre == pytest.approx(mean, abs=0.005)
    assert (chart.points[0].lower, chart.points[0].upper) == pytest.approx((lower, upper), abs=0.0055)
    assert not any(point.signals for point in chart.points)


def test_one_outlier_is_outside_the_limits_that_it_widens() -> None:
    chart = xmr(ONE_OUTLIER)
    assert chart is not None
    assert [n for n, point in enumerate(chart.points) if point.signals] == [4]
    assert dict(chart.points[4].signals) == {OUTSIDE: 1}


def test_runs_and_trends_are_those_of_the_tests_of_plot_the_dots() -> None:
    assert [run([1] * 6 + [-1], n) for n in range(7)] == [0] * 7
    assert [run([1] * 8 + [-1], n) for n in range(9)] == [1] * 8 + [0]
    assert [run([1] + [-1] * 8 + [1], n) for n in range(10)] == [0] + [-1] * 8 + [0]
    for values, marked in (
        ([1, 2, 3, 3, 4, 5, 6], []),
        ([1, 2, 3, 4, 5, 6, 7], range(7)),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], range(1, 8)),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], range(1, 8)),
    ):
        assert rules([float(each) for each in values], TREND) == list(marked)


def near_limits(*met: int) -> list[tuple[int, int]]:
    """Of 100 each, around one half, whose sigma is 5: the places of the rule of two of three, with their sides."""
    rest = [50] * (30 - len(met))
    balance = 50 * 30 - sum(met) - sum(rest)
    counts = [*met, *rest[:-1], rest[-1] + balance]
    chart = p_chart(counts, [100] * 30)
    assert chart is not None
    return [
        (n, side)
        for n, point in enumerate(chart.points[: len(met)])
        for rule, side in point.signals
        if rule == TWO_OF_THREE
    ]


@pytest.mark.parametrize(
    ("met", "marked"),
    [
        ((61, 52, 61), [(0, 1), (2, 1)]),
        ((39, 48, 39), [(0, -1), (2, -1)]),
        ((61, 61, 52), [(0, 1), (1, 1)]),
        ((52, 61, 61), [(1, 1), (2, 1)]),
        ((61, 39, 61), []),
        # Beyond a limit is another rule's; on the mean is on no side; two sigmas away is not beyond them.
        ((66, 52, 61), []),
        ((61, 50, 61), []),
        ((60, 52, 60), []),
        ((65, 52, 65), [(0, 1), (2, 1)]),
        ((61, 52, 52, 61), []),
        ((50, 50, 61, 52, 61), [(2, 1), (4, 1)]),
    ],
)
def test_two_of_three_neighbours_near_one_limit_are_marked(
    met: tuple[int, ...], marked: list[tuple[int, int]]
) -> None:
    assert near_limits(*met) == marked


def test_six_rising_are_no_trend() -> None:
    assert rules([5.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 2.0], TREND) == []


def test_a_chart_keeps_its_values_and_one_answer_is_enough() -> None:
    chart = p_chart([1, 0], [1, 1])
    assert chart is not None
    assert [point.value for point in chart.points] == [1.0, 0.0]
    constant = xmr([5.0, 5.0])
    assert constant is not None
    assert [point.value for point in constant.points] == [5.0, 5.0]
    with pytest.raises(ValueError, match=r"^a proportion of nothing cannot be plotted$"):
        p_chart([1, 0], [1, 0])


def test_two_points_near_opposite_limits_are_no_signal() -> None:
    chart = xmr([*[1.0, -1.0] * 7, 5.5, -5.5])
    assert chart is not None
    assert [point.signals for point in chart.points[-2:]] == [(), ()]


@given(st.lists(st.integers(0, 100), min_size=2, max_size=40), st.integers(-50, 50), st.integers(1, 9))
def test_a_chart_moves_and_stretches_with_its_values(values: list[int], shift: int, stretch: int) -> None:
    one, other = xmr(values), xmr([stretch * value + shift for value in values])
    assert one is not None
    assert other is not None
    assert other.centre == pytest.approx(stretch * one.centre + shift)
    for before, after in zip(one.points, other.points, strict=True):
        assert after.upper == pytest.approx(stretch * before.upper + shift)

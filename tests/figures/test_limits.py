from __future__ import annotations

from itertools import pairwise

import pytest

from auditui.figures.limits import (
    BINOMIAL,
    INDIVIDUALS,
    P_CHART,
    binomial_limits,
    binomial_sides,
    read,
    steps,
)
from auditui.figures.series import Period
from auditui.figures.spc import OUTSIDE, RUN, Chart
from simulated import months


def chart_of(periods: list[Period]) -> Chart:
    chart = read(periods).chart
    assert chart is not None
    return chart


def marked(periods: list[Period]) -> list[int]:
    return [n for n, point in enumerate(chart_of(periods).points) if point.signals]


def test_twelve_months_of_ten_or_more_earn_an_individuals_chart() -> None:
    assert read(months([(6 + n % 3, 12) for n in range(12)])).limits == INDIVIDUALS
    eleven = read(months([(6, 12)] * 11))
    assert (eleven.limits, eleven.chart) == ("", None)
    assert eleven.why == "no limits: they need 12 periods, here are 11"


def test_a_threefold_range_of_numbers_asks_for_a_p_chart_and_small_numbers_for_exact_limits() -> None:
    base = [(5 + n % 3, 12) for n in range(12)]
    assert read(months(base)).limits == INDIVIDUALS
    assert read(months([*base, (18, 36)])).limits == INDIVIDUALS
    assert read(months([*base, (18, 37)])).limits == P_CHART
    assert read(months([(4 + n % 3, 8) for n in range(13)])).limits == BINOMIAL


def test_where_nearly_all_or_nearly_none_is_met_limits_are_exact_however_many_answers_there_are() -> None:
    # Of 20 answers 76 % met, 4.8 of the rarer kind are to be expected; of 20 at 75 %, 5.
    assert read(months([(15, 20)] * 6 + [(15, 20), (16, 20)] * 3 + [(15, 20), (17, 20)])).limits == BINOMIAL
    assert read(months([(14, 20), (16, 20)] * 6)).limits == INDIVIDUALS
    assert read(months([(6, 20), (4, 20)] * 6)).limits == INDIVIDUALS
    assert read(months([(1, 20), (2, 20)] * 6)).limits == BINOMIAL
    assert "fewer than 5 of the rarer answer" in read(months([(98, 100), (99, 100)] * 6)).why


def test_one_miss_and_then_full_months_are_no_special_causes() -> None:
    rare = [12] * 24
    rare[4] = rare[23] = 11
    assert marked(months([(met, 12) for met in rare])) == []
    three = [11 if n in (2, 9, 16) else 12 for n in range(24)]
    assert marked(months([(met, 12) for met in three])) == []


def test_limits_of_a_percentage_end_at_nought_and_a_hundred() -> None:
    for met in (range(17, 21), range(4)):
        wide = chart_of(months([(met[0], 40), (met[-1] + 15, 40)] * 12))
        assert all(0 <= point.lower <= point.centre <= point.upper <= 1 for point in wide.points)
    steep = chart_of(months([(10, 40), (30, 40)] * 12))
    assert (steep.points[0].lower, steep.points[0].upper) == (0, 1)


def test_a_constant_series_has_no_limits() -> None:
    for met, of in ((0, 12), (10, 20), (12, 12)):
        reading = read(months([(met, of)] * 20))
        assert (reading.limits, reading.why) == ("", "no limits: nothing varies")
    assert read(months([(8, 8)] * 13)).why == "no limits: nothing varies"


def test_exact_limits_leave_no_more_than_three_sigma_on_each_side() -> None:
    # Of 10 at one half: 0 of 10 has the chance 1/1024 = 0.00098, 1 or fewer 11/1024 = 0.0107.
    assert binomial_limits(10, 0.5) == (0.1, 0.9)
    assert binomial_limits(5, 0.5) == (0.0, 1.0)
    assert binomial_limits(8, 1.0) == (1.0, 1.0)
    assert binomial_limits(8, 0.0) == (0.0, 0.0)
    low, high = binomial_limits(5000, 0.99)
    assert (low, high) == pytest.approx((0.9856, 0.9940), abs=0.0003)


def test_limits_narrow_as_numbers_grow() -> None:
    widths = [high - low for low, high in (binomial_limits(number, 0.7) for number in (10, 40, 160))]
    assert all(wide > narrow for wide, narrow in pairwise(widths))


def test_the_sides_of_a_centre_are_as_likely_as_the_binomial_has_it() -> None:
    assert binomial_sides(1, 0.7) == pytest.approx((0.3, 0.7))
    assert binomial_sides(2, 0.5) == pytest.approx((0.25, 0.25))
    assert binomial_sides(4, 0.5) == pytest.approx((5 / 16, 5 / 16))


def test_a_run_of_single_answers_is_a_cause_only_where_chance_would_hardly_make_it() -> None:
    likely = months([(met, 1) for met in (0, *[1] * 8, 0, 0, 1, 0)])
    assert marked(likely) == []
    rare = months([(met, 1) for met in [0] * 12 + [1] * 8])
    assert [dict(point.signals) for point in chart_of(rare).points[-8:]] == [{RUN: 1}] * 8


def test_a_run_as_rare_as_seven_tosses_on_one_side_is_a_cause_and_the_centre_is_on_no_side() -> None:
    tosses = chart_of(months([(0, 1)] * 7 + [(1, 1)] * 7))
    assert [dict(point.signals) for point in tosses.points] == [{RUN: -1}] * 7 + [{RUN: 1}] * 7
    assert marked(months([(1, 2)] * 12 + [(0, 2), (2, 2)])) == []


def test_a_gap_ends_a_run_and_has_no_moving_range() -> None:
    def apart(shares: list[tuple[int, int]], later: list[tuple[int, int]]) -> list[Period]:
        after = [Period(f"2030-{n + 1:02d}", met, of, of) for n, (met, of) in enumerate(later)]
        return [*months(shares), *after]

    low, high = [(5, 20), (6, 20)] * 4, [(9, 20), (10, 20), (11, 20)]
    whole = months([*low, *high, (12, 20)])
    assert read(whole).limits == INDIVIDUALS
    assert RUN in dict(chart_of(whole).points[6].signals)
    parted = apart([(10, 20), (11, 20), *low[:4]], [*low[4:], (10, 20), (11, 20)])
    assert read(parted).limits == INDIVIDUALS
    assert all(RUN not in dict(point.signals) for point in chart_of(parted).points)
    near, far = months([*low, *high[1:], *high[1:]]), apart(low, [*high[1:], *high[1:]])
    widths = [chart_of(series).points[0].upper - chart_of(series).points[0].centre for series in (near, far)]
    # Eleven ranges of one twentieth but for the one over the gap, of four.
    assert widths == pytest.approx([2.66 * (10 + 4) / 11 / 20, 2.66 / 20])


def test_a_p_chart_is_drawn_around_the_pooled_share_of_the_effective_numbers() -> None:
    series = [Period(f"2020-{n:02d}", 10, 20, 12.0) for n in range(1, 13)] + [Period("2021-01", 60, 80, 40.0)]
    assert read(series).limits == P_CHART
    assert chart_of(series).centre == pytest.approx((12 * 6 + 30) / (12 * 12 + 40))


def test_exact_limits_are_drawn_around_the_pooled_share_and_mark_what_is_outside() -> None:
    series = months([(8, 8)] * 6 + [(0, 8)] + [(8, 8)] * 6)
    chart = chart_of(series)
    assert chart.centre == pytest.approx(12 / 13)
    low, high = binomial_limits(8, 12 / 13)
    assert [(point.value, point.lower, point.upper) for point in chart.points[5:7]] == [
        (1.0, low, high),
        (0.0, low, high),
    ]
    assert dict(chart.points[6].signals) == {OUTSIDE: -1}
    weighted = [Period(f"2020-{n:02d}", 2, 4, 2.0) for n in range(1, 13)] + [Period("2021-01", 8, 8, 8.0)]
    assert chart_of(weighted).centre == pytest.approx((12 * 0.5 * 2 + 8) / (24 + 8))


def test_a_step_that_held_for_a_year_has_limits_of_its_own_and_says_from_which_level_to_which() -> None:
    reading = read(months([(11 + n % 3, 20) for n in range(14)] + [(15 + n % 3, 20) for n in range(13)]))
    (found,) = reading.steps
    assert (found.at, found.before.share, found.after.share) == pytest.approx((14, 167 / 280, 207 / 260))
    assert reading.chart is not None
    levels = [point.centre for point in reading.chart.points]
    assert levels == pytest.approx([167 / 280] * 14 + [207 / 260] * 13)
    assert reading.chart.centre == pytest.approx(207 / 260)


def test_limits_stay_where_a_step_is_young_small_or_as_large_as_chance_makes_it() -> None:
    young = months([(11 + n % 3, 20) for n in range(20)] + [(17, 20)] * 11)
    assert [place for place in steps(young) if place > 19] == []
    assert steps(months([(11 + n % 3, 20) for n in range(12)] + [(12 + n % 3, 20) for n in range(12)])) == []
    # As far apart, but so are all neighbours.
    assert steps(months([(6, 20), (18, 20)] * 6 + [(9, 20), (20, 20)] * 6)) == []


def test_of_several_steps_each_is_found() -> None:
    three = months(
        [(6 + n % 2, 20) for n in range(14)] + [(12 + n % 2, 20) for n in range(14)] + [(18, 20)] * 14
    )
    assert steps(three) == [14, 28]

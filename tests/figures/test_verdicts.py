from __future__ import annotations

from itertools import pairwise

import pytest

from auditui.figures.spc import OUTSIDE, RUN, Chart
from auditui.figures.verdicts import (
    BETTER,
    BINOMIAL,
    INDIVIDUALS,
    NO_CHANGE,
    P_CHART,
    TOO_FEW,
    WORSE,
    Period,
    against,
    binomial_limits,
    binomial_sides,
    length_for,
    merged,
    parted,
    pooled,
    read,
)
from simulated import SERIES, months, simulated, simulated_audits


@pytest.mark.simulation
@pytest.mark.parametrize("share", [0.6, 0.9])
@pytest.mark.parametrize("kind", SERIES)
def test_a_series_in_which_nothing_changes_is_called_better_or_worse_at_most_once_in_twenty(
    kind: str, share: float
) -> None:
    said = [reading.verdict for reading in simulated(kind, share, share, seed=2018)]
    assert sum(each in (BETTER, WORSE) for each in said) <= 50


@pytest.mark.simulation
@pytest.mark.parametrize(
    "kind",
    ["24 months of 10 to 20", "36 months of 12 to 30", "24 months of 10 to 40", "8 quarters of 20 to 40"],
)
def test_a_series_that_goes_from_60_to_85_percent_is_called_better_in_most(kind: str) -> None:
    said = [reading.verdict for reading in simulated(kind, 0.6, 0.85, seed=2018)]
    assert said.count(BETTER) > 500
    assert said.count(WORSE) == 0


@pytest.mark.simulation
def test_pooled_answers_of_audits_that_are_alike_are_no_more_often_called_so() -> None:
    said = [reading.verdict for reading in simulated_audits(24, 0.0, seed=2018)]
    assert sum(each in (BETTER, WORSE) for each in said) <= 50
    rising = [reading.verdict for reading in simulated_audits(24, 1.3, seed=2018)]
    assert rising.count(BETTER) > 500


def test_thirteen_months_of_ten_or_more_earn_an_individuals_chart() -> None:
    assert read(months([(6 + n % 3, 12) for n in range(13)])).limits == INDIVIDUALS


def test_a_threefold_range_of_numbers_asks_for_a_p_chart_and_small_numbers_for_exact_limits() -> None:
    varied = months([(6 + n % 3, 12) for n in range(12)] + [(30, 40)])
    assert read(varied).limits == P_CHART
    assert read(months([(4 + n % 3, 8) for n in range(13)])).limits == BINOMIAL


def test_fewer_periods_have_no_limits_and_the_reason_is_said() -> None:
    reading = read(months([(6, 12)] * 12))
    assert (reading.limits, reading.chart) == ("", None)
    assert reading.why == "no limits: they need 13 periods, here are 12"


def test_a_constant_series_has_no_limits_and_no_change() -> None:
    reading = read(months([(9, 12)] * 20))
    assert reading.why == "no limits: nothing varies"
    assert reading.verdict == NO_CHANGE
    assert read(months([(12, 12)] * 20)).verdict == NO_CHANGE


def test_one_period_and_small_ends_are_too_few_to_say() -> None:
    assert read(months([(50, 60)])).verdict == TOO_FEW
    assert read(months([(1, 2), (5, 90), (3, 4)])).verdict == TOO_FEW


def test_a_step_up_is_better_and_its_mirror_worse() -> None:
    up = months([(6 + n % 2, 12) for n in range(12)] + [(10 + n % 2, 12) for n in range(12)])
    down = [Period(each.label, each.counted - each.met, each.counted, each.effective_n) for each in up]
    assert (read(up).verdict, read(down).verdict) == (BETTER, WORSE)
    assert "run of 7" in read(up).reason
    assert "more than chance would do (at 98%)" in read(up).reason
    assert "(86%)" in read(up).reason or "(88%)" in read(up).reason


def test_answers_that_tell_less_earn_a_verdict_later() -> None:
    clear = [Period(f"2025-{n:02d}", met, 60, 60) for n, met in ((1, 30), (2, 33), (3, 42))]
    alike = [Period(each.label, each.met, each.counted, 12) for each in clear]
    assert (read(clear).verdict, read(alike).verdict) == (BETTER, NO_CHANGE)


def test_exact_limits_leave_no_more_than_three_sigma_on_each_side() -> None:
    # Of 10 at one half: 0 of 10 has the chance 1/1024 = 0.00098, 1 or fewer 11/1024 = 0.0107.
    assert binomial_limits(10, 0.5) == (0.1, 0.9)
    assert binomial_limits(5, 0.5) == (0.0, 1.0)
    assert binomial_limits(8, 1.0) == (1.0, 1.0)


def test_limits_narrow_as_numbers_grow() -> None:
    widths = [high - low for low, high in (binomial_limits(number, 0.7) for number in (10, 40, 160))]
    assert all(wide > narrow for wide, narrow in pairwise(widths))


def test_months_merge_to_quarters_and_the_data_choose() -> None:
    thin = months([(3, 5)] * 24)
    assert [(each.label, each.met, each.counted) for each in merged(thin, "quarter")][:2] == [
        ("2020-Q1", 9, 15),
        ("2020-Q2", 9, 15),
    ]
    assert length_for(thin) == "quarter"
    assert length_for(months([(9, 15)] * 24)) == "month"
    assert length_for(months([(3, 5)] * 4)) == "month"


def test_a_run_of_single_answers_is_a_cause_only_where_chance_would_hardly_make_it() -> None:
    likely = [
        Period(f"20{20 + n // 12}-{n % 12 + 1:02d}", met, 1, 1)
        for n, met in enumerate([0, *[1] * 8, 0, 0, 1, 0])
    ]
    assert not any(point.signals for point in chart_of(likely).points)
    rare = [
        Period(f"20{20 + n // 12}-{n % 12 + 1:02d}", met, 1, 1) for n, met in enumerate([0] * 12 + [1] * 8)
    ]
    assert [dict(point.signals) for point in chart_of(rare).points[-8:]] == [{RUN: 1}] * 8


def test_the_sides_of_a_centre_are_as_likely_as_the_binomial_has_it() -> None:
    assert binomial_sides(1, 0.7) == pytest.approx((0.3, 0.7))
    assert binomial_sides(2, 0.5) == pytest.approx((0.25, 0.25))
    assert binomial_sides(4, 0.5) == pytest.approx((5 / 16, 5 / 16))


def test_the_reason_names_the_periods_their_counts_and_the_causes() -> None:
    assert read(months([(5, 10), (10, 10)])).reason == (
        "10 of 10 (100%) in 2020-02 against 5 of 10 (50%) in 2020-01: more than chance would do (at 96%)"
    )
    assert read(months([(5, 10), (5, 10)])).reason.endswith("in 2020-01: no more than chance could do")
    assert read(months([(9, 9), (10, 10)])).reason == (
        "fewer than 10 answers at the beginning or at the end of the series"
    )
    assert read(months([(9, 9)])).reason == "there is one period only"
    six = read(months([(5, 10)] * 2 + [(7, 10)] * 2 + [(9, 10)] * 2))
    assert "18 of 20 (90%) in 2020-05 to 2020-06 against 10 of 20 (50%) in 2020-01 to 2020-02" in six.reason


def test_the_last_period_is_judged_by_its_causes_high_or_low() -> None:
    high = read(months([(50 + n % 2, 100) for n in range(23)] + [(70, 100)]))
    assert high.reason.startswith("the last period: outside the limits, high; 4")
    assert high.verdict == BETTER
    low = read(months([(50 + n % 2, 100) for n in range(23)] + [(30, 100)]))
    assert low.reason.startswith("the last period: outside the limits, low; 3")
    assert low.verdict == WORSE
    before = read(months([(50 + n % 2, 100) for n in range(22)] + [(70, 100), (50, 100)]))
    assert before.verdict == NO_CHANGE


def test_rules_that_disagree_are_no_change_and_say_so() -> None:
    fallen = [(80 + n % 2, 100) for n in range(8)] + [(60 + n % 2, 100) for n in range(15)] + [(95, 100)]
    reading = read(months(fallen))
    assert reading.verdict == NO_CHANGE
    assert reading.reason.startswith("the rules disagree: the last period: outside the limits, high; ")
    risen = [(40 - n % 2, 100) for n in range(8)] + [(60 - n % 2, 100) for n in range(15)] + [(25, 100)]
    assert read(months(risen)).reason.startswith(
        "the rules disagree: the last period: outside the limits, low; "
    )


def test_what_came_before_a_month_is_held_against_the_last_third_of_what_followed() -> None:
    series = months([(5, 10)] * 3 + [(6, 10), (7, 10), (10, 10), (10, 10), (9, 10), (9, 10)])
    before, now = parted(series, "2020-03")
    assert ([period.label for period in before], [period.label for period in now]) == (
        ["2020-01", "2020-02", "2020-03"],
        ["2020-08", "2020-09"],
    )
    assert against(series, "2020-03")[0] == BETTER
    nothing = (TOO_FEW, "there is nothing on one side of the baseline's end")
    assert against(series, "2019-12") == nothing
    assert against(series, "2020-09") == nothing
    quarters = [Period("2020-Q1", 5, 10, 10), Period("2020-Q2", 5, 10, 10)]
    assert [period.label for period in parted(quarters, "2020-05")[0]] == ["2020-Q1"]
    assert parted(series[:4], "2020-03")[1] == series[3:4]


def test_a_run_as_rare_as_seven_tosses_on_one_side_is_a_cause_and_the_centre_is_on_no_side() -> None:
    tosses = chart_of(months([(0, 1)] * 7 + [(1, 1)] * 7))
    assert [dict(point.signals) for point in tosses.points] == [{RUN: -1}] * 7 + [{RUN: 1}] * 7
    even = chart_of(months([(1, 2)] * 12 + [(0, 2), (2, 2)]))
    assert not any(point.signals for point in even.points)


def test_a_p_chart_is_drawn_around_the_pooled_share_of_the_effective_numbers() -> None:
    series = [Period(f"2020-{n:02d}", 10, 20, 10.0) for n in range(1, 13)] + [Period("2021-01", 60, 80, 40.0)]
    reading = read(series)
    assert reading.limits == P_CHART
    assert chart_of(series).centre == pytest.approx((12 * 5 + 30) / (12 * 10 + 40))


def test_periods_are_pooled_without_a_name() -> None:
    whole = pooled([Period("a", 1, 2, 1.5, 1), Period("b", 3, 4, 2.5, 2)])
    assert whole == Period("", 4, 6, 4.0, 3)
    assert merged([Period("2020-01", 1, 2, 1.5, 1)], "quarter") == [Period("2020-Q1", 1, 2, 1.5, 1)]


def test_thresholds_of_answers_and_periods_are_reached_and_not_passed() -> None:
    assert length_for(months([(5, 10)] * 13)) == "month"
    assert length_for(months([(5, 10)] * 12)) == "quarter"
    assert length_for(months([(5, 9)] * 13)) == "quarter"
    assert length_for(months([(3, 5)] * 9)) == "quarter"
    assert length_for(months([(3, 5)] * 6)) == "month"
    assert read(months([(5 + n % 2, 10) for n in range(13)])).limits == INDIVIDUALS
    assert read(months([(5 + n % 2, 10) for n in range(12)] + [(15, 30)])).limits == INDIVIDUALS
    assert read(months([(5 + n % 2, 10) for n in range(12)] + [(15, 31)])).limits == P_CHART


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
    assert read(months([(8, 8)] * 13)).why == "no limits: nothing varies"
    assert read(months([(0, 8)] * 13)).why == "no limits: nothing varies"
    assert (read(months([(8, 8)] * 13)).limits, read(months([(0, 8)] * 13)).limits) == ("", "")


def chart_of(periods: list[Period]) -> Chart:
    chart = read(periods).chart
    assert chart is not None
    return chart

from __future__ import annotations

import pytest
from scipy import stats

from auditui.figures.proportions import standard_errors, wilson
from auditui.figures.series import Period, dispersion, gaps, length_for, merged, of_months, pooled
from simulated import months


def test_months_merge_to_quarters_and_the_data_choose() -> None:
    thin = months([(3, 5)] * 24)
    assert [(quarter.label, quarter.met, quarter.counted) for quarter in merged(thin, "quarter")][:2] == [
        ("2020-Q1", 9, 15),
        ("2020-Q2", 9, 15),
    ]
    assert length_for(thin) == "quarter"
    assert length_for(months([(9, 15)] * 24)) == "month"
    assert length_for(months([(3, 5)] * 4)) == "month"


def test_thresholds_of_answers_and_periods_are_reached_and_not_passed() -> None:
    assert length_for(months([(5, 10)] * 12)) == "month"
    assert length_for(months([(5, 10)] * 11)) == "quarter"
    assert length_for(months([(5, 9)] * 13)) == "quarter"
    assert length_for(months([(3, 5)] * 9)) == "quarter"
    assert length_for(months([(3, 5)] * 6)) == "month"


def test_periods_are_pooled_under_a_name_and_added_under_that_of_the_first() -> None:
    one, other = Period("a", 1, 2, 1.5, 1), Period("b", 3, 4, 2.5, 2)
    assert pooled([one, other], "c") == Period("c", 4, 6, 4.0, 3)
    assert one + other == Period("a", 4, 6, 4.0, 3)
    assert merged([Period("2020-01", 1, 2, 1.5, 1)], "quarter") == [Period("2020-Q1", 1, 2, 1.5, 1)]
    assert of_months(months([(1, 2), (2, 2), (0, 2)]), "2020-01", "2020-02") == Period(
        "2020-01 to 2020-02", 3, 4, 4
    )
    assert of_months(months([(1, 2)]), "2020-01", "2020-01").label == "2020-01"


def test_a_period_after_one_of_nothing_stands_after_a_gap() -> None:
    apart = [Period(label, 1, 2, 2) for label in ("2025-11", "2025-12", "2026-01", "2026-03")]
    assert gaps(apart) == {3}
    assert gaps([Period(label, 1, 2, 2) for label in ("2025-Q4", "2026-Q1", "2026-Q3")]) == {2}
    assert gaps([Period(label, 1, 2, 2) for label in ("2024", "2025", "2027")]) == {2}


def test_neighbours_that_differ_more_than_chance_does_are_dispersed() -> None:
    # p = 1/2, n = 10: neighbours 4 and 6 of 10 differ by 0.2, whose square over 0.25 · 2/10 is 0.8.
    assert dispersion(months([(4, 10), (6, 10), (4, 10), (6, 10)])) == pytest.approx((0.8, 2))
    # Of 4 and 8 of 10 the square is four times that, p = 0.6: 0.16 / (0.24 · 0.2).
    assert dispersion(months([(4, 10), (8, 10)] * 4)) == pytest.approx((10 / 3, 14 / 3))
    # A slow rise is no dispersion: each step is 0.1, though the ends lie 0.5 apart.
    assert dispersion(months([(n, 10) for n in (2, 3, 4, 5, 6, 7)]))[0] == pytest.approx(
        0.01 / (0.2475 * 0.2)
    )
    assert dispersion(months([(10, 10)] * 4))[0] == 0
    assert dispersion(months([(5, 10)]))[0] == 0
    assert dispersion(months([(4, 10), (6, 10)]), months([(6, 10), (4, 10)])) == pytest.approx((0.8, 4 / 3))


def test_pooled_answers_are_as_sure_as_their_audits_let_them_be() -> None:
    few, many = Period("a", 30, 48, 24.0, 3), Period("a", 30, 48, 24.0, 300)
    one_each = Period("a", 30, 48, 48, 48)
    assert few.answering == 3
    assert many.answering == 48
    assert few.interval == wilson(15, 24, reach=standard_errors(degrees=2))
    assert one_each.interval == wilson(30, 48)
    assert few.interval is not None
    assert many.interval is not None
    assert few.interval.low < many.interval.low


@pytest.mark.parametrize("degrees", [1, 2, 2.5, 3, 10 / 3, 4, 5, 7, 9, 14, 31, 100, 1000])
@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95, 0.97, 0.985, 0.99, 0.998, 0.9998])
def test_quantiles_of_students_t_are_those_of_scipy(degrees: float, confidence: float) -> None:
    assert standard_errors(confidence, degrees) == pytest.approx(
        float(stats.t.ppf(0.5 + confidence / 2, degrees)), rel=1e-4
    )


def test_without_degrees_of_freedom_the_curve_is_normal_and_below_two_they_count_as_one() -> None:
    assert standard_errors() == pytest.approx(1.959964, abs=1e-6)
    assert standard_errors(0.99) == pytest.approx(2.575829, abs=1e-6)
    assert standard_errors(0.95, 1.9) == standard_errors(0.95, 1) == standard_errors(0.95, 0)

"""Series and tables made by hand, each with the sentence that a statistician would put a name to."""

from __future__ import annotations

import pytest

from auditui.figures import spc
from auditui.figures.counting import Count, Group, Spread
from auditui.figures.limits import BINOMIAL, read
from auditui.figures.series import Period
from auditui.figures.summary import change
from auditui.figures.verdicts import BETTER, NO_CHANGE, TOO_FEW, WORSE, judged
from simulated import months

FULL = (12, 12)


def missed(*places: int, of: int = 24) -> list[tuple[int, int]]:
    """Months of twelve, all met but for one in these."""
    return [(11, 12) if n + 1 in places else FULL for n in range(of)]


@pytest.mark.parametrize("places", [(3, 10, 17), (5, 24)])
def test_a_single_file_missed_among_hundreds_is_no_change_and_no_mark(places: tuple[int, ...]) -> None:
    series = months(missed(*places))
    both = judged(series)
    assert (both.beginning.word, both.lately.word) == (NO_CHANGE, NO_CHANGE)
    assert both.beginning.reason.endswith("no more than chance could do")
    chart = read(series)
    assert chart.limits == BINOMIAL
    assert chart.chart is not None
    assert not any(point.signals for point in chart.chart.points)


def test_a_percentage_has_no_limit_above_a_hundred() -> None:
    chart = read(months([(9, 12), (11, 12)] * 12)).chart
    assert chart is not None
    assert max(point.upper for point in chart.points) <= 1


def test_two_audits_a_side_are_too_few_however_far_apart_and_alike() -> None:
    before, now = (sum(map(Spread.of, met, (16, 16)), Spread()) for met in ((8, 9), (13, 14)))
    sides = [Group(Count(side.met, side.counted), side, side.audits) for side in (before, now)]
    found = change(sides[0], sides[1], 12)
    assert found is not None
    assert found.verdict == TOO_FEW


def test_five_audits_against_ten_that_differ_as_their_checklists_do_are_no_clear_change_among_twelve_rows() -> (
    None
):
    many = sum(map(Spread.of, (15, 14, 16, 13, 12, 3, 15, 14, 13, 13), [16] * 10), Spread())
    few = sum(map(Spread.of, (2, 1, 11, 3, 8), [16] * 5), Spread())
    sides = [Group(Count(side.met, side.counted), side, side.audits) for side in (many, few)]
    found = change(sides[0], sides[1], 12)
    assert found is not None
    assert found.verdict in (NO_CHANGE, WORSE)
    assert found.high - found.low > 0.4  # it says how little is known


def test_practice_that_rose_and_fell_again_is_not_called_better_without_the_fall() -> None:
    both = judged(months([(6, 12)] * 18 + [(10, 12)] * 12 + [(8, 12)] * 6))
    assert both.beginning.word in (BETTER, NO_CHANGE)
    assert both.lately.word == WORSE or "48 of 72 (67%)" in both.lately.reason
    fallen = judged(months([(9, 15)] * 12 + [(13, 15)] * 18 + [(10, 15)] * 6))
    assert (fallen.beginning.word, fallen.lately.word) == (NO_CHANGE, WORSE)
    assert fallen.lately.reason == (
        "60 of 90 (67%) in 2022-07 to 2022-12 against 156 of 180 (87%) in 2021-07 to 2022-06: more than chance would do"
    )


def test_nothing_runs_over_two_years_without_an_audit() -> None:
    early = [Period(f"2020-{n:02d}", 8, 12, 12) for n in range(1, 8)]
    late = [Period(f"2022-{n:02d}", 8 + n % 2, 12, 12) for n in range(7, 13)]
    chart = read([*early, *late]).chart
    assert chart is not None
    for n, point in enumerate(chart.points):
        for rule, _ in point.signals:
            assert rule != spc.RUN or n < len(early)


def test_a_sixteen_item_figure_tells_what_its_audits_tell_and_not_what_its_answers_would() -> None:
    told = sum(map(Spread.of, (16, 14, 3, 15, 2, 16, 4, 13), [16] * 8), Spread())
    interval = Count(told.met, told.counted).interval(told)
    naive = Count(told.met, told.counted).interval()
    assert interval is not None
    assert naive is not None
    assert interval.high - interval.low > 2.5 * (naive.high - naive.low)

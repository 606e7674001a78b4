from __future__ import annotations

from collections import Counter

import pytest

from auditui.figures.counting import Count, Group, Spread, common_effect, count
from auditui.figures.proportions import standard_errors, wilson


def test_not_recorded_counts_as_not_met_and_the_other_non_answers_do_not_count() -> None:
    assert count("met", 3) == Count(met=3, counted=3)
    assert count("not-met", 3) == Count(counted=3)
    assert count("not-recorded", 3) == Count(counted=3, not_recorded=3)
    assert count("could-not-see", 3) == Count(could_not_see=3)
    assert count("not-applicable", 3) == Count(not_applicable=3)
    assert count("left-out", 3) == Count()


def test_counts_and_groups_are_pooled_field_by_field() -> None:
    assert Count(1, 2, 3, 4, 5) + Count(10, 20, 30, 40, 50) == Count(11, 22, 33, 44, 55)
    one = Group(Count(1, 2), Spread.of(1, 2), 1, Counter(good=1))
    pooled = one + Group(Count(3, 3), Spread.of(3, 3), 1, Counter(good=1, inadequate=2))
    assert pooled == Group(Count(4, 5), Spread(2, 4, 5, 10, 11, 13), 2, Counter(good=2, inadequate=2))


def test_a_share_of_nothing_is_none() -> None:
    assert Count(3, 4).share == 0.75
    assert Count().share is None
    assert Count().interval() is None
    assert Count().interval(Spread()) is None
    assert Count(3, 4).not_met == 1


def test_the_spread_of_one_audit_holds_its_squares_and_of_nothing_is_nothing() -> None:
    assert Spread.of(2, 3) == Spread(1, 2, 3, 4, 6, 9)
    assert Spread.of(0, 0) == Spread()
    assert Spread.of(0, 4) == Spread(1, 0, 4, 0, 0, 16)


@pytest.mark.parametrize(
    ("audits", "effect"),
    [
        ([], 1.0),
        ([(2, 4)], 4.0),
        ([(1, 1)], 1.0),
        ([(4, 4), (4, 4)], 4.0),
        ([(0, 4), (0, 2)], 3.0),
        # 6 of 8 from two audits: 2/1 · Σ(met - 0.75·counted)²/8² = 2·(1² + 1²)/64, over 0.75·0.25/8.
        ([(4, 4), (2, 4)], 8 / 3),
        # All alike: the audits differ by nothing, and pooled answers tell at least as much as single ones.
        ([(2, 4), (2, 4), (2, 4)], 1.0),
    ],
)
def test_the_design_effect_is_the_variance_of_audits_over_that_of_answers(
    audits: list[tuple[int, int]], effect: float
) -> None:
    spread = sum((Spread.of(*audit) for audit in audits), Spread())
    assert spread.design_effect == pytest.approx(effect)


def test_two_sides_have_one_design_effect_so_that_a_lucky_side_does_not_look_sure() -> None:
    mixed, lucky = (
        sum((Spread.of(*audit) for audit in audits), Spread())
        for audits in ([(4, 4), (0, 4), (4, 4), (2, 4)], [(4, 4), (4, 4), (4, 4), (3, 4)])
    )
    # Σ K/(K-1)·Σ(met - p·counted)² = 4/3·11 + 4/3·0.75, over p(1-p)·Σcounted with p = 25/32.
    shared = 4 / 3 * 11.75 / (25 / 32 * 7 / 32 * 32)
    assert common_effect(mixed, lucky) == pytest.approx(shared)
    assert lucky.design_effect < shared < mixed.design_effect * 1.1
    alone = Spread.of(3, 4)
    assert common_effect(mixed, alone) == pytest.approx(4 / 3 * 11 / (13 / 20 * 7 / 20 * 16))
    assert common_effect(alone, alone) == 4
    assert common_effect(Spread(), Spread()) == 1


def test_of_one_item_an_audit_has_one_answer() -> None:
    assert Group(Count(3, 7)).answering == 7
    assert Group(Count(9, 14), Spread(4, 9, 14, 20, 30, 50)).answering == 4


def test_an_interval_is_of_the_effective_number_of_answers() -> None:
    assert Count(45, 60).interval() == wilson(45, 60)
    spread = Spread(30, 45, 60, 90, 90, 120)  # thirty audits of two answers, both met or neither
    assert spread.design_effect == pytest.approx(60 / 29)
    narrow, wide = Count(45, 60).interval(), Count(45, 60).interval(spread)
    reach = standard_errors(degrees=29)  # of thirty audits
    assert wide == pytest.approx(tuple(wilson(45 * 29 / 60, 29, reach=reach) or ()))
    assert narrow is not None
    assert wide is not None
    assert wide.low < narrow.low < narrow.high < wide.high

"""A group is called unlike the others only if it differs by more than groups do."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from auditui.figures.counting import Count, Group, Spread
from auditui.figures.funnel import ABOVE, BELOW, TOO_FEW, WITHIN, funnel, variance_between


def group(*audits: tuple[int, int]) -> Group:
    spread = sum((Spread.of(*audit) for audit in audits), Spread())
    return Group(Count(spread.met, spread.counted), spread, len(audits))


def test_the_variance_between_groups_is_dersimonian_and_lairds_while_nothing_is_drawn_in() -> None:
    shares, sizes = [0.5, 0.6, 0.7, 0.8], [40.0, 60.0, 50.0, 50.0]
    centre = sum(share * size for share, size in zip(shares, sizes, strict=True)) / sum(sizes)
    weights = [size / (centre * (1 - centre)) for size in sizes]
    q = sum(w * (share - centre) ** 2 for w, share in zip(weights, shares, strict=True))
    c = sum(weights) - sum(w**2 for w in weights) / sum(weights)
    assert variance_between(shares, sizes, centre) == pytest.approx((q - 3) / c)
    assert variance_between([0.6] * 4, sizes, 0.6) == 0


def test_the_outermost_tenth_on_each_side_is_drawn_in_so_that_it_cannot_hide_itself() -> None:
    shares = [0.6 + 0.01 * (n % 3) for n in range(9)] + [0.05]
    sizes = [100.0] * 10
    centre = sum(shares) / 10
    with_all = sum((share - centre) ** 2 for share in shares)
    assert sqrt(variance_between(shares, sizes, centre)) < sqrt(with_all / 10) / 2


def test_limits_are_those_of_the_normal_curve_where_groups_differ_by_chance_only() -> None:
    found = funnel([group(*[(6, 10), (5, 10), (7, 10), (6, 10), (6, 10)]) for _ in range(4)])
    assert found is not None
    assert (found.between, found.effect) == (0, 1)
    low, high = found.limits(50, 0.95)
    assert (low, high) == pytest.approx(
        (0.6 - 1.96 * sqrt(0.24 / 50), 0.6 + 1.96 * sqrt(0.24 / 50)), abs=1e-4
    )


def test_one_group_far_off_among_many_alike_is_named_and_one_of_few_audits_is_not_judged() -> None:
    usual = [group(*[(6 + (n + m) % 2, 10) for n in range(12)]) for m in range(10)]
    found = funnel([*usual, group(*[(1, 10)] * 12), group((1, 10), (1, 10))])
    assert found is not None
    words = [place.word if place else None for place in found.places]
    assert words == [WITHIN] * 10 + [BELOW, TOO_FEW]
    high = funnel([*[group(*[(2, 10), (1, 10)] * 6) for _ in range(10)], group(*[(9, 10)] * 12)])
    assert high is not None
    assert high.places[-1] is not None
    assert high.places[-1].word == ABOVE


def test_too_few_groups_or_nothing_that_varies_make_no_funnel() -> None:
    usual = group(*[(6, 10)] * 6)
    assert funnel([usual] * 3) is None
    assert funnel([usual] * 3 + [group((6, 10))]) is None
    assert funnel([group(*[(10, 10)] * 6)] * 5) is None


@pytest.mark.parametrize("between", [0.0, 0.08])
def test_of_six_teams_that_are_alike_or_differ_as_teams_do_one_is_rarely_called_unlike(
    between: float,
) -> None:
    chance = np.random.default_rng(2018)
    runs, called = 300, 0
    for _ in range(runs):
        groups = []
        for _ in range(6):
            share = np.clip(0.65 + chance.normal(0, between), 0.05, 0.95)
            audits = chance.beta(9 * share, 9 * (1 - share), chance.integers(8, 30))
            groups.append(group(*[(int(chance.binomial(14, p)), 14) for p in audits]))
        found = funnel(groups)
        assert found is not None
        called += any(place is not None and place.word in (ABOVE, BELOW) for place in found.places)
    assert called / runs <= 0.05

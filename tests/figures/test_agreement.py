"""Agreement: the coefficients of published examples, what they do at their ends, and how sure their intervals are."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.figures.agreement import LEAST_PAIRS, agreement, gwet_ac, kappa

SQUARES = st.integers(2, 5).flatmap(
    lambda q: st.lists(st.lists(st.integers(0, 9), min_size=q, max_size=q), min_size=q, max_size=q)
)


def pairs(same_yes: int, same_no: int, one_way: int, other_way: int) -> list[tuple[str, str]]:
    counts = {("y", "y"): same_yes, ("n", "n"): same_no, ("y", "n"): one_way, ("n", "y"): other_way}
    return [pair for pair, number in counts.items() for _ in range(number)]


def test_kappa_falls_where_nearly_all_is_met_and_ac1_does_not() -> None:
    """40 pairs, 36 both met, 2 and 2 split: 90 % the same, chance .905 by kappa and .095 by AC1."""
    of = agreement(pairs(36, 0, 2, 2))
    assert (of.same, of.pairs) == (36, 40)
    assert of.kappa == pytest.approx((0.9 - 0.905) / 0.095)
    assert of.ac1 == pytest.approx((0.9 - 0.095) / 0.905)


def test_kappa_is_that_of_cohens_own_example_and_of_a_table_worked_by_hand() -> None:
    # Cohen 1960, table 1 (200 psychiatric patients): po .70, pe .41, kappa .492.
    assert kappa([[88, 14, 18], [10, 40, 10], [2, 6, 12]]) == pytest.approx(0.492, abs=0.001)
    # 20 and 15 the same, 5 and 10 split, of 50: po .7; pe .25·... rows .5, .5, columns .6, .4: .5; kappa .4.
    assert kappa([[20, 5], [10, 15]]) == pytest.approx(0.4)
    assert kappa([[20, 5], [10, 15]], "quadratic") == pytest.approx(0.4), (
        "of two categories weights say nothing"
    )


def test_weights_take_a_near_miss_for_less_than_a_far_one() -> None:
    near, far = [[5, 2, 0], [0, 5, 0], [0, 0, 5]], [[5, 0, 2], [0, 5, 0], [0, 0, 5]]
    assert (gwet_ac(near, "quadratic") or 0) > (gwet_ac(far, "quadratic") or 0)
    assert (kappa(near, "linear") or 0) > (kappa(far, "linear") or 0)
    with pytest.raises(ValueError, match="cubic"):
        kappa(near, "cubic")


@pytest.mark.parametrize("table", [[], [[0, 0], [0, 0]]])
def test_nothing_is_said_of_no_pairs(table: list[list[int]]) -> None:
    assert kappa(table) is None
    assert gwet_ac(table) is None
    assert agreement([]).interval is None


def test_one_answer_throughout_has_no_kappa_and_whole_agreement_by_ac1() -> None:
    of = agreement(pairs(12, 0, 0, 0), ["y", "n"])
    assert (of.kappa, of.ac1, of.enough) == (None, 1, True)
    assert of.ac1_interval is not None
    assert of.ac1_interval.low == pytest.approx(0.758, abs=0.001), "twelve alike do not make it certain"
    assert not agreement(pairs(LEAST_PAIRS - 1, 0, 0, 0)).enough


@given(SQUARES)
def test_coefficients_are_the_same_with_the_auditors_exchanged_and_never_above_one(
    table: list[list[int]],
) -> None:
    other = [list(column) for column in zip(*table, strict=True)]
    for coefficient in (kappa, gwet_ac):
        for weights in ("none", "linear", "quadratic"):
            one, two = coefficient(table, weights), coefficient(other, weights)
            assert (one is None) == (two is None)
            if one is not None:
                assert one == pytest.approx(two)
                assert one <= 1 + 1e-9


@pytest.mark.parametrize(("met", "error"), [(0.5, 0.1), (0.9, 0.05), (0.7, 0.25)])
def test_the_interval_of_ac1_holds_the_truth_as_often_as_it_says(met: float, error: float) -> None:
    """Two auditors who err apart from each other about a truth, 30 pairs each time: nominal 95 %."""
    chance, held, times = Random(7), 0, 600
    share = met * (1 - error) + (1 - met) * error
    truth = ((1 - error) ** 2 + error**2 - 2 * share * (1 - share)) / (1 - 2 * share * (1 - share))
    for _ in range(times):
        files = [chance.random() < met for _ in range(30)]
        both = [(str(x != (chance.random() < error)), str(x != (chance.random() < error))) for x in files]
        interval = agreement(both, ["True", "False"]).ac1_interval
        assert interval is not None
        held += interval.low <= truth <= interval.high
    assert held / times > 0.92

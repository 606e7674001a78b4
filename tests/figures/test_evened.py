"""A change that is only who audited goes away once auditors are evened out, and one of practice stays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.audits.results import Part
from auditui.core.checklists.checklist import Checklist
from auditui.figures.counting import Count, Group, Spread
from auditui.figures.evened import evened, of_windows
from auditui.figures.runs import Series
from auditui.figures.tallies import JudgementTally, Tallies, Tally
from auditui.report.evened import sentence
from made import shipped

ITEMS = 10
AUDITORS = st.dictionaries(
    st.sampled_from("ABCDEF"), st.tuples(st.integers(0, ITEMS), st.integers(1, 12)), min_size=2
)


def audited(**audits: tuple[int, int]) -> dict[str, Group]:
    """By auditor: so many met of ITEMS in each of so many audits."""
    groups = {}
    for name, (met, number) in audits.items():
        spread = sum([Spread.of(met, ITEMS)] * number, Spread())
        groups[name] = Group(Count(spread.met, spread.counted), spread, number)
    return groups


@given(AUDITORS, st.integers(1, 4), st.integers(-3, 3))
def test_where_both_sides_have_the_same_mix_evening_out_changes_nothing(
    before: dict[str, tuple[int, int]], times: int, better: int
) -> None:
    now = {name: (max(0, min(ITEMS, met + better)), times * audits) for name, (met, audits) in before.items()}
    mix = evened(audited(**before), audited(**now))
    assert mix is not None
    assert mix.other == pytest.approx(0)
    assert not mix.may_explain
    if sum(audits for _, audits in before.values()) >= 5:
        assert mix.evened is not None
        assert tuple(getattr(mix.evened, name) for name in ("by", "low", "high")) == pytest.approx(
            tuple(getattr(mix.plain, name) for name in ("by", "low", "high"))
        )


@given(AUDITORS, st.data())
def test_a_change_that_is_made_of_the_mix_alone_goes_away(
    before: dict[str, tuple[int, int]], data: st.DataObject
) -> None:
    now = {name: (met, data.draw(st.integers(1, 12))) for name, (met, _) in before.items()}
    mix = evened(audited(**before), audited(**now))
    assert mix is not None
    if mix.evened is not None:
        assert mix.evened.by == pytest.approx(0)
        assert mix.evened.leaves_none_out


@given(AUDITORS, st.data())
def test_a_change_that_every_auditor_sees_alike_is_all_that_is_left(
    before: dict[str, tuple[int, int]], data: st.DataObject
) -> None:
    lower = {name: (min(met, 7), audits) for name, (met, audits) in before.items()}
    now = {name: (met + 3, data.draw(st.integers(1, 12))) for name, (met, _) in lower.items()}
    mix = evened(audited(**lower), audited(**now))
    assert mix is not None
    if mix.evened is not None:
        assert mix.evened.by == pytest.approx(0.3)


def test_a_lenient_auditor_who_does_more_is_named_as_what_the_change_may_be() -> None:
    mix = evened(audited(A=(4, 30), B=(9, 10)), audited(A=(4, 10), B=(9, 30)))
    assert mix is not None
    assert mix.other == pytest.approx(0.5)
    assert mix.plain.by == pytest.approx(0.25)
    assert mix.may_explain
    assert mix.audits == (40, 40)


def test_by_hand_a_side_is_the_mean_of_its_auditors_weighted_by_the_audits_of_both_sides() -> None:
    mix = evened(audited(A=(5, 6), B=(8, 2)), audited(A=(6, 2), B=(8, 6), C=(1, 2)))
    assert mix is not None
    assert mix.evened is not None
    # A and B made 8 audits each on both sides: (.5 + .8) / 2 before, (.6 + .8) / 2 now; C has nobody to be beside.
    assert mix.evened.by == pytest.approx(0.7 - 0.65)
    assert mix.other == pytest.approx((abs(6 / 8 - 2 / 10) + abs(2 / 8 - 6 / 10) + 2 / 10) / 2)
    assert mix.audits == (8, 8)


#: As (auditors' standard deviation on the logit, audits a side, auditors, answers an audit, how alike these are).
_KINDS = [
    (0, 30, 3, 1, 0),
    (0.5, 60, 4, 1, 0),
    (1, 60, 4, 1, 0),
    (0.8, 60, 4, 16, 0.1),
    (0.8, 30, 3, 16, 0.1),
]


@pytest.mark.parametrize("kind", _KINDS)
def test_where_nothing_but_the_mix_changes_it_is_seldom_taken_for_a_change(
    kind: tuple[float, int, int, int, float],
) -> None:
    apart, audits, auditors, answers, alike = kind
    chance, plain, false, runs = np.random.default_rng(2018), 0, 0, 300

    def side(shares: np.ndarray) -> dict[str, Group]:
        numbers = chance.multinomial(audits, chance.dirichlet(np.ones(auditors)))
        groups = {}
        for n, (share, number) in enumerate(zip(shares, numbers, strict=True)):
            own = share * (1 - alike) / alike if alike else 0
            each = chance.beta(own, own / share - own, number) if alike else np.full(number, share)
            met = chance.binomial(answers, each)
            spread = sum((Spread.of(int(k), answers) for k in met), Spread())
            groups[f"A{n}"] = Group(Count(spread.met, spread.counted), spread, int(number))
        return groups

    for _ in range(runs):
        lean = np.log(0.75 / 0.25) + chance.normal(0, apart, auditors)
        shares = 1 / (1 + np.exp(-lean))
        mix = evened(side(shares), side(shares))
        assert mix is not None
        plain += not mix.plain.leaves_none_out
        false += mix.evened is not None and not mix.evened.leaves_none_out
    assert 100 * false / runs <= 5
    if apart >= 0.8:
        assert 100 * plain / runs > 15


def test_the_interval_is_no_narrower_than_that_of_directly_standardised_rates() -> None:
    """Their variance is Σw²p(1-p)/n over (Σw)² (Breslow and Day 1987, chapter 2); one answer an audit."""
    numbers = {"A": (100, 50), "B": (100, 150)}
    met = {"A": (30, 15), "B": (80, 120)}
    weights = {name: sum(of) for name, of in numbers.items()}
    variance = 0.0
    for side in (0, 1):
        for name, weight in weights.items():
            p, n = met[name][side] / numbers[name][side], numbers[name][side]
            variance += (weight / sum(weights.values())) ** 2 * p * (1 - p) / n
    sides = [
        {
            name: Group(Count(met[name][side], numbers[name][side]), Spread(), numbers[name][side])
            for name in met
        }
        for side in (0, 1)
    ]
    mix = evened(*sides)
    assert mix is not None
    assert mix.evened is not None
    assert mix.evened.high - mix.evened.low >= 2 * 1.96 * variance**0.5


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"A": (5, 10)}, {"B": (8, 10)}),  # nobody on both sides
        ({"A": (5, 4), "B": (5, 4)}, {"A": (8, 4), "C": (8, 4)}),  # four audits a side
        ({"A": (5, 6), "B": (5, 20)}, {"A": (8, 6), "C": (8, 20)}),  # less than half of each side
    ],
)
def test_it_is_not_said_where_too_few_audits_are_by_the_same_auditors(
    before: dict[str, tuple[int, int]], now: dict[str, tuple[int, int]]
) -> None:
    mix = evened(audited(**before), audited(**now))
    assert mix is not None
    assert mix.evened is None


def test_the_fewer_and_the_more_uneven_the_audits_the_wider_it_is() -> None:
    even = evened(audited(A=(4, 10), B=(7, 10)), audited(A=(5, 10), B=(8, 10)))
    uneven = evened(audited(A=(4, 19), B=(7, 1)), audited(A=(5, 1), B=(8, 19)))
    assert even is not None
    assert uneven is not None
    assert even.evened is not None
    assert uneven.evened is not None
    assert uneven.evened.high - uneven.evened.low > 1.5 * (even.evened.high - even.evened.low)


def test_a_side_of_nothing_has_no_mix() -> None:
    assert evened({}, audited(A=(4, 10))) is None


def tallies(checklist: Checklist, item: str, **answers: tuple[int, int]) -> Tallies:
    """Audits of one answer each, by auditor: so many met of so many."""
    return Tallies(
        [
            Tally(checklist.digest, (name,), item, part, part, number)
            for name, (met, of) in answers.items()
            for part, number in ((Part.MET, met), (Part.NOT_MET, of - met))
        ],
        [JudgementTally(checklist.digest, (name,), "good", "good", of) for name, (_, of) in answers.items()],
        [],
    )


def test_two_windows_of_a_trend_are_evened_out_as_two_sides_are() -> None:
    checklist = shipped("pathway-plan")
    item = checklist.items[0].id
    before = tallies(checklist, item, A=(3, 10), B=(16, 20))
    now = tallies(checklist, item, A=(6, 20), B=(8, 10))
    mix = of_windows([checklist], Series("pathway-plan", item=item), before, now)
    assert mix is not None
    assert mix.evened is not None
    assert mix.audits == (30, 30)
    assert mix.plain.by == pytest.approx(14 / 30 - 19 / 30)
    assert mix.evened.by == pytest.approx(0)
    other = of_windows([checklist], Series("pathway-plan", item=checklist.items[1].id), before, now)
    assert other is None


def test_what_is_said_of_a_change_names_the_share_of_others_and_both_changes() -> None:
    mix = evened(audited(A=(4, 30), B=(9, 10)), audited(A=(4, 10), B=(9, 30)))
    assert mix is not None
    assert sentence("North", mix) == (
        "North: for both sides to have the same mix of auditors, 50% of the audits would have to be others'. With auditors"
        " evened out the change is +0 (-11, +11) in place of +25 (+15, +34), of 40 and 40 audits by auditors of both sides:"
        " it may be who audited."
    )
    strangers = evened(audited(A=(5, 10)), audited(B=(9, 10)))
    assert strangers is not None
    assert sentence("North", strangers).endswith(
        "100% of the audits would have to be others'. Too few are by the same auditors to even that out: the change may be"
        " who audited."
    )
    alike = evened(audited(A=(5, 10), B=(5, 10)), audited(A=(9, 10), B=(9, 11)))
    assert alike is not None
    assert sentence("North", alike) == ""

"""Series and tables made by hand, each with the sentence that a statistician would put a name to."""

from __future__ import annotations

import pytest

from auditui.figures import spc
from auditui.figures.counting import Count, Group, Spread
from auditui.figures.evened import evened
from auditui.figures.limits import BINOMIAL, read
from auditui.figures.series import Period
from auditui.figures.summary import change
from auditui.figures.verdicts import NO_CHANGE, TOO_FEW, WORSE, against, judged
from auditui.report.evened import sentence
from simulated import months

FULL = (12, 12)


def missed(*places: int, of: int = 24) -> list[tuple[int, int]]:
    """Months of twelve, all met but for one in these."""
    return [(11, 12) if n + 1 in places else FULL for n in range(of)]


@pytest.mark.parametrize("places", [(3, 10, 17), (5, 24)])
def test_a_single_file_missed_among_hundreds_is_no_mark(places: tuple[int, ...]) -> None:
    chart = read(months(missed(*places)))
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


def sentences(series: list[Period], last: str = "") -> tuple[str, str]:
    both = judged(series, last)
    return tuple(f"{verdict.word}: {verdict.reason}" for verdict in (both.beginning, both.lately))  # type: ignore[return-value]


def from_april(pairs: list[tuple[int, int]], effect: float = 1.0, audits: int = 0) -> list[Period]:
    """Months from April 2024 on, so many audits in each, answers as alike as `effect` says."""
    labels = (f"{2024 + (n + 3) // 12}-{(n + 3) % 12 + 1:02d}" for n in range(len(pairs)))
    return [
        Period(label, met, of, of / effect, audits) for label, (met, of) in zip(labels, pairs, strict=True)
    ]


def over(met: int, of: int, number: int) -> list[tuple[int, int]]:
    """So many months that come to `met` of `of`."""
    return [
        (met * (n + 1) // number - met * n // number, of * (n + 1) // number - of * n // number)
        for n in range(number)
    ]


@pytest.mark.parametrize(
    ("series", "beginning", "lately"),
    [
        pytest.param(
            months(missed(3, 10, 17)),
            "no clear change: 72 of 72 (100%) in 2021-07 to 2021-12 against 95 of 96 (99%) in 2020-01 to 2020-08: no more than chance could do",
            "no clear change: 72 of 72 (100%) in 2021-07 to 2021-12 against 142 of 144 (99%) in 2020-07 to 2021-06: no more than chance could do",
            id="three misses in two years",
        ),
        pytest.param(
            months(missed(5, 24)),
            "no clear change: 71 of 72 (99%) in 2021-07 to 2021-12 against 95 of 96 (99%) in 2020-01 to 2020-08: no more than chance could do",
            "no clear change: 71 of 72 (99%) in 2021-07 to 2021-12 against 144 of 144 (100%) in 2020-07 to 2021-06: no more than chance could do",
            id="one miss in the last month",
        ),
        pytest.param(
            months([(9, 15)] * 12 + [(13, 15)] * 18 + [(10, 15)] * 6),
            "no clear change: 60 of 90 (67%) in 2022-07 to 2022-12 against 108 of 180 (60%) in 2020-01 to 2020-12: no more than chance could do",
            "worse: 60 of 90 (67%) in 2022-07 to 2022-12 against 156 of 180 (87%) in 2021-07 to 2022-06: more than chance would do",
            id="a year at 60, a year and a half at 85, half a year at 65",
        ),
        pytest.param(
            months([(9, 15)] * 12 + [(13, 15)] * 12 + [(10, 15), (11, 15)] * 2),
            "better: 68 of 90 (76%) in 2021-11 to 2022-04 against 81 of 135 (60%) in 2020-01 to 2020-09; the line through all 28 months rises by 26 points, more than chance would do",
            "no clear change: 68 of 90 (76%) in 2021-11 to 2022-04 against 148 of 180 (82%) in 2020-11 to 2021-10: no more than chance could do",
            id="a year at 60, a year at 85, four months at 70",
        ),
        pytest.param(
            months([(6, 12)] * 12 + [(10, 12)] * 18 + [(8, 12)] * 6),
            "no clear change: 48 of 72 (67%) in 2022-07 to 2022-12 against 72 of 144 (50%) in 2020-01 to 2020-12: no more than chance could do",
            "worse: 48 of 72 (67%) in 2022-07 to 2022-12 against 120 of 144 (83%) in 2021-07 to 2022-06: more than chance would do",
            id="half, then ten of twelve, then eight",
        ),
        pytest.param(
            [Period(f"2025-{n:02d}", 120 if n < 7 else 107, 160, 40, 10) for n in range(1, 10)],
            "no clear change: 321 of 480 (67%, 30 audits) in 2025-07 to 2025-09 against 360 of 480 (75%, 30 audits) in 2025-01 to 2025-03: no more than chance could do",
            "too few to say: lately is seen in series of 18 months, here are 9",
            id="nine months from January with a dip of eight points in summer",
        ),
        pytest.param(
            from_april([(9, 16) if n % 12 in (3, 4, 5) else (12, 16) for n in range(18)]),
            "no clear change: 63 of 96 (66%) in 2025-04 to 2025-09 against 63 of 96 (66%) in 2024-04 to 2024-09: no more than chance could do",
            "no clear change: 63 of 96 (66%) in 2025-04 to 2025-09 against 135 of 192 (70%) in 2024-04 to 2025-03: no more than chance could do",
            id="eighteen months from April with a dip every summer",
        ),
        pytest.param(
            [
                *[Period(f"2020-{n:02d}", 8, 12, 12) for n in range(1, 8)],
                *[Period(f"2022-{n:02d}", 8 + n % 2, 12, 12) for n in range(7, 13)],
            ],
            "no clear change: 51 of 72 (71%) in 2022-07 to 2022-12 against 56 of 84 (67%) in 2020-01 to 2020-12: no more than chance could do",
            "too few to say: fewer than 5 audits in 2021-07 to 2022-06",
            id="nearly two years without an audit",
        ),
        pytest.param(
            [],
            "too few to say: a verdict needs 6 months with audits, here are 0",
            "too few to say: a verdict needs 6 months with audits, here are 0",
            id="nothing",
        ),
    ],
)
def test_a_series_has_two_sentences_and_neither_speaks_for_the_other(
    series: list[Period], beginning: str, lately: str
) -> None:
    assert sentences(series) == (beginning, lately)


@pytest.mark.parametrize(
    ("series", "until", "sentence"),
    [
        pytest.param(
            from_april(over(388, 677, 9) + over(520, 830, 15) + over(302, 442, 6), 3.43, 5),
            "2024-12",
            "no clear change: 302 of 442 (68%, 30 audits) in 2026-04 to 2026-09 against 388 of 677 (57%, 45 audits) in 2024-04 to 2024-12: no more than chance could do",
            id="eleven points of answers that are alike",
        ),
        pytest.param(
            from_april(over(530, 750, 9) + over(600, 900, 15) + over(461, 769, 6), 3.5, 8),
            "2024-12",
            "worse: 461 of 769 (60%, 48 audits) in 2026-04 to 2026-09 against 530 of 750 (71%, 72 audits) in 2024-04 to 2024-12: more than chance would do",
            id="eleven points down, of more audits and steadier months",
        ),
        pytest.param(
            from_april(over(27, 53, 12) + over(30, 50, 12) + over(31, 40, 6)),
            "2025-03",
            "better: 31 of 40 (78%) in 2026-04 to 2026-09 against 27 of 53 (51%) in 2024-04 to 2025-03: more than chance would do",
            id="a baseline that ends with the financial year counts its last quarter",
        ),
        pytest.param(
            months([(9, 15), (11, 15)] * 6 + [(11, 15), (10, 15)] * 6),
            "2020-12",
            "no clear change: 63 of 90 (70%) in 2021-07 to 2021-12 against 120 of 180 (67%) in 2020-01 to 2020-12: no more than chance could do",
            id="a year before and a year after of months that differ",
        ),
    ],
)
def test_a_baseline_has_one_sentence_of_the_months_it_states(
    series: list[Period], until: str, sentence: str
) -> None:
    verdict = against(series, until)
    assert f"{verdict.word}: {verdict.reason}" == sentence


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


def test_a_team_that_others_audited_has_beside_its_change_that_it_may_be_these() -> None:
    """North: 25 of 77 in five audits, 128 of 153 in ten, a leap of fifty points, and hardly an auditor on both sides."""
    few = {"A38": [(2, 16), (1, 15), (3, 16)], "A50": [(11, 15), (8, 15)]}
    many = {
        "A23": [(15, 16), (14, 15), (14, 15), (13, 16)],
        "A61": [(12, 15), (14, 15), (11, 15), (13, 16)],
        "A50": [(12, 15), (10, 15)],
    }
    sides = [{name: pooled_of(audits) for name, audits in side.items()} for side in (few, many)]
    before, now = (sum(side.values(), Group()) for side in sides)
    change_ = change(before, now, 7)
    assert change_ is not None
    assert (change_.verdict, f"{100 * change_.by:.0f}") == ("better", "51")
    mix = evened(*sides)
    assert mix is not None
    assert mix.may_explain
    assert sentence("North", mix) == (
        "North: for both sides to have the same mix of auditors, 80% of the audits would have to be others'. Too few are by"
        " the same auditors to even that out: the change may be who audited."
    )


def pooled_of(audits: list[tuple[int, int]]) -> Group:
    """The group of audits, each by its met and counted."""
    spread = sum((Spread.of(*audit) for audit in audits), Spread())
    return Group(Count(spread.met, spread.counted), spread, spread.audits)

from __future__ import annotations

from datetime import date

import pytest

from auditui.core.errors import AuditError
from auditui.core.plan import Measure, Plan, Recommendation
from auditui.figures.counting import Spread
from auditui.figures.groups import group_of
from auditui.figures.plan import Quantity, Result, quantity, results
from auditui.figures.releases import Cell, Release
from auditui.figures.runs import Series
from auditui.figures.series import Period
from auditui.figures.suppression import HIDDEN
from auditui.figures.tallies import JudgementTally, Selection, SpreadTally, Tallies, Tally
from auditui.figures.trend import Trend
from auditui.figures.verdicts import Verdict
from made import small

ALL, GOOD = Measure("how well", "All", all_items=True), Measure("better off", "Good", judged_good=True)
ACTIONS = {"open": 20, "overdue": 8, "closed": 30}


def tallies(**months: int) -> Tallies:
    """In each month (m2026_01) 12 audits of one item, of which so many have it met."""
    rows = [(name[1:].replace("_", "-"), met) for name, met in months.items()]
    digest, item = small().digest, small().items[0].id
    return Tallies(
        [
            Tally(digest, (month,), item, value, value, number)
            for month, met in rows
            for value, number in (("met", met), ("not-met", 12 - met))
        ],
        [JudgementTally(digest, (month,), "good", "good", 12) for month, _ in rows],
        [SpreadTally(digest, (month,), "", Spread(12, met, 12, met, met, 12)) for month, met in rows],
    )


def measured(counted: Tallies, *measures: Measure, baseline: str = "2026-02", limit: int = 0) -> list[Result]:
    recommendation = Recommendation("One", "small", "Head of service", date(2027, 3, 31), measures)
    return results(
        Plan("Plan", (recommendation,), baseline=baseline),
        recommendation,
        {"small": ([small()], counted)},
        Release(limit),
    )


def test_a_measure_is_its_last_months_against_the_baseline_that_is_stated() -> None:
    (result,) = measured(
        tallies(m2026_01=4, m2026_02=5, m2026_03=4, m2026_04=11, m2026_05=11, m2026_06=11),
        ALL,
        baseline="2026-03",
    )
    assert isinstance(result.baseline, Period)
    assert isinstance(result.now, Period)
    assert (result.baseline.label, result.baseline.met, result.baseline.counted) == (
        "2026-01 to 2026-03",
        13,
        36,
    )
    assert (result.now.label, result.now.met, result.now.counted) == ("2026-04 to 2026-06", 33, 36)
    assert result.verdict.word == "better"
    assert result.trend.forecast == ("2026-03", 13 / 36)
    assert result.lately.word == "too few to say"


def test_a_measure_ends_with_the_month_all_measures_end_with() -> None:
    months = tallies(**{f"m2026_{n:02d}": 6 for n in range(1, 9)})
    recommendation = Recommendation("One", "small", "Head of service", date(2027, 3, 31), (ALL, GOOD))
    plan = Plan("Plan", (recommendation,), baseline="2026-02")
    found = results(plan, recommendation, {"small": ([small()], months)}, Release(0), "2026-07")
    assert [result.now.label for result in found if isinstance(result.now, Period)] == [
        "2026-03 to 2026-07",
        "2026-03 to 2026-07",
    ]


def test_without_a_baseline_a_measure_has_the_verdict_of_its_trend() -> None:
    months = {f"m2026_{n:02d}": 4 + n for n in range(1, 8)}
    (result,) = measured(tallies(**months), ALL, baseline="")
    assert result.trend.forecast is None
    assert result.verdict == result.trend.verdicts.beginning
    assert (result.baseline, result.now) == (result.verdict.before, result.verdict.now)
    assert isinstance(result.now, Period)
    assert result.now.label == "2026-06 to 2026-07"


def test_where_its_months_would_show_small_counts_a_measure_has_a_word_and_no_figures() -> None:
    (result,) = measured(
        tallies(m2025_01=4, **{f"m2026_{n:02d}": 6 for n in range(1, 7)}), ALL, baseline="2025-12", limit=12
    )
    assert (result.baseline, result.now) == (HIDDEN, HIDDEN)
    assert result.trend.forecast is None
    assert (
        result.verdict.reason
        == "by the same rules; small counts are hidden, and so are the figures of the reason"
    )


def test_a_measure_without_audits_or_of_a_checklist_not_in_use_is_too_few_to_say() -> None:
    (result,) = measured(Tallies([], [], []), ALL)
    assert (result.now, result.verdict) == (None, Verdict("too few to say", "no audit is finished yet"))
    recommendation = Recommendation("One", "other", "Head of service", date(2027, 3, 31), (GOOD,))
    (result,) = results(Plan("Plan", (recommendation,)), recommendation, {"other": ([], Tallies([], [], []))})
    assert (
        result.verdict
        == result.lately
        == Verdict("too few to say", "no audit has been begun with its checklist")
    )
    assert result.measure == GOOD
    assert result.trend == Trend(Series("other", good=True), ("", ""), "month", ())


def test_a_target_is_drawn_as_a_proportion() -> None:
    aimed = Measure("how well", "All", all_items=True, target=85)
    assert measured(tallies(m2026_01=4), aimed)[0].trend.target == 0.85
    assert measured(tallies(m2026_01=4), ALL)[0].trend.target is None


def test_an_item_that_is_not_there_is_said_with_its_measure() -> None:
    with pytest.raises(AuditError) as refused:
        measured(tallies(m2026_01=4), Measure("how well", "X", item="x"))
    assert refused.value.message == "The plan's measure 'X': small has no item 'x'"
    assert refused.value.hint == "auditui checklist show small"


def test_a_measure_is_of_the_series_it_names_and_says_its_reason_where_nothing_is_hidden() -> None:
    months = tallies(**{f"m2026_{n:02d}": 6 for n in range(1, 7)})
    (result,) = measured(months, Measure("how well", "One", section="one"), limit=5)
    assert result.trend.series == Series("small", section="one")
    assert result.verdict.reason == (
        "24 of 48 (50%) in 2026-03 to 2026-06 against 12 of 24 (50%) in 2026-01 to 2026-02: no more than chance could do"
    )


def counted(months: Tallies, limit: int = 0) -> Quantity:
    return quantity(months, "small", ACTIONS, date(2026, 11, 24), Release(limit))


def test_audits_of_the_last_twelve_whole_months_are_counted() -> None:
    done = counted(tallies(m2025_10=4, m2025_11=4, m2026_10=4, m2026_11=4))
    assert (done.audits, done.first, done.last) == (24, "2025-11", "2026-10")
    assert done.months == ("2025-10", "2026-11")
    assert counted(Tallies([], [], [])).months == ("", "")


def test_actions_overdue_or_not_are_hidden_where_either_is_small() -> None:
    def shown(**actions: int) -> list[object]:
        numbers = quantity(
            Tallies([], [], []), "small", ACTIONS | actions, date(2026, 11, 24), Release(5)
        ).actions
        return [numbers[name] for name in ("open", "overdue", "closed")]

    assert shown() == [20, 8, 30]
    assert shown(overdue=3) == [20, HIDDEN, 30]
    assert shown(overdue=16) == [20, HIDDEN, 30]
    assert shown(closed=2) == [20, 8, HIDDEN]
    numbers = quantity(Tallies([], [], []), "small", ACTIONS, date(2026, 11, 24), Release(8)).actions
    assert numbers["overdue"] == HIDDEN


def test_the_number_of_audits_is_hidden_where_it_is_small_or_tells_one_that_is() -> None:
    months = tallies(m2025_12=4)
    assert counted(months, 5).audits == 12
    assert counted(months, 12).audits == HIDDEN
    year = Selection("small", since="2025-11", until="2026-09")
    for earlier, audits in ((12, 12), (6, 12), (8, HIDDEN), (13, HIDDEN)):
        release = Release(5, earlier=[Cell(group_of(year), year.since, year.until, earlier)])
        assert quantity(months, "small", ACTIONS, date(2026, 11, 24), release).audits == audits


@pytest.mark.parametrize(("number", "said"), [(6, False), (7, True)])
def test_a_measure_that_leaves_out_more_than_a_fifth_as_not_applicable_says_so(
    number: int, *, said: bool
) -> None:
    digest, item = small().digest, small().items[0].id
    counted = tallies(m2026_01=12, m2026_03=6, m2026_04=6)
    counted.answers.append(Tally(digest, ("2026-04",), item, "not-applicable", "not-applicable", number))
    counted.answers.append(Tally(digest, ("2026-01",), item, "not-applicable", "not-applicable", 90))
    (result,) = measured(counted, Measure("how well", "One", item=item))
    assert (result.outside.not_applicable, result.outside.asked) == (number, 24 + number)
    assert result.leaves_much_out is said


def test_a_recommendation_may_take_a_measure_from_another_checklist() -> None:
    own, other = (
        Measure("how well", "Own", all_items=True),
        Measure("how well", "Other", all_items=True, checklist="other"),
    )
    recommendation = Recommendation("One", "small", "Head of service", date(2027, 3, 31), (own, other))
    known = {
        "small": ([small()], tallies(m2026_01=4, **{f"m2026_{n:02d}": 9 for n in range(3, 8)})),
        "other": ([small()], tallies(m2026_01=4, **{f"m2026_{n:02d}": 5 for n in range(3, 8)})),
    }
    found = results(Plan("Plan", (recommendation,), baseline="2026-02"), recommendation, known)
    assert [result.now.met for result in found if isinstance(result.now, Period)] == [45, 25]

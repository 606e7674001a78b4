from __future__ import annotations

import pytest
from msgspec.structs import replace

from auditui.core.checklists.checklist import Checklist
from auditui.core.errors import AuditError
from auditui.figures.counting import Spread
from auditui.figures.releases import Release
from auditui.figures.runs import Series
from auditui.figures.tallies import JudgementTally, Selection, SpreadTally, Tallies, Tally
from auditui.figures.trend import Trend, may_be_shown, trend
from auditui.figures.verdicts import Verdict, judged
from made import small


def without(checklist: Checklist, item: str) -> Checklist:
    (section,) = checklist.sections
    kept = tuple(asked for asked in section.items if asked.id != item)
    return replace(checklist, version=2, sections=(replace(section, items=kept),))


def counted(*rows: tuple[str, str, str, int], judged: str = "good") -> Tallies:
    """Answers by checklist digest, month, item and number met, each of an audit of its own."""
    return Tallies(
        [Tally(digest, (month,), item, "met", "met", number) for digest, month, item, number in rows],
        [
            JudgementTally(digest, (month,), judged, judged, number)
            for digest, month, number in dict.fromkeys((d, m, n) for d, m, _, n in rows)
        ],
        [SpreadTally(digest, (month,), "", Spread.of(number, number)) for digest, month, _, number in rows],
    )


def test_an_item_that_a_later_version_no_longer_asks_has_the_trend_of_the_versions_that_did() -> None:
    first = small()
    second = without(first, "reason")
    tallies = counted(
        (first.digest, "2026-01", "reason", 7),
        (first.digest, "2026-01", "difference", 7),
        (second.digest, "2026-02", "difference", 8),
    )
    course = trend([first, second], tallies, Series("small", item="reason"))
    assert [(period.label, period.met, period.audits) for period, _ in course.periods] == [("2026-01", 7, 7)]
    assert course.titles == ("A small checklist", "Reason")


def test_a_series_of_good_audits_joins_versions_that_ask_otherwise() -> None:
    first = small()
    second = without(first, "reason")
    tallies = counted(
        (first.digest, "2026-01", "reason", 7),
        (second.digest, "2026-02", "difference", 8),
    )
    course = trend([first, second], tallies, Series("small", good=True))
    assert [(period.label, period.met, period.counted) for period, _ in course.periods] == [
        ("2026-01", 7, 7),
        ("2026-02", 8, 8),
    ]
    assert [segment.versions for segment in course.segments] == ["v1-v2"]
    worse = counted((first.digest, "2026-01", "reason", 7), judged="requires-improvement")
    (period, _), *_ = trend([first], worse, Series("small", good=True)).periods
    assert (period.met, period.counted) == (0, 7)


def test_answers_of_versions_that_may_not_be_compared_are_segments_of_their_own() -> None:
    first = small()
    second = without(first, "reason")
    tallies = counted(
        (first.digest, "2026-01", "difference", 7),
        (second.digest, "2026-01", "difference", 8),
        (second.digest, "2026-03", "difference", 9),
    )
    course = trend([first, second], tallies, Series("small"))
    assert [segment.versions for segment in course.segments] == ["v1", "v2"]
    assert [period.met for period, _ in course.periods] == [7, 8, 9]
    assert course.months == ("2026-01", "2026-03")


def test_a_shared_trend_has_longer_periods_until_none_is_small_and_else_hides() -> None:
    checklist = small()
    months = [(checklist.digest, f"2026-{n:02d}", "reason", 4) for n in (1, 2, 3, 4)]
    own = trend([checklist], counted(*months), Series("small"))
    shared = trend([checklist], counted(*months), Series("small"), release=Release(5))
    assert (own.length, own.longer) == ("month", False)
    assert (shared.length, shared.longer) == ("half-year", True)
    assert [(period.met, hidden) for period, hidden in shared.periods] == [(16, False)]
    few = trend([checklist], counted(months[0]), Series("small"), release=Release(5))
    assert (few.length, few.periods[0][1]) == ("year", True)
    assert few.segments[0].reading.limits == ""


def test_what_is_not_there_is_refused_and_what_has_no_audit_is_empty() -> None:
    nothing = Tallies([], [], [])
    for versions, series, message, hint in (
        (
            [],
            Series("small"),
            "There is no checklist 'small' in this store",
            "auditui checklist list shows them",
        ),
        ([small()], Series("small", item="x"), "small has no item 'x'", "auditui checklist show small"),
        ([small()], Series("small", section="x"), "small has no section 'x'", "It has one"),
    ):
        with pytest.raises(AuditError) as refused:
            trend(versions, nothing, series)
        assert (refused.value.message, refused.value.hint) == (message, hint)
    empty = trend([small()], nothing, Series("small", section="one"))
    assert (empty.titles, empty.segments, empty.months) == (("A small checklist", "One"), (), ("", ""))
    assert (
        empty.verdicts.beginning
        == empty.verdicts.lately
        == Verdict("too few to say", "nothing is counted yet")
    )
    assert trend([small()], nothing, Series("small"), where=Selection(team="North")).where.team == "North"


def test_the_interval_of_pooled_answers_is_of_their_effective_number() -> None:
    checklist = small()
    key = (checklist.digest, ("2026-01",))
    answers = [
        Tally(*key, item.id, value, value, 10) for item in checklist.items for value in ("met", "not-met")
    ]
    # Twenty audits of two answers each, both met or neither: they tell nearly as much as twenty answers.
    spreads = [SpreadTally(*key, section, Spread(20, 20, 40, 40, 40, 80)) for section in ("",)]
    spreads.append(SpreadTally(*key, "one", Spread(40, 20, 40, 20, 20, 40)))
    judgements = [JudgementTally(*key, "good", "good", 12), JudgementTally(*key, "inadequate", "good", 8)]
    counted_ = Tallies(answers, judgements, spreads)
    for series, effective_n in ((Series("small"), 19), (Series("small", section="one"), 39)):
        ((period, _),) = trend([checklist], counted_, series).periods
        assert (period.met, period.counted, period.audits) == (20, 40, 20)
        assert period.effective_n == pytest.approx(effective_n)
    ((period, _),) = trend([checklist], counted_, Series("small", item="reason")).periods
    assert (period.counted, period.effective_n) == (20, 20)
    ((period, _),) = trend([checklist], counted_, Series("small", good=True)).periods
    assert (period.met, period.counted, period.effective_n) == (12, 20, 20)


def test_a_series_of_thirteen_months_with_a_hidden_one_has_no_limits() -> None:
    checklist = small()
    years = [(checklist.digest, f"{2010 + n}-01", "reason", 30) for n in range(12)]
    few = (checklist.digest, "2022-01", "reason", 3)
    varied = counted(*years, few)
    varied.answers.append(Tally(checklist.digest, ("2010-01",), "reason", "not-met", "not-met", 9))
    assert trend([checklist], varied, Series("small")).segments[0].reading.limits
    course = trend([checklist], varied, Series("small"), release=Release(5))
    (segment,) = course.segments
    assert segment.hidden[-1]
    assert (segment.reading.chart, segment.reading.limits) == (None, "")
    assert segment.reading.why == "no limits: they would give small counts back"
    few_audits = counted(*years)
    last = few_audits.judgements[-1]._replace(number=4)
    course = trend(
        [checklist],
        few_audits._replace(judgements=[*few_audits.judgements[:-1], last]),
        Series("small"),
        release=Release(5),
    )
    assert course.periods[-1][1]


def test_the_data_choose_the_length_of_the_periods() -> None:
    thin = [(small().digest, f"2026-{n:02d}", "reason", 4) for n in range(1, 10)]
    assert trend([small()], counted(*thin), Series("small")).length == "quarter"
    assert trend([small()], counted(*thin), Series("small"), length="month").length == "month"


def test_items_left_out_of_a_later_version_hide_none_of_the_others() -> None:
    first = small()
    second = without(first, "reason")
    tallies = counted((second.digest, "2026-02", "reason", 3), (second.digest, "2026-02", "difference", 8))
    ((period, _),) = trend([first, second], tallies, Series("small")).periods
    assert period.met == 8


def shared(*met: int, of: dict[int, int] | None = None, length: str = "", small_: int = 5) -> Trend:
    """The shared trend of months with 20 audits, or as many as `of` says, so many of them met."""
    digest, item = small().digest, "reason"
    labels = [f"{2024 + n // 12}-{n % 12 + 1:02d}" for n in range(len(met))]
    sizes = [(of or {}).get(n, 20) for n in range(len(met))]
    answers = [
        Tally(digest, (label,), item, value, value, number)
        for label, number_met, size in zip(labels, met, sizes, strict=True)
        for value, number in (("met", number_met), ("not-met", size - number_met))
    ]
    judged = [
        JudgementTally(digest, (label,), "good", "good", size)
        for label, size in zip(labels, sizes, strict=True)
    ]
    tallies = Tallies(answers, judged, [])
    return trend([small()], tallies, Series("small", item=item), length=length, release=Release(small_))


def test_a_verdict_is_of_months_whatever_its_periods_are() -> None:
    months = [8, 9, 8, 10, 9, 8] * 2 + [13, 14, 12, 14, 13, 14] * 2
    drawn = [shared(*months, length=length, small_=0) for length in ("month", "quarter", "half-year", "year")]
    assert {len(course.periods) for course in drawn} == {24, 8, 4, 2}
    assert {course.verdicts for course in drawn} == {drawn[0].verdicts}
    assert drawn[0].verdicts.beginning.word == "better"


def test_a_shared_verdict_says_its_counts_where_no_months_between_windows_and_periods_are_small() -> None:
    open_ = shared(*[8] * 12, *[13] * 12)
    assert open_.verdicts.beginning.reason.startswith(
        "78 of 120 (65%) in 2025-07 to 2025-12 against 64 of 160 (40%)"
    )
    # Four audits in one month: periods are longer, and a window would cut a piece out of them.
    months, few = [14] * 8 + [2] + [14] * 9 + [20] * 6, {8: 4}
    longer = shared(*months, of=few)
    assert longer.length != "month"
    assert (longer.verdicts.beginning.before, longer.verdicts.beginning.now) == (None, None)
    assert longer.verdicts.beginning.reason.endswith("so are the figures of the reason")
    assert longer.verdicts.beginning.word == shared(*months, of=few, small_=0).verdicts.beginning.word


def test_a_month_that_is_not_over_is_drawn_and_is_in_no_window() -> None:
    digest = small().digest
    tallies = counted(*[(digest, f"2026-{n:02d}", "reason", 7) for n in range(1, 10)])
    course = trend([small()], tallies, Series("small"), last="2026-08", length="month")
    assert [period.label for period, _ in course.periods][-1] == "2026-09"
    assert course.verdicts.beginning.now is not None
    assert course.verdicts.beginning.now.label == "2026-07 to 2026-08"


def test_windows_alone_may_be_shown_where_the_periods_of_a_drawn_trend_would_cut_them() -> None:
    # Five audits in the month after the first third: a quarter that ends there cuts it off from the window.
    course = shared(*[14] * 8, 2, *[14] * 15, of={8: 5}, length="month")
    both = judged(course.counted)
    assert course.length != "month"
    hidden = may_be_shown(course, Release(5), both.beginning)
    assert (hidden[0].now, hidden[0].word) == (None, both.beginning.word)
    assert may_be_shown(course, Release(5), both.beginning, drawn=False) == [both.beginning]


def test_lately_gives_way_where_both_together_would_give_a_small_count_away() -> None:
    # The beginning ends with 2024-08 and lately begins with 2024-07: what both hold are four audits.
    course = shared(*[14] * 6, 1, 1, *[14] * 16, of={6: 2, 7: 2}, length="month")
    both = judged(course.counted)
    assert both.lately.before is not None
    assert both.lately.before.label == "2024-07 to 2025-06"
    shown = may_be_shown(course, Release(5), both.beginning, both.lately, drawn=False)
    assert shown[0] == both.beginning
    assert (shown[1].before, shown[1].word) == (None, both.lately.word)

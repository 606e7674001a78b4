from __future__ import annotations

from dataclasses import replace

import pytest

from auditui.core.checklists.checklist import Checklist
from auditui.core.errors import AuditError
from auditui.figures.counting import Spread
from auditui.figures.tallies import JudgementTally, SpreadTally, Tallies, Tally
from auditui.figures.trend import Series, trend
from made import small


def without(checklist: Checklist, item: str) -> Checklist:
    (section,) = checklist.sections
    kept = tuple(asked for asked in section.items if asked.id != item)
    return replace(checklist, version=2, sections=(replace(section, items=kept),))


def counted(*rows: tuple[str, str, str, int], judged: str = "good") -> Tallies:
    """Answers by checklist digest, month, item and number met, each of an audit of its own."""
    return Tallies(
        [Tally(digest, (month,), item, "met", number) for digest, month, item, number in rows],
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
    shared = trend([checklist], counted(*months), Series("small"), small=5)
    assert (own.length, own.longer) == ("month", False)
    assert (shared.length, shared.longer) == ("half-year", True)
    assert [(period.met, hidden) for period, hidden in shared.periods] == [(16, False)]
    few = trend([checklist], counted(months[0]), Series("small"), small=5)
    assert (few.length, few.periods[0][1]) == ("year", True)
    assert few.segments[0].reading.limits == ""
    assert "hidden" in few.reason


def test_what_is_not_there_is_refused_and_what_has_no_audit_is_empty() -> None:
    nothing = Tallies([], [], [])
    with pytest.raises(AuditError, match="no checklist 'small'"):
        trend([], nothing, Series("small"))
    with pytest.raises(AuditError, match="no item 'x'"):
        trend([small()], nothing, Series("small", item="x"))
    with pytest.raises(AuditError, match="no section 'x'"):
        trend([small()], nothing, Series("small", section="x"))
    empty = trend([small()], nothing, Series("small", section="one"))
    assert (empty.titles, empty.segments, empty.months) == (("A small checklist", "One"), (), ("", ""))
    assert (empty.verdict, empty.reason) == ("too few to say", "nothing is counted yet")

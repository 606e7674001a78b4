from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.kinds import interval
from auditui.core.timeliness import TimeLimit, add_months, convention, judge, last_day
from made import shipped


def limit(within: int, unit: str, counting: str = "after") -> TimeLimit:
    return TimeLimit(within, unit, counting, "local")


intervals = st.builds(
    limit,
    st.integers(1, 60),
    st.sampled_from(["working-days", "days", "months"]),
    st.sampled_from(["after", "from"]),
)


@given(intervals, st.dates(date(2018, 1, 1), date(2026, 1, 1)))
def test_the_last_day_is_in_time_and_the_next_is_not(allowed: TimeLimit, start: date) -> None:
    last = last_day(allowed, start)
    assert judge(allowed, start, last).in_time
    assert not judge(allowed, start, last + timedelta(days=1)).in_time


def test_fifteen_working_days_over_christmas() -> None:
    item = shipped("strategy-discussion").item("conference-in-time")
    assert item is not None
    verdict = judge(interval.limit(item), date(2025, 12, 10), date(2026, 1, 5))
    assert (verdict.taken, verdict.in_time) == (15, True)
    assert [day for day, _ in verdict.passed_over] == [
        date(2025, 12, 25),
        date(2025, 12, 26),
        date(2026, 1, 1),
    ]
    assert verdict.words(15) == "15 working days, limit 15, in time"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 15), 3, date(2026, 3, 15)),
    ],
)
def test_months_keep_the_day_number_or_take_the_last_day(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


@pytest.mark.parametrize(
    ("unit", "counting", "last"),
    [
        ("days", "after", date(2026, 3, 12)),
        ("days", "from", date(2026, 3, 11)),
        ("months", "after", date(2027, 1, 2)),
        ("months", "from", date(2027, 1, 1)),
        ("working-days", "after", date(2026, 3, 16)),
        ("working-days", "from", date(2026, 3, 13)),
    ],
)
def test_the_last_of_ten_by_each_unit_and_counting(unit: str, counting: str, last: date) -> None:
    assert last_day(limit(10, unit, counting), date(2026, 3, 2)) == last


@pytest.mark.parametrize(
    ("unit", "counting", "end", "taken"),
    [
        ("days", "after", date(2026, 3, 5), 3),
        ("days", "from", date(2026, 3, 5), 4),
        ("months", "after", date(2026, 4, 1), 0),
        ("months", "after", date(2026, 4, 2), 1),
        ("months", "after", date(2027, 4, 30), 13),
        ("months", "after", date(2029, 3, 1), 35),
        ("months", "after", date(2029, 3, 2), 36),
        ("working-days", "after", date(2026, 3, 5), 3),
        ("working-days", "from", date(2026, 3, 5), 4),
    ],
)
def test_what_was_taken_is_counted_in_the_unit_of_the_limit(
    unit: str, counting: str, end: date, taken: int
) -> None:
    verdict = judge(limit(10, unit, counting), date(2026, 3, 2), end)
    assert (verdict.taken, verdict.unit) == (taken, unit)
    assert verdict.passed_over == ()


def test_holidays_are_passed_over_by_working_days_alone_and_never_backwards() -> None:
    over = date(2026, 4, 1), date(2026, 4, 8)
    assert [day for day, _ in judge(limit(10, "working-days"), *over).passed_over] == [
        date(2026, 4, 3), date(2026, 4, 6),
    ]  # fmt: skip
    assert judge(limit(10, "days"), *over).passed_over == ()
    assert judge(limit(10, "working-days"), *reversed(over)).passed_over == ()
    assert judge(limit(10, "working-days"), *reversed(over)).in_time


def test_a_verdict_is_said_in_a_line() -> None:
    start = date(2026, 3, 2)
    assert judge(limit(1, "months"), start, start).words(1) == "less than a month, limit 1, in time"
    assert judge(limit(1, "days"), start, start).words(1) == "0 days, limit 1, in time"
    assert judge(limit(1, "days"), start, date(2026, 3, 3)).words(1) == "1 day, limit 1, in time"
    assert judge(limit(1, "months"), start, date(2026, 5, 2)).words(1) == (
        "2 months, limit 1, last day in time 2 Apr 2026, late"
    )
    assert judge(limit(6, "months"), date(2026, 3, 3), date(2026, 9, 4)).words(6) == (
        "6 months and 1 day, limit 6, last day in time 3 Sep 2026, late"
    )


def test_a_limit_in_months_is_not_moved_off_a_weekend() -> None:
    assert judge(limit(6, "months"), date(2025, 9, 1), date(2026, 3, 1)).in_time  # 1 March 2026 is a Sunday
    assert not judge(limit(6, "months"), date(2025, 9, 1), date(2026, 3, 2)).in_time


def test_the_convention_is_said_with_the_limits_standing() -> None:
    assert (
        convention(TimeLimit(2, "months", "from", "law"))
        == "2 months, the day itself is day 1; set by regulation"
    )
    assert (
        convention(limit(1, "working-days"))
        == "1 working day, the day after is day 1; local practice, not law"
    )

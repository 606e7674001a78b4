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


def test_a_limit_in_months_is_not_moved_off_a_weekend() -> None:
    assert judge(limit(6, "months"), date(2025, 9, 1), date(2026, 3, 1)).in_time  # 1 March 2026 is a Sunday
    assert not judge(limit(6, "months"), date(2025, 9, 1), date(2026, 3, 2)).in_time


def test_the_convention_is_said_with_the_limits_standing() -> None:
    assert (
        convention(limit(1, "working-days"))
        == "1 working day, the day after is day 1; local practice, not law"
    )

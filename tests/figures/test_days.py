"""How long things took, in working days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auditui.core import working_days
from auditui.figures.days import days_taken

DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))


@given(DAYS, st.integers(0, 400))
def test_working_days_between_are_those_that_a_calendar_counts_one_by_one(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    after = [start + timedelta(days=n) for n in range(1, length + 1)]
    assert working_days.between(start, end) == sum(map(working_days.is_working_day, after))
    assert working_days.between(start, end, "from") == sum(map(working_days.is_working_day, [start, *after]))


def test_a_weekend_and_a_bank_holiday_take_no_days() -> None:
    friday, tuesday = date(2026, 4, 2), date(2026, 4, 7)  # Easter between them
    taken = days_taken([(friday, tuesday), (friday, date(2026, 4, 5)), (friday, friday)])
    assert taken.within == (2, 3, 3, 3)
    assert taken.quartiles == (0.0, 0.0, 0.5)


def test_what_ended_before_it_began_is_counted_apart() -> None:
    taken = days_taken([(date(2026, 3, 4), date(2026, 3, 2)), (date(2026, 3, 2), date(2026, 3, 4))])
    assert (taken.number, taken.reversed, taken.quartiles) == (1, 1, (2.0, 2.0, 2.0))


def test_nothing_has_no_quartiles() -> None:
    taken = days_taken([])
    assert (taken.number, taken.quartiles, taken.within) == (0, None, (0, 0, 0, 0))

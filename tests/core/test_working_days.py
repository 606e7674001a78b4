from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.errors import AuditError
from auditui.core.working_days import add, between, holidays_between, is_working_day

days = st.dates(date(2017, 1, 1), date(2027, 12, 31))
countings = st.sampled_from(["after", "from"])


def test_the_seventy_days_of_the_leeds_report_by_both_conventions() -> None:
    # Published 18 December 2018; the council stated 28 March 2019 (report to Executive Board, 20 March 2019).
    assert add(date(2018, 12, 18), 70, "after") == date(2019, 3, 29)
    assert add(date(2018, 12, 18), 70, "from") == date(2019, 3, 28)
    assert add(date(2018, 12, 17), 70, "after") == date(2019, 3, 28)


@pytest.mark.parametrize(
    "day",
    [
        *(date(2018, 12, 25), date(2018, 12, 26), date(2019, 1, 1), date(2019, 4, 19), date(2019, 4, 22)),
        *(date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)),
    ],
)
def test_bank_holidays_of_england_as_gov_uk_lists_them_are_not_working_days(day: date) -> None:
    assert not is_working_day(day)


def test_a_scottish_holiday_is_a_working_day_in_england() -> None:
    assert is_working_day(date(2019, 1, 2))


@given(days, st.integers(1, 80), countings)
def test_the_day_found_has_the_number_asked_for(start: date, number: int, counting: str) -> None:
    found = add(start, number, counting)
    assert is_working_day(found)
    assert between(start, found, counting) == number


@given(days, st.integers(0, 120), countings)
def test_counting_agrees_with_looking_at_every_day(start: date, ahead: int, counting: str) -> None:
    end = start + timedelta(days=ahead)
    first = start if counting == "from" else start + timedelta(days=1)
    looked = [first + timedelta(days=n) for n in range((end - first).days + 1)]
    assert between(start, end, counting) == sum(map(is_working_day, looked))


@given(days, days)
def test_counting_backwards_is_the_negative(start: date, end: date) -> None:
    if start != end:
        assert between(start, end) == -between(end, start)


def test_holidays_passed_over_are_named() -> None:
    assert [day for day, _ in holidays_between(date(2018, 12, 24), date(2018, 12, 27))] == [
        date(2018, 12, 25),
        date(2018, 12, 26),
    ]


def test_a_count_from_the_day_itself_has_no_day_nought() -> None:
    assert add(date(2026, 3, 2), 0) == date(2026, 3, 2)
    with pytest.raises(AuditError):
        add(date(2026, 3, 2), 0, "from")
    with pytest.raises(AuditError):
        add(date(2026, 3, 2), 1, "before")


def test_a_bank_holiday_on_a_saturday_is_not_passed_over_but_the_day_in_its_place_is() -> None:
    days = [day for day, _ in holidays_between(date(2020, 12, 24), date(2020, 12, 31))]
    assert days == [date(2020, 12, 25), date(2020, 12, 28)]


def test_there_are_two_ways_of_counting() -> None:
    start = date(2026, 3, 2)
    for count in (lambda: add(start, 1, "since"), lambda: between(start, start, "since")):
        with pytest.raises(AuditError) as caught:
            count()
        assert str(caught.value) == "Counting is 'after' or 'from', not 'since'"

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.errors import AuditError
from auditui.core.typed_dates import read, read_moment

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    "typed",
    [
        "3/2/2019",
        "03/02/2019",
        "3.2.2019",
        "3-2-2019",
        "2019-02-03",
        "03 Feb 2019",
        "3 february 2019",
        "3rd Feb, 2019",
        " 3  2 2019 ",
    ],
)
def test_dates_as_people_type_them(typed: str) -> None:
    read_ = read(typed, TODAY)
    assert (read_.day, read_.question) == (date(2019, 2, 3), "")


def test_today_and_yesterday() -> None:
    assert read("today", TODAY).day == TODAY
    assert read("Yesterday", TODAY).day == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("3/2/19", "3 Feb 2019; is that the year?"),
        ("1/1/1990", ""),
        ("31/12/1989", "31 Dec 1989 is long ago; is that right?"),
        ("10/3/2026", ""),
        ("11/3/2026", "11 Mar 2026 is in the future; is that right?"),
        ("11/3/26", "11 Mar 2026 is in the future; is that right?"),
        ("1/1/36", "1 Jan 2036 is in the future; is that right?"),
        ("1/1/37", "1 Jan 1937 is long ago; is that right?"),
        ("2019-2-3", ""),
        ("t", ""),
    ],
)
def test_what_is_asked_about_a_date(typed: str, question: str) -> None:
    assert read(typed, TODAY).question == question


@pytest.mark.parametrize("name", ["jan", "january", "feb.", "sept", "sep", "september", "dec"])
def test_months_have_their_names_and_the_beginnings_of_them(name: str) -> None:
    months = {"jan": 1, "feb": 2, "sep": 9, "dec": 12}
    assert read(f"3 {name} 2019", TODAY).day == date(2019, months[name[:3]], 3)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("soon", "Not a date. Type it as 3/2/2019, 3 Feb 2019, 2019-02-03 or today"),
        (
            "1/1/1899",
            "There is no such year in a case file. Type the year with four digits, such as 3/2/2026",
        ),
        (
            "1/1/2101",
            "There is no such year in a case file. Type the year with four digits, such as 3/2/2026",
        ),
        ("31/2/2019", "There is no such day. The day comes before the month: 3/2/2019 is 3 February"),
    ],
)
def test_what_is_no_date_is_refused_in_a_line(typed: str, message: str) -> None:
    with pytest.raises(AuditError) as caught:
        read(typed, TODAY)
    assert str(caught.value) == message


@pytest.mark.parametrize("year", [1900, 2100])
def test_the_first_and_the_last_year_there_can_be_are_read(year: int) -> None:
    assert read(f"1/1/{year}", TODAY).day == date(year, 1, 1)


@pytest.mark.parametrize(
    ("typed", "day", "asked"),
    [
        ("3/2/19", date(2019, 2, 3), "is that the year?"),
        ("3/2/85", date(1985, 2, 3), "long ago"),
        ("11/3/2026", date(2026, 3, 11), "in the future"),
        ("3/2/1919", date(1919, 2, 3), "long ago"),
    ],
)
def test_what_is_uncertain_is_asked(typed: str, day: date, asked: str) -> None:
    read_ = read(typed, TODAY)
    assert read_.day == day
    assert asked in read_.question


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "31/2/2019",
        "2/13/2019",
        "3/2",
        "3 Fib 2019",
        "31/12/9999",
        "1/1/1066",
        "3/2/019",
        "٣/٢/٢٠١٩x",
    ],
)
def test_what_is_no_date_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(AuditError) as caught:
        read(typed, TODAY)
    assert "3" in caught.value.hint


@given(st.dates(date(1990, 1, 1), TODAY), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %b %Y", "%d %B %Y"]))
def test_any_day_reads_back(day: date, form: str) -> None:
    assert read(day.strftime(form), TODAY).day == day


@given(st.text(max_size=20))
def test_no_typing_breaks_it(typed: str) -> None:
    with suppress(AuditError):
        read(typed, TODAY)


NOW = datetime(2026, 3, 10, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-03-10 14:05", "2026-03-10 14:05"),
        ("2/3/2026", "2026-03-02"),
        ("2 Mar 2026, 9.15", "2026-03-02 09:15"),
        ("yesterday 16:00", "2026-03-09 16:00"),
        ("9:15", "2026-03-10 09:15"),
        ("today", "2026-03-10"),
        ("now", "2026-03-10 14:05"),
        ("Not yet", "not yet"),
    ],
)
def test_when_something_was_is_read_with_or_without_a_time(typed: str, moment: str) -> None:
    assert read_moment(typed, NOW) == moment


@pytest.mark.parametrize(
    "typed", ["2026-03-10 14:05yesterday", "2026-03-10 14:65", "soon", "14:06", "11/3/2026"]
)
def test_a_moment_that_is_none_or_is_to_come_is_refused(typed: str) -> None:
    with pytest.raises(AuditError):
        read_moment(typed, NOW)


def test_a_date_without_a_year_is_the_last_or_the_next_such_day_where_that_may_be_meant() -> None:
    assert read("14 Sep", TODAY, "last") == read("14/9", TODAY, "last")
    assert read("14 Sep", TODAY, "last").day == date(2025, 9, 14)
    assert read("14 Sep", TODAY, "last").question == "14 Sep 2025; is that the year?"
    assert read("14 Sep", TODAY, "next").day == date(2026, 9, 14)
    assert read("29 Feb", TODAY, "last").day == date(2024, 2, 29)
    assert read("10 Mar", TODAY, "last").day == read("10 Mar", TODAY, "next").day == TODAY
    with pytest.raises(AuditError):
        read("14 Sep", TODAY)

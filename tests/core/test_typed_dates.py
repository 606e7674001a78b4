from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.errors import AuditError
from auditui.core.typed_dates import read

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

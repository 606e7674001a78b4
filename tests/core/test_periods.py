from __future__ import annotations

import pytest

from auditui.core.periods import (
    LENGTHS,
    between,
    following,
    is_month,
    months_of,
    number,
    period,
    shifted,
    year_of,
)


@pytest.mark.parametrize("text", ["2026-01", "2026-09", "2026-10", "2026-12"])
def test_a_month_is_written_with_its_year_and_two_digits(text: str) -> None:
    assert is_month(text)


@pytest.mark.parametrize(
    "text",
    ["2026-00", "2026-13", "2026-1", "26-01", "2026-011", "2026", "2026-Q1", " 2026-01", "x2026-01", ""],
)
def test_what_is_no_month_is_known_as_none(text: str) -> None:
    assert not is_month(text)


@pytest.mark.parametrize(
    ("month", "quarter", "half"),
    [
        *(("2026-01", "2026-Q1", "2026-H1"), ("2026-03", "2026-Q1", "2026-H1")),
        *(("2026-04", "2026-Q2", "2026-H1"), ("2026-06", "2026-Q2", "2026-H1")),
        *(("2026-07", "2026-Q3", "2026-H2"), ("2026-09", "2026-Q3", "2026-H2")),
        *(("2026-10", "2026-Q4", "2026-H2"), ("2026-12", "2026-Q4", "2026-H2")),
    ],
)
def test_quarters_half_years_and_years_are_the_calendars(month: str, quarter: str, half: str) -> None:
    assert [period(month, length) for length in LENGTHS] == [month, quarter, half, "2026"]


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        *(("2026-04", "2026-04", "2026-04"), ("2026-12", "2026-12", "2026-12")),
        *(("2026-Q1", "2026-01", "2026-03"), ("2026-Q2", "2026-04", "2026-06")),
        *(("2026-Q4", "2026-10", "2026-12"), ("2026-H1", "2026-01", "2026-06")),
        *(("2026-H2", "2026-07", "2026-12"), ("2026", "2026-01", "2026-12")),
    ],
)
def test_a_period_has_its_first_and_last_month(label: str, first: str, last: str) -> None:
    assert months_of(label) == (first, last)


@pytest.mark.parametrize(
    ("month", "by", "to"),
    [
        *(("2026-04", 0, "2026-04"), ("2026-04", 1, "2026-05"), ("2026-12", 1, "2027-01")),
        *(("2026-01", -1, "2025-12"), ("2026-01", -12, "2025-01"), ("2026-11", 14, "2028-01")),
        *(("2026-04", -4, "2025-12"), ("2026-04", -3, "2026-01"), ("0999-12", 1, "1000-01")),
    ],
)
def test_months_are_counted_over_the_ends_of_years(month: str, by: int, to: str) -> None:
    assert shifted(month, by) == to
    assert number(to) - number(month) == by


def test_months_are_numbered_from_the_first_of_the_year_zero() -> None:
    assert number("0000-01") == 0
    assert number("2026-04") == 2026 * 12 + 3


@pytest.mark.parametrize(
    ("month", "begins", "quarter", "half", "year"),
    [
        ("2026-04", 4, "2026/27 Q1", "2026/27 H1", "2026/27"),
        ("2027-03", 4, "2026/27 Q4", "2026/27 H2", "2026/27"),
        ("2026-03", 4, "2025/26 Q4", "2025/26 H2", "2025/26"),
        ("1999-12", 4, "1999/00 Q3", "1999/00 H2", "1999/00"),
        ("2026-09", 9, "2026/27 Q1 from Sep", "2026/27 H1 from Sep", "2026/27 from Sep"),
        ("2026-08", 9, "2025/26 Q4 from Sep", "2025/26 H2 from Sep", "2025/26 from Sep"),
    ],
)
def test_a_year_that_begins_in_another_month_is_named_so_that_it_is_taken_for_no_other(
    month: str, begins: int, quarter: str, half: str, year: str
) -> None:
    assert [period(month, length, begins) for length in LENGTHS] == [month, quarter, half, year]


@pytest.mark.parametrize("begins", range(1, 13))
@pytest.mark.parametrize("length", LENGTHS)
def test_a_label_tells_its_months_by_itself_whenever_its_year_begins(length: str, begins: int) -> None:
    months = [shifted("2025-01", n) for n in range(30)]
    labels = list(dict.fromkeys(period(month, length, begins) for month in months))
    assert labels == sorted(labels)
    for month in months:
        first, last = months_of(period(month, length, begins))
        assert first <= month <= last
        assert number(last) - number(first) + 1 == LENGTHS[length]
    assert [following(label) for label in labels[:-1]] == labels[1:]
    assert between(labels[0], labels[-1]) == labels[1:-1]


def test_the_year_of_a_label_is_named_as_the_label_names_it() -> None:
    assert [year_of(label) for label in ("2026-04", "2026-Q2", "2026/27 Q1", "2026/27")] == [
        *("2026", "2026", "2026/27", "2026/27")
    ]

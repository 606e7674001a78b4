"""Periods as the figures name them, each label telling by itself which months it is of.

Of the calendar's years ``2026-04``, ``2026-Q2``, ``2026-H1`` and ``2026``; of years that begin in April ``2026/27 Q1``,
``2026/27 H1`` and ``2026/27``; of those that begin in another month ``2026/27 Q1 from Sep``.
"""

from __future__ import annotations

import re

MONTH, QUARTER, HALF, YEAR = "month", "quarter", "half-year", "year"
#: The lengths a period may have, the shortest first, each with its months.
LENGTHS = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12}


def is_month(text: str) -> bool:
    """Whether `text` is a month such as ``2026-04``."""
    return re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", text) is not None


#: The months that most years begin in, for whom they are said with no name.
JANUARY, APRIL = 1, 4
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period(month: str, length: str, begins: int = JANUARY) -> str:
    """Return the period of a length that a month is in, of years that begin in the month `begins`."""
    if length == MONTH:
        return month
    first, place = divmod(number(month) - begins + 1, 12)
    part = {QUARTER: f"Q{place // 3 + 1}", HALF: f"H{place // 6 + 1}", YEAR: ""}[length]
    if begins == JANUARY:
        return f"{first:04d}-{part}" if part else f"{first:04d}"
    other = "" if begins == APRIL else f"from {MONTHS[begins - 1]}"
    return " ".join(filter(None, (f"{first:04d}/{(first + 1) % 100:02d}", part, other)))


def shifted(month: str, by: int) -> str:
    """Return the month `by` months later; earlier where `by` is below zero."""
    year, number = map(int, month.split("-"))
    years, months = divmod(year * 12 + number - 1 + by, 12)
    return f"{years:04d}-{months + 1:02d}"


def number(month: str) -> int:
    """Return the months since the year 0, so that months can be counted between."""
    year, of_year = map(int, month.split("-"))
    return year * 12 + of_year - 1


_LABEL = re.compile("([0-9]{4})(/[0-9]{2})?(?:[ -]([QH])([1-4]))?(?: from ([A-Z][a-z]{2}))?")


def _begins(label: str) -> int:
    """Return the month in which the years of a label begin."""
    named = _LABEL.fullmatch(label)
    if named is None or not named[2]:
        return JANUARY
    return MONTHS.index(named[5]) + 1 if named[5] in MONTHS else APRIL


def months_of(label: str) -> tuple[str, str]:
    """Return the first and last month of a period."""
    named = _LABEL.fullmatch(label)
    if named is None:
        return label, label
    year, _, part, place, _ = named.groups()
    months = {"Q": 3, "H": 6}.get(part, 12)
    first = shifted(f"{year}-{_begins(label):02d}", months * (int(place or 1) - 1))
    return first, shifted(first, months - 1)


def following(label: str) -> str:
    """Return the period of the same length that follows."""
    first, last = months_of(label)
    months = number(last) - number(first) + 1
    length = next(name for name, has in LENGTHS.items() if has == months)
    return period(shifted(last, 1), length, _begins(label))


def year_of(label: str) -> str:
    """Return the year that a period is part of, as it is named: ``2026`` of a month, ``2026/27`` of a quarter."""
    return label[:7] if "/" in label else label[:4]


def between(label: str, other: str) -> list[str]:
    """Return the periods that lie between two of one length, in order; none of them where the other follows."""
    missing = []
    while (label := following(label)) < other:
        missing.append(label)
    return missing

"""Periods as the figures name them: ``2026-04``, ``2026-Q2``, ``2026-H1``, ``2026``, all by the calendar."""

from __future__ import annotations

import re

MONTH, QUARTER, HALF, YEAR = "month", "quarter", "half-year", "year"
#: The lengths a period may have, the shortest first, each with its months.
LENGTHS = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12}


def is_month(text: str) -> bool:
    """Whether `text` is a month such as ``2026-04``."""
    return re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", text) is not None


def period(month: str, length: str) -> str:
    """Return the period of a length that a month is in."""
    year, of_year = month.split("-")
    place = (int(of_year) - 1) // LENGTHS[length] + 1
    return {MONTH: month, QUARTER: f"{year}-Q{place}", HALF: f"{year}-H{place}", YEAR: year}[length]


def shifted(month: str, by: int) -> str:
    """Return the month `by` months later; earlier where `by` is below zero."""
    year, number = map(int, month.split("-"))
    years, months = divmod(year * 12 + number - 1 + by, 12)
    return f"{years:04d}-{months + 1:02d}"


def number(month: str) -> int:
    """Return the months since the year 0, so that months can be counted between."""
    year, of_year = map(int, month.split("-"))
    return year * 12 + of_year - 1


def months_of(label: str) -> tuple[str, str]:
    """Return the first and last month of a period."""
    year, _, part = label.partition("-")
    if part.isdigit():
        return label, label
    months = {"Q": 3, "H": 6}.get(part[:1], 12)
    last = months * int(part[1:] or 1)
    return f"{year}-{last - months + 1:02d}", f"{year}-{last:02d}"


def following(label: str) -> str:
    """Return the period of the same length that follows."""
    first, last = months_of(label)
    months = number(last) - number(first) + 1
    length = next(name for name, has in LENGTHS.items() if has == months)
    return period(shifted(last, 1), length)


def between(label: str, other: str) -> list[str]:
    """Return the periods that lie between two of one length, in order; none of them where the other follows."""
    missing = []
    while (label := following(label)) < other:
        missing.append(label)
    return missing

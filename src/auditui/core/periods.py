"""Months and quarters as the figures name them: ``2026-04`` and ``2026-Q2``. Quarters are the calendar's."""

from __future__ import annotations

import re

MONTH, QUARTER = "month", "quarter"


def is_month(text: str) -> bool:
    """Whether `text` is a month such as ``2026-04``."""
    return re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", text) is not None


def quarter(month: str) -> str:
    """Return the quarter a month is in."""
    year, number = month.split("-")
    return f"{year}-Q{(int(number) + 2) // 3}"


def period(month: str, length: str) -> str:
    """Return the month itself, or the quarter it is in."""
    return quarter(month) if length == QUARTER else month


def shifted(month: str, by: int) -> str:
    """Return the month `by` months later; earlier where `by` is below nought."""
    year, number = map(int, month.split("-"))
    years, months = divmod(year * 12 + number - 1 + by, 12)
    return f"{years:04d}-{months + 1:02d}"


def number(month: str) -> int:
    """Return the months since the year 0, so that months can be counted between."""
    year, of_year = map(int, month.split("-"))
    return year * 12 + of_year - 1


def months_of(label: str) -> tuple[str, str]:
    """Return the first and last month of a month or quarter."""
    if "Q" not in label:
        return label, label
    year, which = label.split("-Q")
    first = int(which) * 3 - 2
    return f"{year}-{first:02d}", f"{year}-{first + 2:02d}"


def between(first: str, last: str, length: str) -> list[str]:
    """Return every period from that of month `first` to that of month `last`, in order."""
    months = (shifted(first, n) for n in range(number(last) - number(first) + 1))
    return list(dict.fromkeys(period(month, length) for month in months))

"""Dates as lists hold them: real ones, serial day numbers, and text in every form that councils' systems write."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditui.intake.sheets import Cell

_EARLY, _LATE = 10_000, 80_000  # serial day numbers of 1927 and 2119
_DAY_0 = date(1899, 12, 30)
#: So many days later a workbook counts from that counts from 1904.
_LATER = 1462
_MONTHS = {
    name: n
    for n, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_TIME = re.compile(
    r"[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2}|BST|GMT|UTC)?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(
    r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?(?: of)?[\s./-]{1,3}(\d{1,2}|[a-z]{3,9})\.?[\s./,-]{1,3}(\d{4}|\d{2})",
    re.ASCII,
)
_NOT_A_DATE = "not a date; days come first: 31/12/2026"
#: What stands in a cell that holds nothing.
NOTHING = frozenset(
    {
        "n/a",
        "na",
        "n.a.",
        "-",
        "--",
        "–",
        "—",
        ".",
        "null",
        "nil",
        "none",
        "not applicable",
        "not known",
        "ongoing",
        "current",
        "tbc",
    }
)


def as_date(cell: Cell, *, since_1904: bool = False) -> date | None:
    """Return a cell as a date: a real one, a serial day number, or day-first text. ValueError if it is none.

    Day numbers of cells count from 1900, or from 1904 where the workbook says so; ISO/IEC 29500-1, 18.17.4.1.
    """
    if isinstance(cell, date) or cell is None:
        return cell
    if isinstance(cell, (int, float)):
        return _of_number(cell + _LATER if since_1904 and cell < _LATE else cell)
    if not isinstance(cell, str):
        raise ValueError(_NOT_A_DATE)  # noqa: TRY004 - what the cell says is wrong, whatever its type
    return _of_text(cell)


def _of_number(number: float) -> date:
    if _EARLY < number < _LATE:
        return _DAY_0 + timedelta(days=int(number))
    if 19_000_000 < number < 21_000_000 and number == int(number):
        return date(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)
    raise ValueError(_NOT_A_DATE)


@lru_cache(10_000)
def _of_text(cell: str) -> date | None:
    text = _TIME.sub("", cell.strip()).strip().casefold()
    if text in NOTHING or not text:
        return None
    if re.fullmatch(r"\d{5}(?:\.\d+)?|\d{8}", text, re.ASCII):
        return _of_number(float(text))
    if match := _YEAR_FIRST.fullmatch(text):
        return date(*map(int, match.groups()))
    match = _DAY_FIRST.fullmatch(text)
    if not match:
        raise ValueError(_NOT_A_DATE)
    day, named, year = match.groups()
    month = int(named) if named.isdigit() else _MONTHS.get(named[:3], 0)
    full = int(year) if len(year) == 4 else 2000 + int(year) - 100 * (int(year) > 68)
    try:
        return date(full, month, int(day))
    except ValueError:
        raise ValueError(_NOT_A_DATE) from None

"""Working days in England: not Saturdays, Sundays, Christmas Day, Good Friday or bank holidays.

The definition is that of SI 2007/462 reg 1(2); no other source used here defines the term, so the same
calendar serves every limit. Days on which the council's own offices are closed (`closed`) are passed over only in what the
team promises itself, such as the due dates of drawn cases: a regulation runs on through them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_DAY = timedelta(days=1)
#: "after": the day after is day 1; "from": the day itself is.
COUNTINGS = ("after", "from")


@cache
def bank_holidays(year: int) -> dict[date, str]:
    """Return England's bank holidays of a year with their names, Good Friday and Christmas Day included."""
    from holidays import country_holidays

    return dict(country_holidays("GB", subdiv="ENG", years=year).items())


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    """Whether `day` is a working day in England, and none of the days that the council is `closed`."""
    return day.weekday() < 5 and day not in bank_holidays(day.year) and day not in closed


def holidays_between(start: date, end: date) -> list[tuple[date, str]]:
    """Return the weekday bank holidays after `start` and up to `end`, with their names."""
    holidays = [item for year in range(start.year, end.year + 1) for item in bank_holidays(year).items()]
    return sorted((day, name) for day, name in holidays if start < day <= end and day.weekday() < 5)


def add(start: date, days: int, counting: str = "after", closed: Collection[date] = ()) -> date:
    """Return the working day that is day number `days`.

    `counting` "after": the day after `start` begins the count; "from": `start` itself is day 1 if it is a
    working day, else the next working day is. Days of `closed` are passed over too. AuditError if `days` is less than 1
    ("after" allows 0).
    """
    _check(counting)
    if days < (counting == "from"):
        raise AuditError(
            "A limit in working days cannot be negative, nor zero when it counts from the day itself"
        )
    if days == 0:
        return start
    counted = (day for day in _days(start, counting) if is_working_day(day, closed))
    for _ in range(days - 1):
        next(counted)
    return next(counted)


def between(start: date, end: date, counting: str = "after", closed: Collection[date] = ()) -> int:
    """Return the number `end` has when working days are counted from `start`; negative if `end` is earlier.

    A day that is not a working day has the number of the working day before it.
    """
    _check(counting)
    if end < start:
        return -between(end, start, counting, closed)
    before = start - _DAY if counting == "from" else start
    weekdays = _weekdays_up_to(end.toordinal()) - _weekdays_up_to(before.toordinal())
    shut = sum(before < day <= end and is_working_day(day) for day in closed)
    return weekdays - len(holidays_between(before, end)) - shut


def _weekdays_up_to(ordinal: int) -> int:
    """Return how many days from Monday to Friday there are up to a day; the first of all days, 1, is a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return 5 * weeks + min(rest, 5)


def _days(start: date, counting: str) -> Iterator[date]:
    day = start if counting == "from" else start + _DAY
    while True:
        yield day
        day += _DAY


def _check(counting: str) -> None:
    if counting not in COUNTINGS:
        raise AuditError(f"Counting is 'after' or 'from', not {counting!r}")

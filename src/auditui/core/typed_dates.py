"""Dates as people type them, and the questions a typed date leaves open; nothing is guessed silently."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from auditui.core.errors import AuditError

_NAMES = "january february march april may june july august september october november december"
_MONTHS = {word: n for n, name in enumerate(_NAMES.split(), 1) for word in (name, name[:3])} | {"sept": 9}
_ISO = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_DAY_FIRST = r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(\d{1,2}|[a-z]+)\.?(?:[\s./-]+(\d{4}|\d{2}))?"
_MOMENT = r"(.*?)(?:(?:^|[\s,]+)(\d{1,2})[:.](\d{2}))?"
_NOT_YET = "not yet"
_EARLIEST = 1990
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


class TypedDate(Struct, frozen=True):
    """A date read from typing; `question` asks for a second look where the reading was not certain."""

    day: date
    question: str = ""


def read(text: str, today: date, nearest: str = "") -> TypedDate:
    """Read one date: 3/2/19, 03 Feb 2019, 2019-02-03, 3 Feb, "today", "yesterday". The day comes before the month.

    AuditError where it is no date, or has no year, unless `nearest` says which such day is meant: the "last" or the "next". No
    year, one of two digits, a date in the future and a year before 1990 are asked about.
    """
    typed = " ".join(text.casefold().replace(",", " ").split())
    if typed in ("today", "t"):
        return TypedDate(today)
    if typed == "yesterday":
        return TypedDate(today - timedelta(days=1))
    if match := re.fullmatch(_ISO, typed, re.ASCII):
        year, month, day = match.groups()
        return _asked(_date(int(year), int(month), int(day)), today, short_year=False)
    if (match := re.fullmatch(_DAY_FIRST, typed, re.ASCII)) and (match[3] or nearest):
        day, named, year = match.groups()
        month = int(named) if named.isdigit() else _MONTHS.get(named, 0)
        if not year:
            return TypedDate(
                found := _nearest(month, int(day), today, ahead=nearest == "next"),
                f"{spoken(found)}; is that the year?",
            )
        full = int(year) if len(year) == 4 else _century(int(year), today)
        return _asked(_date(full, month, int(day)), today, short_year=len(year) == 2)
    raise AuditError("Not a date", "Type it as 3/2/2019, 3 Feb 2019, 2019-02-03 or today")


def read_moment(text: str, now: datetime) -> str:
    """Read when something was: a date, a time of today, or both: 3/2/2026 14:30, yesterday 16:00, 9:15, "now".

    Return it as ``2026-02-03 14:30``, or ``2026-02-03`` where no time was typed; "not yet" stays as it is.
    AuditError where it is none of these, or in the future.
    """
    typed = " ".join(text.casefold().split())
    if typed == _NOT_YET:
        return _NOT_YET
    match = re.fullmatch(_MOMENT, typed, re.ASCII)
    if typed == "now" or not match:
        return f"{now:%Y-%m-%d %H:%M}"
    day_typed, hour, minute = match.groups()
    try:
        day = read(day_typed or "today", now.date()).day
        at = time(int(hour), int(minute)) if hour else None
    except (AuditError, ValueError):
        hint = "Type it as 2026-03-02 14:30, 2/3/2026, yesterday 16:00, now, or not yet"
        raise AuditError("Not a date and time", hint) from None
    if datetime.combine(day, at or time.min, now.tzinfo) > now:
        raise AuditError("That is in the future", "Say when it was, or not yet")
    return f"{day.isoformat()} {at:%H:%M}" if at else day.isoformat()


def _date(year: int, month: int, day: int) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise AuditError(
            "There is no such year in a case file", "Type the year with four digits, such as 3/2/2026"
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise AuditError(
            "There is no such day", "The day comes before the month: 3/2/2019 is 3 February"
        ) from None


def _nearest(month: int, day: int, today: date, *, ahead: bool) -> date:
    """Return the last such day up to today, or the next from today on; 29 February is not in every year."""
    step = 1 if ahead else -1
    for year in range(today.year, today.year + 9 * step, step):
        with suppress(ValueError):
            if (found := date(year, month, day)) == today or (found > today) == ahead:
                return found
    return _date(today.year, month, day)


def _century(short: int, today: date) -> int:
    full = today.year - today.year % 100 + short
    return full if full <= today.year + 10 else full - 100


def _asked(day: date, today: date, *, short_year: bool) -> TypedDate:
    if day > today:
        return TypedDate(day, f"{spoken(day)} is in the future; is that right?")
    if day.year < _EARLIEST:
        return TypedDate(day, f"{spoken(day)} is long ago; is that right?")
    if short_year:
        return TypedDate(day, f"{spoken(day)}; is that the year?")
    return TypedDate(day)


def spoken(day: date) -> str:
    """Return a date as it is said: ``3 Feb 2019``."""
    return f"{day.day} {day:%b %Y}"

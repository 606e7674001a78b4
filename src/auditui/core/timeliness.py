"""Whether something was done in time: two dates, a limit, and the convention it is counted by."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from msgspec import Struct

from auditui.core import working_days
from auditui.core.typed_dates import spoken

UNITS = ("working-days", "days", "months")
COUNTINGS = working_days.COUNTINGS
STATUSES = {
    "law": "set by regulation",
    "guide": "statutory or census guidance",
    "local": "local practice, not law",
}


class TimeLimit(Struct, frozen=True):
    """The time there is: `within` so many of `unit`, working days, days or months.

    `counting`: "after" makes the day after the start day 1, "from" makes the start itself day 1.
    `status`: law (a regulation), guide (statutory or census guidance) or local (one authority's practice).
    """

    within: int
    unit: str
    counting: str
    status: str


class Verdict(Struct, frozen=True):
    """How long it took, the last day in time, and the bank holidays the count passed over.

    `days` are those beyond whole months.
    """

    taken: int
    unit: str
    last_day: date
    in_time: bool
    passed_over: tuple[tuple[date, str], ...] = ()
    days: int = 0

    def words(self, within: int) -> str:
        """Say it in a line: ``12 working days, limit 15, in time``."""
        taken = (
            "less than a month"
            if self.unit == "months" and self.taken == 0
            else count_words(self.taken, self.unit)
        )
        if self.in_time:
            return f"{taken}, limit {within}, in time"
        if self.days and self.taken:  # six months and a day are more than six months, and read so
            taken = f"{taken} and {count_words(self.days, 'days')}"
        return f"{taken}, limit {within}, last day in time {spoken(self.last_day)}, late"


def count_words(number: int, unit: str) -> str:
    """Return a number with its unit in words: ``1 working day``."""
    many = unit.replace("-", " ")
    return f"{number} {many.removesuffix('s') if abs(number) == 1 else many}"


def judge(limit: TimeLimit, start: date, end: date) -> Verdict:
    """Hold two dates against a limit; the last day counts as in time.

    A limit in days or months that ends on a weekend is not moved. Nothing is late before it has begun:
    an `end` before `start` is for the caller to ask about, and is counted as in time.
    """
    last = last_day(limit, start)
    over: tuple[tuple[date, str], ...] = ()
    days = 0
    if limit.unit == "working-days":
        taken = working_days.between(start, end, limit.counting)
        over = tuple(working_days.holidays_between(start, end)) if start <= end else ()
    elif limit.unit == "months":
        taken = _months_between(start, end)
        days = (end - add_months(start, taken)).days
    else:
        taken = (end - start).days + (limit.counting == "from")
    return Verdict(taken, limit.unit, last, end <= last, over, days)


def last_day(limit: TimeLimit, start: date) -> date:
    """Return the last day that is in time."""
    if limit.unit == "working-days":
        return working_days.add(start, limit.within, limit.counting)
    last = add_months(start, limit.within) if limit.unit == "months" else start + timedelta(days=limit.within)
    return last - timedelta(days=1) if limit.counting == "from" else last


def add_months(start: date, months: int) -> date:
    """Return the same day number so many months on, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _months_between(start: date, end: date) -> int:
    whole = (end.year - start.year) * 12 + end.month - start.month
    return whole if end >= add_months(start, whole) else whole - 1


def first_day(limit: TimeLimit) -> str:
    """Say which day is day 1."""
    return "the day after is day 1" if limit.counting == "after" else "the day itself is day 1"


def convention(limit: TimeLimit) -> str:
    """Say how the limit is counted, for print beside a result."""
    return f"{count_words(limit.within, limit.unit)}, {first_day(limit)}; {STATUSES[limit.status]}"

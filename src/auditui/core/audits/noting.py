"""The rules at the door for what leads note beside the figures, causes and deadlines: see `rules`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from auditui.core.audits.causes import LONGEST_CAUSE, CauseNoted, CauseTakenBack
from auditui.core.audits.deadlines import LONGEST_NAME, MOST_DAYS, DeadlineStated, DeadlineTakenBack
from auditui.core.errors import AuditError
from auditui.core.periods import is_month
from auditui.core.working_days import COUNTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.context import Context
    from auditui.core.audits.entries import Entry


def _noted(entry: CauseNoted, _context: Context) -> None:
    if not is_month(entry.month):
        raise AuditError("A cause is noted at a month such as 2026-04", "Give the month it began in")
    if not entry.what.strip() or len(entry.what) > LONGEST_CAUSE or not entry.what.isprintable():
        raise AuditError(
            f"A cause is said in a line of {LONGEST_CAUSE} characters", "For example: new form in use"
        )


def _taken_back(_entry: CauseTakenBack, context: Context) -> None:
    if not context.known:
        raise AuditError("There is no such cause, or it was taken back", "auditui cause list shows them")


def _stated(entry: DeadlineStated, _context: Context) -> None:
    if not entry.what.strip() or len(entry.what) > LONGEST_NAME or not entry.what.isprintable():
        raise AuditError(
            f"A deadline is named in a line of {LONGEST_NAME} characters",
            "For example: statement of action to the Secretary of State",
        )
    if not 1 <= entry.days <= MOST_DAYS or entry.counting not in COUNTINGS:
        raise AuditError(f"A deadline is 1 to {MOST_DAYS:,} working days, counted after or from a day")
    for day in (entry.start, entry.stated):
        if not _is_day(day):
            raise AuditError("A deadline is between two days such as 2018-12-18", "Give both")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _no_longer(_entry: DeadlineTakenBack, context: Context) -> None:
    if not context.known:
        raise AuditError("There is no such deadline, or it was taken back", "auditui days shows them")


CHECKS: dict[type[Entry], Callable[[Any, Context], None]] = {
    CauseNoted: _noted,
    CauseTakenBack: _taken_back,
    DeadlineStated: _stated,
    DeadlineTakenBack: _no_longer,
}

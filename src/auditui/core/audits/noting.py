"""The rules at the door for noted causes: see `rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.audits.causes import LONGEST_CAUSE, CauseNoted, CauseTakenBack
from auditui.core.errors import AuditError
from auditui.core.periods import is_month

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


CHECKS: dict[type[Entry], Callable[[Any, Context], None]] = {
    CauseNoted: _noted,
    CauseTakenBack: _taken_back,
}

"""The rules at the door for samples: see `rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.audits.samples import (
    LONGEST_SOURCE,
    REPLACED_FOR,
    CaseReplaced,
    SampleDrawn,
    SeedNamed,
    WorkChased,
    WorkGiven,
)
from auditui.core.codes import auditor_code, sample_seed
from auditui.core.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.context import Context
    from auditui.core.audits.entries import Entry


def _seed(entry: SeedNamed, _context: Context) -> None:
    sample_seed(entry.seed)
    if len(entry.source) > LONGEST_SOURCE:
        raise AuditError(
            f"Where a seed comes from is said in {LONGEST_SOURCE} characters",
            "For example: first draw of the lottery after 1 December",
        )


def _sample(entry: SampleDrawn, _context: Context) -> None:
    sample_seed(entry.seed)
    if not entry.drawn:
        raise AuditError("No case is eligible", "auditui case list shows what the newest lists hold")
    if not set(entry.drawn) <= set(entry.eligible):
        raise AuditError("A case was drawn that was not eligible", "Draw again")
    if not set(entry.certain) <= set(entry.drawn):
        raise AuditError("A case that is drawn for certain was not drawn", "Draw again")


def _replaced(entry: CaseReplaced, context: Context) -> None:
    if entry.reason not in REPLACED_FOR:
        raise AuditError(f"A case is replaced for {', '.join(REPLACED_FOR)}", "Choose what comes nearest")
    _drawn(entry, context)


def _drawn(_entry: CaseReplaced | WorkGiven | WorkChased, context: Context) -> None:
    if not context.known:
        raise AuditError("This case is not waiting in the sample", "auditui sample show shows how far it is")


def _given(entry: WorkGiven, context: Context) -> None:
    if entry.auditor:
        auditor_code(entry.auditor)
    _drawn(entry, context)


def _chased(entry: WorkChased, context: Context) -> None:
    auditor_code(entry.auditor)
    _drawn(entry, context)


CHECKS: dict[type[Entry], Callable[[Any, Context], None]] = {
    SeedNamed: _seed,
    SampleDrawn: _sample,
    CaseReplaced: _replaced,
    WorkGiven: _given,
    WorkChased: _chased,
}

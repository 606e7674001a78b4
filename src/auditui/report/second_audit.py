"""What is said before a second audit of a case is begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits.states import FINISHED
from auditui.report import times

if TYPE_CHECKING:
    from auditui.core.checklists.checklist import Checklist
    from auditui.store import Reader


def said_before(store: Reader, case: str, checklist: Checklist, event: str) -> str:
    """Ask whether a second audit is meant where a case has one with this checklist already; "" where it has none.

    Of audits of events those of another event (ISO day) are others.
    """
    alike = store.audits_like(case, checklist.id)
    lines = [line for line in store.audit_lines(ids=alike) if alike and line.event in ("", event)]
    if not lines:
        return ""
    line = min(lines, key=lambda line: alike.index(line.id))
    if line.state == FINISHED:
        state = f"was finished by {line.auditor} on {times.day(line.finished_at)}"
    else:
        state = f"is begun already, by {line.auditor} on {times.day(line.begun_at)}"
    return f"An audit of case {case} with {checklist.title} {state}. Is a second one meant?"

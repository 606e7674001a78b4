"""What is said before a case that has an audit already is audited again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditui.core.audits.states import FINISHED
from auditui.core.errors import AuditError
from auditui.report import times

if TYPE_CHECKING:
    from auditui.core.checklists.checklist import Checklist
    from auditui.store import Reader


class Before(NamedTuple):
    """An audit that a case has already: its state, and the question whether another is meant."""

    state: str
    words: str


def before(store: Reader, case: str, checklist: Checklist, event: str) -> Before | None:
    """Return the audit that a case has with this checklist already; None where it has none.

    Of audits of events those of another event (ISO day) are others. Drafts are named before what is finished.
    """
    alike = store.audits_like(case, checklist.id)
    lines = [line for line in store.audit_lines(ids=alike) if line.event in ("", event)] if alike else []
    if not lines:
        return None
    line = min(lines, key=lambda line: alike.index(line.id))
    if line.state == FINISHED:
        state = f"was finished by {line.auditor} on {times.day(line.finished_at)}"
    else:
        state = f"is begun already, by {line.auditor} on {times.day(line.begun_at)}"
    return Before(
        line.state, f"An audit of case {case} with {checklist.title} {state}. Is another one meant?"
    )


def insist(store: Reader, case: str, checklist: Checklist, event: str, *, again: bool) -> tuple[str, ...]:
    """Return what is to be said of the audit that a case has already, nothing for none.

    AuditError where that is a draft, and it was not said that another is to begin `again`.
    """
    there = before(store, case, checklist, event)
    if there and there.state != FINISHED and not again:
        raise AuditError(there.words, "--again begins one; auditui audit list shows them")
    return (f"{there.words} It is begun.",) if there else ()

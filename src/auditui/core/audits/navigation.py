"""Going through an audit item by item: where to begin, what is open next, which item is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits.audit import unanswered
from auditui.core.errors import AuditError

if TYPE_CHECKING:
    from auditui.core.audits.audit import Audit
    from auditui.core.checklists.checklist import Checklist


def begin_at(checklist: Checklist, audit: Audit, item: str = "", answered: int | None = None) -> int:
    """Return the position of `item`, else of the first without an answer, else the first.

    `answered` is how many answers there were when that place was remembered: a program that was killed may have saved
    more of them since, and then the place is the next after `item` that has none.
    """
    if checklist.item(item):
        at = checklist.position(item)
        ahead = answered is not None and len(audit.answers) > answered
        return next_open(checklist, audit, at) or at if ahead else at
    left = unanswered(checklist, audit)
    return checklist.position(left[0].id) if left else 0


def next_asked(checklist: Checklist, audit: Audit, at: int) -> int:
    """Return the next position whose item is asked, or may yet be; the last one stays where it is."""
    asked = checklist.asked(audit.answers)
    later = range(at + 1, len(checklist.items))
    return next((n for n in later if asked[checklist.items[n].id] is not False), at)


def next_open(checklist: Checklist, audit: Audit, at: int) -> int | None:
    """Return the next position without an answer, from the top again after the last; None if there is none."""
    left = [checklist.position(item.id) for item in unanswered(checklist, audit)]
    return next((n for n in left if n > at), left[0] if left else None)


def find(checklist: Checklist, part: str) -> int:
    """Return the first position whose name or question holds `part`. AuditError if none does."""
    wanted = part.casefold().strip()
    for n, item in enumerate(checklist.items):
        if wanted and wanted in f"{item.title} {item.id} {item.question}".casefold():
            return n
    raise AuditError("No item has that in its name", "Type part of an item's name")

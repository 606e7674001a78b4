"""Going through an audit item by item: where to begin, what is open next, which item is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits.audit import unanswered
from auditui.core.errors import AuditError

if TYPE_CHECKING:
    from auditui.core.audits.audit import Audit
    from auditui.core.checklists.checklist import Checklist, Item


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


def go_on(checklist: Checklist, audit: Audit, at: int) -> int:
    """Return where one goes on after answering the item at `at`: an item that has an answer is never gone on to.

    The next item that is asked, or may yet be, and is empty, a text too; else the first that is owed; else `at`.
    """
    asked = checklist.asked(audit.answers)

    def is_empty(item: Item) -> bool:
        filled = item.id in audit.answers if item.scored else audit.note(item.id, "comment")
        return asked[item.id] is not False and not filled

    later = range(at + 1, len(checklist.items))
    empty = next((n for n in later if is_empty(checklist.items[n])), None)
    owed = next_open(checklist, audit, at) if empty is None else empty
    return at if owed is None else owed


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

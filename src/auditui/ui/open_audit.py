"""The audit that is being worked on: its value as the screens show it, ahead of the disk by a moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from auditui.core import audit as audits
from auditui.core.entries import ActionAdded
from auditui.store import Action, Recorded, stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audit import Audit
    from auditui.core.checklist import Checklist
    from auditui.core.entries import Entry


class OpenAudit:
    """Holds an audit and its history, changes it by entries, and hands each to be written."""

    def __init__(
        self,
        audit: Audit,
        checklist: Checklist,
        history: list[Recorded],
        before: Audit | None,
        actions: list[Action],
        write: Callable[..., str],
    ) -> None:
        """Work on `audit`; `before` is the last audit of its case, `write` begins to save entries and says whose they are."""
        self.audit = audit
        self.checklist = checklist
        self.history = history
        self.before = before
        self._actions = actions
        self._write = write

    def record(self, *entries: Entry) -> None:
        """Change the audit and begin to save; AuditError, and no change, if its state does not allow it."""
        changed = self.audit
        for entry in entries:
            changed = audits.after(changed, entry, at=changed.changed_at)
        by = self._write(*entries)
        self.audit = changed
        at = stamp(datetime.now(UTC))
        self.history += [Recorded(0, at, by, entry) for entry in entries]

    def actions(self) -> list[Action]:
        """Return the audit's actions, those not written yet included, the one due first first."""
        added = [r for r in self.history if isinstance(r.entry, ActionAdded)]
        here = [
            Action(e.subject, e.audit, self.audit.case, e.item, e.what, e.owner, e.due, r.at, r.actor, "", "")
            for r in added
            if isinstance(e := r.entry, ActionAdded)
        ]
        known = {action.id for action in self._actions}
        return sorted(
            [*self._actions, *(a for a in here if a.id not in known)], key=lambda a: (a.done_at != "", a.due)
        )

    def reload(self, audit: Audit, history: list[Recorded]) -> None:
        """Take the audit as the store has it."""
        self.audit = audit
        self.history = history

    def undo(self) -> Entry | None:
        """Return the entry that takes back the last change of an answer, if there is one."""
        return audits.undo(recorded.entry for recorded in self.history)

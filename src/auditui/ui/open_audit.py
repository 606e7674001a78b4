"""The audit that is being worked on: its value as the screens show it, ahead of the disk by a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audit import after

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audit import Audit
    from auditui.core.checklist import Checklist
    from auditui.core.entries import Entry


class OpenAudit:
    """Holds an audit, changes it by entries, and hands each to be written."""

    def __init__(self, audit: Audit, checklist: Checklist, write: Callable[..., None]) -> None:
        """Work on `audit`; `write` takes entries and begins to save them."""
        self.audit = audit
        self.checklist = checklist
        self._write = write

    def record(self, *entries: Entry) -> None:
        """Change the audit and begin to save; AuditError, and no change, if its state does not allow it."""
        changed = self.audit
        for entry in entries:
            changed = after(changed, entry, at=changed.changed_at)
        self._write(*entries)
        self.audit = changed

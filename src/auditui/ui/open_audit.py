"""The audit that is being worked on: its value as the screens show it, ahead of the disk by a moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from auditui.core.audits import audit as audits
from auditui.core.audits import rules
from auditui.core.audits.entries import ActionAdded, ConcernRaised, Entry, Reason, Recorded
from auditui.core.audits.fold import step
from auditui.core.audits.rules import Context
from auditui.store import Action, stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.entries import AnswerCleared, AnswerGiven
    from auditui.store import Store


class OpenAudit:
    """Holds an audit and its history, changes it by entries, and hands each to be written."""

    def __init__(self, store: Store, audit_id: str, write: Callable[..., str]) -> None:
        """Work on an audit of `store`; `write` begins to save entries and says whose they are.

        `before` is the last audit of the same case with the same checklist.
        """
        self._write = write
        self._read(store, audit_id)
        self.before = store.audit_before(self.audit)

    def _read(self, store: Store, audit_id: str) -> None:
        self.audit = store.audit(audit_id)
        self.checklist = store.checklist(self.audit.checklist)
        self.history = store.history(audit_id)
        self._actions = store.actions(audit_id)
        self._versions = tuple(store.versions(self.checklist.id))
        self.concerns = store.context(audit_id).concerns

    @property
    def context(self) -> Context:
        """What an entry about this audit is judged by."""
        return Context(self.audit, self.checklist, self._versions, self.concerns)

    def reload(self, store: Store) -> None:
        """Take the audit as the store has it."""
        self._read(store, self.audit.id)

    def record(self, *entries: Entry) -> None:
        """Change the audit and begin to save; AuditError, and no change, if its state does not allow it."""
        changed, at = self.audit, stamp(datetime.now(UTC))
        for entry in entries:
            decided = rules.decide(entry, Context(changed, self.checklist, self._versions, self.concerns))
            after = (
                step(changed, Recorded(0, "", 0, at, "", decided)) if entry.subject == changed.id else changed
            )
            changed = changed if isinstance(after, Reason) else after
        by = self._write(*entries)
        self.audit = changed
        for entry in entries:
            self.history.append(Recorded(0, "", 0, at, by, entry))
            if isinstance(entry, ConcernRaised):
                self.concerns |= {entry.subject}
            if isinstance(entry, ActionAdded):
                said = (entry.item, entry.what, entry.owner, entry.due)
                self._actions.append(Action(entry.subject, entry.audit, changed.case, *said, at, by, "", ""))

    def actions(self) -> list[Action]:
        """Return the audit's actions, those not written yet included, the one due first first."""
        return sorted(self._actions, key=lambda action: (action.done_at != "", action.due))

    def undo(self) -> AnswerGiven | AnswerCleared | None:
        """Return the entry that takes back the last change of an answer, if there is one."""
        return audits.undo(recorded.entry for recorded in self.history)

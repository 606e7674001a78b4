"""What an entry is judged by at the door, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from msgspec import Struct

from auditui.core.audits import entries
from auditui.core.audits.amendments import AdditionMade
from auditui.core.audits.audit import Audit
from auditui.core.audits.entries import Entry, Recorded
from auditui.core.audits.fold import step
from auditui.core.audits.states import FINISHED, WITHDRAWN
from auditui.core.checklists.checklist import Checklist
from auditui.core.errors import AuditError, StoreError


class Context(Struct, frozen=True):
    """What an entry is judged by: the audit it is about, that audit's checklist, all standing versions of it, lowest first.

    Of a second audit that begins, `first` is the one it reads again, and `by` who begins it; `known` says then whether that has
    a second one already. `concerns` are those of the audit not answered yet, `additions` what each text that was added to it and stands is about, by
    its id. `known` says of what the entry names (a case list, an open action
    or concern) whether it is there.
    """

    audit: Audit | None = None
    checklist: Checklist | None = None
    versions: tuple[Checklist, ...] = ()
    concerns: frozenset[str] = frozenset()
    additions: Mapping[str, str] = MappingProxyType({})
    known: bool = False
    first: Audit | None = None
    by: str = ""

    def after(self, entry: Entry) -> Context:
        """Return the context that the next entry is judged by, once this one is said."""
        if isinstance(entry, entries.ConcernRaised):
            return msgspec.structs.replace(self, concerns=self.concerns | {entry.subject})
        if isinstance(entry, entries.ConcernAnswered):
            return msgspec.structs.replace(self, concerns=self.concerns - {entry.concern})
        if isinstance(entry, AdditionMade):
            return msgspec.structs.replace(self, additions=with_addition(self.additions, entry))
        if self.audit is None or entry.subject != self.audit.id:
            return self
        audit = step(self.audit, Recorded(0, "", 0, self.audit.changed_at, "", entry))
        if isinstance(audit, entries.Reason):
            return self
        now = next(
            (version for version in self.versions if version.digest == audit.checklist), self.checklist
        )
        return msgspec.structs.replace(self, audit=audit, checklist=now)

    def the_audit(self) -> Audit:
        """Return the audit; AuditError if there is none."""
        if self.audit is None:
            raise AuditError("There is no such audit", "auditui audit list shows them")
        return self.audit

    def of_audit(self) -> tuple[Audit, Checklist]:
        """Return the audit and its checklist; AuditError or StoreError where one is not here."""
        audit = self.the_audit()
        if self.checklist is None:
            raise StoreError(
                "The checklist of this audit is not in this store", "It comes with the desk that has it"
            )
        return audit, self.checklist

    def open_audit(self) -> tuple[Audit, Checklist]:
        """Return the same of an audit that can be answered; AuditError where it is finished or withdrawn."""
        audit, checklist = self.of_audit()
        if audit.state == FINISHED:
            raise AuditError("This audit is finished", "Reopen it, with a reason, to change it")
        if audit.state == WITHDRAWN:
            raise AuditError("This audit is withdrawn", f"auditui audit restore {audit.id[:8]} --reason")
        return audit, checklist


def with_addition(standing: Mapping[str, str], entry: AdditionMade) -> Mapping[str, str]:
    """Return the additions that stand, once one more was made: what it follows no longer does, nor one that says nothing."""
    kept = {addition: about for addition, about in standing.items() if addition != entry.follows}
    return kept | ({entry.subject: entry.about} if entry.text else {})

"""The door of the store: each entry said on this desk is judged by the rules, with what the store knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from auditui.core.audits import amendments, entries, rules
from auditui.core.audits.audit import Audit
from auditui.core.audits.causes import CauseTakenBack
from auditui.core.audits.context import Context, with_addition
from auditui.core.audits.entries import Reason, Recorded, SubjectTaken
from auditui.core.audits.fold import Folded, FollowUp, step
from auditui.core.audits.keeping import HoldReleased
from auditui.core.audits.samples import CaseReplaced, WorkGiven
from auditui.core.checklists import file as checklist_file
from auditui.core.errors import AuditError
from auditui.store import projections

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from auditui.core.audits.entries import Entry
    from auditui.core.checklists.checklist import Checklist
    from auditui.store.reading import Reader

#: What is about an audit but a subject of its own.
_OF_AUDITS = (entries.ActionAdded, entries.ConcernRaised, amendments.AdditionMade)
#: What closes something: the table it goes to, and its column and field that name what it closes.
_CLOSING: dict[type, tuple[str, str]] = {
    entries.ConcernAnswered: ("concerns_answered", "concern"),
    HoldReleased: ("holds_released", "hold"),
    amendments.FrameRemoved: ("frames_removed", "frame"),
    CauseTakenBack: ("causes_taken_back", "cause"),
}
#: What may be said of an open action.
_OF_ACTIONS = (entries.ActionDone, amendments.ActionChanged, amendments.ActionDropped)


class Door:
    """Judges the entries of one `record`, each by what the ones before it made."""

    def __init__(self, read: Reader, origin: str, by: str, new: Collection[str]) -> None:
        """Judge what `by` says on the desk `origin`; the journal has no entry yet about the subjects in `new`."""
        self._read = read
        self._origin = origin
        self._by = by
        self._folded = {subject: Folded() for subject in new}
        self._concerns: dict[str, frozenset[str]] = {}
        self._additions: dict[str, Mapping[str, str]] = {}
        self._closed: set[str] = set()
        self._closed_by: dict[str, set[str]] = {}
        self._checklists: dict[str, Checklist | None] = {}
        self._published: list[Checklist] = []

    def judge(self, entry: Entry, *, utc_offset: int) -> list[Entry]:
        """Return what is to be written: the entry as the rules decided it, after taking its subject over if need be.

        AuditError if it may not be said now.
        """
        context = self._context(entry)
        decided = rules.decide(entry, context, utc_offset=utc_offset)
        return [*self._taking_over(entry), decided]

    def written(self, recorded: Recorded) -> None:
        """Go on from an entry that was written."""
        entry = recorded.entry
        before = self._about(entry.subject)
        changed = step(before.value, recorded)
        if not isinstance(changed, Reason):
            self._folded[entry.subject] = Folded(changed, before.aside, recorded.origin, recorded.hash.hex())
        if isinstance(entry, entries.ConcernRaised):
            self._concerns[entry.audit] = self._open_concerns(entry.audit) | {entry.subject}
        if isinstance(entry, entries.ConcernAnswered):
            self._concerns[entry.audit] = self._open_concerns(entry.audit) - {entry.concern}
        if isinstance(entry, amendments.AdditionMade):
            self._additions[entry.audit] = with_addition(self._standing_additions(entry.audit), entry)
        if type(entry) in _CLOSING:
            self._closed.add(getattr(entry, _CLOSING[type(entry)][1]))
        if isinstance(entry, entries.ActionDone | amendments.ActionDropped):
            self._closings(entry.action).add(entry.subject)
        if isinstance(entry, amendments.ActionReopened):
            self._closings(entry.action).difference_update(entry.closings)
        if isinstance(entry, entries.ChecklistPublished) and not self._read.has_checklist(entry.subject):
            published = checklist_file.read(entry.content, "the checklist")
            self._checklists[entry.subject] = published
            self._published.append(published)

    def _about(self, subject: str) -> Folded:
        if subject not in self._folded:
            self._folded[subject] = projections.folded(self._read.db, subject)
        return self._folded[subject]

    def _taking_over(self, entry: Entry) -> list[Entry]:
        """Return the entry that brings a subject to this desk, where the one who began it goes on elsewhere."""
        folded = self._about(entry.subject)
        if not folded.home or folded.home == self._origin or not isinstance(folded.value, Audit):
            return []
        if folded.value.auditor != self._by:
            raise AuditError(
                f"This audit is {folded.value.auditor}'s, on another desk",
                f"To go on with it here: auditui audit take {entry.subject[:8]} --reason",
            )
        return [SubjectTaken(entry.subject, folded.home, folded.end, "")]

    def _context(self, entry: Entry) -> Context:
        audit_id = entry.audit if isinstance(entry, _OF_AUDITS) else entry.subject
        if isinstance(entry, entries.ChecklistPublished):
            return Context(versions=self._versions(str(entry.content.get("id", ""))))
        if isinstance(entry, entries.AuditStarted):
            return self._of_beginning(entry)
        if (known := self._is_known(entry)) is not None:
            return Context(known=known)
        if self._about(audit_id).opaque and not isinstance(entry, _OF_AUDITS):
            raise AuditError("A newer auditui wrote part of this audit", "Update this one to change it")
        context = self._of_audit(audit_id, moves=isinstance(entry, entries.AuditMoved))
        if isinstance(entry, amendments.AdditionMade):
            return msgspec.structs.replace(context, additions=self._standing_additions(audit_id))
        return context

    def _of_beginning(self, entry: entries.AuditStarted) -> Context:
        begun, checklist = self._audit(entry.subject), self._checklist(entry.checklist)
        if not entry.second_of:
            return Context(begun, checklist)
        first, again = self._audit(entry.second_of), self._read.second_audit(entry.second_of)
        return Context(begun, checklist, known=bool(again), first=first, by=self._by)

    def _is_known(self, entry: Entry) -> bool | None:
        """Return whether what an entry names is there, as it needs it; None for an entry that names nothing."""
        if isinstance(entry, entries.CaseListed):
            return self._about(entry.frame).value is not None
        if isinstance(entry, CaseReplaced | WorkGiven):
            return self._read.is_drawn(entry.sample, entry.case, waiting=isinstance(entry, CaseReplaced))
        if type(entry) in _CLOSING:
            table, column = _CLOSING[type(entry)]
            return self._is_open(getattr(entry, column), table, column)
        return self._of_follow_up(entry)

    def _of_follow_up(self, entry: Entry) -> bool | None:
        if isinstance(entry, _OF_ACTIONS):
            return self._begun(entry.action, entries.ActionAdded) and not self._closings(entry.action)
        if isinstance(entry, amendments.ActionReopened):
            closings = self._closings(entry.action)
            return self._begun(entry.action, entries.ActionAdded) and closings == set(entry.closings)
        if isinstance(entry, amendments.ConcernAddedTo):
            return self._begun(entry.concern, entries.ConcernRaised)
        return None

    def _begun(self, subject: str, by: type[Entry]) -> bool:
        value = self._about(subject).value if subject else None
        return isinstance(value, FollowUp) and isinstance(value.begun.entry, by)

    def _closings(self, action: str) -> set[str]:
        """Return what closes an action; the entries of this `record` go in here too."""
        return self._closed_by.setdefault(action, set(self._read.closings(action)))

    def _of_audit(self, audit_id: str, *, moves: bool) -> Context:
        """Return what an entry about an audit is judged by; one that moves it is by the other versions too."""
        audit = self._audit(audit_id)
        if audit is None:
            return Context()
        checklist = self._checklist(audit.checklist)
        versions = self._versions(checklist.id) if moves and checklist else ()
        return Context(audit, checklist, versions, self._open_concerns(audit_id))

    def _audit(self, audit_id: str) -> Audit | None:
        value = self._about(audit_id).value
        return value if isinstance(value, Audit) else None

    def _checklist(self, digest: str) -> Checklist | None:
        if digest not in self._checklists:
            held = self._read.has_checklist(digest)
            self._checklists[digest] = self._read.checklist(digest) if held else None
        return self._checklists[digest]

    def _versions(self, checklist_id: str) -> tuple[Checklist, ...]:
        """Return the versions of a checklist that stand, the lowest first, with those this `record` published."""
        new = [checklist for checklist in self._published if checklist.id == checklist_id]
        return tuple(
            sorted([*self._read.versions(checklist_id), *new], key=lambda checklist: checklist.version)
        )

    def _open_concerns(self, audit: str) -> frozenset[str]:
        if audit not in self._concerns:
            self._concerns[audit] = frozenset(c.id for c in self._read.concerns(audit, only_open=True))
        return self._concerns[audit]

    def _standing_additions(self, audit: str) -> Mapping[str, str]:
        if audit not in self._additions:
            self._additions[audit] = {added.id: added.about for added in self._read.additions(audit)}
        return self._additions[audit]

    def _is_open(self, subject: str, table: str, column: str) -> bool:
        if not subject or subject in self._closed or self._about(subject).value is None:
            return False
        query = f"SELECT 1 FROM {table} WHERE {column} = ?"  # noqa: S608 - fixed names
        return self._read.db.execute(query, (subject,)).fetchone() is None

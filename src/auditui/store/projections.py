"""What each kind of entry does to the tables: the one place that knows.

Every function runs inside the transaction that writes the entry, checks that the tables allow it, and
raises before anything is committed where they do not.
"""

from __future__ import annotations

import json
from dataclasses import fields
from functools import singledispatchmethod
from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.audits import audit as audits
from auditui.core.audits import entries
from auditui.core.audits.score import score
from auditui.core.checklists import comparison, moving
from auditui.core.checklists.checklist import content_digest
from auditui.core.errors import AuditError, StoreError
from auditui.core.grades import GRADES
from auditui.core.strata import STRATA
from auditui.figures import counting as figures

if TYPE_CHECKING:
    from auditui.core.audits.audit import Audit
    from auditui.core.checklists.checklist import Checklist
    from auditui.store.reading import Reader


class Projector:
    """Applies entries to the tables of one connection."""

    def __init__(self, read: Reader) -> None:
        """Work on the connection that `read` reads."""
        self.db = read.db
        self.read = read

    @singledispatchmethod
    def apply(self, entry: entries.Entry, at: str, actor: str) -> None:
        """Change the tables as `entry`, written `at` by `actor`, says."""
        raise StoreError(f"Entries of kind {entry.kind} have no tables", f"{at} {actor}")

    @apply.register
    def _(self, entry: entries.CouncilInvented, at: str, actor: str) -> None:  # noqa: ARG002
        self.db.execute("INSERT INTO council VALUES (?)", (entry.seed,))

    @apply.register
    def _(self, entry: entries.ChecklistPublished, at: str, actor: str) -> None:  # noqa: ARG002
        from auditui.core.checklists import file as checklist_file  # noqa: PLC0415 - not needed to list

        made = checklist_file.read(entry.content, "the checklist")
        if content_digest(entry.content) != entry.subject:
            raise StoreError(f"The content of {made.name} is not what its entry names")
        self._allow(made)
        self.db.execute(
            "INSERT OR IGNORE INTO checklists VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.subject,
                made.id,
                made.version,
                made.title,
                made.theme,
                json.dumps(entry.content, sort_keys=True),
                at,
                entry.note,
            ),
        )

    def _allow(self, made: Checklist) -> None:
        """Refuse a version that would change one that is in use, or does not say how it compares with it."""
        held = self.read.versions(made.id)
        if any(each.digest == made.digest for each in held):
            return
        if twin := next((each for each in held if each.version == made.version), None):
            raise AuditError(
                f"{made.name} is in this store with other content: {comparison.said_shortly(twin, made)}",
                "A published version never changes: give the changed checklist a higher version",
            )
        if held and held[-1].version > made.version:
            raise AuditError(
                f"{held[-1].name} is in use already", f"Give this one version {held[-1].version + 1}"
            )
        if held and (faults := comparison.map_faults(held[-1], made)):
            told = "; ".join(f"{item}: {what}" if item else what for item, what in faults[:5])
            raise AuditError(
                f"{made.name} cannot follow {held[-1].name}: {told}",
                f"auditui checklist diff {made.id} FILE --write",
            )

    @apply.register
    def _(self, entry: entries.FrameImported, at: str, actor: str) -> None:  # noqa: ARG002
        said = (
            entry.list_name,
            entry.theme,
            entry.file_digest,
            entry.listed_on,
            entry.rows,
            entry.used,
            entry.refused,
        )
        self.db.execute("INSERT INTO frames VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (entry.subject, *said, at))

    @apply.register
    def _(self, entry: entries.CaseListed, at: str, actor: str) -> None:  # noqa: ARG002
        said = (
            entry.frame,
            entry.team,
            json.dumps(entry.dates, sort_keys=True),
            *(getattr(entry, name) for name in STRATA),
        )
        listed = self.db.execute(
            "INSERT OR REPLACE INTO cases (theme, ref, event, id, frame, team, dates,"  # noqa: S608 - fixed names
            f" {', '.join(STRATA)}) SELECT theme, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM frames WHERE id = ?",
            (entry.ref, entry.event, entry.subject, *said, entry.frame),
        )
        if not listed.rowcount:
            raise StoreError("A case belongs to a case list that is not in this store")

    @apply.register
    def _(self, entry: entries.AuditStarted, at: str, actor: str) -> None:
        self.read.checklist(entry.checklist)
        if not entry.case.strip():
            raise AuditError("An audit needs a case reference")
        self.db.execute(
            "INSERT INTO audits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', NULL)",
            (
                entry.subject,
                entry.checklist,
                entry.case,
                entry.event,
                entry.team,
                *(getattr(entry, name) for name in STRATA),
                actor,
                audits.DRAFT,
                at,
                at,
            ),
        )

    @apply.register
    def _(self, entry: entries.AuditMoved, at: str, actor: str) -> None:  # noqa: ARG002
        now = self._open(entry, at)
        to = self.read.checklist(entry.checklist)
        given = self.read.audit(entry.subject).answers
        moved = moving.move(self.read.versions(now.id), now, to, given)
        if set(entry.dropped) != {*moved.again, *moved.lost}:
            raise AuditError(
                "The audit changed while it was being moved", "Look again at what moving it does"
            )
        self.db.execute("UPDATE audits SET checklist = ? WHERE id = ?", (entry.checklist, entry.subject))
        self.db.executemany(
            "DELETE FROM answers WHERE audit = ? AND item = ?",
            [(entry.subject, item) for item in entry.dropped],
        )

    @apply.register
    def _(self, entry: entries.AnswerGiven, at: str, actor: str) -> None:  # noqa: ARG002
        checklist = self._open(entry, at)
        given = entry.answer
        item = checklist.item(given.item)
        if item is None:
            raise AuditError(f"{checklist.name} has no item {given.item!r}")
        kinds.check(item, given)
        self.db.execute(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)",
            (entry.subject, given.item, given.value, given.reason, json.dumps(given.detail, sort_keys=True)),
        )

    @apply.register
    def _(self, entry: entries.AnswerCleared, at: str, actor: str) -> None:  # noqa: ARG002
        self._open(entry, at)
        self.db.execute("DELETE FROM answers WHERE audit = ? AND item = ?", (entry.subject, entry.item))

    @apply.register
    def _(self, entry: entries.NoteWritten, at: str, actor: str) -> None:  # noqa: ARG002
        checklist = self._open(entry, at)
        if entry.about not in (audits.ITEM_NOTES if entry.item else audits.CLOSING):
            raise AuditError(f"There is no note called {entry.about!r}")
        if entry.item and checklist.item(entry.item) is None:
            raise AuditError(f"{checklist.name} has no item {entry.item!r}")
        if entry.text:
            self.db.execute(
                "INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)",
                (entry.subject, entry.item, entry.about, entry.text),
            )
        else:
            self.db.execute(
                "DELETE FROM notes WHERE audit = ? AND item = ? AND about = ?",
                (entry.subject, entry.item, entry.about),
            )

    @apply.register
    def _(self, entry: entries.JudgementGiven, at: str, actor: str) -> None:  # noqa: ARG002
        self._open(entry, at)
        if entry.grade not in GRADES:
            raise AuditError(f"{entry.grade!r} is no judgement", f"It is one of {', '.join(GRADES)}")
        self.db.execute("UPDATE audits SET judgement = ? WHERE id = ?", (entry.grade, entry.subject))

    @apply.register
    def _(self, entry: entries.AuditFinished, at: str, actor: str) -> None:  # noqa: ARG002
        checklist = self._open(entry, at)
        audit = self.read.audit(entry.subject)
        if left := audits.hindrances(checklist, audit):
            raise AuditError(f"This audit cannot be finished yet: {'; '.join(left)}")
        scored = score(checklist, audit.answers)
        self.db.execute(
            "UPDATE audits SET state = ?, finished_at = ?, indicated = ?, percent = ? WHERE id = ?",
            (audits.FINISHED, at, scored.indicated or "", scored.percent, entry.subject),
        )
        self._count(checklist, audit, scored.indicated or "", at[:7], +1)

    @apply.register
    def _(self, entry: entries.AuditReopened, at: str, actor: str) -> None:  # noqa: ARG002
        audit = self.read.audit(entry.subject)
        audits.after(audit, entry, at=at)
        (indicated,) = self.db.execute("SELECT indicated FROM audits WHERE id = ?", (audit.id,)).fetchone()
        checklist = self.read.checklist(audit.checklist)
        self._count(checklist, audit, indicated, audit.finished_at[:7], -1)
        self.db.execute(
            "UPDATE audits SET state = ?, finished_at = '', indicated = '', percent = NULL, changed_at = ? WHERE id = ?",
            (audits.REOPENED, at, entry.subject),
        )

    @apply.register
    def _(self, entry: entries.ActionAdded, at: str, actor: str) -> None:
        self._about(entry.audit, entry.item)
        if not (entry.what.strip() and entry.owner.strip()):
            raise AuditError("An action needs what is to be done, and whose role it falls to")
        said = (entry.audit, entry.item, entry.what, entry.owner, entry.due, at, actor)
        self.db.execute("INSERT INTO actions VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '')", (entry.subject, *said))

    @apply.register
    def _(self, entry: entries.ActionDone, at: str, actor: str) -> None:  # noqa: ARG002
        if not entry.proof.strip():
            raise AuditError("What shows that it was done?", "An action is closed by its proof")
        done = self.db.execute(
            "UPDATE actions SET done_at = ?, proof = ? WHERE id = ? AND done_at = ''",
            (at, entry.proof, entry.subject),
        )
        if not done.rowcount:
            raise AuditError("There is no such open action", "auditui action list shows them")

    @apply.register
    def _(self, entry: entries.ConcernRaised, at: str, actor: str) -> None:
        self._about(entry.audit, entry.item)
        if not (entry.what.strip() and entry.told.strip()):
            raise AuditError("A concern needs what it is, and who was told")
        said = (entry.audit, entry.item, entry.what, entry.told, entry.told_at, at, actor)
        self.db.execute(
            "INSERT INTO concerns VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '', '')", (entry.subject, *said)
        )

    @apply.register
    def _(self, entry: entries.ConcernAnswered, at: str, actor: str) -> None:
        if not entry.answer.strip():
            raise AuditError("What was the answer?", "A concern is closed by what was said or done")
        answered = self.db.execute(
            "UPDATE concerns SET answered_at = ?, answered_by = ?, answer = ?"
            " WHERE id = ? AND audit = ? AND answered_at = ''",
            (at, actor, entry.answer, entry.subject, entry.audit),
        )
        if not answered.rowcount:
            raise AuditError("There is no such open concern")

    @apply.register
    def _(self, entry: entries.SmallCountsShown, at: str, actor: str) -> None:
        """Change nothing: the journal is where this is looked up."""

    def _about(self, audit_id: str, item: str) -> None:
        """Check that an audit, and an item of its checklist if one is named, exist."""
        checklist = self.read.checklist(self.read.audit(audit_id).checklist)
        if item and checklist.item(item) is None:
            raise AuditError(f"{checklist.name} has no item {item!r}")

    def _open(self, entry: entries.Entry, at: str) -> Checklist:
        """Mark the audit as changed; return its checklist. AuditError unless it exists and is open."""
        found = self.db.execute(
            "UPDATE audits SET changed_at = ? WHERE id = ? AND state != ? RETURNING checklist",
            (at, entry.subject, audits.FINISHED),
        ).fetchall()
        if not found:
            audits.after(self.read.audit(entry.subject), entry, at=at)
        return self.read.checklist(found[0][0])

    def _count(self, checklist: Checklist, audit: Audit, indicated: str, month: str, by: int) -> None:
        """Add a finished audit to the tallies, or take it out again; a count of nought leaves no row."""
        marks = figures.marks(checklist, audit.answers)
        group = (audit.checklist, month, audit.team)
        self.db.executemany(
            "INSERT INTO answer_tallies (checklist, month, team, item, value, number) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET number = number + excluded.number",
            [(*group, item, value, by) for item, value in marks.answers],
        )
        sums = [each.name for each in fields(figures.Spread)]
        self.db.executemany(
            f"INSERT INTO spread_tallies (checklist, month, team, section, {', '.join(sums)})"  # noqa: S608 - fixed names
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            + ", ".join(f"{name} = {name} + excluded.{name}" for name in sums),
            [
                (*group, section, *(by * number for number in vars(figures.Spread.of(*pair)).values()))
                for section, pair in marks.sections.items()
                if pair[1]
            ],
        )
        self.db.execute(
            "INSERT INTO judgement_tallies VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET number = number + excluded.number",
            (*group, audit.auditor, audit.judgement, indicated, by),
        )
        if by < 0:
            for table, column in _COUNTED.items():
                where = f"checklist = ? AND month = ? AND team = ? AND {column} = 0"
                self.db.execute(f"DELETE FROM {table} WHERE {where}", group)  # noqa: S608 - fixed names


#: The tables of tallies, each with the column that is nought when nothing is left.
_COUNTED = {"answer_tallies": "number", "spread_tallies": "audits", "judgement_tallies": "number"}

"""Queries: rows become values here, and no row leaves."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from auditui.core.audits.states import REOPENED, WITHDRAWN
from auditui.core.errors import AuditError, StoreError
from auditui.core.scale import FOUR_WORDS, of_json
from auditui.core.text import one_line
from auditui.figures.tallies import Selection, Tallies
from auditui.store.explained import explains
from auditui.store.followups import FollowUpReader
from auditui.store.lists import ListReader
from auditui.store.releases import ReleaseReader
from auditui.store.samples import SampleReader
from auditui.store.seconds import SecondReader
from auditui.store.selection import of_audits, selected
from auditui.store.spans import SpanReader
from auditui.store.values import AuditLine, Corrections, Revision
from auditui.store.written import WordReader

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from auditui.core.audits.audit import Audit
    from auditui.core.audits.context import Context
    from auditui.core.audits.entries import Recorded
    from auditui.core.checklists.checklist import Checklist


@explains
class Reader(FollowUpReader, ListReader, SampleReader, SecondReader, SpanReader, WordReader, ReleaseReader):
    """Reads one open store. Checklists are remembered: a published one never changes.

    What SQLite raises in any of its methods is a StoreError that says what to do.
    """

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        """Read from `db`, which is the store at `path`."""
        super().__init__(path, db)
        self._checklists: dict[str, Checklist] = {}
        #: Who looks: what they are to audit a second time is listed without its result.
        self.looks = ""

    def checklist(self, digest: str) -> Checklist:
        """Return a published checklist; StoreError if it is not in the store."""
        if digest not in self._checklists:
            from auditui.core.checklists import file as checklist_file  # noqa: PLC0415 - not needed to list

            row = self.db.execute("SELECT content FROM checklists WHERE digest = ?", (digest,)).fetchone()
            if row is None:
                raise StoreError(f"Checklist {digest[:12]} is not in this store", "Publish it first")
            self._checklists[digest] = checklist_file.read(json.loads(row[0]), "the checklist in the store")
        return self._checklists[digest]

    def has_checklist(self, digest: str) -> bool:
        """Whether this version is in the store."""
        return self.db.execute("SELECT 1 FROM checklists WHERE digest = ?", (digest,)).fetchone() is not None

    def versions(self, checklist_id: str) -> list[Checklist]:
        """Return every standing version of a checklist, the lowest first.

        Of two with one number, published on desks that did not know of each other, the first published stands.
        """
        found = self.db.execute(
            "SELECT digest FROM checklists c WHERE id = ? AND NOT EXISTS (SELECT 1 FROM checklists t WHERE t.id = c.id"
            " AND t.version = c.version AND (t.published_at, t.digest) < (c.published_at, c.digest)) ORDER BY version",
            (checklist_id,),
        ).fetchall()
        return self._readable(digest for (digest,) in found)

    def forget(self) -> None:
        """Drop what was remembered: a transaction that published a checklist was undone."""
        self._checklists.clear()

    def checklists(self) -> list[Checklist]:
        """Return every published checklist, by id and version; of two with one number the first published first."""
        order = "id, version, published_at, digest"
        found = self.db.execute(f"SELECT digest FROM checklists ORDER BY {order}").fetchall()  # noqa: S608 - fixed names
        return self._readable(digest for (digest,) in found)

    def _readable(self, digests: Iterable[str]) -> list[Checklist]:
        """Return those that can be read here: another desk may have published what this program does not understand."""
        checklists = []
        for digest in digests:
            with suppress(AuditError):
                checklists.append(self.checklist(digest))
        return checklists

    def audit(self, audit_id: str) -> Audit:
        """Return an audit with its answers and notes; AuditError if there is none."""
        from auditui.core.audits.audit import Audit  # noqa: PLC0415 - listing needs no journal
        from auditui.store import projections  # noqa: PLC0415

        audit = projections.folded(self.db, audit_id).value
        if not isinstance(audit, Audit):
            raise AuditError(f"There is no audit {audit_id!r}", "auditui audit list shows them")
        return audit

    def audit_to_see(self, audit_id: str) -> Audit:
        """Return the same for whoever looks; AuditError where they are to audit its file a second time."""
        self.insist_not_blind(audit_id, self.looks)
        return self.audit(audit_id)

    def history(self, subject: str) -> list[Recorded]:
        """Return the entries about a subject that count, in their order."""
        from auditui.store import projections  # noqa: PLC0415 - as above

        return list(projections.folded(self.db, subject).counting)

    def whole_history(self, audit_id: str) -> list[Recorded]:
        """Return the entries that count about an audit, its actions, concerns and additions, the oldest first."""
        about = (audit_id, *self.beside(audit_id))
        entries = (recorded for subject in about for recorded in self.history(subject))
        return sorted(entries, key=lambda recorded: (recorded.at, recorded.seq))

    def context(self, audit_id: str) -> Context:
        """Return what an entry about this audit is judged by; AuditError if there is no such audit."""
        from auditui.core.audits.context import Context  # noqa: PLC0415 - listing needs no rules

        audit = self.audit(audit_id)
        checklist = self.checklist(audit.checklist)
        concerns = frozenset(concern.id for concern in self.concerns(audit_id, only_open=True))
        additions = {added.id: added.about for added in self.additions(audit_id)}
        return Context(audit, checklist, tuple(self.versions(checklist.id)), concerns, additions)

    def audit_id(self, named: str, *, firsts: bool = False) -> str:
        """Return the id of the one audit of this case, or whose id begins so; AuditError if there is none or more.

        A case's whole reference that begins another audit's id is taken for neither; with `firsts` it names no second audit.
        """
        begins = "SELECT id FROM audits WHERE substr(id, 1, ?) = ? LIMIT 9"
        of_id = self.db.execute(begins, (len(named), named)).fetchall() if named else []
        of_case = self.db.execute(
            "SELECT id FROM audits WHERE case_ref = ? AND (second_of = '' OR NOT ?) ORDER BY changed_at DESC LIMIT 9",
            (named, firsts),
        ).fetchall()
        if len(both := dict.fromkeys(of_case + of_id)) == 1:
            return str(next(iter(both))[0])
        name, ids = repr(one_line(named, 40)), ", ".join(audit[:8] for (audit,) in both)
        if of_case and of_id:
            what = f"{name} is the reference of a case, and an audit's id begins with it too"
            raise AuditError(what, f"Name the audit by more of its id, those of the case first: {ids}")
        if of_case:
            raise AuditError(f"Case {name} has several audits", f"Name one, the newest first: {ids}")
        what = "More than one audit begins with" if of_id else "There is no audit"
        raise AuditError(f"{what} {name}", "auditui audit list shows them")

    def audits(
        self, where: Selection = Selection(), states: tuple[str, ...] = (), limit: int = -1
    ) -> list[AuditLine]:
        """Return audits, the one changed last first; `states` empty means all but those withdrawn.

        `where.case` selects the references that hold it, in any case of letters.
        """
        return list(self.audit_lines(where, states, limit))

    def audit_lines(
        self,
        where: Selection = Selection(),
        states: tuple[str, ...] = (),
        limit: int = -1,
        ids: Sequence[str] = (),
    ) -> Iterator[AuditLine]:
        """Yield the same audits as they are read, none held longer than it is looked at; `ids` empty means all.

        Those that are named by their `ids` are read whatever has become of them.
        """
        clause, values = _selected_audits(where, states, ids)
        query = (
            "SELECT a.id, a.checklist, a.judgement, a.case_ref, a.event, a.team, a.auditor, a.state,"  # noqa: S608 - fixed names
            " a.begun_at, a.changed_at, a.finished_at, a.judgement, a.indicated, a.percent,"
            " (SELECT count(*) FROM answers WHERE audit = a.id), a.second_of != ''"
            f" FROM audits a{clause} ORDER BY a.changed_at DESC, a.id LIMIT ?"
        )
        # Joined here: there are few, and SQLite takes as long to join one as to read an audit.
        columns = "digest, id || ' v' || version, title, json_extract(content, '$.scale')"
        named = self.db.execute(f"SELECT {columns} FROM checklists")  # noqa: S608 - fixed names
        names = {digest: (name, title, of_json(scale)) for digest, name, title, scale in named}
        blind = self.blind_to(self.looks) if self.looks else ()
        for audit, checklist, judgement, *rest, second in self.db.execute(query, (*values, limit)):
            name, title, scale = names.get(checklist, ("", "checklist not here yet", FOUR_WORDS))
            line = AuditLine(*(audit, name, title, *rest, scale.in_lists(judgement), bool(second)))
            yield line.without_result() if audit in blind else line

    def number_of_audits(self, where: Selection = Selection(), states: tuple[str, ...] = ()) -> int:
        """Return how many audits those are."""
        clause, values = _selected_audits(where, states)
        return int(self.db.execute(f"SELECT count(*) FROM audits a{clause}", values).fetchone()[0])  # noqa: S608 - fixed names

    @contextmanager
    def one_view(self) -> Iterator[None]:
        """Read the same store throughout, whatever is written meanwhile."""
        self.db.execute("BEGIN")
        try:
            yield
        finally:
            self.db.execute("ROLLBACK")

    def answers_to(self, item: str, where: Selection) -> dict[str, str]:
        """Return the value of each finished audit's answer to an item, by the audit's id, as `where` selects them."""
        clause, values = selected(
            where,
            of_audits(where),
            ("t.item = ?", (item,)),
            ("a.state != ? AND a.second_of = ''", (WITHDRAWN,)),
        )
        query = f"SELECT a.id, t.value FROM answers t JOIN audits a ON a.id = t.audit{clause}"  # noqa: S608 - fixed names
        return dict(self.db.execute(query, values).fetchall())

    def audit_before(self, audit: Audit) -> Audit | None:
        """Return the last finished audit of the same case with the same checklist; None if there is none.

        For a second audit that is the one before the audit it reads again, whose answers it is not to see.
        Of one on another version only the answers are kept that may be compared with this one's.
        """
        begun_at = self.audit(audit.second_of).begun_at if audit.second_of else audit.begun_at
        row = self.db.execute(
            "SELECT a.id FROM audits a JOIN checklists c ON c.digest = a.checklist"
            " WHERE a.case_ref = ? AND a.id NOT IN (?, ?) AND a.state = 'finished' AND a.second_of = '' AND a.begun_at <= ?"
            " AND c.id = (SELECT id FROM checklists WHERE digest = ?) ORDER BY a.finished_at DESC LIMIT 1",
            (audit.case, audit.id, audit.second_of, begun_at, audit.checklist),
        ).fetchone()
        if row is None:
            return None
        before = self.audit(row[0])
        if before.checklist == audit.checklist:
            return before
        from auditui.core.checklists import moving  # noqa: PLC0415 - versions seldom differ

        now, then = self.checklist(audit.checklist), self.checklist(before.checklist)
        kept = moving.move(self.versions(now.id), then, now, before.answers).kept
        answers = MappingProxyType({item: before.answers[item] for item in kept})
        return msgspec.structs.replace(before, answers=answers)

    def tallies(
        self,
        where: Selection = Selection(),
        by: tuple[str, ...] = (),
        progress: Callable[[int, int], None] | None = None,
        *,
        items: bool = True,
    ) -> Tallies:
        """Return the finished audits `where` selects, counted by checklist and by what `by` names.

        That is any of month, team, auditor, judgement and STRATA. `progress` receives how many of how many audits were
        read, where no counts are kept for this and they must be read one by one; what it raises ends the reading. Without
        `items` answers may be counted as those of no item.
        """
        from auditui.store import tallies  # noqa: PLC0415 - as above

        return tallies.read(self.db, where, by, progress, items=items)

    def values_of(self, dimension: str) -> list[str]:
        """Return what finished audits have of a dimension, in order, without the empty one; AuditError for another name."""
        from auditui.store import tallies  # noqa: PLC0415 - as above

        return tallies.labels(self.db, dimension)

    def months(self, where: Selection = Selection()) -> tuple[str, str] | None:
        """Return the first and last month of finished audits of a checklist and team; None if there are none."""
        from auditui.store import tallies  # noqa: PLC0415 - as above

        return tallies.months(self.db, where)

    def corrections(self, where: Selection = Selection()) -> Corrections:
        """Return how many of the audits that count are under correction, and those that were corrected or withdrawn since."""
        clause, values = selected(where, of_audits(where), ("a.day != '' AND a.second_of = ''", ()))
        query = (
            "SELECT a.id, c.id || ' v' || c.version, a.case_ref, a.team, a.day, a.revised, a.judgement, a.withdrawn"  # noqa: S608
            f" FROM audits a JOIN checklists c ON c.digest = a.checklist{clause} AND a.revised != ''"
            " ORDER BY a.revised, a.id"
        )
        revisions = tuple(Revision(*row) for row in self.db.execute(query, values))
        # By its name, which an index has: of all audits there are, few are open again.
        query = f"SELECT count(*) FROM audits a{clause} AND a.state = ?"  # noqa: S608 - fixed names
        return Corrections(self.db.execute(query, (*values, REOPENED)).fetchone()[0], revisions)


def _selected_audits(
    where: Selection, states: tuple[str, ...], ids: Sequence[str] = ()
) -> tuple[str, list[object]]:
    more: list[tuple[str, tuple[object, ...]]] = []
    if ids:
        more.append(("a.id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)))
    if where.case:
        more.append(("instr(lower(a.case_ref), lower(?))", (where.case,)))
    if states:
        more.append((f"a.state IN ({', '.join('?' * len(states))})", states))
    elif not ids:
        more.append(("a.state != ?", (WITHDRAWN,)))
    return selected(where, of_audits(where), *more)

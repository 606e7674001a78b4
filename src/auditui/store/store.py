"""The store: one SQLite file on one computer, one way in, and proof that nothing was lost."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Self

from auditui import places
from auditui.core.audits import entries
from auditui.core.audits.audit import Audit
from auditui.core.checklists.checklist import as_data
from auditui.core.errors import AuditError, StoreError
from auditui.store import form, journal, lease, projections, schema, traces, verifying
from auditui.store.explained import explained, explains
from auditui.store.opening import connect
from auditui.store.pen import Pen, pick_up, stamp
from auditui.store.reading import Reader
from auditui.store.values import ClockDoubt, News, Saved

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from auditui.core.checklists.checklist import Checklist
    from auditui.core.problem import Problem
    from auditui.store.heads import StoreHead
    from auditui.store.journal import Head, Progress
    from auditui.store.values import Case


_AT_ONCE = 1_000  # entries that are judged and projected at once


def new_id() -> str:
    """Return a random id for an audit, a frame or a case."""
    return secrets.token_hex(8)


def _now() -> datetime:
    return datetime.now().astimezone()


@explains
class Store(Reader):
    """An open store. It belongs to the thread that opened it; close it, or use it as a context manager."""

    def __init__(
        self, path: Path, db: sqlite3.Connection, clock: Callable[[], datetime], leases: Path | None
    ) -> None:
        """Use `Store.open` instead."""
        super().__init__(path, db)
        self.clock = clock
        self._leases = leases
        #: The form of the tables as it was when it was last looked at: SQLite counts every change of it.
        self._form = -1
        self._wrote = self._finished = False
        #: The last entry of a desk that could not be remembered; nobody else can write as it.
        self._unleased = ""

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        clock: Callable[[], datetime] = _now,
        leases: Path | None = None,
        progress: Progress | None = None,
        strict: bool = True,
    ) -> Self:
        """Open the store at `path`, making it and its folder if `create`.

        `leases` is the folder where this user's desks are remembered, the usual one if it is left out. `progress` receives
        how far the update of an older store is: how many entries of how many are read. Without `strict` one that another
        program has changed is opened too, to be examined or mended, and on a full disk to be read.
        StoreError, with what to do, if it is missing, empty, not a store, newer than this program, locked,
        damaged, changed by another program, or in a folder that cannot be written or is shared with other computers.
        """
        if strict:
            from auditui.store import location  # noqa: PLC0415 - reading asks for none of it

            location.refuse_shared(path)
        db = connect(path, create=create, progress=progress, reading=not strict, strict=strict)
        return cls(path, db, clock, leases)

    @property
    def origin(self) -> str:
        """The desk that this file was last written as."""
        with explained(self.path):
            return str(self.db.execute("SELECT id FROM origin").fetchone()[0])

    def record(self, *given: entries.Entry, by: str) -> Saved:
        """Write entries, in order, as one fact: journal and tables in one transaction, synced to disk.

        Only when this returns may anyone be told that it is saved. AuditError if an entry may not be said now; StoreError
        if the disk or another program prevents it. Nothing is half done.
        """
        from auditui.store.door import Door  # noqa: PLC0415 - reading needs no rules

        with self.as_desk(by) as pen:
            # Of a long fact, such as a case list, no more is held in memory than what is projected at once.
            for start in range(0, max(len(given), 1), _AT_ONCE):
                batch = given[start : start + _AT_ONCE]
                door = Door(self, pen.head.origin, by, new := projections.unheard_of(self.db, batch))
                for entry in batch:
                    moment = self.clock()
                    utc_offset = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
                    for decided in door.judge(entry, utc_offset=utc_offset):
                        door.written(pen.write(decided, moment))
                projections.project(self.db, pen.written, new)
                pen.written.clear()
        self._finished = self._finished or any(isinstance(entry, entries.AuditFinished) for entry in given)
        return Saved(pen.seq, pen.head.at, pen.first)

    def news(self) -> News:
        """Return what was written here since this was asked last, for whoever keeps backups and heads elsewhere."""
        own = (self._wrote or self._finished) and not self.made_up()
        news = News(self.path, own, str(self.head()) if own and self._finished else "")
        self._wrote = self._finished = False
        return news

    def take(self, subject: str, reason: str, *, by: str) -> Saved:
        """Go on, on this desk, with what was begun on another. AuditError if it is this desk's, or there is no reason."""
        if not reason.strip():
            raise AuditError("A reason is needed to take over another's work", "Give it with --reason")
        with self.as_desk(by) as pen:
            folded = projections.folded(self.db, subject)
            if not isinstance(folded.value, Audit):
                raise AuditError(f"There is no audit {subject!r}", "auditui audit list shows them")
            if folded.home == pen.head.origin:
                raise AuditError("That is this desk's own already", "Go on with it")
            taken = entries.SubjectTaken(subject, folded.home, folded.end, reason.strip())
            pen.write(taken, self.clock())
            projections.project(self.db, pen.written)
        return Saved(pen.seq, pen.head.at)

    def correct_clock(self, first: int, last: int, seconds: int, reason: str, *, by: str) -> Saved:
        """Put right when this desk's entries from number `first` to `last` were written: `seconds` are added."""
        if not reason.strip() or not seconds or not 1 <= first <= last:
            raise AuditError(
                "A correction needs its entries, a time to add and a reason", "auditui journal redate --help"
            )
        origin = self.origin
        with self.as_desk(by) as pen:
            if pen.head.origin != origin or last > pen.head.origin_seq:
                raise AuditError(
                    "These are not entries of this desk, which has begun another",
                    "auditui journal head shows the desks",
                )
            corrected = entries.ClockCorrected(pen.head.origin, first, last, seconds, reason.strip())
            pen.write(corrected, self.clock())
            projections.project(self.db, pen.written)
        return Saved(pen.seq, pen.head.at)

    def clock_doubt(self) -> ClockDoubt | None:
        """Return the last entries of this desk that are dated more than a day later than its clock; None if none are."""
        limit = stamp(self.clock() + timedelta(days=1))
        rows = self.db.execute(
            "SELECT origin_seq, at FROM journal WHERE origin = ? ORDER BY origin_seq DESC", (self.origin,)
        )
        late = list(takewhile(lambda row: row[1] > limit, rows))
        return ClockDoubt(late[-1][0], late[0][0], late[-1][1][:10]) if late else None

    def redate(self, first: int, last: int, day: date, reason: str, *, by: str) -> Saved:
        """Put right that the desk's entries from number `first` to `last` were dated wrongly: the first was written on `day`."""
        row = self.db.execute(
            "SELECT at FROM journal WHERE origin = ? AND origin_seq = ?", (self.origin, first)
        ).fetchone()
        if row is None:
            raise AuditError(f"This desk has no entry {first}", "auditui journal head says how many it has")
        days = (day - date.fromisoformat(row[0][:10])).days
        return self.correct_clock(first, last, days * 86_400, reason, by=by)

    def receive(self, rows: Iterable[journal.Row]) -> int:
        """Take in entries that other desks wrote, in any order; return how many were not here yet.

        They are facts: nothing is asked of them, and what does not fit is set aside. What was purged, here or there, is erased;
        an entry without a body is taken in once the purge that it fell to is here.
        """
        from auditui.store import erasing  # noqa: PLC0415 - few stores take in others' entries

        given = list(rows)
        with self._transaction():
            self._insist_on_form()
            new = [row for row in given if row.body is not None and journal.take_in(self.db, row)]
            projections.project(self.db, [row.subject for row in new])
            erasing.erase(self.db, [row.subject for row in new])
            new += [row for row in given if erasing.is_purged(self.db, row) and journal.take_in(self.db, row)]
        traces.finish(self.db, self.path)
        return len(new)

    @contextmanager
    def as_desk(self, by: str) -> Iterator[Pen]:
        """Write as this file's desk, in one transaction, and remember what it wrote last just before that is committed."""
        folder = self._leases or places.leases().path
        origin = before = ""
        try:
            with lease.locked(folder), self._transaction():
                self._insist_on_form()
                pen = pick_up(self.db, folder, by, self.clock, self._unleased)
                origin, before = pen.head.origin, lease.remembered(folder, pen.head.origin)
                yield pen
                pen.read_back()
                self._unleased = lease.remember(folder, origin, pen.head.hash.hex(), before)
            self._wrote = True
        except BaseException:
            if before and journal.head(self.db, origin).hash.hex() == before:
                lease.remember(folder, origin, before)
            raise

    def _insist_on_form(self) -> None:
        """Refuse to write where another program has changed the tables since; nothing may act on what is written."""
        (now,) = self.db.execute("PRAGMA schema_version").fetchone()
        if now != self._form:
            if self.db.execute("PRAGMA user_version").fetchone() != (schema.SCHEMA_VERSION,):
                raise StoreError(
                    "Another version of auditui has updated the store", "Leave, and start it again"
                )
            form.insist(self.db, self.path)
            self._form = now

    def begin_audit(
        self,
        checklist: Checklist,
        *,
        case: str,
        team: str,
        event: str = "",
        listed: Case | None = None,
        by: str,
    ) -> str:
        """Begin an audit and return its id; publishes the checklist first if this store does not hold it yet.

        `listed` is the case as a case list has it: its strata go with the audit.
        """
        audit = new_id()
        known = self.db.execute("SELECT 1 FROM checklists WHERE digest = ?", (checklist.digest,)).fetchone()
        published = () if known else (entries.ChecklistPublished(checklist.digest, as_data(checklist)),)
        self.record(
            *published,
            entries.AuditStarted(
                audit, checklist.digest, case, team, event, **(listed.strata if listed else {})
            ),
            by=by,
        )
        return audit

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make every table again from the journal, in one transaction; return the number of entries read.

        What another program has put into the file that could act on what is written is removed.
        """
        with self._transaction():
            form.mend(self.db)
            schema.remake(self.db)
            self.forget()
            return projections.rebuild(self.db, progress)

    def heads(self) -> list[Head]:
        """Return the last entry of every origin, to be written down elsewhere."""
        return journal.heads(self.db)

    def verify(
        self, against: Sequence[Head | StoreHead] = (), progress: Progress | None = None
    ) -> list[Problem]:
        """Return what is wrong with the file, its journal or its tables, and remarks; see `verifying.verify`."""
        return verifying.verify(self.db, self._leases or places.leases().path, against, progress)

    def settle(self) -> None:
        """Put all that is in the log into the file itself; StoreError if that could not be done, or others use the store."""
        with explained(self.path):
            busy, *_ = self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreError(f"{self.path.name} is in use by another program", "Close it, and try again")

    def remember(self, **session: str) -> None:
        """Keep what the next start begins with; this is no fact about an audit, so the journal does not hold it.

        A window (``window:`` and its number) of which nothing lies open any more is forgotten.
        """
        with self._transaction():
            self.db.executemany("INSERT OR REPLACE INTO desk VALUES (?, ?)", list(session.items()))
            self.db.execute("DELETE FROM desk WHERE key LIKE 'window:%' AND value = ''")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        # IMMEDIATE takes the write lock first, so that two windows wait for each other and never fail halfway.
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            self.forget()
            raise

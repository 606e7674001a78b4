"""From the journal to the tables: one function for every subject, and the same for all of them at once.

Each runs inside the caller's transaction. What a subject's entries make is worked out from all of them every time, so
it is no matter in what order they came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec

from auditui.core.audits import rules_1
from auditui.core.audits.codec import decode
from auditui.core.audits.entries import ChecklistPublished, ClockCorrected, Opaque, Reason, Recorded
from auditui.core.audits.fold import Desk, Folded, fold
from auditui.core.audits.keeping import SubjectsPurged, lasting
from auditui.store import tallies
from auditui.store.rows import Rows, rows_of
from auditui.store.schema import TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from auditui.core.audits.entries import Entry
    from auditui.store.journal import Progress

    Published = Callable[[str], rules_1.Checklist | None]

_COLUMNS = "seq, origin, origin_seq, at, actor, kind, subject, body, hash"
_BATCH = 2_000


class Corrections:
    """The corrections of clocks that desks made, by desk."""

    def __init__(self, of_desks: dict[str, list[tuple[int, int, int]]]) -> None:
        """Take each desk's own: the first and the last number, and the seconds to be added."""
        self._of_desks = of_desks

    @classmethod
    def kept(cls, db: sqlite3.Connection) -> Corrections:
        """Read them from their table."""
        of_desks: dict[str, list[tuple[int, int, int]]] = {}
        for desk, first, last, seconds in db.execute(
            "SELECT desk, first, last, seconds FROM clock_corrections"
        ):
            of_desks.setdefault(desk, []).append((first, last, seconds))
        return cls(of_desks)

    def put_right(self, origin: str, number: int, at: str) -> str:
        """Return when an entry was written, by the clock as its desk put it right."""
        if origin not in self._of_desks:
            return at
        seconds = sum(seconds for first, last, seconds in self._of_desks[origin] if first <= number <= last)
        if not seconds:
            return at
        try:
            moment = datetime.fromisoformat(at) + timedelta(seconds=seconds)
        except OverflowError:
            return at
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def applied(self, written: Sequence[Recorded]) -> Iterable[Recorded]:
        """Return entries as they are dated by the clocks as they were put right."""
        if not self._of_desks:
            return written
        return [
            msgspec.structs.replace(one, at=self.put_right(one.origin, one.origin_seq, one.at))
            for one in written
        ]


def recorded(row: tuple[Any, ...], corrections: Corrections) -> Recorded:
    """Make a journal row a value; what cannot be understood in it is Opaque."""
    seq, origin, number, at, actor, kind, subject, body, linked = row
    entry = decode(kind, subject, body)
    if not _is_time(at):
        entry, at = Opaque(subject, kind, Reason.UNREADABLE), _NO_TIME
    return Recorded(seq, origin, number, corrections.put_right(origin, number, at), actor, entry, linked)


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_NO_TIME = "1970-01-01T00:00:00.000Z"


def _is_time(at: str) -> bool:
    try:
        return _TIME.fullmatch(at) is not None and datetime.fromisoformat(at) is not None
    except ValueError:
        return False


def entries_about(db: sqlite3.Connection, subject: str, corrections: Corrections) -> list[Recorded]:
    """Return every entry about one subject; of one that was purged, those no purge reaches."""
    query = f"SELECT {_COLUMNS} FROM journal WHERE subject = ?"  # noqa: S608 - a fixed list of names
    entries = [recorded(row, corrections) for row in db.execute(query, (subject,))]
    purged = db.execute("SELECT 1 FROM purged_subjects WHERE subject = ?", (subject,)).fetchone()
    return list(filter(lasting, entries)) if purged else entries


def unheard_of(db: sqlite3.Connection, said: Iterable[Entry]) -> set[str]:
    """Return those subjects of what is said that no entry is about yet and no purge named."""
    query = (
        "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM journal WHERE subject = value)"
        " AND NOT EXISTS (SELECT 1 FROM purged_subjects WHERE subject = value)"
    )
    return {subject for (subject,) in db.execute(query, (json.dumps([entry.subject for entry in said]),))}


class _Inserts:
    """Rows of subjects of which no table holds anything, on their way into the tables, many at a time."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Begin with none."""
        self._db = db
        self._waiting: Rows = {}

    def add(self, rows: Rows) -> None:
        """Take a subject's rows."""
        for name, of_table in rows.items():
            waiting = self._waiting.setdefault(name, [])
            waiting += of_table
            if len(waiting) > _BATCH:
                self._db.executemany(TABLES[name].insert(name), waiting)
                waiting.clear()

    def flush(self) -> None:
        """Write what waits."""
        for name, waiting in self._waiting.items():
            self._db.executemany(TABLES[name].insert(name), waiting)
        self._waiting = {}


def project(
    db: sqlite3.Connection,
    subjects: Iterable[str] | Mapping[str, Sequence[Recorded]],
    new: Collection[str] = (),
) -> None:
    """Bring the tables up to date with what the journal says about these subjects.

    Of the subjects in `new` no table holds anything yet, and the journal what `subjects` maps them to and nothing else.
    """
    waiting = dict.fromkeys(subjects)
    written = {subject: subjects[subject] for subject in new} if isinstance(subjects, Mapping) else {}
    corrections = Corrections.kept(db)
    published = _from_table(db)
    changes = tallies.Changes()
    inserts = _Inserts(db)
    while waiting:
        subject, _ = waiting.popitem()
        if fresh := written.pop(subject, None):
            before, rows = {}, rows_of(subject, fold(corrections.applied(fresh)), published)
            inserts.add(rows)
        else:
            inserts.flush()
            before = _held(db, subject)
            rows = rows_of(subject, fold(entries_about(db, subject, corrections)), published)
            _replace(db, before, rows)
        changes.take(before, -1)
        changes.take(rows, 1)
        if before.get("purged_subjects", []) != rows.get("purged_subjects", []):
            named = (*before.get("purged_subjects", ()), *rows.get("purged_subjects", ()))
            waiting |= dict.fromkeys(purged for _, purged in named)
        if before.get("clock_corrections", []) != rows.get("clock_corrections", []):
            inserts.flush()
            corrections = Corrections.kept(db)
            waiting |= dict.fromkeys(_dated_by(db, subject))
        if rows.get("checklists") != before.get("checklists"):
            inserts.flush()
            published = _from_table(db)
            waiting |= dict.fromkeys(_waiting(db))
    inserts.flush()
    changes.write(db)


def _held(db: sqlite3.Connection, subject: str) -> Rows:
    """Return the rows that a subject has now, by table."""
    held: Rows = {}
    for name, table in TABLES.items():
        query = f"SELECT * FROM {name} WHERE {table.names[0]} = ? ORDER BY {table.order}"  # noqa: S608 - fixed names
        if rows := db.execute(query, (subject,)).fetchall():
            held[name] = rows
    return held


def _replace(db: sqlite3.Connection, before: Rows, after: Rows) -> None:
    """Write the difference between what a subject's rows are and what they should be."""
    for name in {*before, *after}:
        table = TABLES[name]
        held, wanted = set(before.get(name, ())), set(after.get(name, ()))
        if gone := held - wanted:
            key = " AND ".join(f"{column} = ?" for column in table.names[: table.key])
            db.executemany(f"DELETE FROM {name} WHERE {key}", [row[: table.key] for row in gone])  # noqa: S608 - fixed names
        if come := wanted - held:
            db.executemany(table.insert(name), come)


def _from_table(db: sqlite3.Connection) -> Published:
    known: dict[str, rules_1.Checklist | None] = {}

    def published(digest: str) -> rules_1.Checklist | None:
        if digest not in known:
            row = db.execute("SELECT content FROM checklists WHERE digest = ?", (digest,)).fetchone()
            known[digest] = rules_1.read(json.loads(row[0])) if row else None
        return known[digest]

    return published


def _dated_by(db: sqlite3.Connection, desk: str) -> list[str]:
    """Return the subjects of a desk's entries, whose dates hang on its clock; itself among them."""
    found = db.execute("SELECT DISTINCT subject FROM journal WHERE origin = ?", (desk,))
    return [subject for (subject,) in found]


def _waiting(db: sqlite3.Connection) -> list[str]:
    """Return the audits that were finished and could not be counted before their checklist was here."""
    found = db.execute(
        "SELECT id FROM audits WHERE day != '' AND state != 'withdrawn' AND second_of = '' AND id NOT IN (SELECT audit FROM contributions)"
    )
    return [audit for (audit,) in found]


def rebuild(db: sqlite3.Connection, progress: Progress | None = None) -> int:
    """Fill the tables, which are empty, from the whole journal; return the number of entries read."""
    changes = tallies.Changes()
    inserts = _Inserts(db)
    count = 0
    for _subject, number, rows in expected(db, progress):
        count += number
        inserts.add(rows)
        changes.take(rows, 1)
    inserts.flush()
    changes.write(db, empty=True)
    return count


def expected(db: sqlite3.Connection, progress: Progress | None = None) -> Iterator[tuple[str, int, Rows]]:
    """Yield each subject of the journal, in order, with the number of its entries and the rows it should have."""
    purged, corrections, published = _first(db)
    (total,) = db.execute("SELECT count(*) FROM journal").fetchone()
    rows = db.execute(f"SELECT {_COLUMNS} FROM journal ORDER BY subject")  # noqa: S608 - a fixed list of names
    done = 0
    for subject, about in groupby(rows, key=lambda row: row[6]):
        entries = [recorded(row, corrections) for row in about]
        number = len(entries)
        if progress and done // 1000 != (done + number) // 1000:
            progress(done, total)
        done += number
        if subject in purged:
            entries = list(filter(lasting, entries))
        yield subject, number, rows_of(subject, fold(entries), published)
    if progress:
        progress(total, total)


def _first(db: sqlite3.Connection) -> tuple[set[str], Corrections, Published]:
    """Return what other subjects hang on: what was purged, the corrections of clocks, and the checklists."""
    corrections: dict[str, list[tuple[int, int, int]]] = {}
    published: dict[str, rules_1.Checklist | None] = {}
    purged: set[str] = set()
    for value in values_of(db, ClockCorrected.kind, ChecklistPublished.kind, SubjectsPurged.kind):
        if isinstance(value, Desk):
            for correction in (recorded.entry for recorded in value.corrections):
                if isinstance(correction, ClockCorrected):
                    said = (correction.first, correction.last, correction.seconds)
                    corrections.setdefault(correction.subject, []).append(said)
        elif isinstance(value.entry, ChecklistPublished):
            published[value.entry.subject] = rules_1.read(value.entry.content)
        elif isinstance(value.entry, SubjectsPurged):
            purged.update(value.entry.subjects)
    return purged, Corrections(corrections), published.get


def values_of(db: sqlite3.Connection, *kinds: str) -> Iterator[Desk | Recorded]:
    """Yield what the subjects of entries of these kinds are, each a desk or one fact, from the journal alone."""
    marks = ", ".join("?" * len(kinds))
    query = f"SELECT DISTINCT subject FROM journal WHERE kind IN ({marks})"  # noqa: S608 - marks only
    about = f"SELECT {_COLUMNS} FROM journal WHERE subject = ?"  # noqa: S608 - a fixed list of names
    for subject in db.execute(query, kinds).fetchall():
        rows = db.execute(about, subject).fetchall()
        value = fold(filter(lasting, (recorded(row, Corrections({})) for row in rows))).value
        if isinstance(value, Desk | Recorded):
            yield value


def folded(db: sqlite3.Connection, subject: str) -> Folded:
    """Return what the entries about a subject make."""
    return fold(entries_about(db, subject, Corrections.kept(db)))

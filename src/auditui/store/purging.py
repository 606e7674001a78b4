"""Erasing what a rule names: which subjects it reaches, the entry that says so, and the bodies taken out.

What stays is the journal's own columns (times, auditor codes, random ids), the chain over the digests, and counts of
finished audits by one thing at a time.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from auditui.core.audits.keeping import KeptCounts, SubjectsPurged, purge_id
from auditui.core.errors import StoreError
from auditui.core.retention import CASE
from auditui.store import backups, projections, traces
from auditui.store.erasing import HELD, erase
from auditui.store.explained import explained
from auditui.store.tallies import Changes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from auditui.core.retention import Rule
    from auditui.store.backups import Backup
    from auditui.store.store import Store


class Purge(NamedTuple):
    """What a purge would do, or did.

    `corrected` are the audits among them that have another reference now than the case that was named. `entries` are to be written, one for the finished audits of each checklist and month and one for all else of a rule.
    `going` has by table how many records go. `held` and `unanswered` are how many audits and listed cases stay for a hold, and
    audits for a concern that nobody has answered. `copies` are the files with earlier states of the store that go too, and
    `fresh` is the backup that took their place, if one was made.
    """

    entries: tuple[SubjectsPurged, ...]
    going: dict[str, int]
    held: int
    unanswered: int
    corrected: int = 0
    copies: tuple[Path, ...] = ()
    fresh: Backup | None = None

    @property
    def subjects(self) -> int:
        """How many subjects go."""
        return sum(len(entry.subjects) for entry in self.entries)


#: The audits, actions, concerns, case lists and listed cases that a rule names, by table.
_NAMED = {
    "audits": "SELECT id FROM audits WHERE (state = 'finished' OR state = 'withdrawn' AND day != '') AND day < ?",
    "drafts": (
        "SELECT id FROM audits WHERE state != 'finished' AND NOT (state = 'withdrawn' AND day != '')"
        " AND substr(changed_at, 1, 10) < ?"
    ),
    "actions": (
        "SELECT action FROM (SELECT id, action, done_at at FROM actions_done"
        " UNION ALL SELECT id, action, dropped_at FROM actions_dropped)"
        " WHERE id NOT IN (SELECT j.value FROM actions_reopened r, json_each(r.closings) j) AND substr(at, 1, 10) < ?"
    ),
    "concerns": "SELECT concern FROM concerns_answered WHERE substr(answered_at, 1, 10) < ?",
    "case-lists": "SELECT id FROM frames WHERE substr(imported_at, 1, 10) < ?",
}
#: What goes with the records of a table, by theirs: a statement that is given an id.
_WITH = {
    "audits": (
        ("actions", "SELECT id FROM actions WHERE audit = ?"),
        ("concerns", "SELECT id FROM concerns WHERE audit = ?"),
        ("additions", "SELECT id FROM additions WHERE audit = ?"),
    ),
    "actions": tuple(
        (table, f"SELECT id FROM {table} WHERE action = ?")  # noqa: S608 - fixed names
        for table in ("actions_done", "action_changes", "actions_dropped", "actions_reopened")
    ),
    "concerns": (
        ("concerns_answered", "SELECT id FROM concerns_answered WHERE concern = ?"),
        ("concern_additions", "SELECT id FROM concern_additions WHERE concern = ?"),
    ),
    "frames": (
        ("cases", "SELECT id FROM cases WHERE frame = ?"),
        ("frames_removed", "SELECT id FROM frames_removed WHERE frame = ?"),
    ),
    "holds": (("holds_released", "SELECT id FROM holds_released WHERE hold = ?"),),
}
_UNANSWERED = "SELECT audit FROM concerns WHERE id NOT IN (SELECT concern FROM concerns_answered)"
#: The audits that have, or had before a correction, the reference of a case that is held.
_HELD_AUDITS = f"SELECT audit FROM audit_references WHERE case_ref IN ({HELD})"  # noqa: S608 - fixed text
_OF_HELD = f"""
{_HELD_AUDITS}
UNION SELECT id FROM cases WHERE ref IN ({HELD})
UNION SELECT frame FROM cases WHERE ref IN ({HELD})
UNION SELECT id FROM actions WHERE audit IN ({_HELD_AUDITS})
UNION SELECT id FROM concerns WHERE audit IN ({_HELD_AUDITS})
"""  # noqa: S608 - fixed text

Found = dict[str, set[str]]


def plan(db: sqlite3.Connection, rules: Iterable[Rule]) -> Purge:
    """Return what a purge by these rules does; nothing is changed."""
    held_subjects = {subject for (subject,) in db.execute(_OF_HELD)}
    unanswered_audits = {audit for (audit,) in db.execute(_UNANSWERED)}
    taken: set[str] = set()
    entries: list[SubjectsPurged] = []
    going: dict[str, int] = defaultdict(int)
    held: set[str] = set()
    unanswered: set[str] = set()
    corrected: set[str] = set()
    for rule in rules:
        named = _named(db, rule)
        held |= held_subjects & (named["audits"] | named["cases"])
        if rule.records != CASE:
            unanswered |= (unanswered_audits & named["audits"]) - held
            named["audits"] -= unanswered_audits
        named = {table: ids - held_subjects for table, ids in named.items()}
        found = _with_followers(db, named, held_subjects)
        found["holds"] |= _released_holds(db, found)
        found = _with_followers(db, found, held_subjects)
        if rule.records == CASE:
            corrected |= found["audits"] - _ids(db, "SELECT id FROM audits WHERE case_ref = ?", rule.case)
        for table, ids in found.items():
            going[table] += len(ids - taken)
        entries += _entries(db, rule, found, taken)
        taken.update(*found.values())
    going = {table: number for table, number in going.items() if number}
    return Purge(tuple(entries), going, len(held), len(unanswered), len(corrected))


def to_purge(store: Store, rules: Iterable[Rule]) -> Purge:
    """Return what `purge` would erase; nothing is changed."""
    with explained(store.path):
        return plan(store.db, rules)._replace(copies=tuple(traces.copies(store.path)))


def purge(
    store: Store,
    rules: Iterable[Rule],
    *,
    by: str,
    backup_folder: Path | None = None,
) -> Purge:
    """Erase what the rules name, for good: the bodies of its entries, its rows, and what they leave in the store's files.

    Before earlier copies go, a proved backup of what is left is put into `backup_folder`, if one is given and it can be made.
    Return what was erased. StoreError if another program keeps traces in the file: they go when it is next opened.
    """
    with explained(store.path), store.as_desk(by) as pen:
        made = plan(store.db, rules)
        for entry in made.entries:
            pen.write(entry, store.clock())
        projections.project(store.db, pen.written)
        erase(store.db)
    removed, fresh = None, None
    if traces.clean(store.db):
        if backup_folder:
            fresh = _backed_up(store, backup_folder)
        removed = traces.remove_copies(store.db, store.path, fresh.path if fresh else None)
    if removed is None:
        raise StoreError(
            "It is erased, and traces of it are left: another program has the store open, or a copy cannot be removed",
            "Close it, and look at the folder of backups; they go when the store is opened next",
        )
    return made._replace(copies=tuple(removed), fresh=fresh)


def _backed_up(store: Store, folder: Path) -> Backup | None:
    """Put a backup in the place of the day's; None where there is no room: what is to be erased goes all the same."""
    try:
        return backups.renew(store.path, folder, store.clock().date())
    except StoreError:
        return None


def _named(db: sqlite3.Connection, rule: Rule) -> Found:
    found: Found = defaultdict(set)
    if rule.records == CASE:
        found["audits"] = _ids(db, "SELECT audit FROM audit_references WHERE case_ref = ?", rule.case)
        found["cases"] = _ids(db, "SELECT id FROM cases WHERE ref = ?", rule.case)
        found["holds"] = _ids(db, "SELECT id FROM holds WHERE case_ref = ?", rule.case)
        found["holds"] -= {hold for (hold,) in db.execute(HELD.replace("case_ref", "id", 1))}
    else:
        table = {"drafts": "audits", "case-lists": "frames"}.get(rule.records, rule.records)
        found[table] = _ids(db, _NAMED[rule.records], rule.before)
    if rule.records == "case-lists":
        for frame in found["frames"]:
            found["cases"] |= _ids(db, "SELECT id FROM cases WHERE frame = ?", frame)
    return found


def _ids(db: sqlite3.Connection, query: str, value: str) -> set[str]:
    return {found for (found,) in db.execute(query, (value,))}


def _with_followers(db: sqlite3.Connection, named: Found, held: set[str]) -> Found:
    """Return what is named with all that goes with it: an audit's actions and concerns, and what closed those."""
    found: Found = defaultdict(set, {table: set(ids) for table, ids in named.items()})
    for table, followers in _WITH.items():
        for follower, query in followers:
            for owner in found[table]:
                found[follower] |= _ids(db, query, owner) - held
    return found


def _released_holds(db: sqlite3.Connection, found: Found) -> set[str]:
    """Return the holds that are over on cases whose records go: they name the case too."""
    holds: set[str] = set()
    named_by = {
        "audits": "audit_references t ON t.audit = ? AND t.case_ref",
        "cases": "cases t ON t.id = ? AND t.ref",
    }
    for table, named in named_by.items():
        query = f"SELECT h.id FROM holds h JOIN holds_released r ON r.hold = h.id JOIN {named} = h.case_ref"  # noqa: S608
        for subject in found[table]:
            holds |= _ids(db, query, subject)
    return holds


def _entries(db: sqlite3.Connection, rule: Rule, found: Found, taken: set[str]) -> Iterator[SubjectsPurged]:
    """Yield the entries of one rule: of finished audits with their counts, of all else without."""
    left = set[str]().union(*found.values()) - taken
    counted: dict[tuple[str, str], list[tuple[object, ...]]] = defaultdict(list)
    for audit in sorted(found["audits"] & left):
        for row in db.execute("SELECT * FROM contributions WHERE audit = ?", (audit,)):
            counted[row[1], row[2]].append(row)
            left.discard(audit)
    for (checklist, month), contributions in sorted(counted.items()):
        changes = Changes()
        for contribution in contributions:
            changes.count(contribution, 1)
        subjects = tuple(str(contribution[0]) for contribution in contributions)
        counts = tuple(_kept(row) for row in changes.rows())
        yield SubjectsPurged(purge_id(subjects), rule.words, subjects, checklist, month, counts)
    if left:
        yield SubjectsPurged(purge_id(left), rule.words, tuple(sorted(left)))


def _kept(row: tuple[str, ...]) -> KeptCounts:
    """Make a row of tallies what the journal keeps of it."""
    _checklist, dimension, label, _month, *columns = row
    judgements, sections, _parts, answers = (msgspec.json.decode(column) for column in columns)
    return msgspec.convert((dimension, label, answers, sections, judgements), KeptCounts)

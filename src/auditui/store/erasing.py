"""Taking the bodies of what was purged out of the journal, wherever the purge was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits.codec import decode
from auditui.core.audits.keeping import LASTING
from auditui.core.text import number_of, one_line
from auditui.store import traces

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from auditui.store.journal import Row

#: The cases about which nothing may be erased.
HELD = "SELECT case_ref FROM holds WHERE id NOT IN (SELECT hold FROM holds_released)"
_PURGED = "SELECT subject FROM purged_subjects"
_LASTING = ", ".join(f"'{kind}'" for kind in sorted(LASTING))
_TO_ERASE = f"body IS NOT NULL AND kind NOT IN ({_LASTING})"


def erase(db: sqlite3.Connection, subjects: Iterable[str] | None = None) -> None:
    """Take the bodies of what was purged out of the journal, inside the caller's transaction.

    With `subjects` only what these purges name, or these subjects. What a hold keeps stays in the journal, and in no
    table, until it is released and something is purged again: another desk may have purged it.
    """
    if subjects is None:
        reached = {subject for (subject,) in db.execute(_PURGED)}
    else:
        named = f"{_PURGED} WHERE ? IN (purge, subject)"
        reached = {purged for subject in set(subjects) for (purged,) in db.execute(named, (subject,))}
    if not reached:
        return
    gone = reached - _held_of_purged(db)
    query = f"UPDATE journal SET body = NULL, salt = NULL WHERE {_TO_ERASE} AND subject = ?"  # noqa: S608 - fixed names
    db.executemany(query, [(subject,) for subject in sorted(gone)])
    traces.mark(db)


def is_purged(db: sqlite3.Connection, row: Row) -> bool:
    """Whether an entry has no body because its subject was purged."""
    purged = db.execute(f"{_PURGED} WHERE subject = ?", (row.subject,)).fetchone()
    return row.body is None and row.kind not in LASTING and purged is not None


def _held_of_purged(db: sqlite3.Connection) -> set[str]:
    """Return the subjects that were purged and whose own words name a case that is held here, or an audit of one."""
    cases = {case for (case,) in db.execute(HELD)}
    if not cases:
        return set()
    query = f"SELECT kind, subject, body FROM journal WHERE {_TO_ERASE} AND subject IN ({_PURGED})"  # noqa: S608 - fixed names
    entries = [decode(*row) for row in db.execute(query)]
    held = {
        entry.subject
        for entry in entries
        if getattr(entry, "case", None) in cases or getattr(entry, "ref", None) in cases
    }
    owners = ("audit", "action", "concern")
    for _ in owners:  # what closed an action of a held audit is two steps away
        held |= {
            entry.subject for entry in entries if any(getattr(entry, name, None) in held for name in owners)
        }
    return held


def report(db: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """Yield of each purge the desk and number of its entry, its place in this file, and what it says in one line."""
    query = (
        "SELECT p.id, p.rule, p.subjects, p.purged_at, p.purged_by, j.origin, j.origin_seq, j.seq FROM purges p"
        " JOIN journal j ON j.seq = (SELECT min(seq) FROM journal WHERE subject = p.id) ORDER BY j.seq"
    )
    for purge, rule, subjects, at, by, origin, number, seq in db.execute(query).fetchall():
        (erased,) = db.execute(
            "SELECT count(*) FROM journal WHERE body IS NULL AND subject IN"
            " (SELECT subject FROM purged_subjects WHERE purge = ?)",
            (purge,),
        ).fetchone()
        gone = f"{number_of(erased, 'entry', 'entries')} of {number_of(subjects, 'record')}"
        words = one_line(f"{by} erased {gone} on {at[:10]}: {rule}")
        yield f"{origin}:{number}", seq, words

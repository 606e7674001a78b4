"""Writing to the journal as this file's desk, or as a new one where the file is a copy."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from auditui.core.audits import entries
from auditui.core.audits.codec import decode, encode
from auditui.core.audits.entries import Recorded
from auditui.core.errors import AuditError, StoreError
from auditui.store import journal, lease

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from auditui.store.journal import Head

#: Why a further desk begins.
_COPIED = "this file was not the one that its desk last wrote"


def stamp(moment: datetime) -> str:
    """Return a moment as the journal writes it: UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Pen:
    """Writes entries to the journal behind a desk's head, inside the caller's transaction."""

    def __init__(self, db: sqlite3.Connection, head: Head, by: str) -> None:
        """Write what `by` says behind `head`."""
        self._db = db
        self._by = by
        self.head = head
        self.seq = 0
        #: What was written and is not projected yet, by subject.
        self.written: dict[str, list[Recorded]] = {}
        self._after = head.origin_seq
        self._number, self._proof = 0, sha256()

    def write(self, entry: entries.Entry, moment: datetime) -> Recorded:
        """Write one entry, dated `moment`. AuditError if it could not be read again as it is."""
        body = encode(entry)
        kept = decode(entry.kind, entry.subject, body)
        if isinstance(kept, entries.Opaque):
            raise AuditError("That cannot be kept: it holds something no file could", "Type it again")
        at = stamp(moment)
        self.seq, self.head = journal.append(
            self._db,
            self.head,
            at=at,
            actor=self._by,
            kind=entry.kind,
            subject=entry.subject,
            body=body,
            salt=os.urandom(16),
        )
        head = self.head
        self._number += 1
        self._proof.update(repr((body, head.hash)).encode())
        recorded = Recorded(self.seq, head.origin, head.origin_seq, at, self._by, kept, head.hash)
        self.written.setdefault(entry.subject, []).append(recorded)
        return recorded

    @property
    def first(self) -> int:
        """The place of the first entry written."""
        return self.seq - self._number + 1

    def read_back(self) -> None:
        """Read what was written from the journal again; StoreError if anything has become of it."""
        query = "SELECT body, hash FROM journal WHERE origin = ? AND origin_seq > ? ORDER BY origin_seq"
        proof = sha256()
        for row in self._db.execute(query, (self.head.origin, self._after)):
            proof.update(repr(row).encode("utf-8", "replace"))
        if proof.digest() != self._proof.digest():
            raise StoreError(
                "What was written cannot be read back, so nothing was saved",
                "auditui journal verify says why",
            )


def pick_up(
    db: sqlite3.Connection, folder: Path, by: str, clock: Callable[[], datetime], unleased: str = ""
) -> Pen:
    """Return what writes behind the head of the desk that this file is, or of a new one if it is a copy.

    `folder` is where this user's desks are remembered; `unleased` is the last entry of a desk that could not be. The desk
    that the file was last written as goes on where it may.
    """
    (last,) = db.execute("SELECT id FROM origin").fetchone()
    heads = journal.heads(db)
    own = [head for head in heads if head.hash.hex() in (unleased, lease.remembered(folder, head.origin))]
    if own or not heads:
        head = min(own, key=lambda head: head.origin != last) if own else journal.head(db, last)
        pen = Pen(db, head, by)
    else:
        pen = Pen(db, journal.Head(secrets.token_hex(6), 0, "", journal.GENESIS), by)
        seen = {head.origin: f"{head.origin_seq}:{head.hash.hex()}" for head in heads}
        pen.write(entries.DeskBegan(pen.head.origin, _COPIED, seen), clock())
    if pen.head.origin != last:
        db.execute("UPDATE origin SET id = ?", (pen.head.origin,))
    return pen

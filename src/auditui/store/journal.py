"""The append-only journal: one row a fact, chained by hash for each origin.

``digest`` is SHA-256(salt ‖ body). ``hash`` is SHA-256(hash of this origin's entry before ‖ the other
columns but seq, body and salt, as a JSON array in that order, digest in hexadecimal); the first entry of
an origin follows 32 zero bytes. So a body can be purged and the chain still verifies.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    #: Hears how many of how many are read; what it raises ends the reading.
    Progress = Callable[[int, int], None]

GENESIS = bytes(32)


class Row(NamedTuple):
    """A journal row as stored."""

    seq: int
    origin: str
    origin_seq: int
    at: str
    actor: str
    kind: str
    subject: str
    body: str | None
    salt: bytes | None
    digest: bytes
    hash: bytes


class Head(NamedTuple):
    """The last entry of an origin: what a chain is checked against when written down elsewhere."""

    origin: str
    origin_seq: int
    at: str
    hash: bytes

    def __str__(self) -> str:
        """Write it as one word: origin, number and hash."""
        return f"{self.origin}:{self.origin_seq}:{self.hash.hex()}"


@dataclass(frozen=True)
class Finding:
    """Something wrong with the journal: at which entry, and what."""

    seq: int
    entry: str
    what: str


_COLUMNS = ", ".join(Row._fields)
_INSERT = f"INSERT INTO journal ({', '.join(Row._fields[1:])}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - fixed names


def digest_of(salt: bytes, body: str) -> bytes:
    """Return the digest that stands for a body in the chain."""
    return sha256(salt + body.encode()).digest()


def link(
    before: bytes, origin: str, origin_seq: int, at: str, actor: str, kind: str, subject: str, digest: bytes
) -> bytes:
    """Return the hash of an entry that follows the entry with hash `before`."""
    said = json.dumps([origin, origin_seq, at, actor, kind, subject, digest.hex()], separators=(",", ":"))
    return sha256(before + said.encode()).digest()


def append(
    db: sqlite3.Connection,
    before: Head,
    *,
    at: str,
    actor: str,
    kind: str,
    subject: str,
    body: str,
    salt: bytes,
) -> tuple[int, Head]:
    """Write one entry after `before`, inside the caller's transaction; return its seq and the new head."""
    origin, number = before.origin, before.origin_seq + 1
    digest = digest_of(salt, body)
    hashed = link(before.hash, origin, number, at, actor, kind, subject, digest)
    cursor = db.execute(_INSERT, (origin, number, at, actor, kind, subject, body, salt, digest, hashed))
    return cursor.lastrowid or 0, Head(origin, number, at, hashed)


def head(db: sqlite3.Connection, origin: str) -> Head:
    """Return the head of an origin; before its first entry, the genesis."""
    row = db.execute(
        "SELECT origin_seq, at, hash FROM journal WHERE origin = ? ORDER BY origin_seq DESC LIMIT 1",
        (origin,),
    ).fetchone()
    return Head(origin, *row) if row else Head(origin, 0, "", GENESIS)


def heads(db: sqlite3.Connection) -> list[Head]:
    """Return the head of every origin in the journal."""
    return [
        head(db, origin)
        for (origin,) in db.execute("SELECT DISTINCT origin FROM journal ORDER BY origin").fetchall()
    ]


def in_order(db: sqlite3.Connection, progress: Progress | None = None) -> Iterator[Row]:
    """Yield every entry in the order all stores agree on: by time, then origin, then number."""
    return _all(db, "at, origin, origin_seq", progress)


def _all(db: sqlite3.Connection, order: str, progress: Progress | None) -> Iterator[Row]:
    """Yield every entry; `progress` hears how many of how many were read."""
    (total,) = db.execute("SELECT count(*) FROM journal").fetchone()
    rows = db.execute(f"SELECT {_COLUMNS} FROM journal ORDER BY {order}")  # noqa: S608 - a fixed list of names
    for done, row in enumerate(map(Row._make, rows)):
        if progress and done % 1000 == 0:
            progress(done, total)
        yield row
    if progress:
        progress(total, total)


def about(db: sqlite3.Connection, subject: str) -> Iterator[Row]:
    """Yield the entries about one subject, oldest first."""
    query = f"SELECT {_COLUMNS} FROM journal WHERE subject = ? ORDER BY at, origin, origin_seq"  # noqa: S608
    return map(Row._make, db.execute(query, (subject,)))


def verify(
    db: sqlite3.Connection, against: list[Head], progress: Progress | None = None
) -> Iterator[Finding]:
    """Yield everything that shows an entry altered, removed or moved; `against` are heads written down before."""
    expected = {(head.origin, head.origin_seq): head.hash for head in against}
    previous = Head("", 0, "", GENESIS)
    last_seq = 0
    for row in _all(db, "origin, origin_seq", progress):
        if row.origin != previous.origin:
            previous, last_seq = Head(row.origin, 0, "", GENESIS), 0
        for what in _faults(row, previous, last_seq):
            yield Finding(row.seq, f"{row.origin}:{row.origin_seq}", what)
        written = expected.pop((row.origin, row.origin_seq), row.hash)
        if written != row.hash:
            yield Finding(
                row.seq,
                f"{row.origin}:{row.origin_seq}",
                "is not the entry that was written down as the head",
            )
        previous, last_seq = Head(row.origin, row.origin_seq, row.at, row.hash), row.seq
    for origin, number in expected:
        yield Finding(
            0, f"{origin}:{number}", "was written down as the head and is missing: the end has been cut off"
        )


def _faults(row: Row, previous: Head, last_seq: int) -> Iterator[str]:
    if row.origin_seq > previous.origin_seq + 1:
        yield f"the {row.origin_seq - previous.origin_seq - 1} before it are missing"
    elif row.hash != link(previous.hash, *row[1:7], row.digest):
        yield "was altered, or the entry before it was"
    if row.body is None or row.salt is None:
        yield "its body was removed"
    elif row.digest != digest_of(row.salt, row.body):
        yield "its body was altered"
    if row.seq < last_seq:
        yield "stands before an entry that was written earlier"
    if row.at < previous.at:
        yield "is dated before the entry it follows"

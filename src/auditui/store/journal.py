"""The append-only journal: one row a fact, chained by hash for each origin.

``digest`` is SHA-256(salt ‖ body). ``hash`` is SHA-256(hash of this origin's entry before ‖ the other
columns but seq, body and salt, as a JSON array in that order, digest in hexadecimal); the first entry of
an origin follows 32 zero bytes. So a body can be purged and the chain still verifies.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from auditui.core.audits.keeping import LASTING
from auditui.core.problem import Level, Place, Problem
from auditui.store.explained import code_of, database_errors, is_damage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Iterator, Sequence

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


class Unreadable(NamedTuple):
    """An entry that the file no longer gives out; of one that its index does not know either only the place after it is known."""

    seq: int
    origin: str
    origin_seq: int


_TYPES = (int, str, int, *[str] * 4, str | None, bytes | None, bytes, bytes)
_COLUMNS = ", ".join(Row._fields)
_INSERT = f"INSERT INTO journal ({', '.join(Row._fields[1:])}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - fixed names


def is_typed(values: Sequence[object]) -> bool:
    """Whether the values of a row are of the types of an entry's columns; in a damaged file they may be any."""
    return len(values) == len(_TYPES) and all(map(isinstance, values, _TYPES))


def digest_of(salt: bytes, body: str) -> bytes:
    """Return the digest that stands for a body in the chain."""
    # Bytes that were no text are hashed as the bytes they are: see `as_it_stands`.
    return sha256(salt + body.encode("utf-8", "surrogateescape")).digest()


def as_it_stands(text: bytes) -> str:
    """Return a text of the file, with half a surrogate pair for each byte that is none: what a damaged file is read with."""
    return text.decode("utf-8", "surrogateescape")


def link(
    before: bytes, origin: str, origin_seq: int, at: str, actor: str, kind: str, subject: str, digest: bytes
) -> bytes:
    """Return the hash of an entry that follows the entry with hash `before`."""
    columns = [origin, origin_seq, at, actor, kind, subject, digest.hex()]
    words = origin + at + actor + kind + subject
    # The two write printable ASCII alike, and msgspec does so eight times as fast.
    if words.isascii() and words.isprintable():
        return sha256(before + msgspec.json.encode(columns)).digest()
    return sha256(before + json.dumps(columns, separators=(",", ":")).encode()).digest()


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
    # Goes from origin to origin through the index; DISTINCT would read every entry.
    origins = db.execute(
        "WITH RECURSIVE o(id) AS (SELECT min(origin) FROM journal UNION ALL"
        " SELECT (SELECT min(origin) FROM journal WHERE origin > o.id) FROM o WHERE o.id IS NOT NULL)"
        " SELECT id FROM o WHERE id IS NOT NULL"
    ).fetchall()
    return [head(db, origin) for (origin,) in origins]


def holds(db: sqlite3.Connection, last: Head, hashed: str) -> bool:
    """Whether an entry of the desk with this last entry has this hash, in hexadecimal."""
    return last.hash.hex() == hashed or bool(
        db.execute(
            "SELECT 1 FROM journal WHERE origin = ? AND hash = ?", (last.origin, bytes.fromhex(hashed))
        ).fetchone()
    )


def rows(db: sqlite3.Connection, after: int = 0) -> Iterator[Row]:
    """Yield the entries that arrived in this file after place `after`, in the order they arrived."""
    query = f"SELECT {_COLUMNS} FROM journal WHERE seq > ? ORDER BY seq"  # noqa: S608 - a fixed list of names
    return map(Row._make, db.execute(query, (after,)))


def take_in(db: sqlite3.Connection, row: Row) -> bool:
    """Write another desk's entry as it is, inside the caller's transaction; return whether it was not here yet."""
    return bool(db.execute(f"{_INSERT} ON CONFLICT (origin, origin_seq) DO NOTHING", row[1:]).rowcount)


def by_desk(db: sqlite3.Connection) -> Iterator[Row | Unreadable]:
    """Yield every entry, desk by desk in the order of their numbers, and those that the file no longer gives out."""
    query = f"SELECT {_COLUMNS} {_FROM_ON}"
    last = ("", -1)
    while True:
        try:
            for row in map(Row._make, db.execute(query, last)):
                last = (row.origin, row.origin_seq)
                yield row
        except database_errors() as error:
            if not (is_damage(error) or code_of(error).startswith("SQLITE_IOERR")):
                raise
        else:
            return
        # The index knows which it is; what stands behind it may be read again.
        try:
            lost = db.execute(f"SELECT seq, origin, origin_seq {_FROM_ON} LIMIT 1", last).fetchone()
        except database_errors():
            yield Unreadable(0, *last)
            return
        if lost is None:
            return
        yield Unreadable(*lost)
        last = lost[1:]


_FROM_ON = "FROM journal WHERE (origin, origin_seq) > (?, ?) ORDER BY origin, origin_seq"


def verify(
    db: sqlite3.Connection,
    own: str,
    against: list[Head],
    progress: Progress | None = None,
    purged: Container[str] = frozenset(),
) -> Iterator[Problem]:
    """Yield everything that shows an entry altered, removed or moved; `against` are heads written down before.

    Those about the subjects in `purged` may have no body. Those of this file's `own` desk stand in the order they were
    written; others' stand as they arrived.
    """
    expected = {(head.origin, head.origin_seq): head.hash for head in against}
    previous, last_seq = Head("", 0, "", GENESIS), 0
    for row in _watched(db, progress):
        if row.origin != previous.origin:
            previous, last_seq = Head(row.origin, 0, "", GENESIS), 0
        place = Place(entry=f"{row.origin}:{row.origin_seq}", row=row.seq)
        if isinstance(row, Unreadable):
            if row.seq:
                yield Problem(place, "cannot be read")
            else:
                yield Problem(place, _LOST) if row.origin else Problem(Place(entry="journal"), _NONE)
            expected.pop((row.origin, row.origin_seq), None)
            previous, last_seq = Head(row.origin, row.origin_seq, "", b""), row.seq
            continue
        for fault in _faults(row, previous, last_seq * (row.origin == own), purged=row.subject in purged):
            yield Problem(place, fault)
        if row.at < previous.at:
            yield Problem(place, "is dated before the entry it follows", Level.REMARK)
        if expected.pop((row.origin, row.origin_seq), row.hash) != row.hash:
            yield Problem(place, "is not the entry that was written down as the head")
        previous, last_seq = Head(row.origin, row.origin_seq, row.at, row.hash), row.seq
    for origin, number in expected:
        yield Problem(Place(entry=f"{origin}:{number}"), _MISSING)


def _watched(db: sqlite3.Connection, progress: Progress | None) -> Iterator[Row | Unreadable]:
    total = db.execute("SELECT max(seq) FROM journal").fetchone()[0]
    before = ("", 0)
    for done, row in enumerate(by_desk(db)):
        if progress and done % 1000 == 0:
            progress(done, total or 0)
        if isinstance(row, Row) and not is_typed(row):
            # A flipped bit can make a text of a number; what the entry's own number is can be told by the one before it.
            row = Unreadable(row.seq, before[0], before[1] + 1)  # noqa: PLW2901 - the same entry
        yield row
        before = (row.origin, row.origin_seq)


_MISSING = "was written down as the head and is missing: the end has been cut off"
_NONE = "none of its entries can be read"
_LOST = "is the last that can be read: those after it are lost"


def _faults(row: Row, previous: Head, last_seq: int, *, purged: bool) -> Iterator[str]:
    if row.origin_seq > previous.origin_seq + 1:
        yield f"the {row.origin_seq - previous.origin_seq - 1} before it are missing"
    elif previous.hash and row.hash != link(previous.hash, *row[1:7], row.digest):
        yield "was altered, or the entry before it was"
    if fault := _fault_of_body(row, purged=purged):
        yield fault
    if row.seq < last_seq:
        yield "stands before an entry that was written earlier"


def _fault_of_body(row: Row, *, purged: bool) -> str:
    if row.body is None or row.salt is None:
        erased = purged and row.body is None and row.salt is None and row.kind not in LASTING
        return "" if erased else "its body was removed"
    return "" if row.digest == digest_of(row.salt, row.body) else "its body was altered"

"""Ways in which a store is damaged or tampered with, for tests of what is said of each and what is saved of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from auditui.store import journal

GUARDS = ("journal_keeps_every_entry", "journal_keeps_what_was_said")


def changed(path: Path, *statements: str | tuple[str, tuple[object, ...]], guarded: bool = True) -> None:
    """Run statements on a closed store as someone would who has the file; with `guarded` its guards are put back after."""
    db = sqlite3.connect(path, isolation_level=None)
    guards = [
        db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0] for name in GUARDS
    ]
    for name in GUARDS:
        db.execute(f"DROP TRIGGER {name}")
    before = db.total_changes, db.execute("PRAGMA schema_version").fetchone()
    for statement in statements:
        text, values = (statement, ()) if isinstance(statement, str) else statement
        db.execute(text, values)
    assert not statements or before != (db.total_changes, db.execute("PRAGMA schema_version").fetchone())
    for guard in guards if guarded else ():
        db.execute(guard)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def chained_again(path: Path) -> None:
    """Give every entry the digest and hash that its columns now have, desk by desk."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("DROP TRIGGER journal_keeps_what_was_said")
    before: dict[str, bytes] = {}
    rows = [journal.Row(*row) for row in db.execute("SELECT * FROM journal ORDER BY origin, origin_seq")]
    for row in rows:
        digest = journal.digest_of(row.salt or b"", row.body or "")
        linked = journal.link(before.get(row.origin, bytes(32)), *row[1:7], digest)
        before[row.origin] = linked
        db.execute("UPDATE journal SET digest = ?, hash = ? WHERE seq = ?", (digest, linked, row.seq))
    db.execute(
        "CREATE TRIGGER journal_keeps_what_was_said BEFORE UPDATE OF seq, origin, origin_seq, at, actor, kind, subject, digest, hash\n"
        "  ON journal BEGIN SELECT RAISE(ABORT, 'the journal keeps what was said'); END"
    )
    db.close()


def forged(path: Path, origin: str, *said: tuple[str, str, str, str]) -> None:
    """Add entries of a desk that never was: each (at, kind, subject, body), chained from the beginning."""
    db = sqlite3.connect(path, isolation_level=None)
    before = journal.Head(origin, 0, "", bytes(32))
    for at, kind, subject, body in said:
        _, before = journal.append(
            db, before, at=at, actor="A17", kind=kind, subject=subject, body=body, salt=b"s" * 16
        )
    db.close()


def _written(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def _flipped_in_text(path: Path, text: bytes) -> None:
    """Set the highest bit of the first byte of a text, wherever it stands: it is UTF-8 no more."""
    content = bytearray(path.read_bytes())
    at = content.find(text)
    assert at > 0
    while at > 0:
        content[at] |= 0x80
        at = content.find(text, at)
    path.write_bytes(content)


def _log_of_another(path: Path) -> None:
    """Lay the log of another store beside this one."""
    other = path.with_name("other.db")
    db = sqlite3.connect(other, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE letters (text)")
    db.executemany("INSERT INTO letters VALUES (?)", [("x" * 3000,)] * 20)
    path.with_name(path.name + "-wal").write_bytes(other.with_name("other.db-wal").read_bytes())
    db.close()


def with_log(source: Path, path: Path) -> None:
    """Copy an open store with its log, as a kill would leave them."""
    for end in ("", "-wal"):
        path.with_name(path.name + end).write_bytes(source.with_name(source.name + end).read_bytes())


def _pages_of(path: Path, name: str) -> list[int]:
    """Return the leaf pages of the table called `name`, which hold its rows."""
    db = sqlite3.connect(path)
    root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
    db.close()
    content = path.read_bytes()
    leaves, waiting = [], [root]
    while waiting:
        page = waiting.pop()
        start = (page - 1) * 4096
        if content[start] == 0x0D:
            leaves.append(page)
            continue
        cells = int.from_bytes(content[start + 3 : start + 5])
        waiting.append(int.from_bytes(content[start + 8 : start + 12]))
        for n in range(cells):
            at = start + int.from_bytes(content[start + 12 + 2 * n : start + 14 + 2 * n])
            waiting.append(int.from_bytes(content[at : at + 4]))
    return sorted(leaves)


def a_page_of_the_journal(path: Path) -> None:
    """Overwrite a page in the middle of the journal's."""
    pages = _pages_of(path, "journal")
    _written(path, (pages[len(pages) // 2] - 1) * 4096, b"\xff" * 4096)


#: What becomes of a closed store's file, and a part of what is said of it.
DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "emptied": (lambda path: path.write_bytes(b""), "is empty: what it held is gone"),
    "cut to half": (lambda path: path.write_bytes(path.read_bytes()[: 4096 * 10]), "was cut short"),
    "cut in a page": (lambda path: path.write_bytes(path.read_bytes()[:-1000]), "was cut short"),
    "cut in the header": (lambda path: path.write_bytes(path.read_bytes()[:60]), "was cut short"),
    "overwritten with zeros": (lambda path: _written(path, 0, bytes(8192)), "was overwritten with zeros"),
    "overwritten with a letter": (lambda path: path.write_text("Dear all,\n" * 900), "is not a SQLite file"),
    "its schema overwritten": (lambda path: _written(path, 100, b"\xff" * 3900), "is damaged"),
    "gone, its log still there": (
        lambda path: path.rename(path.with_name(path.name + "-wal")),
        "is gone, but its log is there",
    ),
    "the log of another database": (_log_of_another, "do not belong together"),
}

"""Saving what can be read of a damaged store into a new one.

The damaged file is read page by page, without SQLite, so that it is no matter which of the pages that lead to the others
are lost. A page that holds rows is known by its first byte; whatever in it reads as an entry of the journal is one. The
chain tells which of them can be trusted. The damaged file is only read. What is saved of an encrypted store is encrypted too.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from auditui.core.audits import entries
from auditui.core.errors import AuditError, StoreError
from auditui.core.text import number_of, one_line
from auditui.store import cipher, files, journal, opening, projections, sealed
from auditui.store.explained import explained
from auditui.store.pages import Pages, table_rows
from auditui.store.pen import Pen
from auditui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from auditui.store.journal import Row


class Gap(NamedTuple):
    """Entries of a desk that could not be saved: from number `first` to `last`."""

    origin: str
    first: int
    last: int

    def __str__(self) -> str:
        """Say which."""
        return f"{self.origin}:{self.first}" + (f" to {self.last}" if self.last > self.first else "")


class Rescued(NamedTuple):
    """What became of a damaged store: how many entries were saved, and what was not.

    `unproved` are entries that follow a gap, and so cannot be proved by the one before; `altered` those that are not what
    their chain says, which were left out. `encrypted` says whether both are, with one passphrase.
    """

    entries: int
    gaps: tuple[Gap, ...]
    unproved: tuple[str, ...]
    altered: tuple[str, ...]
    encrypted: bool = False


def rescue(damaged: Path, new: Path, *, by: str = "system") -> Rescued:
    """Save every entry that can be read of the store `damaged` into a new store at `new`, and make its tables from them.

    Its first own entry says how many are missing. StoreError if nothing can be read, or the passphrase of an encrypted store
    is not known; AuditError if something is at `new` already.
    """
    if new.exists():
        raise AuditError(f"{one_line(str(new))} is there already", "Give another name, or remove it first")
    with explained(damaged):
        found, key = readable(damaged)
    rows, rescued = _proved(found)
    if not rows:
        raise StoreError(
            f"Nothing of a journal can be read in {one_line(str(damaged))}",
            "Bring a backup back: auditui restore",
        )
    with explained(new), files.beside(new) as unfinished:
        cipher.remember(unfinished, key)
        opening.begin(unfinished)
        with Store.open(unfinished, leases=unfinished.with_name("no leases")) as store:
            _fill(store, rows, rescued, by)
        files.put(unfinished, new)
    return rescued._replace(encrypted=key is not None)


def _fill(store: Store, rows: list[Row], rescued: Rescued, by: str) -> None:
    db = store.db
    db.execute("BEGIN IMMEDIATE")
    for row in rows:
        journal.take_in(db, row)
    why = f"{number_of(rescued.entries, 'entry', 'entries')} of a damaged file, with {number_of(len(rescued.gaps), 'gap')}"
    pen = Pen(db, journal.Head(secrets.token_hex(6), 0, "", journal.GENESIS), by)
    seen = {head.origin: f"{head.origin_seq}:{head.hash.hex()}" for head in journal.heads(db)}
    pen.write(entries.DeskBegan(pen.head.origin, why, seen), datetime.now().astimezone())
    db.execute("UPDATE origin SET id = ?", (pen.head.origin,))
    projections.rebuild(db)
    db.execute("COMMIT")


def readable(damaged: Path) -> tuple[list[Row], str | None]:
    """Return whatever in a file and its log reads as an entry of the journal, by place, and the key if it is encrypted.

    StoreError if it looks encrypted and no passphrase fits.
    """
    pages = Pages.of(damaged.read_bytes(), _content(files.log(damaged)))
    rows = _rows(pages)
    if rows or not sealed.may_be(pages.content):
        return rows, None
    key = sealed.key_for(damaged, pages.content)
    return _rows(sealed.opened(pages, damaged, key)), key


def _rows(pages: Pages) -> list[Row]:
    return sorted(row for row in map(_row, table_rows(pages)) if row is not None)


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _row(read: tuple[int, list[Any]]) -> Row | None:
    """Return what a row of some table says, if it is an entry: by the types of its columns and the length of its hashes."""
    place, values = read
    row = (place, *values[1:])
    whole = journal.is_typed(row) and {*map(len, values[-2:])} == {32}
    return journal.Row._make(row) if whole else None


def _proved(found: Iterable[Row]) -> tuple[list[Row], Rescued]:
    """Return the entries to be kept, by place, and what is to be said of the others."""
    kept: list[Row] = []
    gaps: list[Gap] = []
    unproved: list[str] = []
    altered: list[str] = []
    desks: dict[str, dict[int, list[Row]]] = {}
    for entry in found:
        desks.setdefault(entry.origin, {}).setdefault(entry.origin_seq, []).append(entry)
    for origin, numbers in desks.items():
        before: Row | None = None
        reached = 0
        for number in sorted(numbers):
            row = _best(numbers[number], before if number == reached + 1 else None)
            name = f"{origin}:{number}"
            if row is None:
                altered.append(name)
                continue
            if number > reached + 1:
                gaps.append(Gap(origin, reached + 1, number - 1))
                unproved.append(name)
            kept.append(row)
            before, reached = row, number
    return sorted(kept), Rescued(len(kept), tuple(gaps), tuple(unproved), tuple(altered))


def _best(versions: list[Row], before: Row | None) -> Row | None:
    """Return the version of an entry that its chain and its body's digest hold good; without the entry before, the digest."""
    for row in sorted(versions, key=lambda version: version.body is None):
        if row.body is not None and row.digest != journal.digest_of(row.salt or b"", row.body):
            continue
        hashed = before.hash if before else journal.GENESIS if row.origin_seq == 1 else None
        if hashed is None or row.hash == journal.link(hashed, *row[1:7], row.digest):
            return row
    return None

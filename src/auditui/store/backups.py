"""Backups: whole copies of a store, made while it is open, proved after writing, kept by age, and brought back."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.errors import AuditError, StoreError
from auditui.core.problem import Level
from auditui.core.text import one_line
from auditui.store import cipher, files, heads, journal, left_log, verifying
from auditui.store.copies import copy, keep_newest
from auditui.store.explained import explained
from auditui.store.opening import connect

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from auditui.core.problem import Problem
    from auditui.store.heads import StoreHead
    from auditui.store.journal import Progress


class Backup(NamedTuple):
    """A backup that stands: where, with how many entries, and the head of the store it is of."""

    path: Path
    entries: int
    head: StoreHead


class Restored(NamedTuple):
    """A backup in a store's place, and where the store went that stood there; None where there was none.

    `newer` is how many entries are in that one and not in the backup; None where it cannot be read.
    """

    backup: Backup
    replaced: Path | None
    newer: int | None = None


def write(store: Path, target: Path, progress: Progress | None = None) -> Backup:
    """Copy the whole store at `store` to `target` as it is at this moment, whoever has it open; prove the copy.

    AuditError if something is at `target` already; StoreError if the store is not intact, or the copy cannot be made or does not hold.
    """
    _free(target)
    with (
        explained(store),
        closing(connect(store, create=False, progress=None, reading=True, update=False)) as db,
        explained(target),
    ):
        return _copied(db, store, target, progress)


def _copied(db: sqlite3.Connection, store: Path, target: Path, progress: Progress | None) -> Backup:
    files.make_folder(target.parent)
    with files.beside(target) as unfinished:
        copy(db, store, unfinished)
        backup, problems = examined(unfinished, target, progress)
        _insist_on_none(problems, target)
        if not files.put(unfinished, target):
            _free(target)
    return backup


def examined(path: Path, name: Path, progress: Progress | None = None) -> tuple[Backup, list[Problem]]:
    """Return what a copy holds, as one that is called `name`, and what is wrong with it, remarks left out."""
    with closing(connect(path, create=False, progress=progress, reading=True, strict=False)) as db:
        nowhere = path.with_name("no leases")
        problems = [p for p in verifying.verify(db, nowhere, (), progress) if p.level is Level.ERROR]
        (entries,) = (0,) if problems else db.execute("SELECT count(*) FROM journal").fetchone()
        return Backup(name, entries, heads.store_head(db) if not problems else _NO_HEAD), problems


_NO_HEAD = heads.StoreHead(0, b"")


def _insist_on_none(problems: list[Problem], path: Path) -> None:
    if problems:
        raise StoreError(
            f"{one_line(path.name)} would not be intact: {problems[0]}, and {len(problems) - 1} more findings",
            "auditui journal verify shows them; auditui rescue saves what can be read",
        )


def _free(target: Path) -> None:
    if os.path.lexists(target):
        raise AuditError(f"{one_line(str(target))} is there already", "Give another name, or remove it first")


# Those that are made by themselves.

_DAILY = re.compile(r"\d{4}-\d\d-\d\d\.db")


def daily(store: Path, folder: Path, day: date, keep: int) -> Backup | None:
    """Make the backup of a day, unless there is one, and keep `keep` daily ones; None where there was one.

    It is compared with the store by its head and its pages are not proved again: that is for `auditui backup`.
    """
    target = files.daily(folder, day)
    if keep < 1 or target.exists():
        return None
    with explained(target):
        files.make_folder(folder)
        with closing(connect(store, create=False, progress=None)) as db, files.beside(target) as unfinished:
            copy(db, store, unfinished)
            with closing(connect(unfinished, create=False, progress=None)) as written:
                head = heads.store_head(written)
                (entries,) = written.execute("SELECT count(*) FROM journal").fetchone()
            if not heads.covers(db, head):
                raise StoreError(f"{one_line(target.name)} is not what the store holds", "Check the disk")
            files.put(unfinished, target)
        _remove_unfinished(folder)
        _keep_daily(keep, target)
    return Backup(target, entries, head)


def renew(store: Path, folder: Path, day: date) -> Backup:
    """Make the backup of a day anew, in one step in the place of what is there, and proved; StoreError if it cannot be."""
    target = files.daily(folder, day)
    with (
        explained(store),
        closing(connect(store, create=False, progress=None, reading=True, update=False)) as db,
        explained(target),
    ):
        files.make_folder(folder)
        with files.beside(target) as unfinished:
            copy(db, store, unfinished)
            backup, problems = examined(unfinished, target)
            _insist_on_none(problems, target)
            files.replace(unfinished, target)
    return backup


def _keep_daily(keep: int, made: Path) -> None:
    """Keep the daily backup just made and the newest of the others: some may be of days that a wrong clock showed."""
    daily_ones = [path for path in made.parent.iterdir() if _DAILY.fullmatch(path.name) and path != made]
    keep_newest(keep - 1, daily_ones)


def _remove_unfinished(folder: Path) -> None:
    """Remove what programs that were killed over a backup left in the folder of backups, once it is a day old."""
    yesterday = time.time() - 86_400
    for path in folder.glob(f".*{files.UNFINISHED}*"):
        if path.stat().st_mtime < yesterday:
            path.unlink(missing_ok=True)


# Bringing one back.


def restore(backup: Path, store: Path, progress: Progress | None = None) -> Restored:
    """Put a copy of `backup` in the place of the store at `store`; what stood there is kept beside it under a dated name.

    StoreError if the backup is missing or not intact, or while another program has the store open; nothing is changed then.
    At no moment is there no store at its place. A plain backup of a store that is encrypted now is encrypted, with a
    passphrase that is asked for.
    """
    store = store.resolve()
    with explained(backup):
        if not backup.is_file():
            raise StoreError(f"There is no backup at {one_line(str(backup))}", "Name the file")
        if store.exists() and backup.samefile(store):
            raise StoreError("That is the store itself", "Name a backup of it")
    files.make_folder(store.parent)
    with explained(store), files.beside(store) as unfinished:
        with explained(backup):
            opened = connect(backup, create=False, progress=None, reading=True, update=False)
        with closing(opened) as db:
            if cipher.is_encrypted(store) and not cipher.opened(backup):
                _copy_encrypted(backup, unfinished)
            else:
                copy(db, backup, unfinished)
        made, problems = examined(unfinished, store, progress)
        _insist_on_none(problems, backup)
        _take_over_log(store)
        with files.alone(store):
            replaced = _set_aside(store)
            files.replace(unfinished, store)
    return Restored(made, replaced, _only_in(replaced, store) if replaced else 0)


def _only_in(replaced: Path, restored: Path) -> int | None:
    """Return how many entries of the store that was replaced are not in the one restored; None where it cannot be read."""
    try:
        with (
            closing(connect(restored, create=False, progress=None, reading=True, update=False)) as db,
            closing(connect(replaced, create=False, progress=None, reading=True, update=False)) as other,
        ):
            held = {head.origin: head.origin_seq for head in journal.heads(db)}
            ends = ((head.origin, head.origin_seq) for head in journal.heads(other))
            return sum(max(last - held.get(origin, 0), 0) for origin, last in ends)
    except (StoreError, sqlite3.Error):
        return None


def _copy_encrypted(backup: Path, unfinished: Path) -> None:
    from auditui import passphrase  # noqa: PLC0415 - few stores are encrypted
    from auditui.store import encrypting  # noqa: PLC0415

    chosen = passphrase.new("The store here is encrypted, and this backup is not; it will be. ")
    encrypting.encrypted_copy(backup, unfinished, cipher.key_from(chosen))


def _take_over_log(store: Path) -> None:
    """Let SQLite bring what is in the log into the file, where both are sound, so that one file holds all that is kept."""
    left_log.forget(store)  # this process does not have it open, whatever it had before
    with suppress(StoreError):
        connect(store, create=False, progress=None, strict=False, update=False).close()


def _set_aside(store: Path) -> Path | None:
    """Keep what stands in a store's place under a dated name beside it; its log goes along, since it belongs to it."""
    log = files.log(store)
    if not store.exists() and not log.exists():
        return None
    aside = store.with_name(f"{store.name}.replaced-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}")
    while os.path.lexists(aside):
        aside = aside.with_name(aside.name + "x")
    if store.exists():
        try:
            os.link(store, aside)
        except OSError:  # a file system without links
            shutil.copy2(store, aside)
    if log.exists():
        log.replace(files.log(aside))
    with suppress(OSError):
        files.shared(store).unlink(missing_ok=True)
    return aside

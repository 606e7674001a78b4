"""Copying a store as it is at one moment, and the copies made before an update."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

from auditui.store import files
from auditui.store.connection import raw
from auditui.store.explained import database_errors, explained, is_damage

if TYPE_CHECKING:
    from pathlib import Path

#: How many copies from before an update are kept; they are made seldom.
_BEFORE_UPDATES = 2


def copy(db: sqlite3.Connection, source: Path, target: Path) -> None:
    """Copy what `db` is of, the store at `source`, into the empty file at `target`: one state of it that no writer waits for."""
    try:
        if not isinstance(
            db, sqlite3.Connection
        ):  # an encrypted one, whose copy this encrypts with the same key
            db.execute("VACUUM INTO ?", (str(target),))
            return
        with closing(raw(target)) as into:
            db.backup(into)
    except database_errors() as error:
        if not is_damage(error):
            raise
        with explained(source):  # which is what is damaged, and not the copy
            raise


def before_update(db: sqlite3.Connection, path: Path, folder: Path, schema: int) -> None:
    """Copy the store at `path` before its tables are made again for `schema`; StoreError if it cannot be, and then nothing may be done."""
    target = folder / f"before-schema-{schema}.db"
    with explained(target):
        files.make_folder(folder)
        while target.exists():  # another program, or an older file brought back, was updated before
            target = target.with_name(
                f"before-schema-{schema}-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.db"
            )
        with files.beside(target) as unfinished:
            copy(db, path, unfinished)
            files.put(unfinished, target)
        keep_newest(_BEFORE_UPDATES, list(folder.glob("before-schema-*.db")), by_age=True)


def keep_newest(keep: int, paths: list[Path], *, by_age: bool = False) -> None:
    oldest_first = sorted(paths, key=lambda path: path.stat().st_mtime if by_age else path.name)
    for path in oldest_first[: max(len(paths) - keep, 0)]:
        path.unlink(missing_ok=True)

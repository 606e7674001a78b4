"""The one way in which a file of a store is connected to."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING
from urllib.parse import quote

from auditui.core.codes import team_key
from auditui.store import cipher

if TYPE_CHECKING:
    from pathlib import Path

BUSY_SECONDS = 5


def raw(path: Path, mode: str = "mode=rw") -> sqlite3.Connection:
    """Return a connection as it comes: every file of a store is opened here. It is never made by being opened."""
    text = path.absolute().as_posix()
    place = ("" if text.startswith("/") else "/") + quote(os.fsencode(text))
    uri, key = f"file://{place}?{mode}", cipher.key_of(path)
    if key is None:
        db = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    else:
        db = cipher.connect(path, uri, key, BUSY_SECONDS)  # the same in all that is used here
    # A team is one team however its name is written; SQLite knows capitals of ASCII only.
    db.create_function("team_key", 1, team_key, deterministic=True)
    return db

"""The one way in which a file of a store is connected to."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from pathlib import Path

BUSY_SECONDS = 5


def raw(path: Path, mode: str = "mode=rw") -> sqlite3.Connection:
    """Return a connection as it comes: every file of a store is opened here. It is never made by being opened."""
    text = path.absolute().as_posix()
    place = ("" if text.startswith("/") else "/") + quote(os.fsencode(text))
    return sqlite3.connect(f"file://{place}?{mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None)

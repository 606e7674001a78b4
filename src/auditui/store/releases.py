"""What was shared of a store, for the next page to be checked against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from auditui.core.periods import shifted
from auditui.figures.releases import Cell, Release
from auditui.figures.tallies import Selection
from auditui.store import tallies

if TYPE_CHECKING:
    import sqlite3
    from datetime import date


def release(db: sqlite3.Connection, small: int, today: date) -> Release:
    """Return what figures that leave are checked with: what was shared before, and lots that no reader knows."""
    query = "SELECT cells FROM releases ORDER BY released_at, id"
    earlier = [cell for (cells,) in db.execute(query) for cell in msgspec.json.decode(cells, type=list[Cell])]
    salt = db.execute("SELECT salt FROM journal WHERE salt IS NOT NULL ORDER BY seq LIMIT 1").fetchone()
    begun, _ = tallies.months(db, Selection()) or ("", "")
    over = shifted(f"{today.year:04d}-{today.month:02d}", -1)
    return Release(small, secret=salt[0] if salt else b"", earlier=earlier, begun=begun, over=over)

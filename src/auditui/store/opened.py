"""An open store: its file and its connection, and what is true of all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from auditui.store.explained import explains

if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from pathlib import Path

    from auditui.figures.releases import Release
    from auditui.store.heads import StoreHead


@explains
class Opened:
    """An open store, to be closed, or used as a context manager.

    What SQLite raises in any public method, of the classes made from this one too, is a StoreError that says what to do.
    """

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        """Use `db`, which is the store at `path`."""
        self.path = path
        self.db = db

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def __enter__(self) -> Self:
        """Return the reader itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def made_up(self) -> bool:
        """Whether everything in this store is invented."""
        return self.db.execute("SELECT 1 FROM council").fetchone() is not None

    def head(self) -> StoreHead:
        """Return the head of the whole store, which covers every desk that wrote in it."""
        from auditui.store import heads  # noqa: PLC0415 - few pages leave

        return heads.store_head(self.db)

    def remembered(self) -> dict[str, str]:
        """Return what the next start begins with: the place to go on from, the last auditor code, the theme."""
        return dict(self.db.execute("SELECT key, value FROM desk").fetchall())

    def head_of_facts(self) -> StoreHead:
        """Return the head before figures were last shared, if nothing was written since; what a shared page says."""
        from auditui.store import heads  # noqa: PLC0415 - as above

        return heads.head_of_facts(self.db)

    def release(self, small: int, today: date) -> Release:
        """Return what figures that leave are checked with: what was shared before, and lots that no reader knows.

        `small` is the count up to which figures are hidden, `today` gives the last month that is over.
        """
        import msgspec  # noqa: PLC0415 - most commands share nothing

        from auditui.core.periods import shifted  # noqa: PLC0415 - as above
        from auditui.figures.releases import Cell, Release  # noqa: PLC0415 - as above
        from auditui.figures.tallies import Selection  # noqa: PLC0415 - as above
        from auditui.store import tallies  # noqa: PLC0415 - as above

        query = "SELECT cells FROM releases ORDER BY released_at, id"
        earlier = [
            cell
            for (cells,) in self.db.execute(query)
            for cell in msgspec.json.decode(cells, type=list[Cell])
        ]
        salt = self.db.execute(
            "SELECT salt FROM journal WHERE salt IS NOT NULL ORDER BY seq LIMIT 1"
        ).fetchone()
        begun, _ = tallies.months(self.db, Selection()) or ("", "")
        over = shifted(f"{today.year:04d}-{today.month:02d}", -1)
        return Release(small, secret=salt[0] if salt else b"", earlier=earlier, begun=begun, over=over)

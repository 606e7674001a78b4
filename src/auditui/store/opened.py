"""An open store: its file and its connection, and what is true of all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from auditui.store.explained import explains

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

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

    def version(self) -> int:
        """Return a number that is another once any other connection has written to the file."""
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    def last_entry(self) -> int:
        """Return the place of the last entry in this file; 0 if there is none."""
        return int(self.db.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])

    def remembered(self) -> dict[str, str]:
        """Return what the next start begins with: the place to go on from, the last auditor code, the theme."""
        return dict(self.db.execute("SELECT key, value FROM desk").fetchall())

    def head_of_facts(self) -> StoreHead:
        """Return the head before figures were last shared, if nothing was written since; what a shared page says."""
        from auditui.store import heads  # noqa: PLC0415 - as above

        return heads.head_of_facts(self.db)

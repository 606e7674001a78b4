"""Where a store is: what the screens, their threads and the commands hand on instead of an open store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from auditui.store.journal import Progress


@dataclass(frozen=True)
class StoreAddress:
    """The place of a store, and the one way to open it. An open store belongs to the thread that opened it."""

    path: Path

    def open(self, *, create: bool = False, progress: Progress | None = None) -> Store:
        """Open the store; StoreError as `Store.open` raises it. `progress` hears how far an update is."""
        return Store.open(self.path, create=create, progress=progress)

"""Where a store is: what the screens, their threads and the commands hand on instead of an open store."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from auditui.store.journal import Progress
    from auditui.store.reading import Reader
    from auditui.store.store import Store


class StoreAddress(NamedTuple):
    """The place of a store, and the one way to open it. An open store belongs to the thread that opened it."""

    path: Path

    def open(self, *, create: bool = False, progress: Progress | None = None, strict: bool = True) -> Store:
        """Open the store; StoreError as `Store.open` raises it. `progress` hears how far an update is.

        Without `strict` a store that another program has changed is opened too, to be examined or mended.
        """
        from auditui.store.store import Store  # noqa: PLC0415 - an address is named where no store is opened

        return Store.open(self.path, create=create, progress=progress, strict=strict)

    def read(self, progress: Progress | None = None) -> Reader:
        """Open a store that is there to read it only, which loads nothing of what writing needs; errors as with `open`.

        It can be read on a full disk, and where nothing may be written.
        """
        from auditui.store.opening import connect  # noqa: PLC0415 - as above
        from auditui.store.reading import Reader  # noqa: PLC0415

        return Reader(self.path, connect(self.path, create=False, progress=progress, reading=True))

"""The thread that writes: keys never wait for the disk, and "saved" is said only after it has answered."""

from __future__ import annotations

from collections import deque
from threading import Condition, Thread
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.errors import AuditError, StoreError
from auditui.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from auditui.core.audits.entries import Entry
    from auditui.store import Saved

_RETRY_SECONDS = 2.0


class _Batch(NamedTuple):
    entries: tuple[Entry, ...]
    by: str


class Writer:
    """Writes entries in the order they were given, on a thread and a connection of its own.

    `saved` and `refused` are called on that thread. What the disk refuses stays at the head of the queue
    and is tried again; what the store's rules refuse is dropped, and `refused` says why.
    """

    def __init__(
        self, path: Path, saved: Callable[[Saved, int], None], refused: Callable[[AuditError, int], None]
    ) -> None:
        """Begin to write to the store at `path`."""
        self._path = path
        self._saved = saved
        self._refused = refused
        self._queue: deque[_Batch] = deque()
        self._desk: dict[str, str] = {}
        self._changed = Condition()
        self._stopping = False
        self._busy = False
        self._last: Saved | None = None
        self.unsaved = 0
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def record(self, *entries: Entry, by: str) -> None:
        """Write these entries as one fact, soon."""
        with self._changed:
            self._queue.append(_Batch(entries, by))
            self._changed.notify_all()

    def saved_within(self, seconds: float) -> Saved | None:
        """Wait so long, at most, for all entries to be written; return what was written last if they are."""
        with self._changed:
            done = self._changed.wait_for(lambda: not self._queue, seconds)
            return self._last if done else None

    def put_on_desk(self, **kept: str) -> None:
        """Remember what lies open, when there is nothing more urgent to write."""
        with self._changed:
            self._desk |= kept
            self._changed.notify_all()

    def flush(self, seconds: float = 10) -> bool:
        """Wait until everything given so far is written; return whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._queue or self._desk or self._busy), seconds)

    def stop(self) -> int:
        """Write what is left, stop, and return how many batches could not be saved."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join()
        return self.unsaved

    def _run(self) -> None:
        store: Store | None = None
        try:
            while True:
                with self._changed:
                    self._busy = False
                    self._changed.notify_all()
                    self._changed.wait_for(lambda: self._queue or self._desk or self._stopping)
                    if not (self._queue or self._desk):
                        return
                    self._busy = True
                try:
                    store = store or Store.open(self._path, create=False)
                    if self._queue:
                        self._write(store)
                    else:
                        self._tidy(store)
                except StoreError as error:
                    if self._queue:
                        self._refused(error, len(self._queue))
                    with self._changed:
                        if self._stopping:
                            return
                        self._changed.wait_for(lambda: self._stopping, _RETRY_SECONDS)
        finally:
            with self._changed:
                self.unsaved = len(self._queue)
                self._busy = False
                self._changed.notify_all()
            if store:
                store.close()

    def _write(self, store: Store) -> None:
        batch = self._queue[0]
        try:
            saved = store.record(*batch.entries, by=batch.by)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one entry that cannot be written must not stop all others
            with self._changed:
                self._queue.popleft()
                self._changed.notify_all()
            refusal = (
                error
                if isinstance(error, AuditError)
                else AuditError(f"This could not be kept ({type(error).__name__})")
            )
            self._refused(refusal, len(self._queue))
        else:
            with self._changed:
                self._last = saved
                self._queue.popleft()
                self._changed.notify_all()
            self._saved(saved, len(self._queue))

    def _tidy(self, store: Store) -> None:
        """Put what lies open on the desk; where that fails it is no loss, and tried again."""
        with self._changed:
            kept, self._desk = self._desk, {}
        try:
            store.put_on_desk(**kept)
        except StoreError:
            with self._changed:
                self._desk = kept | self._desk
            raise

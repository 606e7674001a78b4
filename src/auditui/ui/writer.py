"""The thread that writes: keys never wait for the disk, and "saved" is said only after it has answered."""

from __future__ import annotations

from collections import deque
from threading import Condition, Thread
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.errors import AuditError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.entries import Entry
    from auditui.store import News, Saved, Store, StoreAddress

_RETRY_SECONDS = 2.0


class _Batch(NamedTuple):
    entries: tuple[Entry, ...]
    by: str


class Writer:
    """Writes entries in the order they were given, on a thread and a connection of its own.

    `saved` and `refused` are called on that thread, `look_after` on one of its own once nothing waits. What the disk refuses stays at the head of the queue
    and is tried again; what the store's rules refuse is dropped, and `refused` says why.
    """

    def __init__(
        self,
        address: StoreAddress,
        saved: Callable[[Saved], None],
        refused: Callable[[AuditError], None],
        look_after: Callable[[News], None] = lambda _: None,
    ) -> None:
        """Begin to write to the store at `address`."""
        self._address = address
        self._saved = saved
        self._refused = refused
        self._look_after = look_after
        self._queue: deque[_Batch] = deque()
        self._session: dict[str, str] = {}
        self._changed = Condition()
        self._stopping = False
        self._busy = False
        #: What the batch written last was written as; None where it was refused.
        self._receipt: Saved | None = None
        #: The places of what was written here; what else is in the journal is another window's.
        self.written_here: set[int] = set()
        self.unsaved = 0
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def record(self, *entries: Entry, by: str) -> None:
        """Write these entries as one fact, soon."""
        with self._changed:
            self._queue.append(_Batch(entries, by))
            self._changed.notify_all()

    @property
    def waiting(self) -> int:
        """How many batches are not written yet."""
        return len(self._queue)

    def saved_within(self, seconds: float) -> Saved | None:
        """Wait so long, at most, for all entries to be written; return what the newest batch was written as."""
        with self._changed:
            done = self._changed.wait_for(lambda: not self._queue, seconds)
            return self._receipt if done else None

    def remember(self, **session: str) -> None:
        """Keep what the next start begins with, when there is nothing more urgent to write."""
        with self._changed:
            self._session |= session
            self._changed.notify_all()

    def flush(self, seconds: float = 10) -> bool:
        """Wait until everything given so far is written; return whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._queue or self._session or self._busy), seconds)

    def stop(self, **session: str) -> int:
        """Write what is left, keep `session`, stop, and return how many batches could not be saved."""
        with self._changed:
            self._session |= session
            self._stopping = True
            self._changed.notify_all()
        self._thread.join()
        return self.unsaved

    def _run(self) -> None:
        store: Store | None = None
        while self._has_work():
            try:
                store = store or self._address.open()
                if self._queue:
                    self._write(store)
                else:
                    self._write_session(store)
            except Exception as error:  # noqa: BLE001 - this thread must outlive whatever keeps it from writing
                if self._queue:
                    self._refused(_as_store_error(error))
                if not self._waits_to_retry():
                    break
        with self._changed:
            self.unsaved = len(self._queue)
            self._busy = False
            self._changed.notify_all()
        if store:
            store.close()

    def _has_work(self) -> bool:
        """Wait until there is something to write; return whether there is, and not only the end."""
        with self._changed:
            self._busy = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._queue or self._session or self._stopping)
            self._busy = bool(self._queue or self._session)
            return self._busy

    def _waits_to_retry(self) -> bool:
        with self._changed:
            if self._stopping:
                return False
            self._changed.wait_for(lambda: self._stopping, _RETRY_SECONDS)
            return True

    def _write(self, store: Store) -> None:
        batch = self._queue[0]
        try:
            saved = store.record(*batch.entries, by=batch.by)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one entry that cannot be written must not stop all others
            self._done_with(None)
            unkept = AuditError(f"This could not be kept ({type(error).__name__})")
            self._refused(error if isinstance(error, AuditError) else unkept)
        else:
            self._done_with(saved)
            self._saved(saved)
            if not self._queue and (news := store.news()).wrote:
                Thread(target=self._look_after, args=(news,), name="look after").start()

    def _done_with(self, receipt: Saved | None) -> None:
        with self._changed:
            if receipt:
                self.written_here |= set(range(receipt.first, receipt.seq + 1))
            self._queue.popleft()
            self._receipt = receipt
            self._changed.notify_all()

    def _write_session(self, store: Store) -> None:
        """Keep what the next start begins with; where that fails it is no loss, and tried again."""
        with self._changed:
            session, self._session = self._session, {}
        try:
            store.remember(**session)
        except BaseException:
            with self._changed:
                self._session = session | self._session
            raise


def _as_store_error(error: Exception) -> StoreError:
    if isinstance(error, StoreError):
        return error
    if isinstance(error, AuditError):
        return StoreError(error.message, error.hint)
    return StoreError(f"The store could not be opened ({type(error).__name__})", "It is tried again")

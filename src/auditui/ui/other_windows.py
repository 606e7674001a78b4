"""Other windows on the same store: whether they wrote something, and what lies open in them."""

from __future__ import annotations

import json
import os
import secrets
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from auditui.store import Store
    from auditui.ui.writer import Writer

#: How often other windows are looked for, in seconds.
LOOK_SECONDS = 0.4
_KEY = "window:"


class Place(NamedTuple):
    """What lies open in a window: an audit, its item ("" on the finish screen), the kind of text being written."""

    audit: str
    item: str
    note: str


class Windows:
    """This window among those on the store."""

    def __init__(self, store: Store, writer: Writer) -> None:
        """Begin with what is there now."""
        self._store, self._writer = store, writer
        self._key = f"{_KEY}{os.getpid()}:{secrets.token_hex(4)}"
        self._version = -1
        self._last = store.last_entry()
        #: What lies open in the others.
        self.elsewhere: tuple[Place, ...] = ()

    def here(self, session: Mapping[str, str]) -> dict[str, str]:
        """Return what is to be remembered for the others, where `session` says what lies open here."""
        if "open_audit" not in session:
            return {}
        place = [session.get(f"open_{name}", "") for name in Place._fields]
        return {self._key: json.dumps(place) if place[0] else ""}

    def gone(self) -> dict[str, str]:
        """Return what is to be remembered once this window is closed."""
        return {self._key: ""}

    def look(self) -> bool:
        """Look whether another window wrote anything since; `elsewhere` is brought up to date.

        What is being written here is waited for, and a store that cannot be read now is looked at again.
        """
        with suppress(StoreError):
            return self._look()
        return False

    def _look(self) -> bool:
        if self._writer.waiting or (version := self._store.version()) == self._version:
            return False
        self._version = version
        self.elsewhere = tuple(self._places())
        last, self._last = self._last, self._store.last_entry()
        return any(number not in self._writer.written_here for number in range(last + 1, self._last + 1))

    def _places(self) -> Iterator[Place]:
        for key, value in self._store.remembered().items():
            pid = key.removeprefix(_KEY).partition(":")[0]
            if key.startswith(_KEY) and key != self._key and pid.isdecimal() and _runs(int(pid)):
                try:
                    yield Place(*map(str, json.loads(value)))
                except (TypeError, ValueError):
                    continue


def _runs(pid: int) -> bool:
    """Whether a process of this number runs; a store is on one computer, so its windows are too."""
    if sys.platform == "win32":  # where a signal of 0 is none
        import ctypes  # noqa: PLC0415 - on Windows only

        handle = ctypes.windll.kernel32.OpenProcess(0x00100000, 0, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True

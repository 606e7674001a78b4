"""Long lists on the screen: records and their lines, read a window at a time as they come in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

T = TypeVar("T")

#: So many records are read at once, and so many windows are kept.
_WINDOW, _KEPT = 64, 8


class Windowed(Sequence[T]):
    """The records named by `ids`, in that order. `read` returns those of some ids, by id; one that is gone gives `gone`."""

    def __init__(self, ids: Sequence[str], read: Callable[[Sequence[str]], dict[str, T]], gone: T) -> None:
        """Read nothing yet."""
        self.ids = ids
        self._read, self._gone = read, gone
        self._windows: dict[int, dict[str, T]] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        """Return a record, reading its window if it is not held."""
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        number = range(len(self))[at] // _WINDOW
        if number not in self._windows:
            while len(self._windows) >= _KEPT:
                del self._windows[next(iter(self._windows))]
            self._windows[number] = self._read(self.ids[number * _WINDOW : (number + 1) * _WINDOW])
        return self._windows[number].get(self.ids[at], self._gone)


class Drawn(Sequence[Any]):
    """The lines of records, each drawn when it is looked at."""

    def __init__(self, records: Sequence[Any], draw: Callable[[Any], Any]) -> None:
        """Draw nothing yet."""
        self._records, self._draw = records, draw

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._records)

    def __getitem__(self, at: Any) -> Any:
        """Draw one line."""
        return self._draw(self._records[at])

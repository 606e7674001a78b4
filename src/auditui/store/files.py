"""The files of a store, and the one way a store comes to its place: made beside it, whole, synced, and over nothing."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def log(path: Path) -> Path:
    """Return where SQLite keeps what is saved and not in the store's file yet."""
    return _ending(path, "-wal")


def shared(path: Path) -> Path:
    """Return where programs that have the store open keep what they share."""
    return _ending(path, "-shm")


def _ending(path: Path, end: str) -> Path:
    # SQLite names these after the file itself, not after a link to it.
    real = path.resolve()
    return real.with_name(real.name + end)


def size(path: Path) -> int:
    """Return the size of a file in bytes; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Make an empty file (0600) in the folder of `path`, to be filled and put there; what is left of it in the end is removed."""
    unfinished = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield unfinished
    finally:
        for left in (unfinished, log(unfinished), shared(unfinished)):
            left.unlink(missing_ok=True)


def put(finished: Path, path: Path) -> bool:
    """Put a finished, closed store at its place; return whether it is there, and False if something was there before."""
    if size(log(finished)):
        raise OSError(5, "The file could not be completed")
    _sync(finished)
    try:
        os.link(finished, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links, where renaming is the next best
        if path.exists():
            return False
        finished.rename(path)
    _sync(path.parent)
    return True


def _sync(path: Path) -> None:
    """Bring a file, or what a folder lists, to disk; on Windows a folder cannot be, and a file must be open to write."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

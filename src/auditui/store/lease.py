"""Which desk a file is: the same file goes on as the desk it was, a copy of it begins as another.

Nothing in a file tells it from its copy. So each user's state folder remembers, by desk, the hash of the last entry that
desk wrote; a file may go on as a desk only where its last entry of that desk is the one remembered. Of a file and its
copies just one can be the next to write, since writing moves what is remembered.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from auditui.core.errors import StoreError
from auditui.store import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What a desk's id is; nothing else, which a hostile journal may hold, is taken for the name of a file.
_ORIGIN = re.compile(r"[0-9a-f]{12}")


def remembered(folder: Path, origin: str) -> str:
    """Return the hash of the last entry that `origin` wrote, in hexadecimal; "" where nothing is remembered."""
    if not _ORIGIN.fullmatch(origin):
        return ""
    try:
        return (folder / origin).read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


def remember(folder: Path, origin: str, linked: str, before: str = "") -> str:
    """Remember the last entry of `origin`, just before it is committed; return it if it could not be remembered.

    A program killed between the two makes the next start a new desk: nothing is lost by that, where the other order
    could let a copy write under a number that is taken. StoreError where what was remembered `before` would stay,
    since a copy could then go on from it.
    """
    try:
        files.make_folder(folder)
        file = os.open(folder / origin, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(file, linked.encode())  # of one length always, so that nothing older is left behind it
        finally:
            os.close(file)
    except OSError as error:
        if before and remembered(folder, origin) == before:
            raise StoreError(
                f"{folder} cannot be written: {error.strerror}", "Make room there, or allow it to be written"
            ) from error
        return linked
    return ""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one program at a time look at what is remembered and write; a folder that cannot be written holds none back."""
    try:
        files.make_folder(folder)
        file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield
        return
    try:
        _lock(file)
        yield
    finally:
        os.close(file)


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - on Windows only

        msvcrt.locking(file, msvcrt.LK_LOCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(file, fcntl.LOCK_EX)

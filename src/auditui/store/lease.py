"""Which desk a file is: the same file goes on as the desk it was, a copy of it begins as another.

Nothing in a file tells it from its copy. So each user's state folder remembers, by desk, the hash of the last entry that
desk wrote; a file may go on as a desk only where its last entry of that desk is the one remembered. Of a file and its
copies just one can be the next to write, since writing moves what is remembered.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def remembered(folder: Path, origin: str) -> str:
    """Return the hash of the last entry that `origin` wrote, in hexadecimal; "" where nothing is remembered."""
    try:
        return (folder / origin).read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


def remember(folder: Path, origin: str, linked: str) -> None:
    """Remember the last entry of `origin`, just before it is committed.

    A program killed between the two, or a folder that cannot be written, makes the next start a new desk: nothing is lost
    by that, where the other order could let a copy write under a number that is taken.
    """
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(folder / origin, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(file, linked.encode())  # of one length always, so that nothing older is left behind it
        finally:
            os.close(file)

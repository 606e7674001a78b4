"""Reading the text files that a user names, whatever they hold."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, most: int, hint: str) -> str:
    """Return the text of a file, of stdin where it is called ``-``; what is not UTF-8 in it is U+FFFD.

    AuditError, with `hint`, if it cannot be read or holds more than `most` bytes: no more than that is read, so that
    it may be a pipe or have no end.
    """
    name = "What stdin gives" if str(path) == "-" else one_line(path.name, 60)
    try:
        if str(path) == "-":
            content = sys.stdin.read(most + 1).encode()
        else:
            with path.open("rb") as file:
                content = file.read(most + 1)
    except OSError as error:
        raise AuditError(f"{name} cannot be read: {error.strerror}", hint) from None
    if len(content) > most:
        raise AuditError(f"{name} is larger than {most >> 10:,} KB", hint)
    return content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")

"""Noting an unexpected error without a word of case text: types and places only, never messages or values."""

from __future__ import annotations

import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path

from auditui import __version__, outgoing, places
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.store import files


def note(error: BaseException, store: Path | None) -> str:
    """Write down where an error happened and return the line to show: a reference number, and how to check the store.

    Messages of exceptions are left out, since they can carry data: the KeyError of a note is the note.
    """
    reference = secrets.token_hex(3)
    kept = f"; reference {reference}"
    try:
        folder = places.faults().path
        files.make_folder(folder)
        path = folder / f"{datetime.now(UTC):%Y%m%d}-{reference}.txt"
        outgoing.write(path, _written(error).encode(errors="replace"))
        kept += f", noted without case text in {one_line(str(path))}"
    except (OSError, AuditError):
        pass  # the note is a help, not a need: the disk may be what failed
    where = f" --store {one_line(str(store))}" if store else ""
    check = f"auditui journal verify{where} tells whether the store is intact"
    return f"auditui: unexpected error ({type(error).__name__} at {_place(error)}). {check}{kept}"


def _written(error: BaseException) -> str:
    lines = [f"auditui {__version__}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__name__)
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines) + "\n"


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"

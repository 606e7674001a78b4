"""Foreign files as sheets of plain cells: CSV, XLSX, XLS and ODS, read in a process that may fail as it likes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from contextlib import closing
from threading import Timer
from typing import IO, TYPE_CHECKING, NamedTuple

import msgspec

from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.intake.sheets import CASE_LIST, Done, Mark, Refused, Rows, Sheet, SheetBegins, decode

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from auditui.intake.sheets import Cell, Frame, Limits

#: How long a process may take beside what its processor may work, in seconds, and how many times that work.
_TO_BEGIN, _TIMES = 30, 2


class Workbook(NamedTuple):
    """A file's SHA-256, its sheets, and where its sort has them looked for its marks."""

    digest: str
    sheets: tuple[Sheet, ...]
    marks: tuple[Mark, ...]


def read(path: Path, limits: Limits = CASE_LIST) -> Workbook:
    """Read a file. AuditError if it is missing, too large, none of these, or not read within its memory and time."""
    name = one_line(path.name, 60)
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            size = _size_of(file, name, limits)
            with closing(_frames(file, size, limits)) as frames:
                book = _from_frames(frames, path.stem)
    except OSError as error:
        what = f"{name} cannot be read: {error.strerror}"
        raise AuditError(what, "Check the name and its permissions") from None
    except msgspec.MsgspecError:
        book = None
    if isinstance(book, Refused):
        raise AuditError(f"{name} {book.what}", book.hint)
    if book is None:
        raise AuditError(
            f"{name} cannot be read: it is damaged, or needs more memory and time than a {limits.sort} does",
            f"Open it in a spreadsheet program and save it again, or save only the {limits.sort} as CSV",
        )
    return book


def _without_waiting(path: str, flags: int) -> int:
    """Open without waiting for whoever writes into a pipe of that name."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _size_of(file: IO[bytes], name: str, limits: Limits) -> int:
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        raise AuditError(f"{name} is no file", f"Name the file that holds the {limits.sort}")
    if status.st_size > limits.packed:
        raise AuditError(
            f"{name} is larger than {limits.packed // 2**20} MB",
            f"A {limits.sort} is far smaller: check that this is one",
        )
    return status.st_size


def _frames(file: IO[bytes], size: int, limits: Limits) -> Generator[Frame]:
    """Yield what a process of its own reads of the file, for as long as it has its time and says no more than it may."""
    # -P: a file of a module's name in the folder somebody works in is not taken for it.
    command = [sys.executable, "-P", "-m", "auditui.intake.foreign", limits.sort]
    streams = {"stdin": file, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with subprocess.Popen(command, **streams, creationflags=flags) as child:  # type: ignore[call-overload] # noqa: S603
        timer = Timer(_TO_BEGIN + _TIMES * limits.seconds(size), child.kill)
        timer.daemon = True
        timer.start()
        left = limits.content(size)
        try:
            while len(head := child.stdout.read(4)) == 4 and (length := int.from_bytes(head)) <= left:
                left -= length
                yield decode(child.stdout.read(length))
        finally:
            timer.cancel()
            child.kill()


def _from_frames(frames: Iterator[Frame], stem: str) -> Workbook | Refused | None:
    """Return what the frames say; None where they end too early."""
    sheets: list[tuple[SheetBegins, list[tuple[Cell, ...]]]] = []
    texts: dict[str, str] = {}
    shared = texts.setdefault  # a list says the same few things a hundred thousand times
    for frame in frames:
        match frame:
            case SheetBegins():
                sheets.append((frame, []))
            case Rows(rows):
                sheets[-1][1].extend(
                    tuple([shared(cell, cell) if type(cell) is str else cell for cell in row]) for row in rows
                )
            case Done(digest, marks):
                complete = tuple(
                    Sheet(begun.name or stem, tuple(rows), aside=begun.aside, since_1904=begun.since_1904)
                    for begun, rows in sheets
                )
                return Workbook(digest, complete, tuple(marks))
            case Refused():
                return frame
    return None

"""Who keeps others from writing to a store: told by the system where it tells it, which Linux does."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from auditui.core.text import one_line
from auditui.store import cipher, files
from auditui.store.connection import raw

_PROC = Path("/proc")


def described(path: Path) -> str:
    """Return, to be put behind *another program*, which one writes to the store and since when it runs; "" where that is not known."""
    with suppress(OSError, ValueError, IndexError):
        held = {file.stat().st_ino for file in (path, files.shared(path)) if file.exists()}
        listed = (_PROC / "locks").read_text(encoding="ascii")
        if pid := next((pid for pid, inode in writers(listed) if inode in held and pid != os.getpid()), 0):
            since = datetime.fromtimestamp(_began(pid)).astimezone()
            name = one_line((_PROC / str(pid) / "comm").read_text(errors="replace"), 20)
            return f" (process {pid}, {name}, running since {since:%d %B %H:%M}{_auditor(path)})"
    return ""


def writers(listed: str) -> list[tuple[int, int]]:
    """Read /proc/locks: the process and the file (inode) of each lock for writing."""
    rows = [line.split() for line in listed.splitlines() if "->" not in line]
    return [
        (int(row[4]), int(row[5].split(":")[2])) for row in rows if row[1] == "POSIX" and row[3] == "WRITE"
    ]


def _began(pid: int) -> float:
    """Return when a process began, in seconds since 1970."""
    fields = (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    booted = next(
        int(line.split()[1])
        for line in (_PROC / "stat").read_text().splitlines()
        if line.startswith("btime ")
    )
    if sys.platform == "win32":
        return booted
    return booted + int(fields[19]) / os.sysconf("SC_CLK_TCK")


def _auditor(path: Path) -> str:
    """Return the code of whoever worked in the store last; nothing where that cannot be read at once."""
    if cipher.opened(path):  # whose library has errors of its own
        return ""
    with suppress(sqlite3.Error), closing(raw(path, "mode=ro")) as db:
        db.execute("PRAGMA busy_timeout = 50")
        row = db.execute("SELECT value FROM desk WHERE key = 'auditor'").fetchone()
        return f", auditor {one_line(row[0], 12)}" if row else ""
    return ""

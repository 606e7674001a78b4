"""Every door is handed what nobody should hand it: each ends with its answer or one line, and no traceback.

Good files of every kind are broken byte by byte and put to the commands that read them, in this process.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

from auditui.cli import main
from auditui.intake import checklist_folder
from auditui.store import Store
from foreign_files import ROWS, xls, xlsx
from recorded import audit_of
from torture.outcome import Outcome, environment

_PLAN = """
[[measure]]
title = "Health involved"
checklist = "strategy-discussion"
item = "health"
"""


def _csv() -> bytes:
    return "\n".join(",".join(row) for row in ROWS).encode()


def _checklist() -> bytes:
    return (checklist_folder.shipped_folder() / "strategy-discussion.toml").read_bytes()


def _lines() -> bytes:
    return b'{"item":"reason","value":"met"}\n{"note":"worry","text":"so it is"}\n{"item":"health","value":"met"}\n'


#: A file's ending, a good one, and the command that reads it; FILE and AUDIT stand for what is made.
DOORS: dict[str, tuple[str, Callable[[], bytes], tuple[str, ...]]] = {
    "csv": (".csv", _csv, ("case", "import", "FILE", "--dry-run")),
    "xlsx": (".xlsx", xlsx, ("case", "import", "FILE", "--dry-run")),
    "xls": (".xls", xls, ("case", "import", "FILE", "--dry-run")),
    "checklist": (".toml", _checklist, ("checklist", "lint", "FILE")),
    "xlsform": (".xlsx", xlsx, ("checklist", "import", "FILE")),
    "plan": (".toml", _PLAN.encode, ("plan", "FILE")),
    "line mode": (".txt", lambda: b"3\n2\nc words\nz\n3\nq\n", ("audit", "score", "AUDIT")),
    "json lines": (".jsonl", _lines, ("audit", "score", "AUDIT", "--jsonl", "-")),
}


def broken(good: bytes, chance: random.Random) -> bytes:
    """Return a good file with some of its bytes changed, taken out, repeated, or strange ones put in."""
    held = bytearray(good)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        place = chance.randrange(len(held) + 1)
        match chance.randrange(5):
            case 0:
                held[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del held[place : place + chance.randint(1, 30)]
            case 2:
                held[place:place] = held[place : place + chance.randint(1, 60)] * chance.randint(1, 9)
            case 3:
                held[place:place] = chance.choice(
                    (b"\xa3", b"\xed\xa0\x80", b"\x00", b"\x1b]8;;x\x07", b"\xff\xfe")
                )
            case _:
                held[place:place] = chance.choice(("[" * 2000, "\u202e", "9" * 5000, "=cmd()")).encode()
    return bytes(held)


def hostile(home: Path, chance: random.Random) -> Iterator[Outcome]:
    """Hand a hundred broken files to the doors, and yield how each was answered."""
    store = home / "s.db"
    with patch.dict("os.environ", environment(home), clear=True):
        with Store.open(store) as opened:
            audit = audit_of(
                opened, checklist_folder.read(checklist_folder.shipped_folder() / "strategy-discussion.toml")
            )
        for _ in range(100):
            door = chance.choice(list(DOORS))
            ending, good, command = DOORS[door]
            file = home / f"input{ending}"
            file.write_bytes(broken(good(), chance))
            arguments = [{"FILE": str(file), "AUDIT": audit}.get(part, part) for part in command]
            typed = file if "AUDIT" in command else None
            code, said = answered(
                [*arguments, "--store", str(store)] if "lint" not in command else arguments, typed
            )
            wrong = code not in (0, 1, 2, 3, 4) or "Traceback" in said or "\x1b" in said
            if wrong:
                kept = home.parent / f"kept-{chance.randrange(10**9)}{ending}"
                kept.write_bytes(file.read_bytes())
            yield Outcome(
                f"{door}: {code} {said[-300:]!r} {kept}" if wrong else "", {door: 1, f"exit {code}": 1}
            )


def answered(arguments: list[str], typed: Path | None) -> tuple[int, str]:
    """Return the exit code of a command and what it said on both streams; -1 where an exception came out of it."""
    out, error = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
    source = io.TextIOWrapper(io.BytesIO(typed.read_bytes() if typed else b""))
    with (
        patch.object(sys, "argv", ["auditui", *arguments]),
        patch.object(sys, "stdin", source),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(error),
    ):
        try:
            main()
            code = 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
        except BaseException as uncaught:  # noqa: BLE001 - a panic of a library is no Exception
            return -1, repr(uncaught)
    said = b""
    for stream in (out, error):
        stream.flush()
        said += stream.buffer.getvalue()
    return code, said.decode(errors="replace")

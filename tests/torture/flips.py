"""A file is damaged: bits flipped, pages blanked, the end cut off; whatever is read of it is true or is said to be damaged.

After each damage the figures, the lists and the proof of the store are asked for. Each must end with its answer or
with one line that names the damage (exit code 3; 1 where findings are listed), soon and in little memory; and where the
proof finds nothing, every table must hold exactly what it held before.
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from recorded import unpacked
from torture.outcome import Outcome, environment

COMMANDS = (("journal", "verify"), ("summary",), ("audit", "list"), ("trend", "strategy-discussion"))
#: The most that a command may take of a damaged file.
SECONDS, MEGABYTES = 5.0, 300


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    error: str
    seconds: float
    megabytes: float


#: The program, which leaves the peak of its memory in the file that its first argument names. What the system tells of a
#: child that has ended would hold the memory of the process that started it, too.
_MEASURED = """
import atexit, sys
from auditui.cli import main
peak = sys.argv.pop(1)
def leave():
    with open("/proc/self/status") as status, open(peak, "w") as file:
        file.writelines(line.split()[1] for line in status if line.startswith("VmHWM:"))
atexit.register(leave)
main()
"""


def run(*arguments: str, home: Path) -> Ended:
    """Run the program to its end, 60 seconds at most."""
    began, peak = time.monotonic(), home / "peak"
    peak.write_text("0")
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(peak), *arguments],
        env=environment(home), stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    megabytes = int(peak.read_text()) / 1024
    return Ended(ran.returncode, ran.stderr.decode(errors="replace"), time.monotonic() - began, megabytes)


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        names = [
            name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
        ]
        return {name: sorted(db.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}


def damage(path: Path, chance: random.Random) -> str:
    """Damage a file in one of the ways that files are damaged; return which."""
    held = bytearray(path.read_bytes())
    place = chance.randrange(len(held))
    how = chance.choice(("bit", "bit", "bit", "byte", "page", "cut"))
    if how == "bit":
        held[place] ^= 1 << chance.randrange(8)
    elif how == "byte":
        held[place] = chance.randrange(256)
    elif how == "page":
        start = place - place % 4096
        held[start : start + 4096] = bytes(4096)
    else:
        del held[place:]
    path.write_bytes(held)
    return f"{how} at {place}"


def damaged(home: Path, chance: random.Random) -> Iterator[Outcome]:
    """Damage a copy of a saved store once, and yield what came of it."""
    path = unpacked("v2", home)
    assert run("journal", "verify", "--store", str(path), home=home).code == 0
    for name in ("-wal", "-shm"):
        assert not path.with_name(path.name + name).exists()
    before = contents(path)
    how = damage(path, chance)
    wrong = ""
    noticed = False
    for command in COMMANDS:
        ended = run(*command, "--store", str(path), home=home)
        noticed = noticed or ended.code != 0
        # Whose store it is and what is shown may have been said before the damage was met.
        lines = ended.error[ended.error.find("auditui: ") :].strip().count("\n") + 1
        # 2: what was asked for, such as a checklist, may have been in the part that is damaged.
        if ended.code not in (0, 1, 2, 3) or "Traceback" in ended.error or (ended.code == 3 and lines > 1):
            wrong = f"{how}: {' '.join(command)} ended with {ended.code}: {ended.error[:300]}"
        elif ended.seconds > SECONDS or ended.megabytes > MEGABYTES:
            wrong = f"{how}: {' '.join(command)} took {ended.seconds:.1f} s, {ended.megabytes:.0f} MB"
        elif command == COMMANDS[0] and ended.code == 0 and contents(path) != before:
            wrong = f"{how}: verify found nothing, and the tables differ"
    yield Outcome(wrong, {"noticed": int(noticed)})

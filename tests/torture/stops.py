"""Any piece of work is killed at any moment: what was there is there, and what was to be made is whole or not there.

Each run does one of the works of `faults`, or encrypts the store, and kills it with SIGKILL after a random part of the time that
it takes. Then the store must prove intact, and once it was opened again nothing half erased may be left.
"""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from auditui.core.audits.keeping import SubjectsPurged
from auditui.store import Store
from torture.faults import WORKS, Work, copied, damage, prepared
from torture.outcome import AUDITUI, Outcome, environment

#: What the audit that `purge` erases says, and nothing else.
ERASED = b"Kind work."
ENCRYPT = {"encrypt": Work(("encrypt",))}


def killed(home: Path, chance: random.Random) -> Iterator[Outcome]:
    """Kill each work ten times, and yield what came of it."""
    audit = prepared(home / "made")
    words = home / "passphrase"
    words.touch(mode=0o600)
    words.write_text("four words of it")
    with patch.dict(os.environ, {"AUDITUI_PASSPHRASE_FILE": str(words)}):
        for name, work in (WORKS | ENCRYPT).items():
            whole = _lasts(copied(home), audit, work, 60)
            for _ in range(10):
                here = copied(home)
                _lasts(here, audit, work, whole * chance.random())
                wrong = damage(here / "s.db", here) or work.whole(here) or _half_erased(here)
                yield Outcome(wrong and f"{name}: {wrong}", {name: 1})


def _lasts(here: Path, audit: str, work: Work, seconds: float) -> float:
    """Do a work for so long at most, and return how long it took."""
    arguments = [{"AUDIT": audit}.get(part, part.replace("HOME", str(here))) for part in work.arguments]
    store = [] if "--store" in arguments else ["--store", str(here / "s.db")]
    began = time.monotonic()
    program = subprocess.Popen(
        [*AUDITUI, *arguments, *store],
        env=environment(here) | {"AUDITUI_PASSPHRASE_FILE": os.environ["AUDITUI_PASSPHRASE_FILE"]},
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        program.communicate(work.typed, timeout=seconds)
    except subprocess.TimeoutExpired:
        program.kill()
        program.communicate()
    return time.monotonic() - began


def _half_erased(here: Path) -> str:
    """Say where words of what was erased are left: the store has been opened since."""
    with Store.open(here / "s.db", leases=here / "elsewhere") as store:
        kind = SubjectsPurged.kind
        purged = store.db.execute("SELECT 1 FROM journal WHERE kind = ?", (kind,)).fetchone()
    left = [file.name for file in here.glob("s.db*") if file.is_file() and ERASED in file.read_bytes()]
    return f"erased words are in {left}" if purged and left else ""

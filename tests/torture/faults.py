"""The disk fails at any call: every k-th write, sync, read or rename of a short piece of work is refused, in turn.

Needs strace (Linux). For each piece of work the calls on its files are counted once; then it is done again for every k
with the k-th call answered by an error. It must end with its answer or with one line (never a traceback, never 70);
what it had called saved is there; the store proves intact afterwards, and no file is half written.
"""

from __future__ import annotations

import json
import random
import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from auditui.core.audits.entries import AnswerGiven
from auditui.core.problem import Level
from auditui.intake import checklist_folder
from auditui.store import Store
from recorded import audit_of, finished_audit
from torture.outcome import AUDITUI, Outcome, environment

FAULTS = (
    ("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("write", "ENOSPC"), ("fdatasync", "EIO"), ("fsync", "EIO"),
    ("ftruncate", "EIO"), ("pread64", "EIO"), ("openat", "EACCES"), ("rename", "EIO"), ("unlink", "EACCES"),
)  # fmt: skip
CASES = "Case reference,Team,Event date\n" + "".join(f"CW-{n},North,2026-03-{n:02d}\n" for n in range(1, 20))


class Work(NamedTuple):
    """A piece of work: its arguments, what is typed, and whether what came of it is whole."""

    arguments: tuple[str, ...]
    typed: str = ""
    whole: Callable[[Path], str] = lambda _: ""


def _database(name: str) -> Callable[[Path], str]:
    """Return a check that a store is absent or proves intact."""

    def whole(home: Path) -> str:
        path = home / "made" / name
        if not path.exists():
            left = [file.name for file in path.parent.glob(f"{name}*")]
            return f"{left} left behind" if left else ""
        return damage(path, home)

    return whole


def damage(path: Path, home: Path) -> str:
    with Store.open(path, leases=home / "elsewhere") as store:
        found = [problem for problem in store.verify() if problem.level is Level.ERROR]
    return f"{path.name}: {found[0]}" if found else ""


WORKS = {
    "score": Work(("audit", "score", "AUDIT"), "3\n2\nc some words\n1\nz\n3\nu\nq\n"),
    "import": Work(("case", "import", "HOME/cases.csv")),
    "publish": Work(("checklist", "publish", "HOME/pathway-plan.toml", "--note", "first")),
    "demo": Work(
        ("demo", "--no-ui", "--audits", "1", "--store", "HOME/made/demo.db"), "", _database("demo.db")
    ),
    "backup": Work(("backup", "HOME/made/kept.db"), "", _database("kept.db")),
    "restore": Work(("restore", "HOME/before.db")),
    "purge": Work(("purge", "--case", "C-1", "--yes")),
}


def prepared(home: Path) -> str:
    """Make the store and the files that the work needs, to be copied for each run; return the id of its draft."""
    shipped = checklist_folder.shipped_folder()
    checklist = checklist_folder.read(shipped / "strategy-discussion.toml")
    home.mkdir(parents=True)
    with Store.open(home / "s.db", leases=home / "elsewhere") as store:
        finished_audit(store, checklist, team="North")
        audit = audit_of(store, checklist, case="C-2")
    shutil.copy(home / "s.db", home / "before.db")
    shutil.copy(shipped / "pathway-plan.toml", home)
    (home / "cases.csv").write_text(CASES)
    (home / "made").mkdir()
    return audit


def every_k(home: Path, _chance: random.Random) -> Iterator[Outcome]:
    """Do every piece of work with every call failing in turn."""
    audit = prepared(home / "made")
    for name, work in WORKS.items():
        for call, error in FAULTS:
            for k in _calls(home, audit, work, call):
                wrong = tried(home, audit, work, (call, error, k))
                yield Outcome(wrong and f"{name} {call} {error} k={k}: {wrong}", {f"{name} {call}": 1})


def tried(home: Path, audit: str, work: Work, fault: tuple[str, str, int]) -> str:
    """Do a piece of work in a fresh copy with one call failing; return what is wrong, if anything is."""
    call, error, k = fault
    here = copied(home)
    ran = _strace(here, audit, work, f"inject={call}:error={error}:when={k}")
    if ran.returncode not in (0, 2, 3) or "Traceback" in ran.stderr:
        return f"ended with {ran.returncode}: {ran.stderr[-300:]}"
    if ran.returncode == 3 and len(ran.stderr.strip().splitlines()) > 4:
        return f"said too much: {ran.stderr[-300:]}"
    faulty = damage(here / "s.db", here) or work.whole(here)
    if faulty:
        return faulty
    if "score" in work.arguments:
        with Store.open(here / "s.db", leases=here / "elsewhere") as store:
            kept = sum(isinstance(record.entry, AnswerGiven) for record in store.history(audit))
        called = len(re.findall("Saved", ran.stdout))
        if called > kept + 2:
            return f"{called} times saved, {kept} answers there"
        if called < 6 and ran.returncode == 0:
            return f"saved only {called} times, and ended with 0"
    return ""


def copied(home: Path) -> Path:
    for before in home.glob("here-*"):
        shutil.rmtree(before)
    here = (
        home / f"here-{secrets.token_hex(4)}"
    )  # the program remembers of a file at one place whether it is encrypted
    shutil.copytree(home / "made", here)
    return here


def _strace(here: Path, audit: str, work: Work, *expressions: str) -> subprocess.CompletedProcess[str]:
    arguments = [{"AUDIT": audit}.get(part, part.replace("HOME", str(here))) for part in work.arguments]
    store = [] if "--store" in arguments else ["--store", str(here / "s.db")]
    options = [part for expression in expressions for part in ("-e", expression)]
    return subprocess.run(
        ["strace", "-f", "-y", "-qq", "-o", str(here / "trace"), *options, *AUDITUI, *arguments, *store],
        env=environment(here), input=work.typed, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def _calls(home: Path, audit: str, work: Work, call: str) -> list[int]:
    """Return which of these calls, in order from 1, a piece of work makes on files of its own, and not of Python's."""
    here = copied(home)
    ran = _strace(here, audit, work, f"trace={call}")
    assert ran.returncode == 0, json.dumps([work.arguments, ran.stderr])
    lines = [line for line in (here / "trace").read_text().splitlines() if re.match(rf"\d+ +{call}\(", line)]
    return [k for k, line in enumerate(lines, 1) if str(here) in line]

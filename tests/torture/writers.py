"""Two programs write in one store, and one of them is killed: nothing that either called saved is lost, and no chain forks.

Each works in line mode on an audit of forty items of its own. One is killed with SIGKILL at a random moment, the lock of the
store perhaps in its hand; the other goes on to its end, and a third then goes on where the killed one was.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from platform import node

from auditui.core.audits.entries import AnswerGiven, NoteWritten
from auditui.core.checklists.file import parse
from auditui.core.problem import Level
from auditui.store import Store
from torture.kills import CHECKLIST, ITEMS, KEYS
from torture.outcome import AUDITUI, Outcome, environment

#: Whose audits they are: the one that is killed, and the one that goes on.
KILLED, OTHER = "A17", "A23"
_COMMENTS = 3


def side_by_side(home: Path, chance: random.Random) -> Iterator[Outcome]:
    """Let two programs write until one is killed, and yield what is there afterwards."""
    path = home / "s.db"
    typed = {auditor: _typed(chance, auditor) for auditor in (KILLED, OTHER)}
    with Store.open(path, leases=home / "state" / "auditui" / "desks" / node()) as store:
        forty = parse(CHECKLIST, "forty.toml")
        audits = {
            auditor: store.begin_audit(forty, case=f"CW-{auditor}", team="North", by=auditor)
            for auditor in typed
        }
    programs = {auditor: _started(home, path, auditor, audits[auditor]) for auditor in typed}
    for auditor, program in programs.items():
        _give(program, "".join(line for line, _ in typed[auditor]))
    before = _saved_by_chance(programs[KILLED], chance.randrange(len(typed[KILLED])))
    programs[KILLED].kill()
    called = {KILLED: before + programs[KILLED].communicate()[0].count("Saved "), OTHER: 0}
    others_words = programs[OTHER].communicate()[0]
    called[OTHER] = others_words.count("Saved ")
    again = _started(home, path, KILLED, audits[KILLED])
    on_it = again.communicate("c gone on\n")[0].count("Saved ")
    wrong, entries, desks = "", dict.fromkeys(typed, 0), 0
    if programs[OTHER].returncode or again.returncode or on_it != 1:
        wrong = f"the other ended with {programs[OTHER].returncode}, the next with {again.returncode}: {others_words[-300:]}"
    with Store.open(path, leases=home / "elsewhere") as store:
        damage = [problem for problem in store.verify() if problem.level is Level.ERROR]
        desks = len(store.heads())
        for auditor, audit in audits.items():
            kept = [said for said in map(_said, store.history(audit)) if said]
            if auditor == KILLED and kept[-1:] == ["gone on"]:
                kept.pop()
            entries[auditor] = len(kept)
            expected = [words for _, words in typed[auditor]]
            if kept != expected[: len(kept)] or len(kept) < called[auditor]:
                wrong = wrong or f"{auditor}: {called[auditor]} called saved, {len(kept)} kept: {kept[-3:]}"
    if entries[OTHER] != len(typed[OTHER]):
        wrong = wrong or f"of the other {entries[OTHER]} of {len(typed[OTHER])} are there"
    counts = {
        "called saved by the killed one": called[KILLED], "by the other": called[OTHER],
        "killed in the midst": int(0 < called[KILLED] < len(typed[KILLED])), "further desks": desks - 1,
    }  # fmt: skip
    yield Outcome(f"verify: {damage[0]}" if damage else wrong, counts)


def _typed(chance: random.Random, auditor: str) -> list[tuple[str, str]]:
    """Return lines to be typed, each with what the journal then says: some comments on an item, and its answer."""
    lines = []
    for number in range(1, ITEMS + 1):
        words = [f"{auditor} on {number}, {n}" for n in range(_COMMENTS)]
        key = chance.choice(list(KEYS))
        lines += [*((f"c {text}\n", text) for text in words), (f"{key}\n", KEYS[key])]
    return lines


def _started(home: Path, path: Path, auditor: str, audit: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*AUDITUI, "audit", "score", audit, "--by", auditor, "--store", str(path)],
        env=environment(home) | {"PYTHONUNBUFFERED": "1"}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def _give(program: subprocess.Popen[str], lines: str) -> None:
    """Type all of it ahead: it is less than a pipe holds."""
    assert program.stdin is not None
    program.stdin.write(lines)
    program.stdin.close()
    program.stdin = None


def _saved_by_chance(program: subprocess.Popen[str], after: int) -> int:
    """Read what a program says until it has called so many things saved; return how many it has."""
    assert program.stdout is not None
    saved = 0
    while saved < after and (line := program.stdout.readline()):
        saved += line.count("Saved ")
    return saved


def _said(record: object) -> str:
    """Return what an entry says, if it is an answer or a comment."""
    entry = getattr(record, "entry", None)
    if isinstance(entry, AnswerGiven):
        return entry.answer.value
    return entry.text if isinstance(entry, NoteWritten) else ""

"""Somebody works, the program is killed at any moment: what it had called saved is there, in its order.

Each run opens the screens in a pseudo-terminal on an audit of forty items, types answers in bursts, now and then a
comment, and kills the program with SIGKILL at a random moment. Then the journal must hold exactly the answers that were
typed, in their order, up to some point that is not before what the last picture called saved; it must verify; and
the next start must be on the same audit.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from auditui.core.audits.entries import AnswerGiven, NoteWritten
from auditui.core.checklists.file import parse
from auditui.core.problem import Level
from auditui.store import Store
from terminal import Terminal
from torture.outcome import AUDITUI, Outcome, environment

ITEMS = 40
CHECKLIST = """
id = "forty"
title = "Forty items"
theme = "forty"
version = 1
unit = "child"
[indicated]
outstanding = 90
good = 70
requires-improvement = 40
outstanding-needs = ["item-1"]
[[section]]
id = "all"
title = "All of them"
""" + "".join(
    f"""
[[section.item]]
id = "item-{n}"
title = "Item {n}"
question = "Is it so, time {n}?"
kind = "rated"
look_in = "The file"
source = "Project standard"
[section.item.standard]
met = "It is."
partly-met = "It is in part."
not-met = "It is not."
"""
    for n in range(1, ITEMS + 1)
)
#: What each key answers.
KEYS = {"3": "met", "2": "partly-met", "1": "not-met", "u": "not-recorded"}
_SAVED = re.compile(r"(\d+)/40 saved \d\d:\d\d:\d\d")


def begun(home: Path) -> tuple[Path, str]:
    """Make a store with one draft of the forty items; return its path and the audit's id."""
    path = home / "s.db"
    with Store.open(path, leases=home / "state" / "auditui" / "desks") as store:
        audit = store.begin_audit(parse(CHECKLIST, "forty.toml"), case="CW-1", team="North", by="A17")
        store.remember(open_audit=audit)
    return path, audit


def lives(home: Path, chance: random.Random) -> Iterator[Outcome]:
    """Begin an audit and work on it until all is answered, killed again and again; yield how each life ended."""
    path, audit = begun(home)
    there: list[str] = []
    while len(there) < ITEMS:
        terminal = Terminal([*AUDITUI, "--store", str(path)], environment(home))
        try:
            if "Keep and close" in terminal.until(_at(len(there))):
                _close(terminal)  # killed just as a comment was closed: it is open again
            typed, comment = work(terminal, there, chance)
            called = _saved(terminal.text)
        except AssertionError as elsewhere:
            terminal.kill()
            yield Outcome(f"after a kill: {elsewhere}")
            return
        terminal.kill()
        before, (there, wrong) = len(there), kept(home, path, audit, typed, called, comment)
        yield Outcome(
            wrong,
            {
                "answers typed": len(typed) - before,
                "answers kept": len(there) - before,
                "called saved by the last picture": max(called - before, 0),
            },
        )
        if wrong:
            return


def work(terminal: Terminal, there: list[str], chance: random.Random) -> tuple[list[str], str]:
    """Type answers in bursts, and some comments, stopping anywhere; return all answers by now and the last comment kept."""
    typed, comment = [*there], ""
    for burst in range(chance.randint(1, 3)):
        if burst or chance.random() < 0.5:
            terminal.until(_at(len(typed)))
            if chance.random() < 0.4:
                comment = _comment(terminal, f"words {chance.randrange(10**6)};")
        keys = [chance.choice(list(KEYS)) for _ in range(chance.randint(1, 6))][: ITEMS - len(typed)]
        typed += [KEYS[key] for key in keys]
        terminal.send("".join(keys))
    for _ in range(chance.randint(0, 12)):
        terminal.read(chance.random() / 100)
    return typed, comment


def _at(answered: int) -> Callable[[str], bool]:
    """Whether a picture shows so many answers, and asks the next item if there is one."""
    asked = f"time {min(answered + 1, ITEMS)}?"
    return lambda text: f" {answered}/40" in text and asked in text


def _comment(terminal: Terminal, words: str) -> str:
    terminal.send(f"c{words}")
    terminal.until(lambda text: f"{words} " in text and "Keep and close" in text)
    _close(terminal)
    terminal.until(lambda text: _saved(text) >= 0)
    return words


def _close(terminal: Terminal) -> None:
    terminal.send("\x1b")
    terminal.until(lambda text: "Keep and close" not in text)


def _saved(picture: str) -> int:
    """How many answers this picture calls saved; -1 where it calls nothing saved."""
    found = _SAVED.search(picture)
    return int(found[1]) if found else -1


def kept(
    home: Path, path: Path, audit: str, typed: list[str], called: int, comment: str
) -> tuple[list[str], str]:
    """Return the answers that the journal holds, and what is wrong with the store: nothing, "", as it should be."""
    with Store.open(path, leases=home / "elsewhere") as store:
        history = store.history(audit)
        damage = [problem for problem in store.verify() if problem.level is Level.ERROR]
    there = [record.entry.answer.value for record in history if isinstance(record.entry, AnswerGiven)]
    comments = [record.entry.text for record in history if isinstance(record.entry, NoteWritten)]
    if damage:
        return there, f"verify: {damage[0]}"
    if there != typed[: len(there)]:
        return there, f"typed {typed}, kept {there}"
    if len(there) < called:
        return there, f"{called} were called saved, {len(there)} are there"
    if comment and not any(text.endswith(comment) for text in comments):
        return there, f"the comment {comment!r} was called saved and is not there"
    return there, ""

"""The program on a real terminal, which sends what it likes and goes away when it likes."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditui.store import Store
from made import shipped
from recorded import audit_of

CHECKLIST = "pathway-plan"
_LIMIT = 60


@dataclass
class Program:
    """A program on a pseudo terminal: `master` is the terminal's side, `alive` a pipe that ends as all its processes have."""

    pid: int
    master: int
    alive: int
    seen: bytes = b""

    def until(self, words: bytes) -> None:
        """Read what is painted until these words are there."""
        end = time.monotonic() + _LIMIT
        while words not in self.seen:
            ready, _, _ = select.select([self.master], [], [], max(end - time.monotonic(), 0))
            assert ready, self.seen[-2000:]
            self.seen += os.read(self.master, 65536)

    def type(self, text: bytes) -> None:
        self.seen = b""
        os.write(self.master, text)

    def ended(self) -> bool:
        """Whether every process of it ends, its terminal read meanwhile as long as that is there."""
        end = time.monotonic() + _LIMIT
        while left := max(end - time.monotonic(), 0):
            watched = [self.alive] if self.master < 0 else [self.alive, self.master]
            ready, _, _ = select.select(watched, [], [], left)
            if self.alive in ready:
                return os.read(self.alive, 1) == b""
            if ready:
                try:
                    os.read(self.master, 65536)
                except OSError:
                    self.close()
        return False

    def close(self) -> None:
        """Close the window."""
        os.close(self.master)
        self.master = -1


def start(path: Path, *, shell: bool) -> Program:
    """Start the screens on a terminal of 100 by 30, by a shell that leads the session or as its leader."""
    alive, held = os.pipe()
    command = [sys.executable, "-m", "auditui", "--store", str(path)]
    if shell:
        # A second command, so that the shell does not become the first.
        command = ["sh", "-c", f"{sys.executable} -m auditui --store {path}; true"]
    pid, master = pty.fork()
    if pid == 0:
        os.set_inheritable(held, True)  # noqa: FBT003 - the system's own
        os.environ |= {"COLUMNS": "100", "LINES": "30", "PYTHONFAULTHANDLER": "0"}
        os.execvp(command[0], command)  # noqa: S606
    os.close(held)
    return Program(pid, master, alive)


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Path, str, str]:
    path, checklist = tmp_path / "s.db", shipped(CHECKLIST)
    with Store.open(path) as store:
        audit_id = audit_of(store, checklist)
        store.remember(auditor="A17", open_audit=audit_id, open_screen="score", open_note="comment")
    return path, audit_id, checklist.items[0].id


@pytest.fixture
def opened(begun: tuple[Path, str, str], request: pytest.FixtureRequest) -> Iterator[Program]:
    """The screens with a note open, begun by a shell or not."""
    program = start(begun[0], shell=request.param)
    program.until(b"saved as you type")
    yield program
    for pid in children(program.pid) | {program.pid}:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    os.waitpid(program.pid, 0)
    if program.master >= 0:
        program.close()
    os.close(program.alive)


def children(pid: int) -> set[int]:
    listed = subprocess.run(["ps", "-o", "pid=,ppid=", "-A"], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    return {child for child, parent in pairs if parent == pid}


def note(begun: tuple[Path, str, str]) -> str:
    path, audit_id, item = begun
    with Store.open(path) as store:
        assert [problem for problem in store.verify() if problem.level == "error"] == []
        return store.audit(audit_id).note(item, "comment")


by_shell = pytest.mark.parametrize("opened", [False, True], ids=["leader", "shell"], indirect=True)
alone = pytest.mark.parametrize("opened", [False], ids=["leader"], indirect=True)


@by_shell
def test_a_window_that_is_closed_ends_the_program_with_what_was_typed(
    begun: tuple[Path, str, str], opened: Program
) -> None:
    opened.type(b"the last words")
    opened.until(b"words")
    opened.close()
    assert opened.ended()
    assert note(begun) == "the last words"


@pytest.mark.parametrize("opened", [True], ids=["shell"], indirect=True)
def test_a_shell_that_is_killed_ends_the_program_with_what_was_typed(
    begun: tuple[Path, str, str], opened: Program
) -> None:
    opened.type(b"the last words")
    opened.until(b"words")
    os.kill(opened.pid, signal.SIGKILL)
    assert opened.ended()
    assert note(begun) == "the last words"


@alone
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_program_with_what_was_typed(
    begun: tuple[Path, str, str], opened: Program, number: signal.Signals
) -> None:
    opened.type(b"the last words")
    opened.until(b"words")
    os.kill(opened.pid, number)
    assert opened.ended()
    assert note(begun) == "the last words"


@alone
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (b"cost of \xa350 .", "cost of \ufffd50 ."),
        (b"\x1b[200~half \xed\xa0\x80 pasted\x1b[201~ .", "half \ufffd\ufffd\ufffd pasted ."),
        (b"caf\xe9 .", "caf\ufffd ."),
    ],
    ids=["pound", "paste", "accent"],
)
def test_bytes_that_are_not_utf8_end_nothing(
    begun: tuple[Path, str, str], opened: Program, typed: bytes, kept: str
) -> None:
    opened.type(typed)
    opened.until(kept[-4:].encode())  # a full stop alone stands elsewhere on the screen too
    os.kill(opened.pid, signal.SIGTERM)
    assert opened.ended()
    assert note(begun) == kept


@alone
def test_esc_and_a_key_is_alt_and_that_key(begun: tuple[Path, str, str], opened: Program) -> None:
    """So do tmux and most terminals send alt."""
    path, audit_id, item = begun
    opened.type(b"minutes")
    opened.until(b"minutes")
    opened.type(b"\x1bz\x1b3")
    opened.until(b"1/16")
    os.kill(opened.pid, signal.SIGTERM)
    assert opened.ended()
    with Store.open(path) as store:
        assert store.audit(audit_id).answers[item].value == shipped(CHECKLIST).items[0].options[-3].id
    assert note(begun) == "", "alt+z took back what was typed"

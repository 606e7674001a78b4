"""How fast the screens are, measured from outside through a pty, beside a bare Textual app in the same run.

Run as a program: `make bench`. Start: from spawning the process to the first painted row, on a store of
20,000 audits against a bare app with a header, a table of 200 rows and a footer. Key: from writing the key
to the last byte of what it paints, for an answer that is committed and shown as saved, against a cursor move
in the bare app. Times on a shared machine swing; read the ratios.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

BARE = """
from textual.app import App
from textual.widgets import DataTable, Footer, Header

class Bare(App):
    def compose(self):
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("Case", "Checklist", "Date", "Team", "By", "State")
        table.add_rows([(f"FIRST-{n}", "Pathway plans", "2026-03-02", "North", "A17", "draft") for n in range(200)])

Bare().run()
"""
QUIET = 0.08


class Terminal:
    """A program in a pty of 80 by 24."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, env)  # noqa: S606 - the program measured
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def until(self, text: bytes, seconds: float = 30) -> float:
        """Return the seconds from the start until `text` was painted."""
        seen = b""
        while time.perf_counter() - self.began < seconds:
            if select.select([self.fd], [], [], 1)[0]:
                seen += os.read(self.fd, 65536)
                if text in seen:
                    return time.perf_counter() - self.began
        raise SystemExit(f"{text!r} was not painted; last seen {seen[-300:]!r}")

    def settle(self) -> float:
        """Read until nothing comes for a while; return when the last byte came."""
        last = time.perf_counter()
        while select.select([self.fd], [], [], QUIET)[0]:
            os.read(self.fd, 65536)
            last = time.perf_counter()
        return last

    def key(self, key: bytes) -> float:
        """Press a key; return the seconds until the last byte of what it painted."""
        began = time.perf_counter()
        os.write(self.fd, key)
        select.select([self.fd], [], [], 2)
        return self.settle() - began

    def peak(self) -> int:
        """Return the peak memory in kilobytes."""
        status = Path(f"/proc/{self.pid}/status")
        if not status.exists():
            return 0
        return next(
            int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")
        )

    def end(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def spread(name: str, seconds: list[float]) -> float:
    ordered = sorted(value * 1000 for value in seconds)
    p95 = ordered[min(round(0.95 * len(ordered)), len(ordered) - 1)]
    middle = statistics.median(ordered)
    print(
        f"  {name:44} median {middle:7.1f} ms   p95 {p95:7.1f}   {ordered[0]:.1f} to {ordered[-1]:.1f}   n {len(ordered)}"
    )
    return middle


def starts(bare: list[str], ours: list[str], env: dict[str, str], rounds: int) -> None:
    print("Start to first painted row, alternately")
    took: dict[str, list[float]] = {"bare app, 200 rows": [], "auditui": []}
    memory: dict[str, list[int]] = {name: [] for name in took}
    for n in range(rounds + 1):
        for name, command, text in (("bare app, 200 rows", bare, b"FIRST-1"), ("auditui", ours, b"MU-")):
            terminal = Terminal(command, env)
            seconds = terminal.until(text)
            terminal.settle()
            if n:  # the first round warms the disk
                took[name].append(seconds)
                memory[name].append(terminal.peak())
            terminal.end()
    middles = [spread(name, seconds) for name, seconds in took.items()]
    print(f"  ratio {middles[1] / middles[0]:.2f} (budget 1.2)")
    peaks = [statistics.median(values) / 1024 for values in memory.values()]
    print(
        f"  peak memory {peaks[0]:.0f} and {peaks[1]:.0f} MB, ratio {peaks[1] / max(peaks[0], 1):.2f} (budget 1.2)"
    )


def keys(bare: list[str], ours: list[str], env: dict[str, str], rounds: int) -> None:
    print("Key to last painted byte: a cursor move, and an answer committed and shown as saved")
    one, other = Terminal(bare, env), Terminal(ours, env)
    one.until(b"FIRST-1")
    other.until(b"Held promptly")
    one.settle()
    other.settle()
    moves: list[float] = []
    answers: list[float] = []
    for n in range(rounds):
        moves.append(one.key(b"\x1b[B"))
        if n % 15 == 0:
            other.key(b"g")
        answers.append(other.key(b"x"))
    one.end()
    other.end()
    middles = [spread("bare app, cursor down", moves), spread("auditui, x: could not see", answers)]
    print(f"  ratio {middles[1] / middles[0]:.2f} (budget 1.1); p95 budget 33 ms")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--audits", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--keys", type=int, default=120)
    asked = options.parse_args()
    from auditui import demo  # noqa: PLC0415
    from auditui.store import Store  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "council.db"
        os.environ["XDG_STATE_HOME"] = (
            folder  # the desk that makes the council is the one that goes on with it
        )
        progress: Callable[[int, int], None] = lambda done, total: (  # noqa: E731
            print(f"\rmaking {done} of {total} audits", end="", flush=True) if done % 1000 == 0 else None
        )
        demo.make(path, audits=asked.audits, seed=1, progress=progress)
        print(f"\nA store of {asked.audits} audits, {path.stat().st_size / 2**20:.0f} MB")
        env = os.environ | {
            "TERM": "xterm-256color",
            "HOME": folder,
            "XDG_CONFIG_HOME": folder,
            "XDG_DATA_HOME": folder,
        }
        (Path(folder) / "bare.py").write_text(BARE)
        bare = [sys.executable, f"{folder}/bare.py"]
        ours = [sys.executable, "-m", "auditui", "--store", str(path)]
        starts(bare, ours, env, asked.rounds)
        with Store.open(path) as store:
            draft = next(
                line for line in store.audits(states=("draft",)) if line.checklist.startswith("strategy")
            )
            store.remember(open_audit=draft.id, open_item="threshold-recorded", auditor=draft.auditor)
        keys(bare, ours, env, asked.keys)


if __name__ == "__main__":
    main()

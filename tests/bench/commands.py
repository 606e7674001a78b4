"""How long commands take beside the least a program with Typer and SQLite takes, and how fast the journal is read.

Run by `make bench`. Each command is timed as a whole process, in turn with the yardstick. Times on a shared machine
swing; read the ratios.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

YARDSTICK = [sys.executable, "-c", "import typer, sqlite3"]
#: Each command with its budget.
COMMANDS = (
    (["where"], 1.5),
    (["audit", "list", "--format", "json"], 2.0),
    (["summary"], 2.0),
    (["--help"], 2.0),
)
AUDITS = 2_000


def seconds(command: list[str], environment: dict[str, str] | None = None) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - began


def commands(rounds: int, store: Path) -> None:
    print("Whole processes, beside `import typer, sqlite3`")
    for arguments, budget in COMMANDS:
        command = [sys.executable, "-m", "auditui", *arguments]
        environment = os.environ | {"AUDITUI_STORE": str(store)}
        pairs = [(seconds(YARDSTICK), seconds(command, environment)) for _ in range(rounds)]
        ratio = statistics.median(theirs / bare for bare, theirs in pairs)
        bare, theirs = (statistics.median(times) * 1000 for times in zip(*pairs, strict=True))
        print(
            f"  {' '.join(arguments):28} {bare:5.0f} and {theirs:5.0f} ms, ratio {ratio:.2f} (budget {budget})",
            flush=True,
        )


def journal(path: Path) -> None:
    from auditui.store import Store  # noqa: PLC0415

    with Store.open(path) as store:
        entries = sum(head.origin_seq for head in store.heads())
        for name, work, budget in (("rebuild", store.rebuild, 60_000), ("verify", store.verify, 50_000)):
            took = []
            for _ in range(5):
                began = time.perf_counter()
                work()
                took.append(time.perf_counter() - began)
            print(
                f"  {name:10} {entries / min(took):9,.0f} entries a second, of {entries:,} (budget {budget:,})"
            )


def memory(large: Path) -> None:
    command = [sys.executable, "-m", "auditui", "audit", "list", "--format", "csv", "--store", str(large)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  audit list of {large.name}: peak {peak:.0f} MB (budget 100)")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--large", type=Path, help="a made-up council of 125,000 audits made before")
    asked = options.parse_args()
    from auditui import demo  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "council.db"
        demo.make(store, audits=AUDITS, seed=7, progress=lambda _done, _total: None)
        commands(asked.rounds, store)
        print(f"The journal of {AUDITS:,} audits")
        journal(store)
        if asked.large:
            memory(asked.large)


if __name__ == "__main__":
    main()

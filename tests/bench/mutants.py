"""How many one-line changes of the code some test notices, as a score per room and file.

Run as a program: `make mutants ROOMS="auditui.store.*"`, or all rooms without ROOMS; `EVERY=5` tries every fifth change
only, always the same ones. A room's changes are tried against the tests of the folder of its name; what is left out, and
why, stands in pyproject.toml. A changed line that no such test reaches counts as not noticed. Some changes change nothing that could
be noticed (the step of a counter that only orders, `strict` of a zip): ten in ten is no aim.
`mutmut results` names what survived, `mutmut show NAME` shows it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from typing import Any
from unittest.mock import patch
from zlib import crc32

ROOMS = ("core", "figures", "store")
#: What the runner says of a changed line that was noticed: by a failing test, a crash, or a loop without end.
NOTICED = {"killed", "timeout", "suspicious", "segfault", "caught by type check"}


def scores(results: str) -> dict[str, Counter[str]]:
    """Return, by file and by room, how many changes were noticed and how many not."""
    counts: dict[str, Counter[str]] = {}
    for line in results.splitlines():
        name, _, status = line.strip().rpartition(": ")
        if not name or status == "not checked":
            continue
        module = name.rpartition(".")[0]
        room = ".".join(module.split(".")[:2])
        for part in {room, module}:
            counts.setdefault(part, Counter())["noticed" if status in NOTICED else "survived"] += 1
    return counts


def run(changes: list[str], every: int, children: int | None) -> None:
    """Try the changes whose names fit these patterns, or every so many of them."""
    from mutmut import __main__ as mutmut  # noqa: PLC0415 - it looks at the folder it is loaded in
    from mutmut.configuration import config  # noqa: PLC0415

    rooms = sorted({pattern.split(".")[1] for pattern in changes}) or ROOMS
    settings = config()
    settings.only_mutate = [f"src/auditui/{room}/*" for room in rooms]
    settings.pytest_add_cli_args_test_selection = [f"tests/{room}" for room in rooms]
    everything = mutmut.collect_source_file_mutation_data

    def some(*, mutant_names: list[str]) -> tuple[list[Any], Any]:
        found, by_file = everything(mutant_names=mutant_names)
        return [change for change in found if crc32(change[1].encode()) % every == 0], by_file

    with patch.object(mutmut, "collect_source_file_mutation_data", some):
        mutmut._run(changes, children)


def main() -> None:
    """Change lines, ask the tests, print the score of each room and file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("changes", nargs="*", help="patterns of names, such as auditui.store.*")
    parser.add_argument("--every", type=int, default=1, help="try every so many changes only")
    parser.add_argument("--children", type=int, help="how many are tried at once")
    asked = parser.parse_args()
    run(asked.changes, asked.every, asked.children)
    results = [sys.executable, "-m", "mutmut", "results", "--all", "true"]
    tried = subprocess.run(results, check=True, capture_output=True, text=True).stdout
    for part, count in sorted(scores(tried).items()):
        print(f"{part:40}{count['noticed']:6} of {count.total():5}{count['noticed'] / count.total():7.1%}")


if __name__ == "__main__":
    main()

"""How many one-line changes of the code some test notices, as a score per room and file.

Run as a program: `make mutants`, or `make mutants ROOMS="auditui.figures.*"` for a part; what to change and which
tests to ask stands in pyproject.toml. A changed line that no test reaches counts as not noticed. Some changes
change nothing that could be noticed (the step of a counter that only orders, `strict` of a zip): ten in ten is no aim.
`mutmut results` names what survived, `mutmut show NAME` shows it.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

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


def main() -> None:
    """Change lines, ask the tests, print the score of each room and file."""
    mutmut = [sys.executable, "-m", "mutmut"]
    subprocess.run([*mutmut, "run", *sys.argv[1:]], check=True)
    ran = subprocess.run([*mutmut, "results", "--all", "true"], check=True, capture_output=True, text=True)
    for part, count in sorted(scores(ran.stdout).items()):
        print(f"{part:40}{count['noticed']:6} of {count.total():5}{count['noticed'] / count.total():7.1%}")


if __name__ == "__main__":
    main()

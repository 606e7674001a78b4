"""How the time of `summary`, `trend` and `plan` grows from 100 audits to 125,000, whole process against whole process.

Run as a program: `make bench`. Makes two made-up councils through the journal (the large one, of 2 million answers,
takes some minutes; --large names one made before), then times each command on both in turn. Times on a shared machine
swing; read the ratios.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS = {
    "summary": ["summary"],
    **{
        f"summary --by {name}": ["summary", "--by", name]
        for name in (
            "team",
            "item",
            "month",
            "auditor",
            "judgement",
            "ethnicity",
            "age_band",
            "disability",
            "area",
        )
    },
    "by month and team": ["summary", "--by", "month", "--by", "team"],
    "by team and ethnicity": ["summary", "--by", "team", "--by", "ethnicity"],
    "of a team by auditor": ["summary", "--by", "auditor", "--team", "North"],
    "trend": ["trend", "strategy-discussion"],
    "trend --item": ["trend", "strategy-discussion", "--item", "health-involvement"],
    "plan": ["plan"],
}
RUNS = 15
SMALL, LARGE = 100, 125_000


def seconds(arguments: list[str], store: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "auditui", *arguments, "--store", str(store)], check=True, capture_output=True
    )
    return time.perf_counter() - begun


def council(path: Path, audits: int) -> None:
    print(f"Making up {audits} audits in {path.name} ...", flush=True)
    subprocess.run(
        [sys.executable, "-m", "auditui", "demo", "--no-ui", "--audits", str(audits), "--store", str(path)],
        check=True,
        capture_output=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", type=Path, help="a made-up council of as many audits made before")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.db", given.large or Path(folder) / "large.db"
        council(small, SMALL)
        if not large.exists():
            council(large, LARGE)
        print(f"{'':24}{SMALL:>10,}{LARGE:>10,}{'ratio':>8}   budget 1.5; 8 for the last two summaries")
        for name, arguments in COMMANDS.items():
            pairs = [(seconds(arguments, small), seconds(arguments, large)) for _ in range(RUNS)]
            one, other = (statistics.median(each) for each in zip(*pairs, strict=True))
            ratio = statistics.median(b / a for a, b in pairs)
            print(f"{name:24}{one * 1000:8.0f} ms{other * 1000:7.0f} ms{ratio:8.2f}", flush=True)


if __name__ == "__main__":
    main()

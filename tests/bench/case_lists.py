"""How long reading in lists of 200,000 made-up rows takes, and its most memory: ``PYTHONPATH=tests python tests/bench/case_lists.py``.

One is a CSV of one list, the other an Annex A workbook with every trap of real ones.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import annex_a_made

ROWS = 200_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        rows = (
            f"{n:07d},Team {n % 12},{1 + n % 28:02d}/{1 + n % 12:02d}/2024,{n % 18},WBRI\n"
            for n in range(ROWS)
        )
        path.write_text("Mosaic ID,Team,Event date,Age,Ethnicity\n" + "".join(rows), encoding="utf-8")
        for kept in (path, annex_a_made.write(Path(folder) / "annex a.xlsx", ROWS)):
            for extra in (["--dry-run"], []):
                print(f"{kept.name} {'read only' if extra else 'kept'}: {measured(folder, kept, *extra)}")


def measured(folder: str, path: Path, *extra: str) -> str:
    """Read a list in, with a process of its own between, so that the most memory is its own."""
    places = os.environ | {"AUDITUI_SETTINGS": f"{folder}/none.toml", "XDG_STATE_HOME": folder}
    command = [
        sys.executable,
        "-m",
        "auditui",
        "case",
        "import",
        str(path),
        "--store",
        f"{folder}/{path.stem}.db",
        *extra,
    ]
    command += ["--listed-on", annex_a_made.LISTED_ON.isoformat()]
    begun = perf_counter()
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command], env=places, check=True, capture_output=True, text=True
    )
    return f"{perf_counter() - begun:.1f} s by the clock, {ran.stdout.strip()}"


_MEASURED = """
import resource, subprocess, sys
ran = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"processor {used.ru_utime + used.ru_stime:.1f} s, most memory of a process {used.ru_maxrss >> 10} MB, exit code {ran.returncode}")
"""

if __name__ == "__main__":
    main()

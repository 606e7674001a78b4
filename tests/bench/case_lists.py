"""How long reading in a list of 200,000 made-up rows takes, and its most memory: ``python tests/bench/case_lists.py``."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROWS = 200_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        rows = (
            f"{n:07d},Team {n % 12},{1 + n % 28:02d}/{1 + n % 12:02d}/2024,{n % 18},WBRI\n"
            for n in range(ROWS)
        )
        path.write_text("Mosaic ID,Team,Event date,Age,Ethnicity\n" + "".join(rows), encoding="utf-8")
        places = os.environ | {"AUDITUI_SETTINGS": f"{folder}/none.toml", "XDG_STATE_HOME": folder}
        command = [sys.executable, "-m", "auditui", "case", "import", str(path), "--store", f"{folder}/s.db"]
        for extra in (["--dry-run"], []):
            begun = perf_counter()
            subprocess.run([*command, *extra], env=places, check=True, capture_output=True)
            took, used = perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
            print(
                f"{extra or 'kept'}: {took:.1f} s, processor so far {used.ru_utime:.1f} s, most memory {used.ru_maxrss >> 10} MB"
            )


if __name__ == "__main__":
    main()

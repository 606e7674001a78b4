"""All benchmarks, on the program as users have it: its wheel, installed with byte code. Run by `make bench`."""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

from installed import installed

HERE = Path(__file__).parent


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--large", type=Path, help="a made-up council of 125,000 audits made before")
    asked = options.parse_args()
    large = ["--large", str(asked.large)] if asked.large else []
    with tempfile.TemporaryDirectory() as folder:
        python = installed(Path(folder))
        places = os.environ | {"PYTHONPATH": str(HERE.parent)}  # what the tests make lists with
        for script, arguments in (
            ("commands.py", large),
            ("screens.py", []),
            ("encrypted.py", []),
            ("figures.py", large),
            ("case_lists.py", []),
        ):
            subprocess.run([str(python), str(HERE / script), *arguments], check=True, cwd=folder, env=places)


if __name__ == "__main__":
    main()

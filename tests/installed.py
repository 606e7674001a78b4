"""The program as users have it: its built wheel, with byte code, in an environment of its own."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command: object, cwd: Path) -> str:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, check=True, text=True, stdout=subprocess.PIPE
    ).stdout


def installed(folder: Path) -> Path:
    """Build the wheel, install it in `folder`, and return the Python that runs it.

    The locked dependencies are lent from this environment; the program itself comes from the wheel alone.
    """
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    (site,) = (folder / "venv").rglob("site-packages")
    install = ("install", "--quiet", "--no-deps", "--compile", wheel)
    run(sys.executable, "-m", "pip", "--python", python, *install, cwd=folder)
    packages = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    (site / "lent.pth").write_text(f"{packages}\n")
    return python

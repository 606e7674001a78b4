"""Build the wheel, install it without the development tools, and do a whole job from another folder.

Run as a program by `make wheel`. Catches a missing checklist, style sheet or dependency.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command: object, cwd: Path) -> str:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, check=True, text=True, stdout=subprocess.PIPE
    ).stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", there, ROOT, cwd=ROOT)
        (wheel,) = there.glob("*.whl")
        venv.create(there / "venv", with_pip=False)
        python = there / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        # The locked dependencies are lent from this environment; the program itself comes from the wheel alone.
        (site,) = (there / "venv").rglob("site-packages")
        run(
            sys.executable,
            "-m",
            "pip",
            "--python",
            python,
            "install",
            "--quiet",
            "--no-deps",
            wheel,
            cwd=there,
        )
        packages = next(Path(path) for path in sys.path if path.endswith("site-packages"))
        (site / "lent.pth").write_text(f"{packages}\n")
        store = there / "council.db"
        auditui = [python, "-m", "auditui"]
        assert "auditui 0." in run(*auditui, "--version", cwd=there)
        run(*auditui, "demo", "--audits", 12, "--no-ui", "--store", store, cwd=there)
        rows = json.loads(run(*auditui, "summary", "--store", store, "--format", "json", cwd=there))
        assert sum(row["audits"] for row in rows) == 12, rows
        run(*auditui, "journal", "verify", "--store", store, cwd=there)
        where = run(python, "-c", "import auditui; print(auditui.__file__)", cwd=there)
        assert str(site) in where, where
        run(python, "-c", SCREENS, store, cwd=there)
    print("wheel: installed, made a council, summed it up, opened the screens")


SCREENS = """
import asyncio, sys
from pathlib import Path
from auditui.store import Store
from auditui.ui.app import AuditApp

async def main() -> None:
    with Store.open(Path(sys.argv[1])) as store:
        app = AuditApp(store)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter", "2")
        assert not app.close_writer()

asyncio.run(main())
"""

if __name__ == "__main__":
    main()

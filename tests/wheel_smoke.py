"""Build the wheel, install it without the development tools, and do a whole job from another folder.

Run as a program by `make wheel`. Catches a missing checklist, style sheet or dependency.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from installed import installed, run


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        python = installed(there)
        store = there / "council.db"
        auditui = [python, "-m", "auditui"]
        assert "auditui 0." in run(*auditui, "--version", cwd=there)
        run(*auditui, "demo", "--audits", 12, "--no-ui", "--store", store, cwd=there)
        rows = json.loads(run(*auditui, "summary", "--store", store, "--format", "json", cwd=there))
        assert sum(row["audits"] for row in rows) == 12, rows
        run(*auditui, "journal", "verify", "--store", store, cwd=there)
        where = run(python, "-c", "import auditui; print(auditui.__file__)", cwd=there)
        assert str(there) in where, where
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

"""The pages that leave, in a real browser without a window: whether anybody can read them, at a desk and on a phone.

Run as a program by `make browser`, with the folder for the pictures. axe-core checks each page by WCAG 2.2 A and AA and by its
best practices, light and dark; nothing may run off the side of the screen.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from auditui import demo
from auditui.cli import main as auditui
from auditui.figures.tallies import Selection
from auditui.store import Store
from chromium import launched

SIZES = {"desk": 1280, "phone": 390}


def pages(store: Path, folder: Path) -> list[Path]:
    """Write every kind of page of a made-up council, small counts hidden, and return the files."""
    demo.make(store, audits=200, seed=7, progress=lambda _done, _total: None)
    with Store.open(store) as opened:
        audit = opened.audits(Selection("pathway-plan"), ("finished",))[0].id
    calls = {
        "summary-team": "summary --by team",
        "summary-item": "summary --by item --checklist pathway-plan",
        "summary-compared": "summary --by item --checklist pathway-plan --since 2026-01 --until 2026-06 --compare",
        "summary-crossed": "summary --by team --by quarter",
        "trend": "trend pathway-plan",
        "trends": "trend",
        "funnel": "summary --by team --funnel",
        "plan": "plan",
        "feedback": f"audit export {audit}",
        "record": f"audit export {audit} --full",
        "checklist": "checklist show pathway-plan",
        "actions": "action list",
    }
    files = {name: folder / f"{name}.html" for name in calls}
    for name, call in calls.items():
        # Each from the same state: what one page shared would narrow what the next may show.
        path = shutil.copy(store, folder / "copy.db")
        sys.argv = ["auditui", *call.split(), "--out", str(files[name]), "--store", str(path)]
        with contextlib.suppress(SystemExit):
            auditui()
        assert files[name].exists(), f"auditui {call} wrote no page"
    return list(files.values())


def faults(browser: Browser, page: Path, folder: Path) -> list[str]:
    """Return what is wrong with a page, in any width and light."""
    said = []
    for size, width in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            tab = context.new_page()
            tab.goto(page.as_uri())
            tab.screenshot(path=folder / f"page-{page.stem}-{size}-{scheme}.png", full_page=True)
            wide = tab.evaluate("document.documentElement.scrollWidth")
            said += [f"{page.stem}, {size}: {wide} wide in {width}"] if wide > width else []
            found = Axe().run(tab).response["violations"]
            said += [
                f"{page.stem}, {size}, {scheme}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:120]}"
                for one in found
            ]
            context.close()
    return said


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        names = ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
        os.environ |= dict.fromkeys(names, place) | {"AUDITUI_SETTINGS": "none"}
        written = pages(Path(place) / "s.db", Path(place))
        with sync_playwright() as playwright:
            browser = launched(playwright)
            said = [fault for page in written for fault in faults(browser, page, folder)]
            browser.close()
    assert not said, "\n".join(said)
    print(f"browser: {len(written)} pages, no fault found by axe-core; pictures in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Make the pictures of the documentation from a made-up council: `make pictures`.

Every picture is what the program shows; none is drawn by hand.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from auditui import demo
from auditui.figures.tallies import Selection
from auditui.report import summary
from auditui.report.boxed_table import print_table
from auditui.store import Store
from auditui.ui.app import AuditApp

PICTURES = Path(__file__).parent / "pictures"
ITEM = "health-involvement"


async def screens(path: Path) -> None:
    with Store.open(path) as store:
        (draft, *_) = [
            line for line in store.audits(states=("draft",)) if line.checklist.startswith("strategy")
        ]
        store.remember(open_audit="")
    for name, size, keys in (
        ("home", (100, 26), []),
        ("home-80x24", (80, 24), ["w"]),
        ("actions", (120, 24), ["a"]),
        ("score", (120, 40), ["3"]),
        ("score-80x24", (80, 24), ["3"]),
        ("finish", (100, 30), ["f"]),
        ("trends", (100, 34), ["t"]),
    ):
        with Store.open(path) as store:
            if name in ("home", "home-80x24", "actions", "trends"):
                store.remember(open_audit="")
            else:
                store.remember(open_audit=draft.id, open_item=ITEM, open_screen="", open_note="")
            app = AuditApp(store)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                await pilot.press(*keys)
                await app.workers.wait_for_complete()
                if name == "finish":
                    await pilot.press("2")
                await pilot.pause()
                app.writer.flush()
                app.saved = "saved 10:42:07"
                await pilot.pause()
                save(name, app.export_screenshot(title="auditui"))
            app.close_writer()


def tables(path: Path) -> None:
    from rich.console import Console

    console = Console(record=True, width=104, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    with Store.open(path) as store:
        print_table(summary.tables(store, Selection(checklist="strategy-discussion"), ("item",))[1], console)
    save("summary", console.export_svg(title="auditui summary --by item --checklist strategy-discussion"))


def save(name: str, svg: str) -> None:
    """Write a picture; ids that differ from run to run are made the same."""
    svg = re.sub(r"terminal-\d+", f"terminal-{name}", svg)
    svg = "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"
    (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up.db"
        demo.make(path, audits=600, seed=2018, progress=lambda _done, _total: None)
        tables(path)
        asyncio.run(screens(path))


if __name__ == "__main__":
    main()

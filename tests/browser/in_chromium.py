"""The screens in a real browser without a window: what it shows, what it asks for, and what its keys do.

Run as a program by `make browser`, with the folder for the pictures; it says what it saw, and fails where that is wrong.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from auditui import demo
from auditui.core.checklists.checklist import Checklist
from auditui.store import Store
from chromium import launched
from made import shipped
from recorded import audit_of

_LIMIT = 60_000
#: Notes what the page sends, from before it is loaded.
_LISTEN = """
window.sent = [];
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (words) { window.sent.push(words); return send.call(this, words); };
"""
#: A key as a browser names it, and what the screens must hear of it.
_HEARD = {
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "Control+g": "\x07",
    "Control+p": "\x10",
    "Control+d": "\x04",
    "Control+u": "\x15",
    "Control+r": "\x12",
    "Control+z": "\x1a",
    "Control+o": "\x0f",
    "Alt+z": "\x1bz",
    "Alt+n": "\x1bn",
    "Alt+1": "\x1b1",
    "Alt+Backspace": "\x1b\x7f",
    "PageDown": "\x1b[6~",
    "Escape": "\x1b",
}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        environment = os.environ | {
            **dict.fromkeys(("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), place),
            "AUDITUI_SETTINGS": "none",
            "TEXTUAL_ANIMATIONS": "none",
        }
        os.environ.update(environment)
        path, checklist = home / "s.db", shipped("pathway-plan")
        demo.make(path, audits=60, seed=7, progress=lambda _done, _total: None)
        with Store.open(path) as store:
            audit_id = audit_of(store, checklist)
            store.remember(auditor="A17", open_audit=audit_id, open_screen="score")
        command = [sys.executable, "-m", "auditui", "serve", "--by", "A17", "--store", str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as program:
            assert program.stdout
            address = program.stdout.readline().strip()
            with sync_playwright() as playwright:
                browser = launched(playwright)
                looked_at(browser, address, folder, Work(path, audit_id, checklist), program)
                browser.close()
    print(f"browser: all as it should be; pictures in {folder}")


class Work:
    """The audit that is answered, and how the store has it."""

    def __init__(self, path: Path, audit_id: str, checklist: Checklist) -> None:
        self._path, self._audit, self._checklist = path, audit_id, checklist

    def is_answered(self) -> bool:
        with Store.open(self._path) as store:
            return self._checklist.items[0].id in store.audit(self._audit).answers

    def note(self) -> str:
        with Store.open(self._path) as store:
            return store.audit(self._audit).note(self._checklist.items[0].id, "comment")


def looked_at(
    browser: Browser, address: str, folder: Path, work: Work, program: subprocess.Popen[str]
) -> None:
    context = browser.new_context(viewport={"width": 1240, "height": 780})
    asked: set[str] = set()
    troubles: list[str] = []
    page = context.new_page()
    page.add_init_script(_LISTEN)
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(address)
    opened(page)
    page.screenshot(path=folder / "score.png")
    assert address.startswith(page.url + "enter/"), f"the token stays in the address: {page.url}"

    page.keyboard.press("3")
    until(work.is_answered, "an answer in the store")
    page.keyboard.press("c")
    page.keyboard.type("words typed in a browser")
    page.wait_for_timeout(700)
    page.screenshot(path=folder / "note.png")
    page.close()
    until(lambda: work.note() == "words typed in a browser", "the note of a closed tab")

    page = context.new_page()
    page.add_init_script(_LISTEN)
    page.goto(address)  # the same browser finds its way by the address it was given
    opened(page)
    page.wait_for_timeout(700)
    page.screenshot(path=folder / "again.png")
    for key, heard in _HEARD.items():
        assert heard in heard_of(page, key), f"{key} was not heard"
        if key in ("F1", "Control+g", "Control+p", "Control+o"):
            page.wait_for_timeout(1500)
            page.screenshot(path=folder / f"{key}.png")
        page.keyboard.press("Escape")
    page.set_viewport_size({"width": 800, "height": 480})
    page.wait_for_timeout(700)
    page.screenshot(path=folder / "small.png")

    other = browser.new_context().new_page()
    refused = other.goto(address)
    assert refused, "no answer"
    assert refused.status == 403, refused.status
    other.screenshot(path=folder / "refused.png")

    program.send_signal(signal.SIGINT)
    assert program.wait(60) == 0, "the server said that something was not saved"
    page.wait_for_selector("body.-closed", timeout=_LIMIT)
    page.wait_for_timeout(300)
    page.screenshot(path=folder / "closed.png")
    host = address.split("/")[2]
    assert asked == {host}, f"it asked elsewhere: {asked}"
    print("browser: its console said", troubles or "nothing")


def opened(page: Page) -> None:
    page.wait_for_selector("body.-first-byte", timeout=_LIMIT)
    page.wait_for_timeout(1500)  # for the eye: the picture after the first frames


def heard_of(page: Page, key: str) -> str:
    """Press a key, and return what the page sent to the screens."""
    page.evaluate("window.sent.length = 0")
    page.keyboard.press(key)
    sent = page.evaluate(
        "window.sent.map((words) => JSON.parse(words)).filter((w) => w[0] === 'stdin').map((w) => w[1])"
    )
    return "".join(sent)


def until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _LIMIT / 1000
    while not holds():
        assert time.monotonic() < end, f"never there: {what}"
        time.sleep(0.1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""The command that serves the screens to a browser, and its other side: the screens that are served."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from auditui import places
from auditui.cli.context import StoreOption, auditor, say
from auditui.cli.progress import updating
from auditui.cli.screens import open_screens
from auditui.core.errors import AuditError
from auditui.store import StoreAddress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from auditui.serving.server import Server, Work

app = typer.Typer()

_INSTALL = (
    "Install it with: pipx inject auditui textual-serve"
    " (uv tool install auditui --with textual-serve; pip install textual-serve elsewhere)"
)


@app.command()
def serve(
    by: Annotated[
        str | None,
        Option(
            "--by", help="Whose screens they are: your auditor code; AUDITUI_AUDITOR, else the last one used."
        ),
    ] = None,
    port: Annotated[int, Option("--port", min=0, max=65535, help="The port; 0 takes any that is free.")] = 0,
    browser: Annotated[bool, Option("--open", help="Open the address in this computer's browser.")] = False,
    store: StoreOption = None,
) -> None:
    """The screens in a browser on this computer, where no terminal is allowed; until Ctrl+C.

    The address works once, for one browser, and reaches nobody on another computer. Closing a tab or stopping loses nothing.

    \b
    auditui serve --by A17
    auditui serve --open
    """
    try:
        from auditui.serving.server import Server, Work  # noqa: PLC0415 - only this command needs it
    except ImportError:
        raise AuditError("The screens in a browser need an optional part", _INSTALL) from None
    raise typer.Exit(_run(Server(_work(places.store(store).path, by, Work), port), browser=browser))


def _work(path: Path, by: str | None, work: type[Work]) -> Work:
    """Open the store once, here, where a passphrase can be asked for and an update be watched; return what is served."""
    from auditui.store import cipher  # noqa: PLC0415 - as above

    with StoreAddress(path).open(create=True, progress=updating()) as opened:
        return work(path, auditor(opened, by), cipher.key_of(path) or "")


def _run(server: Server, *, browser: bool) -> int:
    import asyncio  # noqa: PLC0415 - as above

    def ready() -> None:
        _at_the_end_asked(server.stop)
        print(server.door.address, flush=True)
        say(
            "Open this address in a browser on this computer: it works once, and then that browser alone is let in.",
            "Ctrl+C here closes the screens, with everything saved.",
        )
        if browser:
            import webbrowser  # noqa: PLC0415 - as above

            webbrowser.open(server.door.address)

    code = asyncio.run(server.run(ready))
    say("Stopped; some of what was typed could not be saved." if code else "Stopped; everything is saved.")
    return code


def _at_the_end_asked(stop: Callable[[], None]) -> None:
    """Stop at Ctrl+C, and at what else asks a program to go."""
    import asyncio  # noqa: PLC0415 - as above

    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if number := getattr(signal, name, None):
            signal.signal(number, lambda _number, _frame: loop.call_soon_threadsafe(stop))


def open_served(path: Path) -> int:
    """Open the screens for a server, which gives the key of an encrypted store in the first line; return the exit code."""
    if key := _first_line():
        from auditui.store import cipher  # noqa: PLC0415 - few stores are encrypted

        cipher.remember(path, key)
    return open_screens(StoreAddress(path), served=True)


def _first_line() -> str:
    """Read a line of the input, and nothing after it: that is for the screens."""
    line = b""
    while not line.endswith(b"\n") and (byte := os.read(sys.stdin.fileno(), 1)):
        line += byte
    return line.decode("ascii", "replace").strip()

"""A browser in the place of the terminal: a server hands on what is typed there, and takes what is painted."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, cast

from textual.drivers.web_driver import WebDriver
from textual.events import AppFocus

if TYPE_CHECKING:
    from auditui.ui.terminal import Leaving


class Browser(WebDriver):
    """Textual's driver, but that the app leaves with what was typed kept, however the server or the tab goes."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Drive the pipes for an app, as Textual's does; one that nobody reads any more ends nothing by itself."""
        super().__init__(*given, **named)
        if hasattr(signal, "SIGPIPE"):
            signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        self._write: Any = self._write_all
        self._there = True

    def _gone(self) -> None:
        """Have the app leave, from whatever thread this is."""
        self._app.call_later(cast("Leaving", self._app).hang_up)

    def _write_all(self, content: bytes) -> None:
        """Write all of it, if anybody is there."""
        while content and self._there:
            try:
                content = content[os.write(self.fileno, content) :]
            except OSError:
                self._there = False
                self._gone()

    def start_application_mode(self) -> None:
        """Begin, and from now on leave when asked to."""
        super().start_application_mode()
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, self._gone)
        # Textual takes a tab to be without the keys until it hears of it; what is typed before is for what is open.
        self._app.call_later(self._app.post_message, AppFocus())

    def run_input_thread(self) -> None:
        """Hand on what is typed until the app ends, or the input does, and the app with it."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._gone()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take a new size, and leave when asked to."""
        if packet_type == "quit":
            self._gone()
        elif packet_type == "resize":
            super().on_meta(packet_type, payload)

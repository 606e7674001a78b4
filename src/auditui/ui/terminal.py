"""The terminal as it is: it may send bytes that are not UTF-8, and it may go away."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from textual.driver import Driver


class Leaving(Protocol):
    """What can be told that its terminal, or whoever ran it, wants it gone."""

    def hang_up(self) -> None:
        """Keep what is being written, and end."""


class LastingFile:
    """The file a terminal is written to, which calls `gone` and takes no more where the terminal is there no more.

    Textual's thread of output would end at the first error, and then everything that writes to it would wait for ever.
    """

    def __init__(self, file: TextIO, gone: Callable[[], object]) -> None:
        """Write to `file`."""
        self._file = file
        self._gone = gone
        self._there = True

    def write(self, text: str) -> None:
        """Write, if anybody is there."""
        self._try(lambda: self._file.write(text))

    def flush(self) -> None:
        """Hand on what was written, if anybody is there."""
        self._try(self._file.flush)

    def fileno(self) -> int:
        """Return the file's number."""
        return self._file.fileno()

    def _try(self, act: Callable[[], object]) -> None:
        if self._there:
            try:
                act()
            except (OSError, ValueError):
                self._there = False
                self._gone()


if sys.platform != "win32":
    import asyncio
    import codecs
    import os
    import selectors
    import signal
    from typing import Any, cast

    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    class Terminal(LinuxDriver):
        """Textual's driver, but for three things on which it would end with what was typed unsaved, or never end.

        A byte that is not UTF-8 (a terminal set to Latin-1 sends one for a pound sign) is U+FFFD. The end of the
        input, an error of it or of the output, and the signals that ask a program to go have the app leave.
        """

        def __init__(self, *given: Any, **named: Any) -> None:
            """Drive the terminal for an app, as Textual's does."""
            super().__init__(*given, **named)
            self._file: Any = LastingFile(sys.__stderr__ or sys.stderr, self._gone)

        def _gone(self) -> None:
            """Have the app leave, from whatever thread this is."""
            self._app.call_later(cast("Leaving", self._app).hang_up)

        def start_application_mode(self) -> None:
            """Begin, and from now on leave when asked to."""
            super().start_application_mode()  # type: ignore[no-untyped-call]
            loop = asyncio.get_running_loop()
            for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, self._gone)

        def run_input_thread(self) -> None:
            """Hand on what is typed until the app ends or the terminal does."""
            parser = XTermParser(self._debug)
            decode = codecs.getincrementaldecoder("utf-8")("replace").decode
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    if selector.select(0.1):
                        content = self._read()
                        if not content:
                            self._gone()
                            return
                        if text := decode(content):
                            for event in parser.feed(text):
                                self.process_message(event)
                    for event in parser.tick():
                        self.process_message(event)

        def _read(self) -> bytes:
            """Return what was typed; nothing at the end of the input, or where it cannot be read any more."""
            try:
                return os.read(self.fileno, 4096)
            except OSError:
                return b""

    def driver() -> type[Driver] | None:
        """Return what drives a terminal on this system; None for Textual's own."""
        return Terminal

else:

    def driver() -> type[Driver] | None:
        """Return what drives a terminal on this system; None for Textual's own."""
        return None

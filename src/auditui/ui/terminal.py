"""The terminal as it is: it may send bytes that are not UTF-8, and it may go away."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO


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

    from textual import events
    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    #: What ESC and a letter are where the letter is not one that alt was held with: the beginning of a longer
    #: sequence (O, P), and alt with an arrow as macOS sends it (b, f).
    _NOT_ALT = frozenset("OPbf")

    class _KeysParser(XTermParser):
        """Textual's parser, but that ESC and a letter or digit is alt and that key, and types nothing.

        So do tmux and most terminals send it. Textual takes ESC and a digit for the signs of one terminal (``£`` for
        3), and gives alt with a letter the letter too, which a text then takes before any key of its own.
        """

        def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:  # noqa: FBT001, FBT002 - as Textual has it
            esc, key = sequence[:1], sequence[1:]
            if esc == "\x1b" and len(key) == 1 and key.isascii() and key.isalnum() and key not in _NOT_ALT:
                return [events.Key(f"alt+shift+{key.lower()}" if key.isupper() else f"alt+{key}", None)]
            return super()._sequence_to_key_events(sequence, alt)

    class Terminal(LinuxDriver):
        """Textual's driver, but for keys with alt, and for three things on which it would end with what was typed unsaved, or never end.

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
            parser = _KeysParser(self._debug)
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

else:
    import ctypes
    from ctypes import wintypes
    from threading import Event
    from typing import Any, cast

    from textual.drivers.windows_driver import WindowsDriver

    _ASKED = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.DWORD)
    #: The window is closed, the user logs off, the computer is shut down.
    _CLOSING = (2, 5, 6)
    #: Windows ends a program five seconds after it was told of one of these, and as soon as it has answered.
    _SECONDS = 4.5

    class Terminal(WindowsDriver):
        """Textual's driver, but that the app leaves where its window is closed, with what was typed kept."""

        def __init__(self, *given: Any, **named: Any) -> None:
            """Drive the console for an app, as Textual's does."""
            super().__init__(*given, **named)
            self._file: Any = LastingFile(sys.__stdout__ or sys.stdout, self._gone)
            self._asked = _ASKED(self._asked_to_go)  # kept for as long as Windows may call it

        def start_application_mode(self) -> None:
            """Begin, and from now on leave when asked to."""
            super().start_application_mode()
            ctypes.windll.kernel32.SetConsoleCtrlHandler(self._asked, 1)

        def _asked_to_go(self, why: int) -> bool:
            """Have the app leave, on a thread of Windows', which the end of the program cuts off."""
            if why not in _CLOSING:
                return False
            self._gone()
            Event().wait(_SECONDS)
            return True

        def _gone(self) -> None:
            """Have the app leave, from whatever thread this is."""
            self._app.call_later(cast("Leaving", self._app).hang_up)

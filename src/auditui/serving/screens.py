"""A process with the screens in it, and what goes in and out of it.

The protocol is that of Textual's `WebDriver`: packets of one letter (D what is typed or painted, M what is meant for the
driver, as JSON), the payload's length in four bytes, and the payload; before the first a line that says it begins.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from auditui.serving import SERVED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    Process = asyncio.subprocess.Process

_BEGINS = b"__GANGLION__\n"
#: Columns and lines that screens may have; no window is larger.
_MOST = 1_000


def size_from(width: object, height: object) -> tuple[int, int]:
    """Return columns and lines as the screens can bear them; ValueError or TypeError where they are no numbers."""
    columns, lines = (min(max(int(str(number)), 1), _MOST) for number in (width, height))
    return columns, lines


class Screens:
    """The screens of one tab. They leave, with everything saved, when they are asked to or their input ends."""

    def __init__(self, process: Process) -> None:
        """Speak with a process that has begun."""
        self._process = process
        #: Whether they were asked to leave.
        self.leaving = False
        self._begun = False

    @classmethod
    async def begin(cls, store: Path, auditor: str, key: str, size: tuple[int, int]) -> Screens:
        """Begin the screens on a store for an auditor; `key` is that of an encrypted store, "" of any other."""
        columns, lines = map(str, size)
        environment = os.environ | {
            SERVED: "1",
            "AUDITUI_AUDITOR": auditor,
            "COLUMNS": columns,
            "ROWS": lines,
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "auditui", "--store", str(store)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            # Ctrl+C in the server's terminal, and its window closed, are the server's to hear: it has the screens leave.
            start_new_session=os.name != "nt",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        screens = cls(process)
        # Not by the environment, which other programs of the same user can read for as long as the process runs.
        await screens._write(key.encode() + b"\n")
        return screens

    async def painted(self) -> AsyncIterator[bytes]:
        """Yield what is painted until the process ends, which it does once everything is saved."""
        output = self._process.stdout
        assert output is not None  # noqa: S101 - a pipe was asked for
        while not self._begun and await output.readline() != _BEGINS:
            if output.at_eof():
                return
        self._begun = True
        with suppress(asyncio.IncompleteReadError):
            while True:
                head = await output.readexactly(5)
                payload = await output.readexactly(int.from_bytes(head[1:], "big"))
                if head[:1] == b"D":
                    yield payload

    async def type(self, text: str) -> None:
        """Hand on what was typed; half a character of a paste is U+FFFD."""
        await self._send(b"D", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode())

    async def resize(self, size: tuple[int, int]) -> None:
        """Say how many columns and lines there are now."""
        await self._tell({"type": "resize", "width": size[0], "height": size[1]})

    async def leave(self) -> None:
        """Ask the screens to keep what is being written, and end."""
        self.leaving = True
        await self._tell({"type": "quit"})
        if self._process.stdin:
            self._process.stdin.close()

    async def ended(self) -> int:
        """Return the exit code, once there is one."""
        return await self._process.wait()

    async def _tell(self, words: dict[str, str | int]) -> None:
        await self._send(b"M", json.dumps(words).encode())

    async def _send(self, letter: bytes, payload: bytes) -> None:
        await self._write(letter + len(payload).to_bytes(4, "big") + payload)

    async def _write(self, content: bytes) -> None:
        """Write to the process; one that has gone takes nothing more."""
        pipe = self._process.stdin
        if pipe is None or pipe.is_closing():
            return
        try:
            pipe.write(content)
            await pipe.drain()
        except (ConnectionError, RuntimeError):
            return

"""A program in a pseudo-terminal, with what it has painted so far."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping

import pyte


class Terminal:
    """A running program, and its screen as a person would see it."""

    def __init__(
        self, command: list[str], env: Mapping[str, str], columns: int = 80, lines: int = 24
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, {**env, "TERM": "xterm-256color"})  # noqa: S606 - the program tried
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    @property
    def text(self) -> str:
        """What is painted, a line a line."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def send(self, keys: str | bytes) -> None:
        """Type."""
        os.write(self.fd, keys if isinstance(keys, bytes) else keys.encode())

    def read(self, seconds: float = 0) -> bool:
        """Take in what was painted meanwhile; False once the program is gone."""
        if select.select([self.fd], [], [], seconds)[0]:
            try:
                painted = os.read(self.fd, 65536)
            except OSError:
                return False
            self._stream.feed(painted)
            return bool(painted)
        return True

    def until(self, holds: Callable[[str], bool], seconds: float = 30) -> str:
        """Wait until the painted text is so; AssertionError with the screen if it never is."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds(self.text) and not self._painting() and holds(self.text):
                return self.text
            if not self.read(0.05):
                break
        raise AssertionError(f"never painted:\n{self.text}")

    def _painting(self) -> bool:
        """Whether more of the same picture was on its way: one that is half painted shows what nobody sees."""
        more = bool(select.select([self.fd], [], [], 0.02)[0])
        return more and self.read()

    def kill(self, how: int = signal.SIGKILL) -> None:
        """End the program, and take in nothing more."""
        os.kill(self.pid, how)
        self.wait()

    def wait(self, seconds: float = 30) -> int:
        """Wait for the end; return the exit status as `waitpid` has it. TimeoutError if it does not end."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.fd)
                return status
            self.read(0.02)
        raise TimeoutError(f"{self.pid} goes on")

"""The line at the bottom that says what the keys do; what does not fit is on the help page, which always does.

What is said in passing stands above it for a while, so that the keys can be read all the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from auditui.ui.lines import block
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

    from auditui.ui.command import Command
    from auditui.ui.lines import Line

#: What is kept to the last: safety first, then where to read on, and the way out.
_ALWAYS = ("concern", "help", "back")
#: What everybody tries by themselves, and is not named where there is room left.
_TAKEN_FOR_GRANTED = ("down", "up", "first", "last", "page-down", "page-up", "scroll-down", "scroll-up")
_SECONDS = 6.0


class KeyBar(Page):
    """Shows the commands of a screen, those marked to be shown first, as many as the width holds."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; max-height: 6; background: $panel; }"

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__(id="keys")
        self._commands: list[Command] = []
        self._places: list[tuple[int, int, Command]] = []
        self._words: list[Line] = []
        self._timer: Timer | None = None

    def say(self, text: str, style: str) -> None:
        """Say something above the keys for a while."""
        self._words = list(block(text, max(self.size.width - 2, 10), style, (" ", "")))
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_SECONDS, self.hush)
        self._fill()

    def hush(self) -> None:
        """Stop saying it."""
        if self._words:
            self._words = []
            self._fill()

    def show_commands(self, commands: list[Command], *, hush: bool = True) -> None:
        """Show these: those marked first, and others where room is left; what is safe, help and back are kept to the last."""
        self._commands = [command for command in commands if command.id not in _TAKEN_FOR_GRANTED]
        self._words = [] if hush else self._words
        self._fill()

    def on_resize(self) -> None:
        """Fit again."""
        self._fill()

    def _fitting(self) -> list[Command]:
        """Return the commands that fit, in the order of the table, so that a key stays in its place."""
        room = self.size.width
        kept: set[str] = set()
        by_need = sorted(self._commands, key=lambda command: (command.id not in _ALWAYS, not command.shown))
        for command in by_need:
            if (width := _width(command)) <= room:
                kept.add(command.id)
                room -= width
            elif command.shown:
                room = 0  # what is marked comes before what is not, however short that is
        return [command for command in self._commands if command.id in kept]

    def _fill(self) -> None:
        line: Line = []
        self._places = []
        at = 0
        for command in self._fitting():
            line += [(f" {command.shown_key}", "key"), (f" {command.label}", "")]
            self._places.append((at, at + _width(command), command))
            at += _width(command)
        # The height changes, and with it the layout, only where something is said.
        shown = [*self._words, line]
        if self.styles.height is None or self.size.height != len(shown):
            self.styles.height = len(shown)
        self.show(shown)

    async def on_click(self, event: events.Click) -> None:
        """Do what was pressed."""
        event.stop()
        for start, end, command in self._places:
            if event.y == len(self._words) and start <= event.x < end and not command.keys[0].isdigit():
                await self.screen.run_action(command.action)


def _width(command: Command) -> int:
    return cell_len(command.shown_key) + cell_len(command.label) + 2

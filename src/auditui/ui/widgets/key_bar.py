"""The line at the bottom that says what the keys do; what does not fit is on the help page, which always does."""

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

_ALWAYS = ("help", "back")
_SECONDS = 6.0


class KeyBar(Page):
    """Shows the commands of a screen that are marked to be shown, as many as the width holds."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; max-height: 6; background: $panel; }"

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__(id="keys")
        self._commands: list[Command] = []
        self._places: list[tuple[int, int, Command]] = []
        self._words: list[Line] = []
        self._timer: Timer | None = None

    def say(self, text: str, style: str) -> None:
        """Say something in place of the keys for a while; what is longer than a line takes more of them."""
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

    def show_commands(self, commands: list[Command]) -> None:
        """Show these, the first ones first; help and back are kept to the last."""
        self._commands = [command for command in commands if command.shown]
        self._words = []
        self._fill()

    def on_resize(self) -> None:
        """Fit again."""
        if not self._words:
            self._fill()

    def _fill(self) -> None:
        kept = list(self._commands)
        spare = [command for command in kept if command.id not in _ALWAYS]
        while spare and len(kept) > len(_ALWAYS) and sum(map(_width, kept)) > self.size.width:
            kept.remove(spare.pop())
        line: Line = []
        self._places = []
        at = 0
        for command in kept:
            line += [(f" {command.shown_key}", "key"), (f" {command.label}", "")]
            self._places.append((at, at + _width(command), command))
            at += _width(command)
        # The height changes, and with it the layout, only for what is longer than a line.
        shown = self._words or [line]
        if self.styles.height is None or self.size.height != len(shown):
            self.styles.height = len(shown)
        self.show(shown)

    async def on_click(self, event: events.Click) -> None:
        """Do what was pressed."""
        event.stop()
        for start, end, command in self._places:
            if start <= event.x < end and not command.keys[0].isdigit():
                await self.screen.run_action(command.action)


def _width(command: Command) -> int:
    return cell_len(command.shown_key) + cell_len(command.label) + 2

"""The line at the bottom that says what the keys do; what does not fit is on the help page, which always does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual import events

    from auditui.ui.commands import Command
    from auditui.ui.lines import Line

_ALWAYS = ("help", "back")


class KeyBar(Page):
    """Shows the commands of a screen that are marked to be shown, as many as the width holds."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; background: $panel; }"

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__(id="keys")
        self._commands: list[Command] = []
        self._places: list[tuple[int, int, Command]] = []

    def show_commands(self, commands: list[Command]) -> None:
        """Show these, the first ones first; help and back are kept to the last."""
        self._commands = [command for command in commands if command.shown]
        self._fill()

    def on_resize(self) -> None:
        """Fit again."""
        self._fill()

    def _fill(self) -> None:
        kept = list(self._commands)
        while sum(map(_width, kept)) > self.size.width and len(kept) > len(_ALWAYS):
            last = next((command for command in reversed(kept) if command.id not in _ALWAYS), None)
            if last is None:
                break
            kept.remove(last)
        line: Line = []
        self._places = []
        at = 0
        for command in kept:
            line += [(f" {command.shown_key}", "key"), (f" {command.label}", "")]
            self._places.append((at, at + _width(command), command))
            at += _width(command)
        self.show([line])

    async def on_click(self, event: events.Click) -> None:
        """Do what was pressed."""
        event.stop()
        for start, end, command in self._places:
            if start <= event.x < end and not command.keys[0].isdigit():
                await self.screen.run_action(command.action)


def _width(command: Command) -> int:
    return cell_len(command.shown_key) + cell_len(command.label) + 2

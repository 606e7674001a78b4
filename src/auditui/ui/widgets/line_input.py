"""A line of typing into which no control character gets, be it typed, pasted or filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.widgets import Input

from auditui.core.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events


class TakesLines(Protocol):
    """An app that knows which keys are for a line."""

    async def came_to_line(self, line: LineInput, event: events.Key) -> bool:
        """Whether a key that came to a line is for it."""


#: Characters.
_LONGEST = 2_000


class LineInput(Input):
    """An input whose value is what it shows. Enter calls `entered` at once, where it is set."""

    entered: Callable[[str], None] | None = None
    last_key: events.Key | None = None

    def __init__(self, value: str | None = None, **named: Any) -> None:
        """Begin with `value`. What would make the line longer than any answer is not taken, with a bell."""
        super().__init__(value, max_length=_LONGEST, **named)

    def validate_value(self, value: str) -> str:
        """Make what is invisible visible before it becomes the value."""
        return visible(value).replace("\n", " ").replace("\t", " ")

    async def on_key(self, event: events.Key) -> None:
        """Take the line at Enter itself, not by a message later: keys that follow belong to what is asked next."""
        self.last_key = event
        if not await cast("TakesLines", self.app).came_to_line(self, event):
            event.stop()
            event.prevent_default()
        elif event.key == "enter" and self.entered:
            event.stop()
            event.prevent_default()
            self.entered(self.value)

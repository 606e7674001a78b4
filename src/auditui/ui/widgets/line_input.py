"""A line of typing into which no control character gets, be it typed, pasted or filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from auditui.core.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable


class LineInput(Input):
    """An input whose value is what it shows. Enter calls `entered` at once, where it is set."""

    entered: Callable[[str], None] | None = None

    def validate_value(self, value: str) -> str:
        """Make what is invisible visible before it becomes the value."""
        return visible(value).replace("\n", " ").replace("\t", " ")

    async def action_submit(self) -> None:
        """Take the line now, not by message: keys that follow belong to what is asked next."""
        if self.entered:
            self.entered(self.value)
        else:
            await super().action_submit()

"""A line of typing into which no control character gets, be it typed, pasted or filled in."""

from __future__ import annotations

from textual.widgets import Input

from auditui.core.text import visible


class LineInput(Input):
    """An input whose value is what it shows."""

    def validate_value(self, value: str) -> str:
        """Make what is invisible visible before it becomes the value."""
        return visible(value).replace("\n", " ").replace("\t", " ")

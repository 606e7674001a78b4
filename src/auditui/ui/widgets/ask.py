"""A line of typing with what is asked above it and, below, what the typing means so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.containers import Vertical
from textual.message import Message

from auditui.ui.keys import bindings
from auditui.ui.lines import block
from auditui.ui.widgets.line_input import LineInput
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget
    from textual.widgets import Input


class Ask(Vertical):
    """Hidden until `ask` is called; tells of each change, of Enter and of Escape."""

    DEFAULT_CSS = """
    Ask { height: auto; max-height: 9; display: none; border-top: solid $primary; }
    Ask Page { height: auto; max-height: 3; }
    Ask Input, Ask Input:focus { border: none; height: 1; padding: 0; background: $surface; }
    """
    BINDINGS = bindings("ask")

    class Changed(Message):
        """Something was typed."""

        def __init__(self, text: str) -> None:
            """Carry the whole text."""
            super().__init__()
            self.text = text

    class Cancelled(Message):
        """Escape was pressed."""

    def compose(self) -> ComposeResult:
        """Prompt, input, meaning."""
        yield Page(id="prompt")
        yield LineInput(select_on_focus=False)
        yield Page(id="meaning")

    def ask(self, prompt: str, text: str, entered: Callable[[str], None]) -> None:
        """Ask for a line of typing that begins with `text`; Enter gives it to `entered`."""
        self.display = True
        self._fill("#prompt", prompt, "strong")
        self.mean("")
        box = self.query_one(LineInput)
        box.entered = entered
        box.value = text
        box.cursor_position = len(text)
        self.screen.set_focus(box)

    def mean(self, meaning: str, style: str = "dim") -> None:
        """Say what was typed so far means, or what is wrong with it."""
        self._fill("#meaning", meaning, style)

    def done(self) -> None:
        """Hide again."""
        self.display = False

    def _fill(self, where: str, text: str, style: str) -> None:
        page = self.query_one(where, Page)
        width = max(cast("Widget", self.parent).size.width - 2, 10)
        lines = list(block(text, width, style)) if text else []
        page.styles.height = len(lines)
        page.show(lines)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass it on as one's own."""
        event.stop()
        if self.display:
            self.post_message(self.Changed(event.value))

    def action_cancel(self) -> None:
        """Hide, and say so."""
        self.done()
        self.post_message(self.Cancelled())

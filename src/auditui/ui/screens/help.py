"""The help page: every key of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.ui.commands import SCREENS
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block, cut
from auditui.ui.screens.base import AuditScreen
from auditui.ui.widgets.key_bar import KeyBar
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult


class HelpScreen(AuditScreen):
    """What every key of the screen below does."""

    PLACE = "help"
    BINDINGS = bindings("help")

    def __init__(self, place: str) -> None:
        """Explain the screen called `place`."""
        super().__init__()
        self.place = place

    def compose(self) -> ComposeResult:
        """A page of keys."""
        yield Page(id="top")
        yield Page(id="list")
        yield KeyBar()

    def heading(self) -> str:
        """Say what is explained."""
        return f"Keys of the {self.place} screen"

    def paint(self) -> None:
        """List each command with its keys."""
        self.paint_top()
        page = self.query_one("#list", Page)
        lines: list[Line] = [[]]
        for command in SCREENS[self.place]:
            lead = (cut(command.all_keys, 16) + " ", "key")
            lines += block(f"{command.label}: {command.help}", page.width, "", lead)
        lines += [[], *block("Hold shift to select text with the mouse.", page.width, "dim")]
        page.show(lines)

    def action_move(self, by: int) -> None:
        """Scroll."""
        self.query_one("#list", Page).scroll_relative(y=by, animate=False)

    def action_back(self) -> None:
        """Close."""
        self.dismiss()

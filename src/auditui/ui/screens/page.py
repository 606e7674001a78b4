"""A page to read: help, the history of an item, the sum explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.ui.keys import bindings
from auditui.ui.screens.base import AuditScreen
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.ui.lines import Line


class PageScreen(AuditScreen):
    """Shows the lines that a function makes for the width there is."""

    PLACE = "page"
    BINDINGS = bindings("page")

    def __init__(self, heading: str, lines: Callable[[int], list[Line]]) -> None:
        """Show what `lines` makes, under `heading`."""
        super().__init__()
        self._heading, self._lines = heading, lines

    def heading(self) -> str:
        """Say what is shown."""
        return self._heading

    def paint(self) -> None:
        """Show the lines."""
        self.paint_top()
        page = self.query_one("#list", Page)
        page.show(self._lines(page.width))

    def action_move(self, by: int) -> None:
        """Scroll."""
        self.query_one("#list", Page).scroll_by(by)

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        page = self.query_one("#list", Page)
        page.scroll_by(by * max(page.size.height - 1, 1))

    def action_back(self) -> None:
        """Close."""
        self.dismiss()

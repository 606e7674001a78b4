"""What the screens that list things share: a list with a cursor, and a line to type in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical

from auditui.ui.screens.base import AuditScreen
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ListScreen(AuditScreen):
    """A list of `rows`, `at` the one with the cursor."""

    #: The ids of the pages that stand above the body, and in it above the list.
    ABOVE: ClassVar[tuple[str, ...]] = ()
    BEFORE: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        """Begin at the first."""
        super().__init__()
        self.rows: list[Any] = []
        self.at = 0

    def body(self) -> ComposeResult:
        """What stands above the list, the list, and a line to type in."""
        yield from (Page(id=name) for name in self.ABOVE)
        with Vertical(id="body"):
            yield from (Page(id=name) for name in self.BEFORE)
            yield Page(id="list")
            yield Ask(id="ask")

    @property
    def list_page(self) -> Page:
        """The page the list is painted on."""
        return self.query_one("#list", Page)

    def line_of(self, at: int) -> int:
        """Return the line on which a row begins."""
        return at

    def stay_inside(self) -> None:
        """Bring the cursor back onto the list."""
        self.at = max(min(self.at, len(self.rows) - 1), 0)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        if self.rows:
            self.at += by
            self.stay_inside()
            self.list_page.move_cursor(self.line_of(self.at))

    def action_open(self) -> None:
        """Open what the cursor is on."""

    def action_back(self) -> None:
        """Back to where one was."""
        self.dismiss()

    def on_page_pressed(self, message: Page.Pressed) -> None:
        """A press moves the cursor; a press on it opens."""
        if message.page.id != "list" or message.line >= len(self.rows) or self.typing:
            return
        if message.line == self.at:
            self.attempt(self.action_open)
        else:
            self.action_move(message.line - self.at)

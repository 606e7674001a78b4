"""What the screens that list things share: a list with a cursor, and a line to type in."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical

from auditui.ui.screens.base import AuditScreen
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class ListScreen(AuditScreen):
    """A list of `rows`, `at` the one with the cursor."""

    #: The ids of the pages that stand above the body, and in it above and below the list.
    ABOVE: ClassVar[tuple[str, ...]] = ()
    BEFORE: ClassVar[tuple[str, ...]] = ()
    AFTER: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        """Begin at the first."""
        super().__init__()
        self.rows: Sequence[Any] = []
        self.at = 0
        #: The line on which each row begins, where rows have other than one line each.
        self.firsts: list[int] | None = None

    def body(self) -> ComposeResult:
        """What stands above the list, the list, and a line to type in."""
        yield from (Page(id=name) for name in self.ABOVE)
        with Vertical(id="body"):
            yield from (Page(id=name) for name in self.BEFORE)
            yield Page(id="list")
            yield from (Page(id=name) for name in self.AFTER)
            yield Ask(id="ask")

    @property
    def list_page(self) -> Page:
        """The page the list is painted on."""
        return self.query_one("#list", Page)

    def line_of(self, at: int) -> int:
        """Return the line on which a row begins."""
        return self.firsts[at] if self.firsts else at

    def row_at(self, line: int) -> int:
        """Return the row that a line belongs to; -1 for one above all rows, and as many as there are for one below."""
        return bisect_right(self.firsts, line) - 1 if self.firsts else min(line, len(self.rows))

    def stay_inside(self) -> None:
        """Bring the cursor back onto the list."""
        self.at = max(min(self.at, len(self.rows) - 1), 0)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.hush()
        if self.rows:
            self.at += by
            self.stay_inside()
            self.list_page.move_cursor(self.line_of(self.at))

    def action_page(self, by: int) -> None:
        """Move the cursor by as many lines as are in sight, but one."""
        self.action_move(by * max(self.list_page.size.height - 1, 1))

    def action_open(self) -> None:
        """Open what the cursor is on."""

    def action_back(self) -> None:
        """Back to where one was."""
        self.dismiss()

    def on_page_pressed(self, message: Page.Pressed) -> None:
        """A press moves the cursor; a press on it opens."""
        row = self.row_at(message.line)
        if message.page.id != "list" or not 0 <= row < len(self.rows) or self.typing:
            return
        if row == self.at:
            self.attempt(self.action_open)
        else:
            self.action_move(row - self.at)

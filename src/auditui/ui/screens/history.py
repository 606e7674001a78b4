"""The history of an item or a text: who said what and when, and any of it said again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block
from auditui.ui.pages import change_lines
from auditui.ui.screens.listing import ListScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from auditui.core.audits.session import Change
    from auditui.core.checklists.checklist import Item


class HistoryScreen(ListScreen):
    """The changes of an item and its texts, or of a closing text; the newest first."""

    PLACE = "history"
    BINDINGS = bindings("history")

    def __init__(
        self,
        title: str,
        item: Item | None,
        changes: Sequence[Change],
        restore: Callable[[Change], object],
        *,
        restores: bool = True,
    ) -> None:
        """Show `changes`, the oldest first; `restore` says one of them again, or why not where nothing `restores`."""
        super().__init__()
        self._restores = restores
        self._title, self._item, self._changes, self._restore = title, item, changes, restore
        self.rows = list(reversed(changes))

    def idle(self) -> Collection[str]:
        """Of a finished audit nothing is said again."""
        return () if self._restores else ("restore",)

    def heading(self) -> str:
        """Say whose history it is."""
        return f"History · {self._title} (local time)"

    def paint(self) -> None:
        """Paint the changes."""
        self.paint_top()
        lines: list[Line] = []
        self.firsts = []
        for said in reversed(change_lines(self._item, self._changes, self.list_page.width)):
            self.firsts.append(len(lines))
            lines += said
        if self.rows:
            self.list_page.show(lines, self.line_of(self.at))
        else:
            words = "Nothing has been said here yet."
            self.list_page.show(list(block(words, self.list_page.width, "dim")))

    def action_restore(self) -> None:
        """Say again what the cursor is on, and go back to it."""
        if not self.rows:
            self.say("There is nothing to bring back")
            return
        self._restore(self.rows[self.at])
        self.dismiss()

    action_open = action_restore

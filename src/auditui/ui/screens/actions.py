"""Actions of all audits: one's own, overdue, by team; and what shows that one was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits.entries import ActionDone
from auditui.store import new_id
from auditui.ui import list_rows, prompts
from auditui.ui.columns import Columns
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block
from auditui.ui.long_list import Drawn
from auditui.ui.screens.follow_ups import FollowUpScreen
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from auditui.store import Action

_VIEWS = {"open": "Open", "mine": "Mine", "overdue": "Overdue", "closed": "Closed"}


class ActionsScreen(FollowUpScreen):
    """Actions, the one due first first."""

    PLACE = "actions"
    BINDINGS = bindings("actions")
    HEADING = "Actions"
    BEFORE = ("heads",)

    def __init__(self, view: str = "open") -> None:
        """Begin with this view."""
        super().__init__()
        self.view, self.part = view, ""
        self.counts: dict[str, int] = {}

    def load(self) -> None:
        """Read the actions."""
        actions = self.desk.store.actions()
        self.know(actions)
        part = self.part.casefold()
        shown = [action for action in actions if self.of_team(action) and part in action.case.casefold()]
        views = {view: [action for action in shown if self._is_in(action, view)] for view in _VIEWS}
        self.counts = {view: len(of_view) for view, of_view in views.items()}
        self.rows = views[self.view]
        self.stay_inside()
        self.paint()

    def _is_in(self, action: Action, view: str) -> bool:
        if view == "closed" or action.done_at:
            return view == "closed" and bool(action.done_at)
        if view == "overdue":
            return action.due < prompts.today().isoformat()
        return view == "open" or self.is_own(action, action.added_by)

    def paint(self) -> None:
        """Paint tabs, headings and actions."""
        self.paint_top()
        tabs: Line = []
        for view, words in _VIEWS.items():
            style = "given" if view == self.view else "dim"
            tabs += [(f" {words} {self.counts.get(view, 0):,} ", style), ("  ", "")]
        only = [self.team, f"holding {self.part!r}" if self.part else ""]
        self.query_one("#tabs", Page).show([[*tabs, (", ".join(filter(None, only)), "fair")]])
        width, heads = self.list_page.width, self.query_one("#heads", Page)
        if not self.rows:
            heads.show([])
            words = f"No action here. {self.key('score.action')} in an audit adds one."
            self.list_page.show([[], *block(words, width, "dim")])
            return
        today = prompts.today()

        def cells(action: Action) -> tuple[str, ...]:
            return list_rows.action_cells(action, today, self.whose.get(action.audit, ("", "")))

        def line(action: Action) -> Line:
            late = not action.done_at and action.due < today.isoformat()
            return [(columns.line(cells(action)), "bad" if late else "")]

        columns = Columns(list_rows.ACTIONS, width, [cells(action) for action in self.rows[:64]])
        heads.show([[(columns.head, "head")]])

        self.list_page.show(Drawn(self.rows, line), self.at)

    def action_view(self, view: str) -> None:
        """Show others."""
        self.view, self.at = view, 0
        self.load()

    def action_find(self) -> None:
        """Show only those of cases whose reference holds what is typed."""

        def narrow(values: list[str]) -> None:
            self.part, self.at = values[0], 0
            self.load()

        self.ask(prompts.any_words("Show actions of cases holding (nothing: all):", self.part), then=narrow)

    def action_open(self) -> None:
        """Open the audit at the action's item."""
        if not self.rows:
            self.say("There is no action here to open")
            return
        action = self.rows[self.at]
        self.desk.look_at(action.audit, action.item)

    def action_done(self) -> None:
        """Close the action under the cursor with what shows that it was done."""
        if not self.rows or self.rows[self.at].done_at:
            self.say("This action is closed" if self.rows else "There is no action here to close")
            return
        action: Action = self.rows[self.at]
        step = prompts.words(f"{action.case}: what shows that it was done?", "Say what shows it")

        def close(values: list[str]) -> None:
            self.desk.record(ActionDone(new_id(), values[0], action.id))
            self.say(f"Done: {action.what}")

        self.ask(step, then=close)

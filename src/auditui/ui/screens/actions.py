"""Actions of all audits, or of one: done, said anew, dropped, open again; one's own, overdue, by team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.audits.amendments import ActionChanged, ActionDropped, ActionReopened
from auditui.core.audits.entries import ActionDone
from auditui.report import times
from auditui.store import new_id
from auditui.ui import list_rows, prompts
from auditui.ui.columns import Columns
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block
from auditui.ui.long_list import Drawn
from auditui.ui.screens.follow_ups import FollowUpScreen
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Collection

    from auditui.store import Action

_VIEWS = {"open": "Open", "mine": "Mine", "overdue": "Overdue", "closed": "Closed", "all": "All"}
#: The commands that show a view, where they have another name.
_KEYS = {"open": "still-open"}


class ActionsScreen(FollowUpScreen):
    """Actions, the one due first first; closed with the item to go to, where they are those of one audit."""

    PLACE = "actions"
    BINDINGS = bindings("actions")
    HEADING = "Actions"
    BEFORE = ("heads",)
    AFTER = ("whole",)

    def __init__(self, audit: str = "") -> None:
        """Begin with what is open, of all audits; or with all of one `audit`."""
        super().__init__()
        self.audit = audit
        self.view, self.part = "all" if audit else "open", ""
        self.counts: dict[str, int] = {}

    def idle(self) -> Collection[str]:
        """Of one audit all actions are of one case and team."""
        return ("team", "find") if self.audit else ()

    def load(self) -> None:
        """Read the actions."""
        actions = self.desk.store.actions(self.audit)
        self.know(actions)
        part = self.part.casefold()
        shown = [action for action in actions if self.of_team(action) and part in action.case.casefold()]
        views = {view: [action for action in shown if self._is_in(action, view)] for view in _VIEWS}
        self.counts = {view: len(of_view) for view, of_view in views.items()}
        self.rows = views[self.view]
        self.stay_inside()
        self.paint()

    def others_wrote(self) -> None:
        """Show what another window wrote."""
        self.load()

    def _is_in(self, action: Action, view: str) -> bool:
        if view == "all" or (view == "closed") != (action.state == "open"):
            return {
                "mine": self.is_own(action, action.added_by),
                "overdue": action.due < prompts.today().isoformat(),
            }.get(view, True)
        return False

    def paint(self) -> None:
        """Paint tabs, headings and actions, and the one under the cursor whole."""
        self.paint_top()
        tabs: Line = []
        for view, words in _VIEWS.items():
            style = "given" if view == self.view else "dim"
            key = self.key(f"actions.{_KEYS.get(view, view)}")
            tabs += [(f" {key}", "key"), (f" {words} {self.counts.get(view, 0):,} ", style)]
        only = [self.team, f"holding {self.part!r}" if self.part else ""]
        self.query_one("#tabs", Page).show([[*tabs, (", ".join(filter(None, only)), "fair")]])
        width, heads = self.list_page.width, self.query_one("#heads", Page)
        self._paint_whole()
        if not self.rows:
            heads.show([])
            words = f"No action here. {self.key('score.action')} in an audit adds one."
            self.list_page.show([[], *block(words, width, "dim")])
            return
        today = prompts.today()

        def cells(action: Action) -> tuple[str, ...]:
            return list_rows.action_cells(action, today, self.whose.get(action.audit, ("", "")))

        def line(action: Action) -> Line:
            late = action.state == "open" and action.due < today.isoformat()
            return [(columns.line(cells(action)), "bad" if late else "")]

        columns = Columns(list_rows.ACTIONS, width, [cells(action) for action in self.rows[:64]])
        heads.show([[(columns.head, "head")]])
        self.list_page.show(Drawn(self.rows, line), self.at)

    def _paint_whole(self) -> None:
        """Show the action under the cursor in full, since its line may be cut."""
        page = self.query_one("#whole", Page)
        lines: list[Line] = []
        if self.rows:
            action: Action = self.rows[self.at]
            lines += block(f"{action.owner}, by {action.due}: {action.what}", self.list_page.width, "strong")
            closed = f", {times.day(action.done_at)}: {action.proof}" if action.done_at else ""
            lines += block(f"{action.state}{closed}", self.list_page.width, "dim")
        page.styles.height = min(len(lines), 6)
        page.show(lines)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        super().action_move(by)
        self._paint_whole()

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
        """Open the audit at the action's item; where it is the one that one comes from, go back to it there."""
        if not self.rows:
            self.say("There is no action here to open")
            return
        action: Action = self.rows[self.at]
        if self.audit:
            self.dismiss(action.item)
        else:
            self.desk.look_at(action.audit, action.item)

    def _the(self, *, is_open: bool) -> Action | None:
        """Return the action under the cursor, if it is open, or closed, as asked; else say why not."""
        action: Action | None = self.rows[self.at] if self.rows else None
        if action and (action.state == "open") == is_open:
            return action
        self.say(f"This action is {action.state}" if action else "There is no action here", wrong=True)
        return None

    def action_done(self) -> None:
        """Ask what shows that it was done."""
        if (action := self._the(is_open=True)) is None:
            return

        def close(values: list[Any]) -> None:
            self.desk.record(ActionDone(new_id(), values[0], action.id))
            self.say(f"Done: {action.what}")

        self.ask(
            prompts.words(f"{action.case}: what shows that it was done?", "Say what shows it"), then=close
        )

    def action_change(self) -> None:
        """Ask for it anew, with what it is now typed already."""
        if (action := self._the(is_open=True)) is None:
            return
        follows = self.desk.store.last_change(action.id)

        def change(values: list[Any]) -> None:
            what, owner, due = values
            self.desk.record(ActionChanged(new_id(), action.id, what, owner, due.isoformat(), follows))

        self.ask(*prompts.action(action.what, action.owner, action.due), then=change)

    def action_drop(self) -> None:
        """Ask why it will not be done."""
        if (action := self._the(is_open=True)) is None:
            return

        def drop(values: list[Any]) -> None:
            self.desk.record(ActionDropped(new_id(), action.id, values[0]))
            self.say(f"Dropped: {action.what}")

        self.ask(prompts.words(f"{action.case}: why will this not be done?", "A reason is needed"), then=drop)

    def action_reopen(self) -> None:
        """Ask why it is open again."""
        if (action := self._the(is_open=False)) is None:
            return
        closings = self.desk.store.closings(action.id)

        def reopen(values: list[Any]) -> None:
            self.desk.record(ActionReopened(new_id(), action.id, values[0], closings))
            self.say(f"Open again: {action.what}")

        self.ask(prompts.words(f"{action.case}: why is this open again?", "A reason is needed"), then=reopen)

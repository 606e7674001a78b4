"""The actions of an audit: done, said anew, dropped, or open again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.audits.amendments import ActionChanged, ActionDropped, ActionReopened
from auditui.core.audits.entries import ActionDone
from auditui.report import times
from auditui.store import new_id
from auditui.ui import prompts
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block
from auditui.ui.screens.listing import ListScreen

if TYPE_CHECKING:
    from auditui.core.audits.entries import Entry
    from auditui.store import Action


class AuditActionsScreen(ListScreen):
    """What is to be done about what one audit found."""

    PLACE = "audit-actions"
    BINDINGS = bindings("audit-actions")
    HEADING = "Actions"

    def __init__(self, audit: str) -> None:
        """Show the actions of this audit."""
        super().__init__()
        self._audit = audit
        self.firsts: list[int] = []

    def on_mount(self) -> None:
        """Read them, and again whenever something is saved."""
        self.watch(self.app, "saved", self.load, init=False)
        self.load()

    def load(self) -> None:
        """Read the actions: the open ones first, by the day they are due."""
        self.rows = self.desk.store.actions(self._audit)
        self.stay_inside()
        self.paint()

    def others_wrote(self) -> None:
        """Show what another window wrote."""
        self.load()

    def line_of(self, at: int) -> int:
        """Return the first line of an action."""
        return self.firsts[at]

    def paint(self) -> None:
        """Paint the list."""
        self.paint_top()
        width = self.list_page.width
        lines: list[Line] = []
        self.firsts = []
        for action in self.rows:
            self.firsts.append(len(lines))
            lines += [*block(f"{action.due} {action.owner}: {action.what}", width, "strong")]
            style = "fair" if action.state == "open" else "dim"
            closed = f" {times.day(action.done_at)}: {action.proof}" if action.done_at else ""
            lines += [*block(f"{action.state}{closed}", width, style, ("  ", "")), []]
        if self.rows:
            self.list_page.show(lines, self.line_of(self.at))
        else:
            words = f"This audit has no actions. {self.key('score.action')} in it adds one."
            self.list_page.show(list(block(words, width, "dim")))

    def _the(self, *, is_open: bool) -> Action | None:
        """Return the action under the cursor, if it is open, or closed, as asked; else say why not."""
        action: Action | None = self.rows[self.at] if self.rows else None
        if action and (action.state == "open") == is_open:
            return action
        words = f"This action is {action.state}" if action else "There is no action"
        self.say(words, wrong=True)
        return None

    def _record(self, entry: Entry) -> None:
        self.desk.record(entry)

    def action_done(self) -> None:
        """Ask what shows that it was done."""
        if action := self._the(is_open=True):
            asked = prompts.words("What shows that it was done?", "An action is closed by its proof")
            self.ask(asked, then=lambda values: self._record(ActionDone(new_id(), values[0], action.id)))

    def action_change(self) -> None:
        """Ask for it anew, with what it is now typed already."""
        if (action := self._the(is_open=True)) is None:
            return
        follows = self.desk.store.last_change(action.id)

        def change(values: list[Any]) -> None:
            what, owner, due = values
            self._record(ActionChanged(new_id(), action.id, what, owner, due.isoformat(), follows))

        self.ask(*prompts.action(action.what, action.owner, action.due), then=change)

    def action_drop(self) -> None:
        """Ask why it will not be done."""
        if action := self._the(is_open=True):
            asked = prompts.words("Why will this not be done?", "A reason is needed")
            self.ask(asked, then=lambda values: self._record(ActionDropped(new_id(), action.id, values[0])))

    def action_reopen(self) -> None:
        """Ask why it is open again."""
        if action := self._the(is_open=False):
            closings = self.desk.store.closings(action.id)
            asked = prompts.words("Why is this open again?", "A reason is needed")
            self.ask(
                asked,
                then=lambda values: self._record(ActionReopened(new_id(), action.id, values[0], closings)),
            )

    action_open = action_done

"""Immediate concerns: those not answered first, and the answer that closes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.ui import prompts
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block
from auditui.ui.pages import concern_lines
from auditui.ui.screens.listing import ListScreen

if TYPE_CHECKING:
    from auditui.store import Concern


class ConcernsScreen(ListScreen):
    """Every immediate concern, with who was told and what was answered."""

    PLACE = "concerns"
    BINDINGS = bindings("concerns")
    HEADING = "Immediate concerns"

    def __init__(self) -> None:
        """Begin at the first."""
        super().__init__()
        self.firsts: list[int] = []

    def on_mount(self) -> None:
        """Read them, and again whenever something is saved."""
        self.watch(self.app, "saved", self.load, init=False)
        self.load()

    def load(self) -> None:
        """Read the concerns: not answered first, then the newest."""
        concerns = self.desk.store.concerns()
        self.rows = [concern for concern in concerns if not concern.answered_at]
        self.rows += [concern for concern in reversed(concerns) if concern.answered_at]
        self.stay_inside()
        self.paint()

    def others_wrote(self) -> None:
        """Show what another window wrote."""
        self.load()

    def line_of(self, at: int) -> int:
        """Return the first line of a concern."""
        return self.firsts[at]

    def paint(self) -> None:
        """Paint the list."""
        self.paint_top()
        width = self.list_page.width
        lines: list[Line] = []
        self.firsts = []
        for concern in self.rows:
            self.firsts.append(len(lines))
            lines += [*concern_lines(concern, width), []]
        if self.rows:
            self.list_page.show(lines, self.line_of(self.at))
        else:
            key = self.key("score.concern")
            words = f"No immediate concern has been raised. {key} in an audit raises one."
            self.list_page.show(list(block(words, width, "dim")))

    def action_answer(self) -> None:
        """Write the answer to the concern under the cursor."""
        if not self.rows or self.rows[self.at].answered_at:
            self.say("This concern is answered" if self.rows else "There is no concern to answer")
            return
        concern: Concern = self.rows[self.at]
        prompt = f"{concern.case}: what was answered or done, by which role?"
        self.ask(
            prompts.words(prompt, "Say what was answered"),
            then=lambda values: self.desk.open_audit(concern.audit).answer_concern(concern.id, values[0]),
        )

    def action_add(self) -> None:
        """Add to the concern under the cursor."""
        if not self.rows:
            self.say("There is no concern to add to")
            return
        concern: Concern = self.rows[self.at]
        asked = prompts.words(f"{concern.case}: what is to be added? No names.", "Say what is to be added")
        self.ask(
            asked,
            then=lambda values: self.desk.open_audit(concern.audit).add_to_concern(concern.id, values[0]),
        )

    action_open = action_answer

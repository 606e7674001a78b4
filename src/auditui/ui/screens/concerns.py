"""Immediate concerns: those not answered first, and the answer that closes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.ui import prompts
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block
from auditui.ui.pages import concern_lines
from auditui.ui.screens.follow_ups import FollowUpScreen
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from auditui.store import Concern


class ConcernsScreen(FollowUpScreen):
    """Every immediate concern, with who was told and what was answered."""

    PLACE = "concerns"
    BINDINGS = bindings("concerns")
    HEADING = "Immediate concerns"

    def __init__(self, audit: str = "") -> None:
        """Begin at the first, of one audit or of all."""
        super().__init__()
        self.audit, self.only_own = audit, False

    def load(self) -> None:
        """Read the concerns: not answered first, then the newest."""
        concerns = self.desk.store.concerns(self.audit)
        self.know(concerns)
        shown = [
            concern
            for concern in concerns
            if self.of_team(concern) and (not self.only_own or self.is_own(concern, concern.raised_by))
        ]
        rows = [concern for concern in shown if not concern.answered_at]
        self.rows = rows + [concern for concern in reversed(shown) if concern.answered_at]
        self.stay_inside()
        self.paint()

    def others_wrote(self) -> None:
        """Show what another window wrote."""
        self.load()

    def paint(self) -> None:
        """Paint the list."""
        self.paint_top()
        waits = sum(not concern.answered_at for concern in self.rows)
        only = filter(None, [self.team, "yours only" if self.only_own else ""])
        words = f" {waits} not answered, {len(self.rows) - waits} answered  {', '.join(only)}"
        self.query_one("#tabs", Page).show([[(words, "bad" if waits else "dim")]])
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
            none = f"No immediate concern has been raised. {key} in an audit raises one."
            if self.team or self.only_own:
                none = "No immediate concern here is of that kind."
            self.list_page.show(list(block(none, width, "dim")))

    def action_another(self) -> None:
        """Go back to the audit and raise another concern in it."""
        if self.audit:
            self.dismiss(self.audit)
        else:
            self.say(f"{self.key('score.concern')} in an audit raises one")

    def action_mine(self) -> None:
        """Show only those of one's own audits, or all again."""
        self.only_own, self.at = not self.only_own, 0
        self.load()

    def action_open_audit(self) -> None:
        """Open the audit at the item the concern was raised at."""
        if self.rows:
            concern: Concern = self.rows[self.at]
            self.desk.look_at(concern.audit, concern.item)

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

"""Immediate concerns: those not answered first, and the answer that closes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from auditui.core.audits.entries import ConcernAnswered
from auditui.store import new_id
from auditui.ui import asking
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block, concern_lines
from auditui.ui.screens.base import AuditScreen
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.key_bar import KeyBar
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from auditui.store import Concern


class ConcernsScreen(AuditScreen):
    """Every immediate concern, with who was told and what was answered."""

    PLACE = "concerns"
    BINDINGS = bindings("concerns")

    def __init__(self) -> None:
        """Begin at the first."""
        super().__init__()
        self.at = 0
        self.concerns: list[Concern] = []
        self.firsts: list[int] = []

    def compose(self) -> ComposeResult:
        """A list, and a line to answer in."""
        yield Page(id="top")
        with Vertical(id="body"):
            yield Page(id="list")
            yield Ask(id="ask")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read them, and again whenever something is saved."""
        self.watch(self.app, "saved", self.load, init=False)
        self.load()

    def load(self) -> None:
        """Read the concerns: not answered first, then the newest."""
        found = self.audit_app.store.concerns()
        self.concerns = [concern for concern in found if not concern.answered_at]
        self.concerns += [concern for concern in reversed(found) if concern.answered_at]
        self.at = max(min(self.at, len(self.concerns) - 1), 0)
        self.paint()

    def heading(self) -> str:
        """Say what this is."""
        return "Immediate concerns"

    def paint(self) -> None:
        """Paint the list."""
        self.paint_top()
        page = self.query_one("#list", Page)
        lines: list[Line] = []
        self.firsts = []
        for concern in self.concerns:
            self.firsts.append(len(lines))
            lines += [*concern_lines(concern, page.width), []]
        if self.concerns:
            page.show(lines, self.firsts[self.at])
        else:
            page.show(
                list(
                    block(
                        "No immediate concern has been raised. ! in an audit raises one.", page.width, "dim"
                    )
                )
            )

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.at = max(min(self.at + by, len(self.concerns) - 1), 0)
        self.paint()

    def action_answer(self) -> None:
        """Write the answer to the concern under the cursor."""
        if not self.concerns or self.concerns[self.at].answered_at:
            self.say("This concern is answered" if self.concerns else "There is no concern to answer")
            return
        concern = self.concerns[self.at]
        step = asking.words(
            f"{concern.case}: what was answered or done, by which role?",
            "Say what was answered; escape leaves it open",
        )
        self.ask(
            step,
            then=lambda values: self.audit_app.record(
                ConcernAnswered(new_id(), concern.audit, values[0], concern.id)
            ),
        )

    def action_back(self) -> None:
        """Back."""
        self.dismiss()

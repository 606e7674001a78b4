"""The finish screen: what is open, the judgement and its reason, the sum, the closing texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from auditui.core.audit import CLOSING, hindrances
from auditui.core.entries import AuditFinished, JudgementGiven, NoteWritten
from auditui.core.grades import GRADES
from auditui.core.scoring import score
from auditui.ui.keys import bindings
from auditui.ui.lines import closing_rows, finish_page
from auditui.ui.screens.base import AuditScreen
from auditui.ui.widgets.key_bar import KeyBar
from auditui.ui.widgets.note import NoteEditor
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from auditui.core.audit import Audit
    from auditui.ui.open_audit import OpenAudit

_GRADES = list(GRADES)


class FinishScreen(AuditScreen):
    """The auditor's own judgement first; the sum after it."""

    PLACE = "finish"
    BINDINGS = bindings("finish")

    def __init__(self, opened: OpenAudit, *, note: str = "") -> None:
        """Finish this audit; with `note`, go on writing that closing text."""
        super().__init__()
        self.opened = opened
        self.note_open = note if note in CLOSING else ""
        self.at = list(CLOSING).index(self.note_open) if self.note_open else 0

    @property
    def audit(self) -> Audit:
        """The audit as it stands."""
        return self.opened.audit

    def compose(self) -> ComposeResult:
        """The judgement above, the texts below."""
        yield Page(id="top")
        with Vertical(id="body"):
            yield Page(id="finish-page")
            yield Page(id="closing")
            yield NoteEditor(id="note")
        yield KeyBar()

    def on_mount(self) -> None:
        """Go on where the last start ended."""
        self.bookmark()
        if self.note_open and self.audit.open:
            self.call_after_refresh(self.action_write)

    def bookmark(self) -> None:
        """Remember this screen for the next start."""
        self.audit_app.bookmark(audit=self.audit.id, note=self.note_open, screen="finish")

    def heading(self) -> str:
        """Say which audit this is."""
        return f"Finish · {self.audit.case} · {self.opened.checklist.title}"

    def paint(self) -> None:
        """Paint everything."""
        self.paint_top()
        page, closing = self.query_one("#finish-page", Page), self.query_one("#closing", Page)
        lines = finish_page(self.opened.checklist, self.audit, max(self.size.width - 4, 10))
        page.styles.height = len(lines)
        page.show(lines)
        closing.show([line for _, line in closing_rows(self.audit, max(self.size.width - 4, 10))], self.at)

    def action_move(self, by: int) -> None:
        """Move among the texts."""
        self.at = max(min(self.at + by, len(CLOSING) - 1), 0)
        self.query_one("#closing", Page).move_cursor(self.at)

    def on_page_pressed(self, message: Page.Pressed) -> None:
        """A press on a text writes it."""
        if message.page.id == "closing" and message.line < len(CLOSING):
            self.at = message.line
            self.action_write()

    def action_judge(self, digit: int) -> None:
        """Give the judgement; where it differs from the sum, ask why at once."""
        if self._refuses():
            return
        grade = _GRADES[digit - 1]
        self.opened.record(JudgementGiven(self.audit.id, grade))
        indicated = score(self.opened.checklist, self.audit.answers).indicated
        if grade != indicated and not self.audit.note("", "reason"):
            self.at = list(CLOSING).index("reason")
            self.action_write()
        self.paint()

    def _refuses(self) -> bool:
        if not self.audit.open:
            self.say("This audit is finished; r on the screen before opens it again", wrong=True)
        return not self.audit.open

    def action_write(self) -> None:
        """Write the text under the cursor."""
        if self._refuses():
            return
        about = list(CLOSING)[self.at]
        self.note_open = about
        self.bookmark()
        self.query_one(NoteEditor).open_on(CLOSING[about], self.audit.note("", about))

    def on_note_editor_written(self, message: NoteEditor.Written) -> None:
        """Save the text as it stands."""
        if self.note_open:
            self.opened.record(NoteWritten(self.audit.id, self.note_open, message.text))
            self.paint()

    def on_note_editor_closed(self) -> None:
        """Go back to the keys."""
        self.note_open = ""
        self.set_focus(None)
        self.bookmark()
        self.paint()

    def leave(self) -> None:
        """Keep the last words of a note; the next start goes on writing it."""
        self.query_one(NoteEditor).tell()

    def action_finish(self) -> None:
        """Finish, or say what is still open."""
        if self._refuses():
            return
        if left := hindrances(self.opened.checklist, self.audit):
            self.say(". ".join(left), wrong=True)
            return
        self.opened.record(AuditFinished(self.audit.id))
        self.audit_app.bookmark()
        self.audit_app.go_home(f"Finished: case {self.audit.case}")

    def action_back(self) -> None:
        """Back to the items."""
        self.dismiss()

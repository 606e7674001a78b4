"""The finish screen: what is open, the judgement and its reason, the sum, the closing texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from auditui.core.audits.audit import CLOSING, LATER
from auditui.core.audits.states import FINISHED
from auditui.core.errors import AuditError
from auditui.ui import prompts
from auditui.ui.keys import bindings
from auditui.ui.pages import action_lines, closing_lines, closing_page, finish_page
from auditui.ui.screens.page import PageScreen
from auditui.ui.screens.working import WorkingScreen
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.note import NoteEditor
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from auditui.core.audits.session import Session


class FinishScreen(WorkingScreen):
    """The auditor's own judgement first; the sum after it."""

    PLACE = "finish"
    BINDINGS = bindings("finish")
    CHANGES = frozenset(("judge", "finish"))

    def __init__(self, session: Session, *, note: str = "") -> None:
        """Finish this audit; with `note`, go on writing that closing text."""
        super().__init__(session, note=note if note in CLOSING else "")
        self.at = list(CLOSING).index(self.note_open) if self.note_open else 0

    def body(self) -> ComposeResult:
        """The judgement above, the texts below."""
        with Vertical(id="body"):
            yield Page(id="finish-page")
            yield Page(id="closing")
            yield Ask(id="ask")
            yield NoteEditor(id="note")

    def on_mount(self) -> None:
        """Go on where the last start ended."""
        self.bookmark()
        if self.note_open and self.audit.open:
            self.call_after_refresh(self.attempt, self.action_write)

    def heading(self) -> str:
        """Say which audit this is."""
        return f"Finish · {self.audit.case} · {self.checklist.title}"

    def progress(self) -> str:
        """Say whether a concern waits."""
        return "CONCERN" if self.session.concerns else ""

    def paint(self) -> None:
        """Paint everything."""
        super().paint()
        self.paint_top()
        page, closing = self.query_one("#finish-page", Page), self.query_one("#closing", Page)
        width = max(self.size.width - 4, 10)
        hidden = self.desk.settings.hide_score
        blockers = self.session.blockers
        if self.session.concerns:
            blockers += (f"{self.key('home.concern')} on the home screen shows the concern",)
        lines = finish_page(self.checklist, self.audit, blockers, width, self.desk.keys, hide_score=hidden)
        page.styles.height = len(lines)
        page.show(lines)
        rows = closing_lines(self.audit, width, self.session.state.additions)
        actions = action_lines(self.session.actions, self.session.state.closed, width)
        closing.show([*rows, *([[], [("Actions", "head")], *actions] if actions else [])], self.at)

    def action_move(self, by: int) -> None:
        """Move among the texts."""
        self.hush()
        self.at = max(min(self.at + by, len(CLOSING) - 1), 0)
        self.query_one("#closing", Page).move_cursor(self.at)

    def action_scroll(self, by: int) -> None:
        """Scroll the judgement and its sum."""
        self.query_one("#finish-page", Page).scroll_by(by)

    def on_page_pressed(self, message: Page.Pressed) -> None:
        """A press on a text writes it."""
        if message.page.id == "closing" and message.line < len(CLOSING) and not self.typing:
            self.at = message.line
            self.attempt(self.action_write)

    def action_judge(self, digit: int) -> None:
        """Give the judgement; where it differs from the sum, go to the text that says why.

        No box opens by itself: it would take keys that are meant for the judgement.
        """
        self.require_open()
        if self.session.judge(self.checklist.scale.by_digit(digit)):
            self.at = list(CLOSING).index("reason")
            self.say(
                f"This differs from what the sum indicates: {self.key('finish.write')} writes why", wrong=True
            )
        self.paint()

    def action_write(self) -> None:
        """Write the text under the cursor; of those that come after the finish, add to it."""
        about = list(CLOSING)[self.at]
        if self.audit.state == FINISHED and about in LATER:
            self._add(about)
        elif self.audit.state == FINISHED:
            later = "child or family, the reply and the supervision can be added"
            keys = f"{self.key('finish.read')} reads it, {self.key('finish.reopen')} opens the audit again"
            raise AuditError(f"This is as it was finished; only {later}", keys)
        else:
            self.write_note(about, CLOSING[about])

    def action_read(self) -> None:
        """Show the texts in full."""
        audit, additions = self.audit, self.session.state.additions
        title = f"The texts · {audit.case}"
        self.app.push_screen(PageScreen(title, lambda width: closing_page(audit, additions, width)))

    def _add(self, about: str) -> None:
        """Ask for what comes after the finish; the audit stays as it was finished."""

        def add(values: list[str]) -> None:
            self.session.add(about, values[0])
            self.say(f"Added: {CLOSING[about]}")

        asked = prompts.words(f"Add to the finished audit. {CLOSING[about]}:", "What is to be added?")
        self.ask(asked, then=add)

    def action_export(self) -> None:
        """Write the feedback sheet to a file, under a name that says no reference."""
        if not self.desk.all_written:
            raise AuditError("Not all of it is saved yet", "Try again once it is")
        self._ask_name("feedback.docx")

    def _ask_name(self, begun: str) -> None:
        from auditui.ui.feedback_file import FORMS  # noqa: PLC0415 - few sheets are written

        asked = prompts.any_words(f"Write the feedback sheet to which file? ({', '.join(FORMS)})", begun)
        self.ask(asked, then=self._write_sheet)

    def _write_sheet(self, values: list[str]) -> None:
        """Write it, or ask again with what was typed still there."""
        from auditui import outgoing  # noqa: PLC0415 - as above
        from auditui.report.scope import Imprint  # noqa: PLC0415 - as above
        from auditui.ui import feedback_file  # noqa: PLC0415 - as above

        store = self.desk.store
        try:
            path = outgoing.named(values[0], feedback_file.FORMS)
            imprint = Imprint(str(store.head()), prompts.today().isoformat())
            people = feedback_file.write(
                store, self.checklist, self.audit, path, made_up=self.desk.made_up, imprint=imprint
            )
        except AuditError as error:
            self._ask_name(values[0])
            self.query_one("#ask", Ask).mean(str(error), "bad")
        else:
            looks = f"; {people} of its texts may name a person" if people else ""
            self.say(f"Wrote {path}{looks}", wrong=bool(people))

    def action_history(self) -> None:
        """Show what the text under the cursor was."""
        about = list(CLOSING)[self.at]
        self.show_history(CLOSING[about], None, about)

    def action_finish(self) -> None:
        """Finish, or say what is still open."""
        self.require_open()
        self.session.finish()
        self.forget_bookmark()
        self.desk.go_home(f"Finished: case {self.audit.case}")

    def action_back(self) -> None:
        """Back to the items."""
        self.dismiss()

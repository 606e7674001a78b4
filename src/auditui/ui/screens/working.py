"""What the two screens of an open audit share: its notes, its actions, its concerns."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from auditui.core.audits.entries import ActionAdded, ConcernRaised, NoteWritten
from auditui.store import new_id
from auditui.ui import asking
from auditui.ui.screens.base import AuditScreen
from auditui.ui.widgets.note import NoteEditor

if TYPE_CHECKING:
    from auditui.core.audits.audit import Audit
    from auditui.core.checklists.checklist import Checklist
    from auditui.ui.open_audit import OpenAudit


class WorkingScreen(AuditScreen):
    """A screen on an open audit."""

    def __init__(self, opened: OpenAudit, *, note: str = "") -> None:
        """Work on `opened`; with `note`, go on writing that note."""
        super().__init__()
        self.opened = opened
        self.note_open = note

    @property
    def audit(self) -> Audit:
        """The audit as it stands."""
        return self.opened.audit

    @property
    def checklist(self) -> Checklist:
        """Its checklist, in the version it was begun on."""
        return self.opened.checklist

    def item_id(self) -> str:
        """Return the item that notes, actions and concerns are about; empty for the audit as a whole."""
        return ""

    def refuses(self) -> bool:
        """Say so, and return true, where the audit is finished and takes nothing."""
        if not self.audit.open:
            self.say("This audit is finished; r on its items opens it again, with a reason", wrong=True)
        return not self.audit.open

    def bookmark(self) -> None:
        """Remember this place, and the note being written, for the next start."""
        self.audit_app.bookmark(
            audit=self.audit.id, item=self.item_id(), note=self.note_open, screen=self.PLACE
        )

    def on_screen_resume(self) -> None:
        """Remember being here, and show what another screen changed."""
        if self.app.screen is self:
            self.bookmark()
        self.call_after_refresh(self.paint)

    # Notes.

    @property
    def typing(self) -> bool:
        """Whether a note or a question has the keys."""
        return super().typing or self.query_one(NoteEditor).editing

    def write_note(self, about: str, title: str) -> None:
        """Open the editor on a note."""
        if self.refuses():
            return
        self.note_open = about
        self.bookmark()
        self.show_keys("note")
        self.query_one(NoteEditor).open_on(
            self.item_id(), about, title, self.audit.note(self.item_id(), about)
        )

    def on_note_editor_written(self, message: NoteEditor.Written) -> None:
        """Save the text as it stands."""
        self._keep(message)
        self.paint()

    def _keep(self, written: NoteEditor.Written) -> None:
        if self.audit.open:
            self.opened.record(NoteWritten(self.audit.id, written.about, written.text, written.item))

    def on_note_editor_closed(self) -> None:
        """Go back to the keys."""
        self.note_open = ""
        self.set_focus(None)
        self.show_keys(self.PLACE)
        self.bookmark()
        self.call_after_refresh(self.paint)

    def leave(self) -> None:
        """Keep the last words of a note; the next start goes on writing it."""
        self.query_one(NoteEditor).tell_now(self._keep)

    # Actions and concerns.

    def action_add_action(self) -> None:
        """Ask what is to be done, whose role it is, and by when."""
        item = self.item_id()

        def add(values: list[Any]) -> None:
            what, owner, due = values
            self.opened.record(ActionAdded(new_id(), self.audit.id, what, owner, due.isoformat(), item))
            self.say(f"Action for {owner}, due {due.isoformat()}")

        self.ask(
            asking.words("Action: what is to be done?", "Say what is to be done; escape leaves it"),
            asking.words(
                "Whose role? (team manager, social worker, designated teacher)", "An action needs a role"
            ),
            asking.due_day("Due by?"),
            then=add,
        )

    def action_concern(self) -> None:
        """Ask what the concern is, who was told, and when; the council's own text is shown."""
        item = self.item_id()
        lead = self.audit_app.settings.on_concern.removesuffix(".")
        now = f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"

        def raise_it(values: list[Any]) -> None:
            what, told, told_at = values
            self.opened.record(ConcernRaised(new_id(), self.audit.id, what, told, told_at, item))
            self.say("The concern is recorded. It stays on the home screen until it is answered.", wrong=True)

        self.ask(
            asking.words(f"{lead}. What is the concern? A few words, no names.", "Say what the concern is"),
            asking.words("Who was told? A role, no names.", "Say who was told; nobody yet is an answer too"),
            asking.words("When?", "Say when", begun=now),
            then=raise_it,
        )

"""The app: it opens screens, hands what they record to the writer, and says whether it is saved."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message
from textual.reactive import reactive

from auditui import places
from auditui.core.errors import AuditError, StoreError
from auditui.core.text import one_line
from auditui.intake import checklist_folder
from auditui.ui.open_audit import OpenAudit
from auditui.ui.screens.base import AuditScreen
from auditui.ui.screens.finish import FinishScreen
from auditui.ui.screens.help import HelpScreen
from auditui.ui.screens.home import HomeScreen
from auditui.ui.screens.score import ScoreScreen
from auditui.ui.writer import Writer

if TYPE_CHECKING:
    from auditui.core.checklist import Checklist
    from auditui.core.entries import Entry
    from auditui.store import Store

SAVING = "saving…"


class AuditApp(App[None]):
    """auditui on a terminal."""

    TITLE = "auditui"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (110, "-wide")]
    CSS_PATH = Path(__file__).parent / "auditui.tcss"

    saved: reactive[str] = reactive("")

    class Written(Message):
        """The writer saved something; `left` batches still wait."""

        def __init__(self, at: str, left: int) -> None:
            """Carry the journal's time."""
            super().__init__()
            self.at = at
            self.left = left

    class Refused(Message):
        """The writer could not save something."""

        def __init__(self, error: AuditError) -> None:
            """Carry the reason."""
            super().__init__()
            self.error = error

    def __init__(self, store: Store) -> None:
        """Show `store`, which stays the caller's to close; writing goes through a connection of its own."""
        super().__init__()
        self.store = store
        self.made_up = store.made_up()
        self.desk = store.desk()
        self.auditor = self.desk.get("auditor", "")
        self.trouble = ""
        self.failure = ""
        self.writer = Writer(
            store.path,
            saved=lambda saved, left: self._tell(self.Written(saved.at, left)),
            refused=lambda error, _left: self._tell(self.Refused(error)),
        )

    def _tell(self, message: Message) -> None:
        if self.is_running:
            self.post_message(message)
        elif isinstance(message, self.Refused):
            self.trouble = str(message.error)

    def on_mount(self) -> None:
        """Open where the last start ended."""
        self.push_screen(HomeScreen())
        audit_id = self.desk.get("open_audit", "")
        if not audit_id:
            return
        try:
            opened = self.open_audit(audit_id)
        except AuditError:
            return
        self.push_screen(
            ScoreScreen(opened, self.desk.get("open_item", ""), note=self.desk.get("open_note", ""))
        )
        if self.desk.get("open_screen") == "finish":
            self.push_screen(FinishScreen(opened, note=self.desk.get("open_note", "")))

    def checklists(self) -> list[Checklist]:
        """Return the newest version of every checklist at hand."""
        return checklist_folder.newest(checklist_folder.at_hand(places.checklists().path))

    def open_audit(self, audit_id: str) -> OpenAudit:
        """Return an audit to work on; AuditError if there is none."""
        audit = self.store.audit(audit_id)
        return OpenAudit(audit, self.store.checklist(audit.checklist), self.record)

    def record(self, *entries: Entry) -> None:
        """Begin to save entries as one fact."""
        self.saved = SAVING
        self.writer.record(*entries, by=self.auditor)

    def bookmark(self, *, audit: str = "", item: str = "", note: str = "", screen: str = "") -> None:
        """Remember what is open, for the next start."""
        self.writer.put_on_desk(open_audit=audit, open_item=item, open_note=note, open_screen=screen)

    def on_audit_app_written(self, message: Written) -> None:
        """Say when the last thing was saved, once nothing waits."""
        if not message.left:
            local = datetime.fromisoformat(message.at).astimezone()
            self.saved = f"saved {local:%H:%M:%S}"

    def on_audit_app_refused(self, message: Refused) -> None:
        """Say what could not be saved, and that it is kept and tried again, or was not allowed."""
        self.trouble = str(message.error)
        waits = isinstance(message.error, StoreError)
        self.saved = "NOT SAVED, trying again" if waits else "not allowed"
        if isinstance(self.screen, AuditScreen):
            self.screen.say(one_line(self.trouble), wrong=True)

    def go_home(self, said: str) -> None:
        """Close every screen above home, and say there what happened."""
        while len(self.screen_stack) > 2 and not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        if isinstance(self.screen, AuditScreen):
            self.screen.say(said)

    def action_help(self) -> None:
        """Show what every key of this screen does."""
        name = getattr(self.screen, "PLACE", "")
        if name:
            self.push_screen(HelpScreen(name))

    async def action_quit(self) -> None:
        """Leave; what is being written is kept."""
        leave = getattr(self.screen, "leave", None)
        if leave:
            leave()
        self.exit()

    def close_writer(self) -> int:
        """Write what is left; return how many things could not be saved."""
        return self.writer.stop()

    def _fatal_error(self) -> None:
        # Textual would print local variables, which hold case text; a type and a place hold none.
        self.bell()
        self._close_messages_no_wait()
        error = self._exception
        trace = error.__traceback__ if error else None
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = (
            f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
            if trace
            else "an unknown place"
        )
        said = f"auditui: unexpected error ({type(error).__name__} at {place}). What was saved is safe"
        self.failure = said

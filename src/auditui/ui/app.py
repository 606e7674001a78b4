"""The app: it opens screens, hands what they record to the writer, and says whether it is saved."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, SystemCommand
from textual.message import Message
from textual.reactive import var

from auditui import fault, places
from auditui.core.codes import auditor_code
from auditui.core.errors import AuditError, StoreError
from auditui.core.settings import Settings
from auditui.core.text import one_line
from auditui.ui.commands import SCREENS, complaints, with_keys
from auditui.ui.lines import help_page
from auditui.ui.open_audit import OpenAudit
from auditui.ui.palette import AuditProvider
from auditui.ui.screens.base import AuditScreen
from auditui.ui.screens.home import HomeScreen
from auditui.ui.screens.page import PageScreen
from auditui.ui.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.screen import Screen

    from auditui.core.audits.entries import Entry
    from auditui.core.checklists.checklist import Checklist
    from auditui.store import Case, Store
    from auditui.ui.commands import Command

SAVING = "saving…"
_PATIENCE = 0.006


class AuditApp(App[None]):
    """auditui on a terminal."""

    TITLE = "auditui"
    COMMANDS = {AuditProvider}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (110, "-wide")]
    CSS_PATH = Path(__file__).parent / "auditui.tcss"

    #: A var, not a reactive: another word in the bar is no reason to paint every screen anew.
    saved: var[str] = var("")

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

    def __init__(self, store: Store, settings: Settings | None = None) -> None:
        """Show `store`, which stays the caller's to close; writing goes through a connection of its own."""
        self._theme_is_chosen = False
        super().__init__()
        self.store = store
        self.settings = settings or Settings()
        self.made_up = store.made_up()
        self.desk = store.desk()
        named = os.environ.get("AUDITUI_AUDITOR")
        self.auditor = auditor_code(named) if named else self.desk.get("auditor", "")
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
        """Open where the last start ended, in the theme and with the keys the user chose."""
        if own := self.settings.keys:
            now = {
                f"{place}.{c.id}": c.keys for place in SCREENS for c in self.commands(place) if not c.numbered
            }
            self.set_keymap({name: now[name] for name in own if name in now})
        chosen = self.desk.get("theme", "")
        # Without colour the ANSI themes paint black on black.
        if chosen in self.available_themes and not (self.no_color and chosen.startswith("ansi")):
            self.theme = chosen
        self._theme_is_chosen = True
        home = HomeScreen()
        self.push_screen(home)
        self._resume()
        if said := complaints(self.settings.keys):
            self.call_after_refresh(home.say, "Your keys: " + "; ".join(said), wrong=True)

    def _resume(self) -> None:
        audit_id = self.desk.get("open_audit", "")
        if not audit_id:
            return
        try:
            opened = self.open_audit(audit_id)
        except AuditError:
            return
        from auditui.ui.screens.finish import FinishScreen  # noqa: PLC0415 - not needed to show the lists
        from auditui.ui.screens.score import ScoreScreen  # noqa: PLC0415

        note = self.desk.get("open_note", "")
        finishing = self.desk.get("open_screen") == "finish"
        self.push_screen(ScoreScreen(opened, self.desk.get("open_item", ""), note="" if finishing else note))
        if finishing:
            self.push_screen(FinishScreen(opened, note=note))

    def commands(self, place: str) -> tuple[Command, ...]:
        """Return a place's commands with the user's own keys."""
        return with_keys(place, self.settings.keys)

    def checklists(self) -> list[Checklist]:
        """Return the checklists an audit can be begun with."""
        from auditui.intake import checklist_folder  # noqa: PLC0415 - not needed to show the lists

        return checklist_folder.offered(self.store.checklists(), places.checklists().path)

    # Audits.

    def open_audit(self, audit_id: str) -> OpenAudit:
        """Return an audit to work on, as it is once everything is written; AuditError if there is none."""
        self.writer.flush(2)
        return OpenAudit(self.store, audit_id, self.record)

    def go_to(self, audit_id: str) -> None:
        """Leave what is open for another audit."""
        self._leave()
        from auditui.ui.screens.score import ScoreScreen  # noqa: PLC0415 - not needed to show the lists

        self._close_to_home()
        self.push_screen(ScoreScreen(self.open_audit(audit_id)))

    def _leave(self) -> None:
        """Let every open screen keep what is being written on it."""
        for screen in self.screen_stack:
            if isinstance(screen, AuditScreen):
                screen.leave()

    def begin(self, case: Case | None = None) -> None:
        """Begin an audit, of this case or of any."""
        from auditui.intake import checklist_folder  # noqa: PLC0415 - not needed to show the lists
        from auditui.ui.screens.start import StartScreen  # noqa: PLC0415 - not needed to show the lists

        screen = StartScreen(self.checklists(), case)
        self.push_screen(screen)
        if broken := checklist_folder.read_all(places.checklists().path)[1]:
            screen.call_after_refresh(
                screen.say, f"Not offered: {one_line(str(broken[0].error))}", wrong=True
            )

    def go_home(self, said: str) -> None:
        """Close every screen above home, and say there what happened."""
        self._close_to_home()
        if isinstance(self.screen, AuditScreen):
            self.screen.say(said)

    def _close_to_home(self) -> None:
        while len(self.screen_stack) > 2 and not isinstance(self.screen, HomeScreen):
            self.pop_screen()

    # Saving.

    def record(self, *entries: Entry) -> str:
        """Begin to save entries as one fact; return whose they are."""
        self.saved = SAVING
        by = self.auditor or "system"
        self.writer.record(*entries, by=by)
        # A quick disk is done before this frame is painted, and then the answer and its mark appear together;
        # a slow one is not waited for.
        if saved := self.writer.saved_within(_PATIENCE):
            self._show_saved(saved.at)
        return by

    def _show_saved(self, at: str) -> None:
        self.saved = f"saved {datetime.fromisoformat(at).astimezone():%H:%M:%S}"

    def bookmark(self, *, audit: str = "", item: str = "", note: str = "", screen: str = "") -> None:
        """Remember what is open, for the next start."""
        self.writer.put_on_desk(open_audit=audit, open_item=item, open_note=note, open_screen=screen)

    def on_audit_app_written(self, message: Written) -> None:
        """Say when the last thing was saved, once nothing waits."""
        if not message.left:
            self._show_saved(message.at)

    def on_audit_app_refused(self, message: Refused) -> None:
        """Say what could not be saved, and that it is kept and tried again, or was not allowed."""
        self.trouble = str(message.error)
        waits = isinstance(message.error, StoreError)
        self.saved = "NOT SAVED, trying again" if waits else "not allowed"
        if not waits:
            self._reload()
        if isinstance(self.screen, AuditScreen):
            self.screen.say(one_line(self.trouble), wrong=True)

    def _reload(self) -> None:
        """Show what the store holds, where it did not take what the screens had shown already."""
        from auditui.ui.screens.working import WorkingScreen  # noqa: PLC0415 - not needed to show the lists

        for screen in self.screen_stack:
            if isinstance(screen, WorkingScreen):
                screen.opened.reload(self.store)
                screen.paint()

    def close_writer(self) -> int:
        """Write what is left; return how many things could not be saved."""
        return self.writer.stop()

    # Everywhere.

    def on_key(self, event: events.Key) -> None:
        """Hand on keys that were sent to the screen just before a note or a question took the focus."""
        taker = self.focused
        typing = isinstance(self.screen, AuditScreen) and self.screen.typing
        if typing and taker is not None and getattr(taker, "last_key", event) is not event:
            event.stop()
            event.prevent_default()
            taker._forward_event(events.Key(event.key, event.character).set_sender(self))  # noqa: SLF001 - as the app itself does

    def action_help(self) -> None:
        """Show what every key of this screen does."""
        if isinstance(self.screen, AuditScreen):
            place = self.screen.PLACE
            commands = self.commands(place)
            self.push_screen(
                PageScreen(f"Keys of the {place} screen", lambda width: help_page(commands, width))
            )

    async def action_quit(self) -> None:
        """Leave; what is being written is kept."""
        self._leave()
        self.exit()

    def watch_theme(self, theme: str) -> None:
        """Remember a theme that the user chose."""
        if self._theme_is_chosen:
            self.writer.put_on_desk(theme=theme)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer the themes; the other commands come from the registry."""
        yield from (each for each in super().get_system_commands(screen) if each.title == "Theme")

    def _fatal_error(self) -> None:
        # Textual would print local variables, which hold case text; a type and a place hold none.
        self.bell()
        self.failure = fault.note(self._exception or RuntimeError(), self.store.path)
        self._close_messages_no_wait()

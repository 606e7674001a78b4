"""The app: it opens screens, hands what they record to the writer, and says whether it is saved."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.reactive import var

from auditui import fault, places
from auditui.core.codes import auditor_code
from auditui.core.errors import AuditError, StoreError
from auditui.core.settings import Settings
from auditui.core.text import one_line
from auditui.report import times
from auditui.store import StoreAddress, session, stamp
from auditui.ui.key_order import KeysInOrder
from auditui.ui.opaque import OpaqueApp
from auditui.ui.other_windows import LOOK_SECONDS, Windows
from auditui.ui.own_keys import KEPT_BY_BROWSER, Keys
from auditui.ui.pages import help_page
from auditui.ui.palette import AuditProvider
from auditui.ui.prompts import now
from auditui.ui.screens.base import AuditScreen
from auditui.ui.screens.home import HomeScreen
from auditui.ui.screens.page import PageScreen
from auditui.ui.terminal import Terminal
from auditui.ui.themes import ThemedApp
from auditui.ui.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.actions import ActionParseResult
    from textual.dom import DOMNode

    from auditui.core.audits.entries import Entry
    from auditui.core.audits.session import Session
    from auditui.core.checklists.checklist import Checklist
    from auditui.store import Case, News, Saved, Store
    from auditui.ui.desk import Desk

SAVING = "saving…"
_PATIENCE = 0.006
_HUNG_UP = 130


class AuditApp(OpaqueApp, KeysInOrder, ThemedApp):
    """auditui on a terminal."""

    TITLE = "auditui"
    COMMANDS = {AuditProvider}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (110, "-wide"), (120, "-roomy")]
    CSS_PATH = Path(__file__).parent / "auditui.tcss"

    #: A var, not a reactive: another word in the bar is no reason to paint every screen again.
    saved: var[str] = var("")

    def __init__(
        self, store: Store, settings: Settings | None = None, address: StoreAddress | None = None
    ) -> None:
        """Show `store`, which stays the caller's to close; writing goes through a connection of its own."""
        super().__init__(driver_class=Terminal)
        self.store = store
        self.address = address or StoreAddress(store.path)
        self.settings = settings or Settings()
        self.keys = Keys(self.settings.keys)
        self.made_up = store.made_up()
        self._last_session = store.remembered()
        named = os.environ.get("AUDITUI_AUDITOR")
        self.auditor = store.looks = auditor_code(named) if named else self._last_session.get("auditor", "")
        self.trouble = ""
        self.failure = ""
        self._stale = False
        self.writer = Writer(
            self.address,
            saved=lambda saved: self._from_writer(self.written, saved),
            refused=lambda error: self._from_writer(self.refused, error),
            look_after=self._look_after,
        )
        self.windows = Windows(store, self.writer)

    def _from_writer(self, handle: Callable[[Any], None], news: Saved | AuditError | str) -> None:
        """Let the screens' own thread handle what the writer says; after their end only troubles matter."""
        if self.is_running:
            self.call_later(handle, news)
        elif isinstance(news, AuditError):
            self.trouble = str(news)

    def on_mount(self) -> None:
        """Open where the last start ended, in the theme and with the keys the user chose."""
        self.set_keymap(self.keys.chosen)
        self.wear_last_theme()
        self.push_screen(home := HomeScreen())
        if self.settings.leads(self.auditor):
            home.action_programme()
        self.set_interval(LOOK_SECONDS, self.look_around)
        self._resume()
        if self.keys.complaints:
            self.call_after_refresh(self._say, "Your keys: " + "; ".join(self.keys.complaints), wrong=True)

    def _resume(self) -> None:
        last = self._last_session
        if not last.get("open_audit") or last.get("auditor", "") not in ("", self.auditor):
            return  # what is open is of whoever worked here last
        try:
            opened = self.open_audit(last["open_audit"])
        except AuditError:
            return
        from auditui.ui.screens.finish import FinishScreen  # noqa: PLC0415 - not needed to show the lists
        from auditui.ui.screens.score import ScoreScreen  # noqa: PLC0415

        note = last.get("open_note", "")
        finishing = last.get("open_screen") == "finish"
        answered = int(last["open_answers"]) if last.get("open_answers", "").isdecimal() else None
        item = last.get("open_item", "")
        self.push_screen(ScoreScreen(opened, item, note="" if finishing else note, answered=answered))
        if finishing:
            self.push_screen(FinishScreen(opened, note=note))

    def checklists(self) -> list[Checklist]:
        """Return the checklists an audit can be begun with."""
        from auditui.intake import checklist_folder  # noqa: PLC0415 - not needed to show the lists

        return checklist_folder.offered(self.store.checklists(), places.checklists().path)

    def _look_after(self, news: News) -> None:
        """Keep the day's backup and the head of the journal; what cannot be done is said."""
        from auditui.after_writing import look_after  # noqa: PLC0415 - not needed to show the lists

        for line in look_after(news, self.settings):
            self._from_writer(lambda words: self._say(words, wrong=True), line)

    # Audits.

    def open_audit(self, audit_id: str) -> Session:
        """Return an audit to work on, as it is once everything is written; AuditError if there is none."""
        self.writer.flush(2)
        return session(self.store, audit_id, self.auditor or "system", self.record)

    def go_to(self, audit_id: str, item: str = "") -> None:
        """Leave what is open for another audit, at an item of it."""
        self._leave()
        from auditui.ui.screens.score import ScoreScreen  # noqa: PLC0415 - not needed to show the lists

        self._close_to_home()
        self.push_screen(ScoreScreen(self.open_audit(audit_id), item))

    def look_at(self, audit_id: str, item: str) -> None:
        """Open an audit at an item, above what is open: the way back leads here."""
        from auditui.ui.screens.score import ScoreScreen  # noqa: PLC0415 - not needed to show the lists

        self.push_screen(ScoreScreen(self.open_audit(audit_id), item))

    def _leave(self) -> None:
        """Let every open screen keep what is being written on it."""
        for screen in self.screen_stack:
            if isinstance(screen, AuditScreen):
                screen.leave()

    def begin(self, case: Case | None = None, checklist: str = "") -> None:
        """Begin an audit, of this case or of any, with the checklist of this id or any."""
        from auditui.intake import checklist_folder  # noqa: PLC0415 - not needed to show the lists
        from auditui.ui.screens.start import StartScreen  # noqa: PLC0415 - not needed to show the lists

        broken = checklist_folder.read_all(places.checklists().path)[1]
        words = f"Not offered: {one_line(str(broken[0].error))}" if broken else ""
        self.push_screen(StartScreen(self.checklists(), case, words, checklist))

    def show_concerns(self) -> None:
        """Show the immediate concerns, above what is open."""
        from auditui.ui.screens.concerns import ConcernsScreen  # noqa: PLC0415 - not needed to show the lists

        self.push_screen(ConcernsScreen())

    def go_home(self, words: str) -> None:
        """Close every screen above home, and say there what happened."""
        self._close_to_home()
        self._say(words)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        if isinstance(self.screen, AuditScreen):
            self.screen.say(words, wrong=wrong)

    def _close_to_home(self) -> None:
        while len(self.screen_stack) > 2 and not getattr(self.screen, "IS_HOME", False):
            self.pop_screen()

    # Saving.

    def record(self, *entries: Entry) -> str:
        """Begin to save entries as one fact; return the moment, as the journal writes it."""
        self.saved = SAVING
        self.writer.record(*entries, by=self.auditor or "system")
        # A quick disk is done before this frame is painted, and then the answer and its mark appear together;
        # a slow one is not waited for.
        if saved := self.writer.saved_within(_PATIENCE):
            self._show_saved(saved)
        return stamp(now())

    def _show_saved(self, saved: Saved) -> None:
        self.saved = f"saved {times.clock(saved.at)}"

    @property
    def all_written(self) -> bool:
        """Whether everything that was recorded is in the store."""
        return not self.writer.waiting

    def remember(self, **session: str) -> None:
        """Keep what the next start begins with."""
        self._last_session |= session
        self.writer.remember(**session, **self.windows.here(session))

    def last(self, key: str) -> str:
        """Return what was remembered last under a key, "" for nothing."""
        return self._last_session.get(key, "")

    def written(self, saved: Saved) -> None:
        """Say when the last thing was saved, once nothing waits."""
        if self.all_written:  # asked now: a key may have been pressed since the writer spoke
            self._show_saved(saved)
            self._show_what_is_true()

    def refused(self, error: AuditError) -> None:
        """Say what could not be saved, and that it is kept and tried again, or was not allowed."""
        self.trouble = str(error)
        waits = isinstance(error, StoreError)
        self.saved = "NOT SAVED, trying again" if waits else "not allowed"
        self._stale = self._stale or not waits
        self._show_what_is_true()
        self._say(one_line(self.trouble), wrong=True)

    def _show_what_is_true(self) -> None:
        """After a refusal show the audit as the store has it, once everything given after it is written too."""
        if not (self._stale and self.all_written):
            return
        self._stale = False
        for screen in self.screen_stack:
            if isinstance(screen, AuditScreen):
                screen.reload()

    def look_around(self) -> None:
        """Show what another window wrote, and where it is."""
        if isinstance(self.screen, AuditScreen):
            self.screen.look_around(wrote=self.windows.look())

    def close_writer(self) -> int:
        """Write what is left; return how many things could not be saved."""
        return self.writer.stop(**self.windows.gone())

    # Everywhere.

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key stands for; where it is refused, say why."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except AuditError as error:
            if isinstance(self.screen, AuditScreen):
                self.screen.refuse(error)
            return True

    def action_help(self) -> None:
        """Show what every key of this screen does."""
        if isinstance(self.screen, AuditScreen):
            commands = self.keys.commands(place := self.screen.PLACE)
            kept, title = KEPT_BY_BROWSER if self.is_web else (), f"Keys of the {place} screen"
            self.push_screen(PageScreen(title, lambda width: help_page(commands, width, kept)))

    def hang_up(self) -> None:
        """Leave, the terminal gone or the program ended, behind the keys on their way to what has the focus."""
        (self.focused or self).call_later(self._hang_up)

    def _hang_up(self) -> None:
        self._leave()
        self.exit(return_code=_HUNG_UP)

    async def action_quit(self) -> None:
        """Leave; what is being written is kept."""
        self._leave()
        self.exit()

    def _fatal_error(self) -> None:
        # Textual would print local variables, which hold case text; a type and a place hold none.
        self.bell()
        self.failure = fault.note(self._exception or RuntimeError(), self.store.path)
        self._close_messages_no_wait()


if TYPE_CHECKING:
    # The app is what the screens take it for.
    _: type[Desk] = AuditApp

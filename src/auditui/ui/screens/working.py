"""What the two screens of an open audit share: its notes, its actions, its concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from auditui.core.audits.audit import CLOSING, ITEM_NOTES
from auditui.core.audits.entries import NoteWritten
from auditui.core.audits.session import SAFE_NOW
from auditui.core.audits.states import WITHDRAWN
from auditui.core.errors import AuditError
from auditui.report.history import news
from auditui.ui import prompts
from auditui.ui.pages import advice
from auditui.ui.screens.actions import ActionsScreen
from auditui.ui.screens.base import AuditScreen
from auditui.ui.screens.history import HistoryScreen
from auditui.ui.widgets.note import NoteEditor

if TYPE_CHECKING:
    from collections.abc import Collection

    from auditui.core.audits.audit import Audit
    from auditui.core.audits.entries import Recorded
    from auditui.core.audits.session import Change, Session
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.ui.other_windows import Place


#: The keys of a note that answer the item it is about.
_FOR_AN_ITEM = ("answer", "not-applicable", "not-recorded", "could-not-see")


class WorkingScreen(AuditScreen):
    """A screen on an audit being worked on."""

    def __init__(self, session: Session, *, note: str = "") -> None:
        """Work on this audit; with `note`, go on writing that note."""
        super().__init__()
        self.session = session
        self.note_open = note
        self._idle: Collection[str] = ()
        self._writing = ""
        #: What was said of another window that has the same open.
        self._shared: Place | None = None

    @property
    def audit(self) -> Audit:
        """The audit as it stands."""
        return self.session.audit

    @property
    def checklist(self) -> Checklist:
        """Its checklist, in the version the audit is on."""
        return self.session.checklist

    #: The commands that change an audit, and so do nothing about one that is finished.
    CHANGES: ClassVar[frozenset[str]] = frozenset()

    def idle(self) -> Collection[str]:
        """Of an open audit to open it again, of a finished one all that would change it."""
        return ("reopen",) if self.audit.open else self.CHANGES

    def paint(self) -> None:
        """Show the keys of another state where the audit has come into one."""
        if self.idle() != self._idle and not self.typing:
            self._idle = self.idle()
            self.show_keys(self.PLACE, hush=False)

    def item_id(self) -> str:
        """Return the item that notes, actions and concerns are about; empty for the audit as a whole."""
        return ""

    def require_open(self) -> None:
        """Raise AuditError where the audit is finished and takes nothing."""
        if self.audit.state == WITHDRAWN:
            key = self.key("score.reopen")
            raise AuditError(f"This audit is withdrawn; {key} brings it back, with a reason")
        if not self.audit.open:
            key = self.key("score.reopen")
            raise AuditError(f"This audit is finished; {key} opens it again, with a reason")

    def advise(self, calls: tuple[str, ...]) -> None:
        """Say what an answer calls for, the most urgent."""
        for sentence in advice(calls, self.desk.keys)[:1]:
            self.say(sentence, wrong=SAFE_NOW in calls)

    def bookmark(self) -> None:
        """Remember this place, and the note being written, for the next start."""
        self.desk.remember(
            open_audit=self.audit.id,
            open_item=self.item_id(),
            open_answers=str(len(self.audit.answers)),
            open_note=self.note_open,
            open_screen=self.PLACE,
        )

    def forget_bookmark(self) -> None:
        """Let the next start begin with the lists."""
        self.desk.remember(open_audit="", open_item="", open_note="", open_screen="")

    def on_screen_resume(self) -> None:
        """Remember being here, and show what another screen changed."""
        if self.app.screen is self:
            self.bookmark()
        self.call_after_refresh(self.repaint)

    def reload(self) -> None:
        """Show the audit as the store has it."""
        self.session.reload()
        self.paint()

    def catch_up(self) -> None:
        """Take in what another window wrote, before something is changed that it may have changed too."""
        if self.desk.all_written:
            self.session.reload()

    # Other windows.

    def look_around(self, *, wrote: bool) -> None:
        """Show what another window wrote, and say where it has open what is open here, before anything is typed over."""
        theirs = self._others_words() if wrote and self.children and self.desk.all_written else ""
        words = ". ".join(filter(None, (theirs, self._newly_shared())))
        if words:
            self.say(words, wrong=True)

    def _others_words(self) -> str:
        """Take in what another window wrote of this audit, and say it; what is being typed here stays."""
        foreign = self.session.others(self.desk.writer.written_here)
        if not foreign:
            return ""
        self.paint()
        return self._over_mine(foreign) or f"Another window: {news(self.checklist, foreign[-1].entry)}"

    def _over_mine(self, foreign: tuple[Recorded, ...]) -> str:
        """Bring the text being written and what another window wrote of it together; return what is said of that."""
        editor = self.query_one(NoteEditor)
        texts = [r.entry for r in foreign if isinstance(r.entry, NoteWritten)]
        theirs = [text.text for text in texts if (text.item, text.about) == (editor.item, editor.about)]
        if not (editor.editing and theirs) or theirs[-1] == editor.text:
            return ""
        if not editor.touched:
            editor.take(theirs[-1])
            return "Another window wrote this text: here it is"
        self._writing = self.session.begin_writing()  # so that neither text is only a pause in the other
        key = self.key("score.history")
        return f"Another window wrote this text too. Both are in its history ({key}); the last to type stands"

    def say_shared(self) -> None:
        """Say once that another window has the same item or text open."""
        if words := self._newly_shared():
            self.say(words, wrong=True)

    def _newly_shared(self) -> str:
        shared = self._open_elsewhere()
        if shared == self._shared:
            return ""
        self._shared = shared
        return self._shared_in_words(shared) if shared else ""

    def _open_elsewhere(self) -> Place | None:
        """Return the place in another window that is this one; the one with the text that is written here first."""
        mine = (self.audit.id, self.item_id())
        places = [place for place in self.desk.windows.elsewhere if (place.audit, place.item) == mine]
        return max(places, key=lambda place: bool(place.note) and place.note == self.note_open, default=None)

    def _shared_in_words(self, shared: Place) -> str:
        if not shared.note:
            return "Another window has this open too"
        if shared.note == self.note_open:
            return "Another window is writing this text too: both texts are kept"
        return "Another window is writing here"

    # Notes.

    @property
    def typing(self) -> bool:
        """Whether a note or a question has the keys."""
        return super().typing or self.query_one(NoteEditor).editing

    def write_note(self, about: str, title: str) -> None:
        """Open the editor on a note."""
        self.catch_up()
        self.require_open()
        self.note_open = about
        self.bookmark()
        item = self.item_id()
        self.show_keys("note", without=() if item else _FOR_AN_ITEM)
        self.query_one(NoteEditor).open_on(
            item,
            about,
            title,
            self.audit.note(item, about),
            neutral_key=self.key("note.neutral"),
            keep=self._keep,
            earlier=self.session.texts_before(about, item),
        )
        self._writing = self.session.begin_writing()
        self._shared = None
        self.say_shared()

    def _keep(self, item: str, about: str, text: str) -> None:
        """Save the text of a note as it stands."""
        if self.audit.open:
            self.session.note(about, text, item, writing=self._writing)
        self.paint()

    def on_note_editor_closed(self) -> None:
        """Go back to the keys."""
        self.note_open = ""
        self.bookmark()
        self.give_back_keys()

    def leave(self) -> None:
        """Keep the last words of a note; the next start goes on writing it."""
        self.query_one(NoteEditor).tell()

    # Taking back, and what was before.

    def action_undo(self) -> None:
        """Take back the last change of an answer or a text, and say which."""
        self.catch_up()
        self.require_open()
        item, about = self.session.undo()
        self.go_where(item)
        asked = self.checklist.item(item)
        title = asked.title if asked else item
        kind = ITEM_NOTES.get(about) or CLOSING.get(about, "")
        self.say(f"Taken back: {', '.join(filter(None, (title, kind)))}")

    def go_where(self, item: str) -> None:  # noqa: ARG002 - where a screen has items, it goes there
        """Show what was taken back."""
        self.paint()

    def show_history(self, title: str, item: Item | None, about: str = "") -> None:
        """Show who said what and when; what is chosen there is said again."""
        changes = self.session.changes(item.id if item else "", about)

        def restore(change: Change) -> None:
            self.require_open()
            kind = f", {ITEM_NOTES[change.about]}" if item and change.about else ""
            stood = self.session.say_again(change, item.id if item else "")
            self.say(f"{'This is what stands' if stood else 'Restored'}: {title}{kind}")

        self.app.push_screen(HistoryScreen(title, item, changes, restore, restores=self.audit.open))

    # Actions and concerns.

    def action_actions(self) -> None:
        """Show this audit's actions; back from one of them is at its item."""

        def after(item: Any) -> None:
            self.reload()
            if item:
                self.go_where(item)

        self.app.push_screen(ActionsScreen(self.audit.id), after)

    def action_add_action(self) -> None:
        """Ask what is to be done, whose role it is, and by when."""
        item = self.item_id()

        def add(values: list[Any]) -> None:
            self.session.act(*values, item=item)
            self.say(f"Action for {values[1]}, due {values[2].isoformat()}")

        self.ask(*prompts.action(), then=add)

    def action_concern(self) -> None:
        """Show the concerns that are not answered, if there are; else ask for a new one."""
        if not self.session.concerns:
            self.raise_concern()
            return
        from auditui.ui.screens.concerns import ConcernsScreen  # noqa: PLC0415 - few audits have one

        def after(another: Any) -> None:
            self.reload()
            if another:
                self.raise_concern()

        self.app.push_screen(ConcernsScreen(self.audit.id), after)

    def raise_concern(self) -> None:
        """Ask what the concern is, who was told, and when; the council's own text is shown."""
        item = self.item_id()

        def raise_it(values: list[Any]) -> None:
            self.session.raise_concern(*values, item=item)
            self.say("The concern is recorded. It stays on the home screen until it is answered.", wrong=True)

        self.ask(*prompts.concern(self.desk.settings.on_concern), then=raise_it)

    # Again.

    def action_reopen(self) -> None:
        """Open a finished audit again."""
        if self.audit.open:
            self.say("This audit is open already")
        else:
            self.ask(prompts.REOPEN, then=lambda values: self.session.reopen(values[0]))

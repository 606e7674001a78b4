"""The editor for a note: every pause in typing is saved, and nobody types for a second unsaved."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from rich.text import Text
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from auditui.core import identifiers
from auditui.core.text import one_line, visible
from auditui.ui.keys import bindings

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.timer import Timer

    from auditui.core.identifiers import Identifier

_PAUSE = 0.35
_AT_MOST = 0.8


class NoteEditor(TextArea):
    """Hidden until `open_on` is called; tells of each text worth keeping, and of its end.

    What looks like a person is underlined while it is typed, and named below with the word that could stand
    in its place. Nothing is blocked.
    """

    DEFAULT_CSS = """
    NoteEditor { height: 7; display: none; border: round $primary; padding: 0 1; }
    """
    BINDINGS = bindings("note")

    class Written(Message):
        """The text as it stands, to be saved; `item` and `about` say which note it is."""

        def __init__(self, item: str, about: str, text: str) -> None:
            """Carry the whole text."""
            super().__init__()
            self.item = item
            self.about = about
            self.text = text

    class Closed(Message):
        """The editor was left; its text has been told."""

    class Key(Message):
        """A key for the item was pressed through its modifier."""

        def __init__(self, key: str) -> None:
            """Carry the key without the modifier."""
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Begin hidden and empty."""
        super().__init__(
            id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, highlight_cursor_line=False
        )
        self._timer: Timer | None = None
        self._told = ""
        self._dirty_since: float | None = None
        self.item = ""
        self.about = ""
        self.last_key: events.Key | None = None

    @property
    def editing(self) -> bool:
        """Whether the editor is open."""
        return bool(self.about)

    def on_key(self, event: events.Key) -> None:
        """Remember which key was here; the app hands on those that were sent elsewhere too early."""
        self.last_key = event

    def open_on(self, item: str, about: str, title: str, text: str) -> None:
        """Open on the note `about` an item, or about the audit where `item` is empty."""
        self.tell()
        self.item, self.about = item, about
        self.border_title = Content(one_line(title, 70))
        self._told = text
        self.load_text(text)
        self.move_cursor(self.document.end)
        self._watch_identity()
        self.display = True
        # At once, not by message: keys that are on their way belong to the note.
        self.screen.set_focus(self)

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is painted: what could act on the terminal made visible, what looks like a person underlined."""
        line = self.document.get_line(line_index)
        painted = Text(visible(line).replace("\n", " "), end="", no_wrap=True)
        for found in identifiers.find(line):
            painted.stylize("underline bold", found.start, found.end)
        return painted

    def found(self) -> tuple[int, Identifier] | None:
        """Return the first thing that looks like a person: its line and where in it."""
        for number in range(self.document.line_count):
            for each in identifiers.find(self.document.get_line(number)):
                return number, each
        return None

    def _watch_identity(self) -> None:
        first = self.found()
        said = f"looks like {first[1].what}; ctrl+r: {first[1].neutral}" if first else "saved as you type"
        self.border_subtitle = said

    def action_neutral(self) -> None:
        """Put the neutral word in place of the first thing that looks like a person."""
        first = self.found()
        if first:
            line, each = first
            self.replace(each.neutral, (line, each.start), (line, each.end))

    def action_key(self, key: str | int) -> None:
        """Hand a key on to the item."""
        self.post_message(self.Key(str(key)))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Save after a pause, and at the latest after most of a second."""
        event.stop()
        if not self.editing or self.text == self._told:
            return
        self._watch_identity()
        now = monotonic()
        self._dirty_since = self._dirty_since or now
        if self._timer:
            self._timer.stop()
        left = self._dirty_since + _AT_MOST - now
        if left <= 0:
            self.tell()
        else:
            self._timer = self.set_timer(min(_PAUSE, left), self.tell)

    def tell(self) -> None:
        """Tell of the text if it has not been told yet."""
        if self._timer:
            self._timer.stop()
            self._timer = None
        self._dirty_since = None
        if self.editing and self.text != self._told:
            self._told = self.text
            self.post_message(self.Written(self.item, self.about, self._whole_text()))

    def tell_now(self, keep: Callable[[NoteEditor.Written], None]) -> None:
        """Give `keep` the text if it has not been told yet, without waiting for a message to arrive."""
        if self.editing and self.text != self._told:
            self._told = self.text
            keep(self.Written(self.item, self.about, self._whole_text()))

    def _whole_text(self) -> str:
        """Return the text without the lone surrogates that no file can hold."""
        return self.text.encode("utf-8", "replace").decode("utf-8")

    def action_finish(self) -> None:
        """Close, keeping the text."""
        self.tell()
        self.item, self.about = "", ""
        self.display = False
        self.post_message(self.Closed())

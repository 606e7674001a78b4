"""The editor for a note: every pause in typing is saved, and nobody types for a second unsaved."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from rich.text import Text
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from auditui import known_names
from auditui.core.audits.audit import LONGEST_NOTE
from auditui.core.text import one_line, visible
from auditui.ui.keys import bindings

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.document._document import EditResult, Location
    from textual.timer import Timer

    from auditui.core.identifiers import Identifier


_PAUSE = 0.35
_AT_MOST = 0.8


class NoteEditor(TextArea):
    """Hidden until `open_on` is called; has each text worth keeping kept, and tells of its end.

    What looks like a person is underlined while it is typed, and named below with the word that could stand
    in its place. Nothing is blocked.
    """

    DEFAULT_CSS = """
    NoteEditor { height: 7; display: none; border: round $primary; padding: 0 1; }
    """
    BINDINGS = bindings("note")

    class Closed(Message):
        """The editor was left; its text has been told."""

    class ForItem(Message):
        """A key that answers the item was pressed while its note is written."""

        def __init__(self, answer: str) -> None:
            """Carry a digit, or the name of a non-answer."""
            super().__init__()
            self.answer = answer

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Begin hidden and empty."""
        super().__init__(
            id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, highlight_cursor_line=False
        )
        self._timer: Timer | None = None
        self._kept = self._opened = ""
        self._earlier: list[str] = []
        self._dirty_since: float | None = None
        self._neutral_key = ""
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

    def open_on(
        self,
        item: str,
        about: str,
        title: str,
        text: str,
        *,
        neutral_key: str,
        keep: Callable[[str, str, str], None],
        earlier: tuple[str, ...] = (),
    ) -> None:
        """Open on the note `about` an item, or about the audit where `item` is empty.

        `keep` is called with item, about and text whenever the text is worth keeping; `neutral_key` is the key that puts a neutral word in place of what looks like a person. `earlier` is what the text was before, the newest first.
        """
        self.tell()
        self.item, self.about = item, about
        self._neutral_key, self._keep = neutral_key, keep
        self.border_title = Content(one_line(title, 70))
        self._earlier = list(earlier)
        self.take(text)
        self.display = True
        # At once, not by message: keys that are on their way belong to the note.
        self.screen.set_focus(self)

    def take(self, text: str) -> None:
        """Go on from this text, which is kept already."""
        self._kept = self._opened = text
        self.load_text(text)
        self.move_cursor(self.document.end)
        self._watch_identity()

    @property
    def touched(self) -> bool:
        """Whether anything was typed since the text was taken."""
        return self.text != self._opened

    def action_undo(self) -> None:
        """Take back what was typed; where nothing is left of that, what the text was before comes back."""
        before = self.text
        super().action_undo()
        if self.text == before and self._earlier:
            self.replace(self._earlier.pop(0), (0, 0), self.document.end)

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is painted: what could act on the terminal made visible, what looks like a person underlined."""
        line = self.document.get_line(line_index)
        painted = Text(visible(line).replace("\n", " "), end="", no_wrap=True)
        for person in known_names.find(line):
            painted.stylize("underline bold", person.start, person.end)
        return painted

    def first_person(self) -> tuple[int, Identifier] | None:
        """Return the first thing that looks like a person: its line and where in it."""
        for number in range(self.document.line_count):
            for person in known_names.find(self.document.get_line(number)):
                return number, person
        return None

    def _watch_identity(self) -> None:
        first = self.first_person()
        self.border_subtitle = (
            f"{first[1].what}? {self._neutral_key}: {first[1].neutral}" if first else "saved as you type"
        )

    def action_neutral(self) -> None:
        """Put the neutral word in place of the first thing that looks like a person."""
        if first := self.first_person():
            line, person = first
            before = self.get_text_range((0, 0), (line, person.start)).rstrip()
            begins = not before or before[-1] in ".?!"
            neutral = person.neutral[:1].upper() + person.neutral[1:] if begins else person.neutral
            self.replace(neutral, (line, person.start), (line, person.end))

    def action_for_item(self, answer: str | int) -> None:
        """Answer the item without leaving the note."""
        self.post_message(self.ForItem(str(answer)))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Save after a pause, and at the latest after most of a second."""
        event.stop()
        if not self.editing or self.text == self._kept:
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

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        """Type or paste, unless the note would be longer than one is; Textual would lay out a megabyte for minutes."""
        length = len(self.text) - len(self.get_text_range(start, end)) + len(insert)
        if length <= max(LONGEST_NOTE, len(self.text)):
            return super()._replace_via_keyboard(insert, start, end)
        self.border_subtitle = f"a note holds {LONGEST_NOTE:,} characters, and with this it had {length:,}"
        return None

    def tell(self) -> None:
        """Have the text kept if it has not been yet, at once and not by a message."""
        if self._timer:
            self._timer.stop()
            self._timer = None
        self._dirty_since = None
        if self.editing and self.text != self._kept:
            self._kept = self.text
            self._keep(self.item, self.about, self.text)

    def action_finish(self) -> None:
        """Close, keeping the text."""
        self.tell()
        self.item, self.about = "", ""
        self.display = False
        self.post_message(self.Closed())

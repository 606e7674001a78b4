"""The editor for a note: every pause in typing is saved, and nobody types for a second unsaved."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from rich.text import Text
from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea

from auditui.core.text import visible

if TYPE_CHECKING:
    from textual.timer import Timer

_PAUSE = 0.35
_AT_MOST = 0.8


class NoteEditor(TextArea):
    """Hidden until `open_on` is called; tells of each text worth keeping, and of its end."""

    DEFAULT_CSS = """
    NoteEditor { height: 7; display: none; border: round $primary; padding: 0 1; }
    NoteEditor.-editing { display: block; }
    """
    BINDINGS = [
        Binding(
            "escape",
            "finish",
            "Keep and close",
            show=True,
            id="note.close",
            tooltip="Close the note; its text is kept.",
        )
    ]

    class Written(Message):
        """The text as it stands, to be saved."""

        def __init__(self, text: str) -> None:
            """Carry the whole text."""
            super().__init__()
            self.text = text

    class Closed(Message):
        """The editor was left; its text has been told."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Begin hidden and empty."""
        super().__init__(
            id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, highlight_cursor_line=False
        )
        self._timer: Timer | None = None
        self._told = ""
        self._dirty_since: float | None = None

    @property
    def editing(self) -> bool:
        """Whether the editor is open."""
        return self.has_class("-editing")

    def open_on(self, title: str, text: str) -> None:
        """Open on a text."""
        self.border_title = title.replace("[", "\\[")
        self.border_subtitle = "saved as you type · esc closes"
        self._told = text
        self.load_text(text)
        self.move_cursor(self.document.end)
        self.add_class("-editing")
        self.focus()

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is painted: what could act on the terminal is made visible, a character each."""
        return Text(visible(self.document.get_line(line_index)).replace("\n", " "), end="", no_wrap=True)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Save after a pause, and at the latest after most of a second."""
        event.stop()
        if not self.editing or self.text == self._told:
            return
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
            self.post_message(self.Written(self.text))

    def action_finish(self) -> None:
        """Close, keeping the text."""
        self.tell()
        self.remove_class("-editing")
        self.post_message(self.Closed())

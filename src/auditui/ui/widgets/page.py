"""Pages of lines: the list and the page that all screens are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

if TYPE_CHECKING:
    from textual import events

    from auditui.ui.lines import Line

_STYLES = ("strong", "head", "dim", "label", "key", "given", "good", "fair", "bad", "note", "bar")


class Page(ScrollView, can_focus=False):
    """Shows lines; nothing in their text is ever read as markup."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"page--{name}" for name in (*_STYLES, "cursor")}
    DEFAULT_CSS = """
    Page { background: transparent; overflow-x: hidden; scrollbar-size-vertical: 1; }
    Page > .page--strong { text-style: bold; }
    Page > .page--head { text-style: bold; color: $text-accent; }
    Page > .page--dim { text-style: dim; }
    Page > .page--label { color: $text-accent; }
    Page > .page--key { color: $text-warning; text-style: bold; }
    Page > .page--given { background: $primary-muted; color: $text; text-style: bold; }
    Page > .page--good { color: $text-success; text-style: bold; }
    Page > .page--fair { color: $text-warning; text-style: bold; }
    Page > .page--bad { color: $text-error; text-style: bold; }
    Page > .page--note { text-style: italic; }
    Page > .page--bar { background: $panel; color: $text; }
    Page > .page--cursor { text-style: reverse; }
    """

    class Pressed(Message):
        """The mouse was pressed on a line."""

        def __init__(self, page: Page, line: int) -> None:
            """Say which page and line."""
            super().__init__()
            self.page = page
            self.line = line

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Begin empty."""
        super().__init__(id=id, classes=classes)
        self._shown: list[Line] = []
        self.cursor: int | None = None

    def show(self, lines: list[Line], cursor: int | None = None) -> None:
        """Show these lines, the one at `cursor` marked and in sight."""
        if len(lines) != len(self._shown):
            self.virtual_size = Size(0, len(lines))
        self._shown = lines
        self.cursor = cursor
        if cursor is not None:
            self.scroll_to_region(Region(0, cursor, 1, 1), animate=False, force=True)
        self.refresh()

    def move_cursor(self, to: int) -> None:
        """Mark another line, and bring it in sight."""
        self.show(self._shown, to)

    @property
    def width(self) -> int:
        """The cells a line has; the scrollbar's column is always left free, so that text does not jump."""
        return max(self.size.width - (0 if self.show_vertical_scrollbar else 1), 1)

    def render_line(self, y: int) -> Strip:
        """Return the strip for a line of the view."""
        at = y + self.scroll_offset.y
        base = self.rich_style
        if at >= len(self._shown):
            return Strip.blank(self.size.width, base)
        mark = self.get_component_rich_style("page--cursor", partial=True) if at == self.cursor else None
        segments = []
        for text, name in self._shown[at]:
            style = base + self.get_component_rich_style(f"page--{name}", partial=True) if name else base
            # On the cursor's line the reversed base alone is sure to be readable, with and without colour.
            segments.append(Segment(text, base + mark if mark else style))
        fill = base + mark if mark else base
        return Strip(segments).adjust_cell_length(self.size.width, fill)

    async def on_click(self, event: events.Click) -> None:
        """Tell the screen which line was pressed."""
        self.post_message(self.Pressed(self, event.y + self.scroll_offset.y))

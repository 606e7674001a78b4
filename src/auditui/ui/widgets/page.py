"""Pages of lines: the list and the page that all screens are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual import events

    from auditui.ui.lines import Line

_STYLES = ("strong", "head", "dim", "label", "key", "given", "good", "fair", "bad", "note", "bar")
#: Of pictures: blue and orange for what is better and worse, and what is beside the points.
_DRAWN = ("better", "worse", "target", "faint")


class Page(Widget, can_focus=False):
    """Shows lines; nothing in their text is ever read as markup.

    It scrolls by itself, so that other lines never cost a layout of the screen; its last column says
    whether there is more above or below.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"page--{name}" for name in (*_STYLES, *_DRAWN, "cursor")}
    DEFAULT_CSS = """
    Page { background: transparent; }
    Page > .page--strong { text-style: bold; }
    Page > .page--head { text-style: bold; color: $text-accent; }
    Page > .page--dim { text-style: dim; }
    Page > .page--label { color: $text-accent; }
    Page > .page--key { color: $text-warning; text-style: bold; }
    Page > .page--given { background: $primary-muted; color: $foreground; text-style: bold; }
    Page > .page--good { color: $text-success; text-style: bold; }
    Page > .page--fair { color: $text-warning; text-style: bold; }
    Page > .page--bad { color: $text-error; text-style: bold; }
    Page > .page--note { text-style: italic; }
    Page > .page--bar { background: $panel; color: $foreground; }
    Page > .page--cursor { text-style: reverse; }
    Page > .page--better { color: #5fb2ff; text-style: bold; }
    Page > .page--worse { color: #ff9d4d; text-style: bold; }
    Page > .page--target { color: #e08ac8; }
    Page > .page--faint { color: $foreground 75%; }
    Page:light > .page--better { color: #00569c; }
    Page:light > .page--worse { color: #a03c00; }
    Page:light > .page--target { color: #7a1f5c; }
    """

    class Pressed(Message):
        """The mouse was pressed on a line."""

        def __init__(self, page: Page, line: int) -> None:
            """Say which page and line."""
            super().__init__()
            self.page = page
            self.line = line

    class Widened(Message):
        """The page has another width than the lines on it were made for."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Begin empty."""
        super().__init__(id=id, classes=classes)
        self._shown: Sequence[Line] = []
        self._painted: dict[str, Style] = {}
        self._seen: list[tuple[Line, bool, str]] = []
        self.top = 0
        self.cursor: int | None = None
        self._made_for = 0

    def show(self, lines: Sequence[Line], cursor: int | None = None) -> None:
        """Show these lines, the one at `cursor` marked and in sight; only those in sight are ever looked at."""
        self._shown = lines
        self._made_for = self.size.width
        self.cursor = cursor
        height = max(self.size.height, 1)
        if cursor is not None:
            self.top = min(max(self.top, cursor - height + 1), cursor)
        self.top = max(min(self.top, len(lines) - height), 0)
        self._paint_what_changed(height)

    def _paint_what_changed(self, height: int) -> None:
        """Paint again the rows of the view that are other than they were, since to paint all takes most of a key's time."""
        rows = [self._row(y) for y in range(height)]
        changed = [y for y, (row, seen) in enumerate(zip(rows, self._seen, strict=False)) if row != seen]
        if len(rows) != len(self._seen):
            self.refresh()
        elif changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))
        self._seen = rows

    def _row(self, y: int) -> tuple[Line, bool, str]:
        """Return what a row of the view shows: its line, whether it is marked, and the mark of more."""
        at = y + self.top
        line = self._shown[at] if at < len(self._shown) else []
        return line, at == self.cursor, self._more(y)

    def move_cursor(self, to: int) -> None:
        """Mark another line, and bring it in sight."""
        self.show(self._shown, to)

    def scroll_by(self, lines: int) -> None:
        """Scroll down by so many lines, or up."""
        self.top += lines
        self.show(self._shown)

    def show_first(self) -> None:
        """Scroll to the top."""
        self.top = 0

    @property
    def width(self) -> int:
        """The cells a line has; the last column is left for the mark of more."""
        return max(self.size.width - 1, 1)

    def notify_style_update(self) -> None:
        """Forget the styles of a theme that was left."""
        self._painted.clear()
        super().notify_style_update()

    def _style(self, name: str) -> Style:
        if name not in self._painted:
            self._painted[name] = self.get_component_rich_style(f"page--{name}", partial=True)
        return self._painted[name]

    def render_line(self, y: int) -> Strip:
        """Return the strip for a line of the view."""
        base = self.rich_style
        width, at = self.size.width, y + self.top
        if at >= len(self._shown):
            return Strip.blank(width, base)
        mark = base + self._style("cursor") if at == self.cursor else None
        # On the cursor's line the reversed base alone is sure to be readable, with and without colour.
        segments = [
            Segment(text, mark or (base + self._style(name) if name else base))
            for text, name in self._shown[at]
        ]
        strip = Strip(segments).adjust_cell_length(width, mark or base)
        more = self._more(y)
        return (
            Strip([*strip.crop(0, width - 1), Segment(more, base + self._style("key"))])
            if more and width > 1
            else strip
        )

    def _more(self, y: int) -> str:
        """Return the mark in the last column: more above on the first line, more below on the last."""
        height = self.size.height
        if height < 2:
            return ""
        if y == 0 and self.top > 0:
            return "↑"
        return "↓" if y == height - 1 and self.top + height < len(self._shown) else ""

    def on_resize(self) -> None:
        """Keep the cursor in sight, and have lines made before there was this width made again."""
        made_for = self._made_for
        self.show(self._shown, self.cursor)
        if made_for != self.size.width and self._shown:
            self.post_message(self.Widened())

    def on_mouse_scroll_down(self) -> None:
        """Scroll with the wheel."""
        self.scroll_by(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll with the wheel."""
        self.scroll_by(-3)

    async def on_click(self, event: events.Click) -> None:
        """Tell the screen which line was pressed."""
        self.post_message(self.Pressed(self, event.y + self.top))

"""Lines of styled text: wrapped, cut and set in columns for a width in cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells

from auditui.core.text import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Text and the name of its style; see `Page` for the styles there are.
Span = tuple[str, str]
Line = list[Span]

#: What stands before an action that is open, done or dropped.
ACTION_MARKS = {"open": "·", "done": "✓", "dropped": "✗"}


def wrap(text: str, width: int) -> list[str]:
    """Break text, made visible, into lines of at most `width` cells; a word that is longer is cut."""
    width = max(width, 1)
    lines: list[str] = []
    for paragraph in visible(text).expandtabs(4).split("\n"):
        line = ""
        for word in paragraph.split(" "):
            tried = f"{line} {word}" if line else word
            if cell_len(tried) <= width:
                line = tried
                continue
            if line:
                lines.append(line)
            *full, line = chop_cells(word, width) or [""]
            lines += full
        lines.append(line)
    return lines


def cut(text: str, width: int) -> str:
    """Return text on one line, cut with an ellipsis to `width` cells and filled up to it."""
    flat = one_line(text)
    if cell_len(flat) > width:
        flat = (chop_cells(flat, max(width - 1, 1)) or [""])[0] + "…" if width > 1 else ""
    return flat + " " * (width - cell_len(flat))


def block(text: str, width: int, style: str = "", first: Span | None = None) -> Iterator[Line]:
    """Yield wrapped text; `first` hangs to the left of it."""
    hang = cell_len(first[0]) if first else 0
    for n, piece in enumerate(wrap(text, width - hang)):
        lead: Line = [first if n == 0 else (" " * hang, "")] if first else []
        yield [*lead, (piece, style)]


def bar(left: str, right: str, width: int) -> Line:
    """Return a bar's line: `left` as far as there is room, `right` always."""
    right = one_line(right)
    return [(cut(" " + left, max(width - cell_len(right) - 2, 0)), "bar"), (f" {right} ", "bar")]


def columns(cells: list[tuple[str, int]], width: int) -> str:
    """Return cells cut to their widths with a space between; what does not fit in `width` is left out."""
    line = ""
    for text, wide in cells:
        if cell_len(line) + wide > width:
            break
        line += cut(text, wide) + " "
    return line

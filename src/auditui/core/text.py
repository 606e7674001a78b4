"""The one way in which text from outside reaches a terminal or a page."""

from __future__ import annotations

import unicodedata

# C1 controls, the bidirectional controls and the invisible characters that can reorder or hide text.
_HIDDEN = {
    *range(0x7F, 0xA0),
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
}


def visible(text: str) -> str:
    """Return `text` with every control, bidirectional and zero-width character made visible.

    Newline and tab stay. C0 controls become their picture (``␛`` for ESC), everything else that could act
    on a terminal or hide what is read becomes ``�``. What is stored is never changed by this.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(c) for c in text)


def _visible(c: str) -> str:
    if c in "\n\t":
        return c
    if c < " ":
        return chr(0x2400 + ord(c))
    if ord(c) in _HIDDEN or unicodedata.category(c) == "Cs":
        return "�"
    return c


def one_line(text: str, width: int | None = None) -> str:
    """Return `text` made visible on one line, cut with an ellipsis at `width` characters."""
    flat = " ".join(visible(text).split())
    return flat if width is None or len(flat) <= width else flat[: max(width - 1, 0)] + "…"


def number_of(number: int, one: str, more: str = "") -> str:
    """Return a number with what there are so many of: `one`, or else `more`, which is `one` with an s if it is left out."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def whole(text: str) -> str:
    """Return `text` with U+FFFD for every half of a surrogate pair, which no file, database or terminal can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

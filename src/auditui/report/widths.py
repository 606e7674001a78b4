"""How wide the columns of a table are on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

#: What a character of a table takes and a cell's margins, in Word's own units (914,400 an inch), at 9 points.
_CHARACTER, _MARGINS = 64_000, 115_000
#: A cell of up to so many characters is not to be broken in two; with less room only a shorter one.
_SHORT = (12, 10, 8, 0)


def column_widths(
    heads: Sequence[str], rows: Sequence[Sequence[str]], room: int, whole: Collection[int] = ()
) -> list[int]:
    """Return the widths of columns in Word's own units, together as wide as there is room: no word is broken where it fits.

    Each has room for its longest word, and for its short cells whole where there is some, in the columns `whole` for all of
    them; what is left goes to those with most text.
    """
    columns = list(zip(heads, *rows, strict=True))
    words = [max(len(word) for cell in cells for word in (cell.split() or [""])) for cells in columns]
    most = [max(map(len, cells)) for cells in columns]
    for short in _SHORT:
        least = [
            max(
                _least(cells, word, short), max(map(len, cells[1:]), default=0) if short and n in whole else 0
            )
            for n, (cells, word) in enumerate(zip(columns, words, strict=True))
        ]
        widths = [length * _CHARACTER + _MARGINS for length in least]
        if (spare := room - sum(widths)) >= 0:
            break
    else:
        return [width * room // sum(widths) for width in widths]
    wanted = [max(longest - word, 0) for longest, word in zip(most, least, strict=True)]
    total = sum(wanted)
    if total * _CHARACTER <= spare:
        return [width + extra * _CHARACTER for width, extra in zip(widths, wanted, strict=True)]
    return [width + spare * extra // total for width, extra in zip(widths, wanted, strict=True)]


def _least(cells: Sequence[str], word: int, short: int) -> int:
    """Return how many characters a column needs on one line: its longest word, and its cells of up to `short`."""
    return max(word, *(len(cell) for cell in cells if len(cell) <= short), 0)

"""How wide the columns of a table are on paper, by the characters of the face it is set in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

#: How wide characters of Arial are, in thousandths of its size, as measured in Liberation Sans, which is as wide; bold ones apart.
_REGULAR = {
    222: "'ijl’‘|",
    278: " !,./:;I[\\]ft",
    333: "()-`r“”{}",
    389: '"*^•',
    500: "Jcksvxyzç",
    611: "+<=>~×−FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    889: "Mm%",
    1015: "W@—…",
}
_BOLD = {
    278: " ,./I\\ijl’‘|'",
    333: "!()-:;[]`ft",
    389: "*r{}•",
    500: '"z“”',
    611: "+<=>^~×−?FLTZbdghnopqu",
    667: "EPSVXY",
    722: "&ABCDHKNRU",
    778: "GOQw",
    889: "Mm%",
    1015: "W@—…",
}
_WIDTHS = [{sign: wide for wide, signs in face.items() for sign in signs} for face in (_REGULAR, _BOLD)]
#: Of a digit or another letter of ASCII, of one with a mark or of another alphabet, of one that fills its square.
_LETTER, _OTHER, _SQUARE = 556, 680, 1000
#: Word's own units (914,400 an inch) in a thousandth of 9 points, and four in a hundred more for faces that are a little wider.
_UNIT = 9 * 12.7 * 1.04
#: The margins of a cell.
_MARGINS = 108_000
#: A cell of up to so many characters is not to be broken in two; with less room only a shorter one.
_SHORT = (12, 10, 8, 0)


@lru_cache(4096)
def length(text: str, *, bold: bool = False) -> int:
    """Return how long a line of text is at 9 points, in Word's own units."""
    known = _WIDTHS[bold]
    return round(_UNIT * sum(known.get(sign) or _unknown(sign) for sign in text))


def _unknown(sign: str) -> int:
    return _LETTER if sign.isascii() else _OTHER if ord(sign) < 0x1100 else _SQUARE


class _Cell(NamedTuple):
    """A cell: how many characters it has, how long its longest word is, and all of it on one line."""

    letters: int
    word: int
    line: int
    is_head: bool


def _cell(text: str, *, is_head: bool) -> _Cell:
    word = max((length(part, bold=is_head) for part in text.split()), default=0)
    return _Cell(len(text), word, length(text, bold=is_head), is_head)


def column_widths(
    heads: Sequence[str], rows: Sequence[Sequence[str]], room: int, whole: Collection[int] = ()
) -> list[int]:
    """Return the widths of columns in Word's own units, together at most `room`: no word is broken where all fit.

    Each has room for its longest word, and for its short cells whole where there is some, in the columns `whole` for all of
    them; what is left goes to those with most text.
    """
    table = [
        [_cell(head, is_head=True) for head in heads],
        *([_cell(text, is_head=False) for text in row] for row in rows),
    ]
    columns = list(zip(*table, strict=True))
    for short in _SHORT:
        least = [_least(cells, short, whole=n in whole) + _MARGINS for n, cells in enumerate(columns)]
        if (spare := room - sum(least)) >= 0:
            break
    else:
        return [width * room // sum(least) for width in least]
    lines = [max(cell.line for cell in cells) + _MARGINS for cells in columns]
    wanted = [line - width for line, width in zip(lines, least, strict=True)]
    share = min(spare / max(sum(wanted), 1), 1)
    return [width + int(more * share) for width, more in zip(least, wanted, strict=True)]


def _least(cells: Sequence[_Cell], short: int, *, whole: bool) -> int:
    """Return how long the longest piece of a column is that stays on one line: a word, a cell of up to `short`, or any but the head."""
    return max(
        cell.line if cell.letters <= short or (whole and short and not cell.is_head) else cell.word
        for cell in cells
    )

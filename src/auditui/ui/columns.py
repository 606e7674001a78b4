"""Columns of a list under headings: what fits is shown, and what room is left goes where it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from auditui.core.text import one_line
from auditui.ui.lines import cut

if TYPE_CHECKING:
    from collections.abc import Sequence


#: From this width on columns that are empty so far are shown too.
_ROOMY = 100


class Heading(NamedTuple):
    """A column: its heading, the least and most cells it is given, and how soon it gives way, 0 for never.

    A column that is cut in the middle keeps both ends, such as the number at the end of a team's name.
    """

    words: str
    least: int
    most: int
    gives_way: int = 0
    middle: bool = False


class Columns:
    """The columns that fit into a width, each as wide as there is room for."""

    def __init__(self, headings: Sequence[Heading], width: int, sample: Sequence[Sequence[str]] = ()) -> None:
        """Leave out what gives way first until the rest fits, and share what room is left.

        No column is made wider than the cells of `sample` have use for; where room is scarce one that is empty there is left
        out before any other.
        """
        longest = [
            max([cell_len(row[n]) for row in sample] or [heading.most]) for n, heading in enumerate(headings)
        ]
        most = [
            max(heading.least, min(heading.most, use)) for heading, use in zip(headings, longest, strict=True)
        ]
        kept = [
            n for n, heading in enumerate(headings) if longest[n] or not heading.gives_way or width >= _ROOMY
        ]
        while len(kept) > 1 and sum(headings[n].least + 2 for n in kept) - 2 > width:
            going = max(kept, key=lambda n: (headings[n].gives_way, n))
            if not headings[going].gives_way:
                break
            kept.remove(going)
        self._headings = headings
        self._widths = {n: headings[n].least for n in kept}
        room = width - sum(self._widths.values()) - 2 * (len(kept) - 1)
        while room > 0 and (short := [n for n in kept if self._widths[n] < most[n]]):
            # The column that lacks most of what it could use gets the next cell.
            needy = max(short, key=lambda n: (most[n] - self._widths[n]) / most[n])
            self._widths[needy] += 1
            room -= 1

    @property
    def head(self) -> str:
        """The line of headings."""
        return self.line([heading.words for heading in self._headings])

    def line(self, cells: Sequence[str]) -> str:
        """Return a line of cells, one for each heading, those left out included."""
        parts = [
            (_middle if self._headings[n].middle else cut)(cells[n], width)
            for n, width in self._widths.items()
        ]
        return "  ".join(parts).rstrip()


def _middle(text: str, width: int) -> str:
    flat = one_line(text)
    if cell_len(flat) <= width or width < 7 or not flat.isascii():
        return cut(flat, width)
    end = (width - 1) // 2
    return flat[: width - 1 - end] + "…" + flat[-end:]

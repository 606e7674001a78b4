"""A canvas of characters: dots finer than a cell where the terminal has braille, else a sign a cell."""

from __future__ import annotations

from typing import NamedTuple

#: Text and how it looks: better, worse, strong, faint, target, or nothing of these.
Span = tuple[str, str]
Line = list[Span]


class Signs(NamedTuple):
    """The signs a terminal or file can show; `across` and `down` are how many dots a cell has.

    `bar`: its parts up to the low end of the interval, to the figure, to the high end; `spark`: levels, the lowest first.
    """

    across: int
    down: int
    dot: str
    up: str
    down_sign: str
    axis: tuple[str, str]
    bar: tuple[str, str, str]
    spark: str
    middle: str


#: Of a terminal with Unicode, and of one without, and of files, whose font nobody knows.
FINE = Signs(2, 4, "●", "▲", "▼", ("┤", "│"), ("█", "▓", "░"), "▁▂▃▄▅▆▇█", "│")
ASCII = Signs(1, 1, "o", "^", "v", ("+", "|"), ("#", "+", "-"), "0123456789", "|")

#: The dots of a braille cell by their column and row, as bits of its character.
_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))


class Ink(NamedTuple):
    """What a dot is part of: where several share a cell, the highest rank gives the look, and in ASCII the sign."""

    rank: int
    look: str
    sign: str


class Canvas:
    """Cells of a width and height, on which dots are put; (0, 0) is the dot above on the left."""

    def __init__(self, columns: int, rows: int, signs: Signs) -> None:
        """Begin empty."""
        self.signs, self.columns, self.rows = signs, columns, rows
        self.across, self.down = columns * signs.across, rows * signs.down
        self._cells: dict[tuple[int, int], tuple[int, Ink]] = {}

    def put(self, x: int, y: int, ink: Ink) -> None:
        """Put a dot, if it is on the canvas."""
        if not (0 <= x < self.across and 0 <= y < self.down):
            return
        (column, right), (row, below) = divmod(x, self.signs.across), divmod(y, self.signs.down)
        bits, before = self._cells.get((row, column), (0, ink))
        bits |= _BITS[right][below]
        self._cells[row, column] = bits, max(before, ink, key=lambda one: one.rank)

    def height(self, value: float) -> float:
        """Return how many dots a proportion is from the top."""
        return (1 - min(max(value, 0.0), 1.0)) * (self.down - 1)

    def level(self, first: int, last: int, value: float, ink: Ink, pattern: str = "x") -> None:
        """Put a level line from dot `first` to before `last`; `pattern` repeats, x for a dot."""
        y = round(self.height(value))
        for x in range(first, last):
            if pattern[x % len(pattern)] == "x":
                self.put(x, y, ink)

    def upright(self, x: int, ink: Ink, every: int) -> None:
        """Put an upright line, every so many dots one."""
        for y in range(0, self.down, every):
            self.put(x, y, ink)

    def stroke(self, start: tuple[int, int], end: tuple[int, int], ink: Ink) -> None:
        """Put a line from one dot to another."""
        (x, y), (to_x, to_y) = start, end
        steps = max(abs(to_x - x), abs(to_y - y), 1)
        for n in range(steps + 1):
            self.put(round(x + (to_x - x) * n / steps), round(y + (to_y - y) * n / steps), ink)

    def point(self, x: int, value: float, ink: Ink) -> None:
        """Put a point, two dots by two around its place where dots are finer than cells."""
        if self.signs.down == 1:
            self.put(x, round(self.height(value)), ink)
            return
        top = min(int(self.height(value)), self.down - 2)
        for across in (x - 1, x):
            for down in (top, top + 1):
                self.put(across, down, ink)

    def line(self, row: int) -> Line:
        """Return a row as spans, neighbours of one look together."""
        spans: Line = []
        for column in range(self.columns):
            bits, ink = self._cells.get((row, column), (0, Ink(0, "", " ")))
            sign = ink.sign if self.signs.down == 1 or not bits else chr(0x2800 + bits)
            if spans and spans[-1][1] == ink.look:
                spans[-1] = (spans[-1][0] + sign, ink.look)
            else:
                spans.append((sign, ink.look))
        return spans


def plain(line: Line) -> str:
    """Return a line without its looks."""
    return "".join(text for text, _ in line).rstrip()

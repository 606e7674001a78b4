"""Foreign files as sheets of plain cells, and the frames in which the process that reads one sends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

Cell = str | int | float | bool | date | None

FORMULA, MERGED = "formula", "merged"
#: Most cells that a file's sheets may span together, empty ones included.
MOST_CELLS = 4_000_000


@dataclass(frozen=True)
class Limits:
    """What a file of one sort can be at most, in bytes, packed and unpacked, and how its text is taken.

    `one_spaced` makes every stretch of space in a cell one; otherwise line breaks stay. `marked` has formulas and
    merged cells looked for.
    """

    sort: str
    packed: int
    unpacked: int
    one_spaced: bool = True
    marked: bool = False

    def content(self, size: int) -> int:
        """Return how many bytes a file of `size` bytes may unpack to, and how many may be read out of it."""
        return min(self.unpacked, 200 * max(size, 100_000))

    def memory(self, size: int) -> int:
        """Return how many bytes of memory reading a file of `size` bytes may take."""
        return min(2**28 + 24 * size, 2**30)

    def seconds(self, size: int) -> int:
        """Return how long the processor may work on a file of `size` bytes."""
        return 3 + 4 * (size >> 20)


CASE_LIST = Limits("case list", 100 * 2**20, 200 * 2**20)
CHECKLIST = Limits("checklist", 5 * 2**20, 40 * 2**20, one_spaced=False, marked=True)
#: The sorts of files, by the word that names one to the process that reads it.
SORTS = {limits.sort: limits for limits in (CASE_LIST, CHECKLIST)}


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and rows; the first row has number `first`, as the spreadsheet program shows it.

    `aside` says why it is no list to be read unasked: hidden, or made of a pivot table. `since_1904` is whether its day
    numbers count from 1904, as those of workbooks begun on older Macs do.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    first: int = 1
    aside: str = ""
    since_1904: bool = False


class Mark(msgspec.Struct, frozen=True):
    """A cell whose value is not what was typed there: a formula, or the first of merged cells."""

    sheet: str
    row: int
    column: str
    what: str


class SheetBegins(msgspec.Struct, tag=True):
    """A frame: the rows that follow are of the sheet of this name; text files have none."""

    name: str
    aside: str = ""
    since_1904: bool = False


class Rows(msgspec.Struct, tag=True):
    """A frame: rows of the sheet that was named last."""

    rows: list[tuple[Any, ...]]


class Refused(msgspec.Struct, tag=True):
    """A frame, the last: why the file is not read, beginning after its name, and what to do."""

    what: str
    hint: str


class Done(msgspec.Struct, tag=True):
    """A frame, the last: the SHA-256 of the bytes that were read, and the marks of the sheets."""

    digest: str
    marks: list[Mark]


Frame = SheetBegins | Rows | Refused | Done
_DATE = 1


def _unpacked(code: int, data: memoryview) -> date:
    if code != _DATE:
        raise ValueError("no kind of cell")
    return date.fromordinal(int.from_bytes(data))


encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Frame, ext_hook=_unpacked).decode


def packed_date(day: date) -> msgspec.msgpack.Ext:
    """Return a date as a frame carries it, so that it does not arrive as text."""
    return msgspec.msgpack.Ext(_DATE, day.toordinal().to_bytes(3))


def clean(text: str) -> str:
    """Return text with non-breaking and repeated spaces made single ones, and none at the ends."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def tidy(text: str) -> str:
    """Return text with its line ends made one kind and none at the ends; spaces inside stay."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").replace("\ufeff", "").strip()

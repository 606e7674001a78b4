"""What is wrong with something that was read: where, what, and how bad it is."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Level(StrEnum):
    """How bad a problem is: an error stops what was asked, advice and remarks stop nothing."""

    ERROR = "error"
    ADVICE = "advice"
    REMARK = "remark"


class Place(Struct, frozen=True):
    """Where a problem is, as far as it can be said; what does not apply is empty.

    `line` and `item` are of a checklist file, `sheet`, `row` and `column` of a spreadsheet, `entry` of the journal
    (origin and number). Lines and rows count from 1.
    """

    line: int = 0
    item: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    entry: str = ""

    def __str__(self) -> str:
        """Write it in words."""
        order = ("entry", "sheet", "line", "row", "column", "item")
        return ", ".join(f"{part} {getattr(self, part)}" for part in order if getattr(self, part))


class Problem(Struct, frozen=True):
    """One problem: its place, what is the matter in one line without case text, and its level."""

    place: Place
    message: str
    level: Level = Level.ERROR

    def __str__(self) -> str:
        """Say where, then what."""
        where = str(self.place)
        return f"{where}: {self.message}" if where else self.message

"""What is wrong with something that was read: where, what, and how bad it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a problem is: an error stops what was asked, advice and remarks stop nothing."""

    ERROR = "error"
    ADVICE = "advice"
    REMARK = "remark"


@dataclass(frozen=True)
class Place:
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
        parts = (
            f"entry {self.entry}" if self.entry else "",
            f"sheet {self.sheet}" if self.sheet else "",
            f"line {self.line}" if self.line else "",
            f"row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
            f"item {self.item}" if self.item else "",
        )
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Problem:
    """One problem: its place, what is the matter in one line without case text, and its level."""

    place: Place
    message: str
    level: Level = Level.ERROR

    def __str__(self) -> str:
        """Say where, then what."""
        where = str(self.place)
        return f"{where}: {self.message}" if where else self.message

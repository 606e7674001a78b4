"""What the two ways in for checklists share: what is wrong, by sheet, row and column, and what was made of the rest."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from auditui.core.checklists import file as checklist_file
from auditui.core.checklists.file import ChecklistError
from auditui.core.checklists.shapes import Number
from auditui.core.errors import AuditError
from auditui.core.problem import Place, Problem
from auditui.core.text import one_line
from auditui.intake import sheets, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from auditui.core.checklists.shapes import Shape
    from auditui.intake.sheets import Cell, Mark, Sheet

_MOST_ROWS = 2_000
_MOST_COLUMNS = 200


@dataclass(frozen=True)
class Row:
    """A row by its headings; `at` is its number in the sheet of this name."""

    sheet: str
    at: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        """Return a cell's text, empty where there is none."""
        return self.cells.get(heading, "")

    @property
    def type(self) -> str:
        """Its type without what it names; groups may be written with a space."""
        words = self["type"].split()
        if words[1:] == ["group"] and words[0] in ("begin", "end"):
            return "_".join(words)
        return words[0] if words else ""

    @property
    def list_name(self) -> str:
        """The list of choices its type names."""
        return self["type"].partition(" ")[2].strip()


@dataclass
class Imported:
    """A checklist as plain data in the shape of its file.

    `problems` is what could not be taken over: with any of it there is no checklist. `remarks` say what was read
    otherwise than it stands. `missing` is what the checklist still needs before it can be used.
    """

    data: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def problem(self, sheet: str, row: int, column: str, message: str) -> None:
        """Keep what cannot be taken over, once."""
        problem = Problem(
            Place(sheet=one_line(sheet, 60), row=row, column=one_line(column, 60)), one_line(message)
        )
        if problem not in self.problems:
            self.problems.append(problem)

    def wrong(self, row: Row, column: str, message: str) -> None:
        """Keep what cannot be taken over of a row of a form."""
        self.problem(row.sheet, row.at, column, message)

    def value(self, shape: Shape, row: Row, column: str, usual: str = "") -> Any:
        """Return a cell as its field has it, `usual` where it is empty; what is wrong with it is kept, and it stands in for itself."""
        text = row[column] or usual
        try:
            return shape.of_cell(text)
        except ValueError as error:
            self.wrong(row, column, str(error))
            return text

    def number(self, row: Row, column: str) -> int:
        """Return a cell as a whole number; what is wrong with it is kept, and 0 stands in, as for an empty one."""
        value = self.value(Number(0, 99_999_999), row, column, "0")
        return value if isinstance(value, int) else 0

    def missing(self) -> list[str]:
        """Return what the checklist file's own rules still ask for."""
        try:
            checklist_file.read(self.data, "checklist")
        except ChecklistError as error:
            return [str(problem) for problem in error.problems]
        return []


@dataclass(frozen=True)
class Book:
    """A checklist workbook: its sheets as they stand, and the cells whose value is not what was typed."""

    sheets: tuple[Sheet, ...]
    marks: tuple[Mark, ...] = ()

    def note_hidden(self, sheet: Sheet, imported: Imported) -> None:
        """Keep a sheet's formulas and merged cells as problems."""
        for mark in self.marks:
            if mark.sheet == sheet.name:
                imported.problem(mark.sheet, mark.row, mark.column, _HIDDEN[mark.what])


_HIDDEN = {
    sheets.FORMULA: "is a formula; put its value there instead",
    sheets.MERGED: "begins merged cells; unmerge them, so that each cell has its own value",
}


def open_book(path: Path) -> Book:
    """Read a workbook with its text as it stands, line breaks included.

    AuditError if it cannot be read or is far larger than a checklist.
    """
    book = workbook.read(path, sheets.CHECKLIST)
    for sheet in book.sheets:
        if len(sheet.rows) > _MOST_ROWS or max(map(len, sheet.rows), default=0) > _MOST_COLUMNS:
            raise AuditError(
                f"Sheet {one_line(sheet.name, 40)} is larger than {_MOST_ROWS} rows by {_MOST_COLUMNS} columns",
                "No checklist is: delete what is not part of it, empty rows and columns too",
            )
    return Book(book.sheets, book.marks)


def text_of(cell: Cell) -> str:
    """Return a cell as text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell)


def slug(text: str, taken: set[str] | None = None, most: int | None = 6) -> str:
    """Return an id made of the first `most` words: small letters, digits, single hyphens; different from those taken."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = "-".join(re.findall(r"[a-z0-9]+", plain)[:most]) or "item"
    name = name if name[0].isalpha() else f"item-{name}"
    if taken is None:
        return name
    numbered = (f"{name}-{n}" for n in count(2))
    free = next(tried for tried in chain([name], numbered) if tried not in taken)
    taken.add(free)
    return free


def title_of(question: str) -> str:
    """Return a few words of a question, to stand for it in lists."""
    words = question.rstrip("?").split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")

"""One row of a case list, read by column name; what it does not know it names, without the cell's content."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditui.core.codes import case_reference
from auditui.core.errors import AuditError
from auditui.core.problem import Level, Place, Problem
from auditui.core.text import one_line
from auditui.intake import sheets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from auditui.intake.sheets import Cell

REFERENCE = (
    *("Child Unique ID", "Young Person Unique ID", "Case reference", "Reference", "Case ref", "Ref", "Case"),
    *("Case ID", "Child ID", "Person ID", "ID"),
)
_YES_NO = {
    word: n == 0 for n, words in enumerate(("yes y 1 true a", "no n 0 false b")) for word in words.split()
}
AGE = ("Age of Child (Years)", "Age of Young Person (Years)", "Age")


class RefusedError(Exception):
    """This row cannot be used: the column that spoils it and why."""

    def __init__(self, column: str, what: str) -> None:
        """Keep the column."""
        super().__init__(what)
        self.column = column


class LeftOutError(Exception):
    """This row is well-formed, and the theme is not about it."""


def fold(text: object) -> str:
    """Return a heading or code as it is compared: small letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", str(text).casefold())


@dataclass
class Row:
    """One row, read by column name; remembers the values it did not know.

    `cells` are by folded heading; `names` are the headings as they stand.
    """

    sheet: str
    number: int
    cells: Mapping[str, Cell]
    names: Mapping[str, str]
    listed_on: date
    unknown: list[Problem] = field(default_factory=list)

    def cell(self, *headings: str) -> Cell:
        """Return the first of these columns that the list has."""
        return next((self.cells[fold(h)] for h in headings if fold(h) in self.cells), None)

    def problem(self, column: str, what: str, level: Level = Level.ERROR) -> Problem:
        """Return what is the matter with a cell of this row, without its content."""
        place = Place(sheet=one_line(self.sheet, 30), row=self.number, column=one_line(column, 80))
        return Problem(place, what, level)

    def heading(self, *headings: str) -> str:
        """Return the heading of the first of these columns, as the list writes it."""
        return next((self.names[fold(h)] for h in headings if fold(h) in self.names), headings[0])

    def remark(self, headings: tuple[str, ...], what: str) -> None:
        """Keep that a value was not understood; it is left empty."""
        self.unknown.append(self.problem(self.heading(*headings), what, Level.REMARK))

    def text(self, *headings: str) -> str:
        """Return a cell as text."""
        value = self.cell(*headings)
        text = "" if value is None else str(value)
        if text.startswith("#"):  # a formula's error, such as #N/A
            self.remark(headings, "a formula's error")
            return ""
        return text

    def date(self, *headings: str, needed: bool = False) -> date | None:
        """Return a date; RefusedError where it is needed and there is none."""
        try:
            day = sheets.as_date(self.cell(*headings))
        except ValueError as error:
            if needed:
                raise RefusedError(self.heading(*headings), str(error)) from None
            self.remark(headings, str(error))
            return None
        if needed and day is None:
            raise RefusedError(self.heading(*headings), "no date")
        return day

    def yes(self, *headings: str) -> bool | None:
        """Yes, no, or None for blank and for what is neither: blank is never no."""
        value = self.cell(*headings)
        if value is None or isinstance(value, bool):
            return value
        answer = _YES_NO.get(re.sub(r"^[a-z]\)\s*", "", str(value).casefold().strip()))
        if answer is None:
            self.remark(headings, "neither yes nor no")
        return answer

    def code(self, known: Mapping[str, str], *headings: str) -> str:
        """Return the word for a coded value: ``a) Relevant child``, ``a``, ``V2`` or the word itself."""
        text = self.text(*headings)
        if not text:
            return ""
        prefix = re.match(r"([A-Za-z]{1,2}\d?)\s*[):]\s*", text)
        code = [fold(prefix[1])] if prefix else []
        rest = fold(text[prefix.end() :] if prefix else text)
        tries = [*code, fold(text), rest, fold(text.split(" ")[0])]
        # A prefix that is no code of this list numbers its rows; the word after it counts then.
        for attempt in tries if not code or code[0] in known else tries[::-1]:
            if attempt in known:
                return known[attempt]
        self.remark(headings, "a value that is not in the form's list")
        return ""

    def ref(self) -> str:
        """Return the case reference; RefusedError where it cannot be one."""
        try:
            return case_reference(self.text(*REFERENCE))
        except AuditError as error:
            raise RefusedError(self.heading(*REFERENCE), str(error)) from None

    def age(self) -> int | None:
        """Return whole years, -1 unborn, from the age or else the date of birth, which goes no further."""
        value = self.cell(*AGE)
        try:
            if value is not None:
                return int(float(str(value)) // 1)
        except ValueError:
            self.remark(AGE, "not a number of years")
        born, day = self.date("Date of Birth"), self.listed_on
        if born is None:
            return None
        return max(day.year - born.year - ((day.month, day.day) < (born.month, born.day)), -1)

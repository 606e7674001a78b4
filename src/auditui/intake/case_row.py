"""One row of a case list, read by column name; what it does not know it names, without the cell's content."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from auditui.core.codes import case_reference
from auditui.core.errors import AuditError
from auditui.core.problem import Level, Place, Problem
from auditui.core.text import one_line
from auditui.intake import dates
from auditui.intake.dates import NOTHING
from auditui.intake.headings import AGE, BORN, REFERENCE, fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    Day = date

    from auditui.intake.sheets import Cell

_YES_NO = {
    word: n == 0 for n, words in enumerate(("yes y 1 true a", "no n 0 false b")) for word in words.split()
}
_BLANK = NOTHING - {"none", "not known", "ongoing", "current", "tbc"}
_OLDEST, _EARLIEST_EVENT = 110, 1990


class RefusedError(Exception):
    """This row cannot be used: the column that spoils it and why."""

    def __init__(self, column: str, what: str) -> None:
        """Keep the column."""
        super().__init__(what)
        self.column = column


class LeftOutError(Exception):
    """This row is well-formed, and the theme is not about it."""


@dataclass(frozen=True)
class Reading:
    """How the rows of one sheet are read: the sheet, its headings by folded name as they stand, the day, the form of references.

    `since_1904` is whether its day numbers count from 1904; `places` remembers which of several headings the sheet has, `words` what the
    values of a coded column are.
    """

    sheet: str
    names: Mapping[str, str]
    listed_on: date
    pattern: str = ""
    since_1904: bool = False
    places: dict[tuple[str, ...], str] = field(default_factory=dict)
    words: dict[tuple[str, ...], dict[str, str | None]] = field(default_factory=dict)

    def place(self, headings: tuple[str, ...]) -> str:
        """Return the folded name of the first of these columns that the sheet has; empty where it has none."""
        if headings not in self.places:
            self.places[headings] = next((name for name in map(fold, headings) if name in self.names), "")
        return self.places[headings]


@dataclass
class Row:
    """One row, read by column name; remembers the values it did not know. `cells` are by folded heading."""

    reading: Reading
    number: int
    cells: Mapping[str, Cell]
    unknown: list[Problem] = field(default_factory=list)

    @property
    def listed_on(self) -> date:
        """The day of the list."""
        return self.reading.listed_on

    def cell(self, *headings: str) -> Cell:
        """Return the first of these columns that the list has; what only says that there is nothing is nothing."""
        value = self.cells.get(self.reading.place(headings))
        return None if isinstance(value, str) and value.casefold() in _BLANK else value

    def problem(self, column: str, what: str, level: Level = Level.ERROR) -> Problem:
        """Return what is the matter with a cell of this row, without its content."""
        place = Place(sheet=one_line(self.reading.sheet, 30), row=self.number, column=one_line(column, 80))
        return Problem(place, what, level)

    def heading(self, *headings: str) -> str:
        """Return the heading of the first of these columns, as the list writes it."""
        return self.reading.names.get(self.reading.place(headings), headings[0])

    def remark(self, headings: tuple[str, ...], what: str, level: Level = Level.REMARK) -> None:
        """Keep, once, that a value was not understood and is left empty; as advice, that a value which is kept looks wrong."""
        problem = self.problem(self.heading(*headings), what, level)
        if problem not in self.unknown:
            self.unknown.append(problem)

    def text(self, *headings: str) -> str:
        """Return a cell as text."""
        value = self.cell(*headings)
        text = value if isinstance(value, str) else "" if value is None else str(value)
        if text.startswith("#"):  # a formula's error, such as #N/A
            self.remark(headings, "a formula's error")
            return ""
        return text

    def date(self, *headings: str, needed: bool = False) -> date | None:
        """Return a date; RefusedError where it is needed and there is none."""
        day = self._day(headings, needed=needed)
        if day and not 1900 < day.year < self.listed_on.year + 30:
            self.remark(headings, "no date of a child's: the year cannot be")
            return None
        return day

    def _day(self, headings: tuple[str, ...], *, needed: bool) -> Day | None:
        try:
            day = dates.as_date(self.cell(*headings), since_1904=self.reading.since_1904)
        except ValueError as error:
            if needed:
                raise RefusedError(self.heading(*headings), str(error)) from None
            self.remark(headings, str(error))
            return None
        if needed and day is None:
            raise RefusedError(self.heading(*headings), "no date")
        return day

    def event(self, *headings: str, needed: bool = False) -> Day | None:
        """Return the day of the event that is listed. RefusedError for one after the day of the list, or before 1990."""
        day = self._day(headings, needed=needed)
        if day and day > self.listed_on:
            raise RefusedError(
                self.heading(*headings), "after the day of the list: --listed-on says which day that is"
            )
        if day and day.year < _EARLIEST_EVENT:
            raise RefusedError(self.heading(*headings), "before 1990")
        return day

    def is_over(self, *headings: str) -> bool:
        """Whether a day that has come stands in a cell; what is no day, or a later one, is said and leaves the row in."""
        day = self.date(*headings)
        if day and day > self.listed_on:
            self.remark(headings, "in the future, so not taken as an end", Level.ADVICE)
            return False
        return day is not None

    def yes(self, *headings: str) -> bool | None:
        """Yes, no, or None for blank and for what is neither: blank is never no."""
        value = self.cell(*headings)
        if value is None or isinstance(value, bool):
            return value
        text = str(value).casefold().strip()
        coded = re.match(r"[a-z]\)\s*(yes|no)\b", text)  # the form says some in whole sentences
        answer = _YES_NO.get(coded[1] if coded else re.sub(r"^[a-z]\)\s*", "", text))
        if answer is None:
            self.remark(headings, "neither yes nor no")
        return answer

    def code(self, known: Mapping[str, str], *headings: str) -> str:
        """Return the word for a coded value: ``a) Relevant child``, ``a``, ``V2`` or the word itself."""
        text = self.text(*headings)
        if not text:
            return ""
        words = self.reading.words.setdefault(headings, {})
        word = words[text] if text in words else words.setdefault(text, _coded(known, text))
        if word is None:
            self.remark(headings, "a value that is not in the form's list")
        return word or ""

    def ref(self) -> str:
        """Return the case reference; RefusedError where it cannot be one."""
        try:
            return case_reference(self.text(*REFERENCE), self.reading.pattern)
        except AuditError as error:
            raise RefusedError(self.heading(*REFERENCE), str(error)) from None

    def age(self) -> int | None:
        """Return whole years, -1 unborn, from the age or else the date of birth, which goes no further."""
        value, by_birth = self.cell(*AGE), self._age_by_birth()
        if value is None:
            return by_birth
        age = _years(str(value))
        if age is None:
            self.remark(AGE, "not a number of years")
            return by_birth
        if by_birth is not None and abs(age - by_birth) > 1:
            self.remark(AGE, "not the age that the date of birth gives on the day of the list", Level.ADVICE)
        return age

    def _age_by_birth(self) -> int | None:
        born, day = self.date(*BORN), self.listed_on
        if born is None:
            return None
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        if age > _OLDEST:
            self.remark(BORN, "no date of a child's: the year cannot be")
            return None
        return max(age, -1)


def _coded(known: Mapping[str, str], text: str) -> str | None:
    prefix = re.match(r"([A-Za-z]{1,2}\d?)\s*[):]\s*", text)
    code = [fold(prefix[1])] if prefix else []
    rest = fold(text[prefix.end() :] if prefix else text)
    tries = [*code, fold(text), rest, fold(text.split(" ", maxsplit=1)[0])]
    # A prefix that is no code of this list numbers its rows; the word after it counts then.
    order = tries if not code or code[0] in known else tries[::-1]
    return next((known[attempt] for attempt in order if attempt in known), None)


@lru_cache(10_000)
def _years(text: str) -> int | None:
    """Return an age as lists write it: 6, 6.138, 6 years, 6y 3m, unborn; None for what is none."""
    if text.casefold() in ("unborn", "expected"):
        return -1
    match = re.fullmatch(
        r"(-?\d{1,3}(?:\.\d+)?)\s*(?:y|yrs?|years?)?(?:\s*,?\s*\d{1,2}\s*(?:m|mths?|months?))?",
        text,
        re.IGNORECASE,
    )
    years = int(float(match[1]) // 1) if match else _OLDEST + 1
    return years if -1 <= years <= _OLDEST else None

"""Grades are data: a scale is a value, its grades from best to worst, and a grade is its id.

The four words are those the inspectorate wrote until April 2026. They name a professional judgement of one case file and
are never an inspection grade. A checklist with no scale of its own is judged in them, for good: what was published says so
by saying nothing. This is the only module that knows a grade by name.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct


class Grade(Struct, frozen=True, omit_defaults=True):
    """A grade: its name in data, its words, fewer of them for lists, and the letters that head a column."""

    id: str
    label: str
    short: str = ""
    letters: str = ""

    @property
    def in_lists(self) -> str:
        """Its words where there is little room."""
        return self.short or self.label

    @property
    def heading(self) -> str:
        """The letters that head its column: its own, or the first of each of its words."""
        return self.letters or "".join(word[0].upper() for word in self.in_lists.split())


class Scale(Struct, frozen=True, rename={"grades": "grade", "met_from": "met-from"}):
    """Two to nine grades, best to worst; those down to `met_from` count as good enough."""

    grades: tuple[Grade, ...]
    met_from: str

    @property
    def ids(self) -> tuple[str, ...]:
        """The grades by name, best to worst."""
        return tuple(grade.id for grade in self.grades)

    @property
    def best(self) -> Grade:
        """The best grade."""
        return self.grades[0]

    @property
    def needs(self) -> str:
        """The key of a checklist file under which stand the items that the best grade needs at their best."""
        return f"{self.best.id}-needs"

    def grade(self, name: str) -> Grade | None:
        """Return the grade of this name, or None."""
        return next((grade for grade in self.grades if grade.id == name), None)

    def rank(self, name: str) -> int:
        """Return 0 for the worst grade, more for each better one, and -1 for what is none of them."""
        return len(self.grades) - 1 - self.ids.index(name) if name in self.ids else -1

    def label(self, name: str) -> str:
        """Return a grade's words; of what is none of them, its name."""
        grade = self.grade(name)
        return grade.label if grade else name

    def in_lists(self, name: str) -> str:
        """Return a grade's words where there is little room; of what is none of them, its name."""
        grade = self.grade(name)
        return grade.in_lists if grade else name

    def by_digit(self, digit: int) -> str:
        """Return the grade a digit gives, 1 for the worst; of what gives none the digit itself, which is no grade."""
        return self.ids[-digit] if 1 <= digit <= len(self.grades) else str(digit)

    def is_met(self, name: str) -> bool:
        """Whether a grade is good enough."""
        return self.rank(name) >= self.rank(self.met_from)

    @property
    def met_in_words(self) -> str:
        """The grades that are good enough, the least first: ``good or outstanding``."""
        met = [grade.label.lower() for grade in self.grades if self.is_met(grade.id)]
        return " or ".join(reversed(met))

    @property
    def met_or_better(self) -> str:
        """What is good enough in a few words: ``good or better``."""
        least = self.label(self.met_from).lower()
        return least if self.met_from == self.best.id else f"{least} or better"

    @property
    def span(self) -> str:
        """The scale by its ends: ``Outstanding to Inadequate``."""
        return f"{self.best.in_lists} to {self.grades[-1].in_lists}"

    def column(self, name: str) -> str:
        """Return what a grade's column is called in data; a scale's own grades may be called as other columns are."""
        column = name.replace("-", "_")
        return column if self == FOUR_WORDS else f"judged_{column}"

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data in the shape of a checklist file."""
        return {"met-from": self.met_from, "grade": [msgspec.to_builtins(grade) for grade in self.grades]}


FOUR_WORDS = Scale(
    (
        Grade("outstanding", "Outstanding"),
        Grade("good", "Good"),
        Grade("requires-improvement", "Requires improvement to be good", "Requires improvement"),
        Grade("inadequate", "Inadequate"),
    ),
    met_from="good",
)


def of_json(text: str | None) -> Scale:
    """Return the scale that a published checklist has as JSON; the four words where it has none."""
    return msgspec.json.decode(text, type=Scale) if text else FOUR_WORDS


#: The scores in percent from which a form that names none indicates each of the four but the worst.
USUAL_LOWEST = {"outstanding": 90, "good": 70, "requires-improvement": 45}

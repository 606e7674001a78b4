"""The shapes a value of a checklist file can have: each reads itself, saying what is wrong, and describes itself.

A value that cannot be read becomes a harmless stand-in, so that all problems of a file are found in one reading.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from auditui.core.checklists import condition_parser
from auditui.core.checklists.reading import as_table, list_of, nearest, once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditui.core.checklists.conditions import Condition
    from auditui.core.checklists.reading import At

Schema = dict[str, Any]

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

#: The default of a field that must be there.
NEEDED = object()


class Shape(Struct, frozen=True):
    """What a value must look like."""

    def read(self, value: Any, at: At) -> Any:
        """Return the value as the program keeps it; `value` is None where it is missing and needed."""
        raise NotImplementedError

    def schema(self) -> Schema:
        """Return the shape as JSON Schema."""
        raise NotImplementedError

    def cell(self, value: Any) -> str | int:
        """Return the value as a spreadsheet's cell holds it."""
        return str(value)

    def of_cell(self, text: str) -> Any:
        """Take a cell's text back as the plain value; ValueError says what is wrong with it."""
        return text


class Text(Shape, frozen=True):
    """Words; `pattern` is for the schema alone."""

    pattern: str = ""

    def read(self, value: Any, at: At) -> str:
        if not isinstance(value, str | None):
            at.problem(f"{at.key} must be text in quotes")
            return ""
        if not (value or "").strip():
            at.problem(f"{at.key} is missing")
        return (value or "").strip()

    def schema(self) -> Schema:
        return {"type": "string"} | ({"pattern": self.pattern} if self.pattern else {})


class Id(Text, frozen=True):
    """A name for life."""

    pattern: str = f"^{_ID.pattern}$"

    def read(self, value: Any, at: At) -> str:
        text = super().read(value, at)
        if text and not _ID.fullmatch(text):
            at.problem(f"id {text!r} must be small letters, digits and single hyphens")
        return text


class Number(Shape, frozen=True):
    """A whole number within bounds."""

    low: int
    high: int

    def read(self, value: Any, at: At) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            at.problem(f"{at.key} must be a whole number from {self.low} to {self.high}")
            return self.low
        return value

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}

    def cell(self, value: int) -> int:
        return value

    def of_cell(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 9):
            raise ValueError(f"{text[:40]!r} is no whole number")
        return int(text)


class Flag(Shape, frozen=True):
    """True or false."""

    def read(self, value: Any, at: At) -> bool:
        if not isinstance(value, bool):
            at.problem(f"{at.key} must be true or false")
            return False
        return value

    def schema(self) -> Schema:
        return {"type": "boolean"}

    def cell(self, value: bool) -> str:  # noqa: FBT001 - the value itself
        return "yes" if value else "no"

    def of_cell(self, text: str) -> bool:
        return text.casefold() in ("yes", "true")


class OneOf(Shape, frozen=True):
    """One of a list of words."""

    values: tuple[str, ...]

    def read(self, value: Any, at: At) -> str:
        if value not in self.values:
            what = "is missing" if value is None else f"is {value!r}"
            known = ", ".join(word for word in self.values if word)
            at.problem(f"{at.key} {what}; it must be one of {known}{nearest(str(value), self.values)}")
            return self.values[0]
        return str(value)

    def schema(self) -> Schema:
        return {"enum": list(self.values)}


class Texts(Shape, frozen=True):
    """A list of words, none of them empty or there twice."""

    of: Shape = Text()

    def read(self, value: Any, at: At) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(part, str) and part.strip() for part in value):
            at.problem(f"{at.key} must be a list of texts, none of them empty")
            return ()
        if len(set(value)) < len(value):
            at.problem(f"{at.key} names one thing twice")
        return tuple(part.strip() for part in value)

    def schema(self) -> Schema:
        return {"type": "array", "items": self.of.schema() | {"minLength": 1}, "uniqueItems": True}

    def cell(self, value: list[str]) -> str:
        return " ".join(value) if isinstance(self.of, Id) else json.dumps(value, ensure_ascii=False)

    def of_cell(self, text: str) -> list[str]:
        return text.split() if isinstance(self.of, Id) else list_of(text)


class When(Shape, frozen=True):
    """A condition on earlier answers."""

    def read(self, value: Any, at: At) -> Condition | None:
        if not isinstance(value, str):
            at.problem(f"{at.key} must be text in quotes")
        elif not value.strip():
            at.problem(f"{at.key} is empty: leave it out, or say when the item is asked")
        else:
            try:
                return condition_parser.parse(value)
            except condition_parser.ConditionError as error:
                at.problem(f"{at.key}: {error}")
        return None

    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1}


class Words(Shape, frozen=True):
    """A table of words by names that the reader of the whole checks."""

    of: Shape = Text()

    def read(self, value: Any, at: At) -> Mapping[str, Any]:
        return as_table(value, at)

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.of.schema()}


class Field(Struct, frozen=True):
    """A key of a table of a checklist file, and all that is to be known about it.

    `default` is what it is where the file does not say. `matters` says what a change of it means between two
    versions: "scale" (answers or their worth), "wording", "score", or nothing. `column` is its column in an XLSForm
    (for a table, what its keys' columns begin with), None where XLSForm has a word of its own; `row` is the type of
    the XLSForm question that carries it. A field that came `later` is left out of the data where it is empty, so
    that earlier checklists keep their digests.
    """

    key: str
    shape: Shape
    help: str = ""
    default: Any = NEEDED
    matters: str = ""
    column: str | None = None
    row: str = ""
    later: bool = False

    def read(self, data: Mapping[str, Any], at: At, default: Any = NEEDED) -> Any:
        """Return the value that `data`, which stands `at`, has for this field; `default` comes before its own."""
        usual = self.default if default is NEEDED else default
        value = data.get(self.key, None if usual is NEEDED else usual)
        if usual is not NEEDED and type(value) is type(usual) and value == usual:
            return tuple(usual) if isinstance(usual, list) else usual
        return self.shape.read(value, at.under(self.key))

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns in an XLSForm."""
        if self.column is None:
            return ()
        keys = self.shape.keys if isinstance(self.shape, Table) else ("",)
        return tuple(f"{self.column}{key}" for key in keys)

    def schema(self) -> Schema:
        """Return what may stand here as JSON Schema, with its help."""
        filled = {"minLength": 1} if self.default is NEEDED and isinstance(self.shape, Text) else {}
        return self.shape.schema() | filled | ({"description": self.help} if self.help else {})


class Table(Shape, frozen=True):
    """A table with these keys and no others."""

    fields: tuple[Field, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Its keys in order."""
        return tuple(part.key for part in self.fields)

    def read(self, value: Any, at: At) -> dict[str, Any]:
        data = as_table(value or {}, at, self.keys)
        return {part.key: part.read(data, at) for part in self.fields}

    def schema(self) -> Schema:
        return {
            "type": "object",
            "properties": {part.key: part.schema() for part in self.fields},
            "required": [part.key for part in self.fields if part.default is NEEDED],
            "additionalProperties": False,
        }


class Rows(Shape, frozen=True):
    """A list of tables of one form, so many of them; `words` says so."""

    table: Table
    least: int
    most: int
    words: str

    def read(self, value: Any, at: At) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            at.problem(self.words)
            return []
        taken: set[str] = set()
        rows = [self.table.read(row, at.under(n)) for n, row in enumerate(value)]
        for n, row in enumerate(rows):
            if isinstance(row, dict):
                once(row.get("id", ""), at.under(n), taken)
        return rows

    def schema(self) -> Schema:
        return {"type": "array", "items": self.table.schema(), "minItems": self.least}

    def cell(self, value: list[dict[str, Any]]) -> str:
        return json.dumps(value, ensure_ascii=False)

    def of_cell(self, text: str) -> Any:
        return list_of(text)

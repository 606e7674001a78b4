"""Worked examples of a checklist's answers: short made-up situations, each with the answer its standard gives."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditui.core import toml_text
from auditui.core.checklists.checklist import NOT_APPLICABLE
from auditui.core.checklists.file import ChecklistError, line_index
from auditui.core.checklists.reading import At, Reading
from auditui.core.checklists.shapes import Field, Id, Number, Rows, Table, Text
from auditui.core.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.core.checklists.checklist import Checklist, Item

_EXAMPLE = Table(
    (
        Field("item", Id(), "The item it is an example of"),
        Field("situation", Text(), "What is in the file, made up"),
        Field("answer", Text(), "The answer the standard gives"),
        Field("reason", Text(), "Why it is not applicable, as the item has it", ""),
    )
)
_FILE = Table(
    (
        Field("checklist", Id(), "Whose examples these are"),
        Field("version", Number(1, 9999), "In which version"),
        Field("example", Rows(_EXAMPLE, 1, 9999, "there must be at least one [[example]]"), "Examples"),
    )
)


@dataclass(frozen=True)
class Example:
    """A made-up situation and the answer to it; `reason` is why it is not applicable."""

    item: str
    situation: str
    answer: str
    reason: str = ""


@dataclass(frozen=True)
class Examples:
    """The examples of one version of a checklist."""

    checklist: str
    version: int
    all: tuple[Example, ...]

    def of(self, item: Item) -> tuple[Example, ...]:
        """Return the examples of one item, in the order of the file."""
        return tuple(example for example in self.all if example.item == item.id)


def parse(text: str, name: str) -> Examples:
    """Read the text of a file of examples called `name`; ChecklistError with every problem."""
    try:
        data = toml_text.read(text)
    except tomllib.TOMLDecodeError as error:
        raise ChecklistError(name, [Problem(Place(), f"not valid TOML: {error}")]) from None
    reading = Reading(line_index(text))
    values = _FILE.read(data, At(reading))
    if reading.problems:
        raise ChecklistError(name, reading.problems)
    return Examples(
        values["checklist"], values["version"], tuple(Example(**row) for row in values["example"])
    )


def faults(examples: Examples, checklist: Checklist) -> Iterator[str]:
    """Yield where the examples do not fit their checklist: an item, an answer or a reason that it does not have."""
    for example in examples.all:
        item = checklist.item(example.item)
        if item is None:
            yield f"{checklist.name} has no item {example.item!r}"
        elif example.answer not in item.offered:
            yield f"{item.id} has no answer {example.answer!r}"
        elif (example.answer == NOT_APPLICABLE) != (example.reason in item.not_applicable):
            yield f"{item.id} is not applicable only for one of its reasons, not for {example.reason!r}"

"""Where in a checklist's data a reader is, and what it has found wrong so far."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from auditui.core.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

Path = tuple[str | int, ...]


@dataclass
class Reading:
    """One reading of a file: the lines of its keys by path, the item being read, and the problems so far."""

    lines: Mapping[Path, int]
    item: str = ""
    problems: list[Problem] = field(default_factory=list)


class At(Struct, frozen=True):
    """A place in the data being read. A problem there has the line of the nearest key above it."""

    reading: Reading
    path: Path = ()

    def under(self, *keys: str | int) -> At:
        """Return a place further down."""
        return At(self.reading, (*self.path, *keys))

    @property
    def key(self) -> str:
        """The key that leads here."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "the file")

    def problem(self, message: str) -> None:
        """Keep what is wrong here."""
        near = self.path
        while near and near not in self.reading.lines:
            near = near[:-1]
        place = Place(line=self.reading.lines.get(near, 0), item=self.reading.item)
        self.reading.problems.append(Problem(place, message))


def as_table(value: Any, at: At, known: Sequence[str] | None = None) -> Mapping[str, Any]:
    """Return a value that must be a table; a key that is not `known` is a problem, with the nearest that is."""
    if not isinstance(value, Mapping):
        at.problem(f"{at.key} must be a table")
        return {}
    for key in value:
        if known is not None and key not in known:
            hint = nearest(key, known, f"; known are {', '.join(known)}")
            at.under(key).problem(f"unknown key {key!r}{hint}")
    return value


def once(name: str, at: At, taken: set[str]) -> None:
    """Say it where an id is used twice; `taken` gains it."""
    if name and name in taken:
        at.under("id").problem(f"id {name!r} is used twice")
    taken.add(name)


def nearest(value: str, known: Sequence[str], otherwise: str = "") -> str:
    """Return the end of a message: which of the known words was perhaps meant."""
    near = get_close_matches(value, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else otherwise


def list_of(text: str) -> list[Any]:
    """Return the list a spreadsheet's cell holds as JSON; ValueError if it holds none."""
    try:
        return list(json.loads(text))
    except (json.JSONDecodeError, RecursionError, TypeError):
        raise ValueError('must be a list such as ["specific", "timely"]') from None

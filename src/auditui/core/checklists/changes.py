"""How the items of a version compare with those of the version before, as its author says it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from msgspec import Struct

SAME = "same"
REWORDED = "reworded, comparable"
CHANGED = "reworded, not comparable"
SPLIT = "split from"
MERGED = "merged from"
NEW = "new"
DROPPED = "dropped"
#: How an item compares with the version before; figures are joined only over the first two.
RELATIONS = (SAME, REWORDED, CHANGED, SPLIT, MERGED, NEW, DROPPED)


class Relation(Struct, frozen=True):
    """How an item compares with the version before: one of RELATIONS; `sources` are the items split or merged."""

    word: str
    sources: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Relation | None:
        """Read what a checklist file says: ``split from a`` or ``reworded, comparable``; None if it is no relation."""
        plain = " ".join(text.split())
        for word in (SPLIT, MERGED):
            if plain.startswith(word + " "):
                return cls(word, tuple(part.strip() for part in plain[len(word) :].split(",")))
        return cls(plain) if plain in RELATIONS and plain not in (SPLIT, MERGED) else None

    @property
    def joins(self) -> bool:
        """Whether the item's figures may be joined with those of the version before."""
        return self.word in (SAME, REWORDED)

    def __str__(self) -> str:
        """Write it as a checklist file has it."""
        return f"{self.word} {', '.join(self.sources)}" if self.sources else self.word


class Changes(Struct, frozen=True, dict=True):
    """The version map: how each item compares with version `since`, those dropped included."""

    since: int
    items: tuple[tuple[str, Relation], ...]

    def of(self, item_id: str) -> Relation | None:
        """Return how this item compares; None if the map does not say."""
        return self._by_id.get(item_id)

    @cached_property
    def _by_id(self) -> dict[str, Relation]:
        return dict(self.items)

    def as_data(self) -> dict[str, Any]:
        """Return the map as plain data in the shape of a checklist file."""
        return {"since": self.since, "items": {item: str(relation) for item, relation in self.items}}

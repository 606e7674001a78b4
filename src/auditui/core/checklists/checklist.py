"""What a checklist is: sections of items, and for every scored item what each answer looks like.

A checklist is a frozen value. Its `digest` names its content: two published versions with one id and one
version number but different digests are different questions, and the store refuses the second.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from auditui.core.checklists import conditions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditui.core.checklists.conditions import Condition

KINDS = ("rated", "yes-no", "graded", "choice", "interval", "count-pair", "text")
ASPECTS = ("quality", "compliance")
UNITS = ("event", "child")
ABOUT = ("impact", "voice", "strength")
TIME_UNITS = ("working-days", "days", "months")
COUNTINGS = ("after", "from")
STATUSES = ("law", "guide", "local")

SAME = "same"
REWORDED = "reworded, comparable"
CHANGED = "reworded, not comparable"
SPLIT = "split from"
MERGED = "merged from"
NEW = "new"
DROPPED = "dropped"
#: How an item compares with the version before; figures are joined only over the first two.
RELATIONS = (SAME, REWORDED, CHANGED, SPLIT, MERGED, NEW, DROPPED)

NOT_APPLICABLE = "not-applicable"
NOT_RECORDED = "not-recorded"
COULD_NOT_SEE = "could-not-see"
NOTHINGS = {
    NOT_APPLICABLE: "Not applicable",
    NOT_RECORDED: "Not recorded",
    COULD_NOT_SEE: "Could not see",
}

#: The answers of the kinds that bring their own: id, label, points.
FIXED_OPTIONS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "rated": (("met", "Met", 2), ("partly-met", "Partly met", 1), ("not-met", "Not met", 0)),
    "yes-no": (("yes", "Yes", 2), ("no", "No", 0)),
    "graded": (
        ("outstanding", "Outstanding", 3),
        ("good", "Good", 2),
        ("requires-improvement", "Requires improvement to be good", 1),
        ("inadequate", "Inadequate", 0),
    ),
    "interval": (("in-time", "In time", 2), ("late", "Late", 0)),
    "count-pair": (("all", "All", 2), ("at-least-half", "At least half", 1), ("fewer", "Fewer", 0)),
}


def defaults(kind: str) -> dict[str, Any]:
    """Return what an item of this kind is where its file does not say."""
    return {
        "aspect": "quality",
        "weight": 1,
        "about": "",
        "not_recorded": kind != "text",
        "ask_if_safe": False,
        "met_from": "good" if kind == "graded" else "",
    }


@dataclass(frozen=True)
class Option:
    """One answer an item offers, with its points and what it looks like in a file."""

    id: str
    label: str
    points: int
    standard: str


@dataclass(frozen=True)
class Limiting:
    """An answer worth less than option `below` caps the indicated grade at `caps`, `because` of this."""

    below: str
    caps: str
    because: str


@dataclass(frozen=True)
class Interval:
    """Two dates and the limit between them: `within` working days, days or months.

    `counting`: "after" makes the day after the start day 1, "from" makes the start itself day 1.
    `status`: law (a regulation), guide (statutory or census guidance) or local (one authority's practice).
    """

    start: str
    end: str
    within: int
    unit: str
    counting: str
    status: str


@dataclass(frozen=True)
class CountPair:
    """So many `counted` of so many `out_of`; with `criteria`, each one is judged on every criterion."""

    counted: str
    out_of: str
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
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


@dataclass(frozen=True)
class Changes:
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
        return {"since": self.since, "items": {name: str(said) for name, said in self.items}}


class Answered(Protocol):
    """What a condition looks at: an answer's value."""

    @property
    def value(self) -> str:
        """The option or kind of nothing."""
        ...


@dataclass(frozen=True)
class Item:
    """One question asked of the file."""

    id: str
    title: str
    question: str
    kind: str
    aspect: str = "quality"
    weight: int = 1
    about: str = ""
    look_in: str = ""
    guidance: str = ""
    source: str = ""
    options: tuple[Option, ...] = ()
    not_applicable: tuple[str, ...] = ()
    not_recorded: bool = True
    ask_if_safe: bool = False
    met_from: str = ""
    limiting: Limiting | None = None
    interval: Interval | None = None
    pair: CountPair | None = None
    only_if: Condition | None = None

    @property
    def offered(self) -> frozenset[str]:
        """Every value an answer to this item can have."""
        nothings = {COULD_NOT_SEE}
        if self.not_applicable:
            nothings.add(NOT_APPLICABLE)
        if self.not_recorded:
            nothings.add(NOT_RECORDED)
        return frozenset(option.id for option in self.options) | nothings

    @property
    def scored(self) -> bool:
        """Whether the item enters the score; text never does."""
        return self.kind != "text"

    @property
    def most(self) -> int:
        """The most points an answer to this item can have."""
        return max((option.points for option in self.options), default=0)

    def option(self, value: str) -> Option | None:
        """Return the option with this id, or None."""
        return next((option for option in self.options if option.id == value), None)

    def is_met(self, value: str) -> bool:
        """Whether figures count this answer as met: the best one, or any not below `met_from`."""
        given, least = self.option(value), self.option(self.met_from)
        return given is not None and given.points >= (least.points if least else self.most)

    def label(self, value: str) -> str:
        """Return the words for an answer's value, the three kinds of nothing included."""
        found = self.option(value)
        return found.label if found else NOTHINGS.get(value, value)


@dataclass(frozen=True)
class Section:
    """Items that are met together in the record."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Thresholds:
    """The lowest score, in percent, at which each grade is indicated.

    Outstanding also needs the best answer to every item of `outstanding_needs` that applies.
    """

    outstanding: int
    good: int
    requires_improvement: int
    outstanding_needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checklist:
    """A checklist in one version."""

    id: str
    title: str
    theme: str
    version: int
    unit: str
    purpose: str
    indicated: Thresholds
    sections: tuple[Section, ...]
    changes: Changes | None = None

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in the order they are asked."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def item(self, item_id: str) -> Item | None:
        """Return the item with this id, or None."""
        return self._by_id.get(item_id)

    def position(self, item_id: str) -> int:
        """Return the place of this item in the order asked, from 0; KeyError if there is none."""
        return self._positions[item_id]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {item.id: n for n, item in enumerate(self.items)}

    def asked(self, answers: Mapping[str, Answered]) -> dict[str, bool | None]:
        """Return for each item whether it is asked, given these answers; None while an earlier one is open.

        An answer to an item that is not asked stays where it is and counts for nothing.
        """
        if not self._conditional:
            return dict.fromkeys(self._positions, True)
        found: dict[str, bool | None] = {}
        so_far: dict[str, str | None] = {}
        for item in self.items:
            asked = True if item.only_if is None else conditions.holds(item.only_if, so_far)
            found[item.id] = asked
            if asked is not False:
                given = answers.get(item.id)
                so_far[item.id] = given.value if given and asked else None
        return found

    @cached_property
    def _conditional(self) -> bool:
        return any(item.only_if for item in self.items)

    def condition_in_words(self, item: Item) -> str:
        """Say when an item is asked, in titles and answers' labels; empty if it always is."""
        if item.only_if is None:
            return ""

        def label(item_id: str, value: str) -> tuple[str, str]:
            named = self.item(item_id)
            return (named.title, named.label(value)) if named else (item_id, value)

        return conditions.in_words(item.only_if, label)

    def section_of(self, item_id: str) -> Section:
        """Return the section that holds this item; KeyError if none does."""
        for section in self.sections:
            if any(item.id == item_id for item in section.items):
                return section
        raise KeyError(item_id)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal: the identity of this version."""
        return content_digest(as_data(self))

    @property
    def name(self) -> str:
        """Id and version, as people say it: ``pathway-plan v1``."""
        return f"{self.id} v{self.version}"


def content_digest(content: dict[str, Any]) -> str:
    """Return the SHA-256 of a checklist's plain data as it was published, in hexadecimal."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def as_data(checklist: Checklist) -> dict[str, Any]:
    """Return the checklist as plain data in the shape of its file; `checklist_file.read` takes it back."""
    t = checklist.indicated
    return {
        "id": checklist.id,
        "title": checklist.title,
        "theme": checklist.theme,
        "version": checklist.version,
        "unit": checklist.unit,
        "purpose": checklist.purpose,
        "indicated": {
            "outstanding": t.outstanding,
            "good": t.good,
            "requires-improvement": t.requires_improvement,
            "outstanding-needs": list(t.outstanding_needs),
        },
        "section": [
            {"id": s.id, "title": s.title, "item": [_item_data(item) for item in s.items]}
            for s in checklist.sections
        ],
        # A first version has no map and says nothing of it, so that its digest stays what it was.
    } | ({"changes": checklist.changes.as_data()} if checklist.changes else {})


def _item_data(item: Item) -> dict[str, Any]:
    data: dict[str, Any] = {
        key: getattr(item, key)
        for key in (
            "id",
            "title",
            "question",
            "kind",
            "aspect",
            "weight",
            "about",
            "look_in",
            "guidance",
            "source",
        )
    }
    data |= {
        "not_applicable": list(item.not_applicable),
        "not_recorded": item.not_recorded,
        "ask_if_safe": item.ask_if_safe,
    }
    if item.kind == "choice":
        data["options"] = [{"id": o.id, "label": o.label, "points": o.points} for o in item.options]
    if item.options:
        data["standard"] = {o.id: o.standard for o in item.options}
    if item.only_if:
        data["only_if"] = conditions.write(item.only_if)
    if item.met_from:
        data["met_from"] = item.met_from
    if item.limiting:
        data["limiting"] = vars(item.limiting).copy()
    if item.interval:
        i = item.interval
        data |= {"start": i.start, "end": i.end}
        data["limit"] = {"within": i.within, "unit": i.unit, "counting": i.counting, "status": i.status}
    if item.pair:
        data |= {
            "counted": item.pair.counted,
            "out_of": item.pair.out_of,
            "criteria": list(item.pair.criteria),
        }
    return data

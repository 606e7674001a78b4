"""What a checklist is: sections of items, and for every scored item what each answer looks like.

A checklist is a frozen value. Its `digest` names its content: two published versions with one id and one
version number but different digests are different questions, and the store refuses the second.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import asdict

from auditui.core.checklists import conditions, fields
from auditui.core.checklists.changes import Changes
from auditui.core.checklists.conditions import Condition
from auditui.core.checklists.sources import Source
from auditui.core.scale import FOUR_WORDS, Scale

NOT_APPLICABLE = "not-applicable"
NOT_RECORDED = "not-recorded"
COULD_NOT_SEE = "could-not-see"
#: The answers every kind of item can have besides its own.
NON_ANSWERS = {NOT_APPLICABLE: "Not applicable", NOT_RECORDED: "Not recorded", COULD_NOT_SEE: "Could not see"}


class Option(Struct, frozen=True):
    """One answer an item offers, with its points and what it looks like in a file."""

    id: str
    label: str
    points: int
    standard: str


class Limiting(Struct, frozen=True):
    """An answer worth less than option `below` caps the indicated grade at `caps`, `because` of this."""

    below: str
    caps: str
    because: str


class Answered(Protocol):
    """What a condition looks at: an answer's value."""

    @property
    def value(self) -> str:
        """The option's id or the non-answer."""
        ...


class Item(Struct, frozen=True):
    """One question asked of the file.

    `own` holds the fields that only its kind reads, as its file has them; `core.kinds` knows what they mean.
    """

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
    sources: tuple[Source, ...] = ()
    options: tuple[Option, ...] = ()
    not_applicable: tuple[str, ...] = ()
    not_recorded: bool = True
    ask_if_safe: bool = False
    common: bool = False
    met_from: str = ""
    limiting: Limiting | None = None
    only_if: Condition | None = None
    own: Mapping[str, Any] = {}

    def __hash__(self) -> int:
        """Hash what names it; `own` may hold lists."""
        return hash((self.id, self.title, self.question))

    @property
    def offered(self) -> frozenset[str]:
        """Every value an answer to this item can have."""
        offers = {NOT_APPLICABLE: self.not_applicable, NOT_RECORDED: self.not_recorded, COULD_NOT_SEE: True}
        return frozenset(
            (*(option.id for option in self.options), *(value for value in offers if offers[value]))
        )

    @property
    def all_sources(self) -> tuple[Source, ...]:
        """Its sources; where it only has a line in words, that line, of which nothing more is known."""
        return self.sources or ((Source(self.source),) if self.source else ())

    @property
    def scored(self) -> bool:
        """Whether the item enters the score; what is written in words has no answers to choose from."""
        return bool(self.options)

    @property
    def max_points(self) -> int:
        """The most points an answer to this item can have."""
        return max((option.points for option in self.options), default=0)

    def option(self, value: str) -> Option | None:
        """Return the option with this id, or None."""
        return next((option for option in self.options if option.id == value), None)

    def is_met(self, value: str) -> bool:
        """Whether figures count this answer as met: the best one, or any not below `met_from`."""
        option, least = self.option(value), self.option(self.met_from)
        return option is not None and option.points >= (least.points if least else self.max_points)

    def label(self, value: str) -> str:
        """Return the words for an answer's value, the three non-answers included."""
        option = self.option(value)
        return option.label if option else NON_ANSWERS.get(value, value)


class Section(Struct, frozen=True):
    """Items that are met together in the record."""

    id: str
    title: str
    items: tuple[Item, ...]


class Thresholds(Struct, frozen=True):
    """The lowest score, in percent, at which each grade but the worst is indicated, the best grade first.

    The best also needs the best answer to every item of `best_needs` that applies.
    """

    lowest: tuple[tuple[str, int], ...]
    best_needs: tuple[str, ...] = ()


class Checklist(Struct, frozen=True, dict=True):
    """A checklist in one version, judged on its `scale`; `frame` says what the lists its cases are drawn from cannot show."""

    id: str
    title: str
    theme: str
    version: int
    unit: str
    purpose: str
    indicated: Thresholds
    sections: tuple[Section, ...]
    changes: Changes | None = None
    frame: str = ""
    scale: Scale = FOUR_WORDS

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
        by_item: dict[str, bool | None] = {}
        so_far: dict[str, str | None] = {}
        for item in self.items:
            holds = by_item[item.id] = item.only_if is None or conditions.holds(item.only_if, so_far)
            if holds is not False:
                answer = answers.get(item.id)
                so_far[item.id] = answer.value if answer and holds else None
        return by_item

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
        return self._sections[item_id]

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {item.id: section for section in self.sections for item in section.items}

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
    scale, indicated = checklist.scale, checklist.indicated
    sections = [
        {"id": section.id, "title": section.title, "item": [item_data(item) for item in section.items]}
        for section in checklist.sections
    ]
    data = {key: getattr(checklist, key) for key in ("id", "title", "theme", "version", "unit", "purpose")}
    data |= {"frame": checklist.frame} if checklist.frame else {}
    data |= {} if scale == FOUR_WORDS else {"scale": scale.as_data()}
    data |= {"indicated": {**dict(indicated.lowest), scale.needs: list(indicated.best_needs)}}
    data |= {"section": sections}
    # A first version has no map and says nothing of it, so that its digest stays what it was.
    return data | ({"changes": checklist.changes.as_data()} if checklist.changes else {})


def item_data(item: Item) -> dict[str, Any]:
    """Return an item's plain data, in the shape of its file; what came later is left out where it is empty."""
    values = {
        **asdict(item),
        "sources": [source.as_data() for source in item.sources],
        "standard": {option.id: option.standard for option in item.options},
    }
    if item.only_if:
        values["only_if"] = conditions.write(item.only_if)
    optional = {"standard", *(part.key for part in fields.COMMON if part.later)}
    keys = [part.key for part in fields.COMMON if values[part.key] or part.key not in optional]
    return {key: _plain(value) for key, value in {**{key: values[key] for key in keys}, **item.own}.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Limiting):
        return asdict(value)
    return list(value) if isinstance(value, tuple) else value

"""What a published checklist asks, in rows, as its content says it: no rule of the day reads it, so that it stays what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator

_Weight = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class _Option(Struct):
    id: str
    label: str = ""


class _Item(Struct):
    id: str
    title: str = ""
    question: str = ""
    kind: str = ""
    aspect: str = ""
    about: str = ""
    weight: _Weight = 1
    options: list[_Option] = []
    standard: dict[str, str] = {}


class _Section(Struct):
    id: str
    items: list[_Item] = field(name="item")
    title: str = ""


class _Content(Struct):
    sections: list[_Section] = field(name="section")


def asked(digest: str, content: dict[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of `items` and `options` of the checklist with this digest; none where its content cannot be read."""
    try:
        checklist = msgspec.convert(content, _Content)
    except msgspec.ValidationError:
        return {}
    items: dict[str, tuple[Any, ...]] = {}
    options: dict[tuple[str, str], tuple[Any, ...]] = {}
    for section in checklist.sections:
        for item in section.items:
            words = (item.title, item.question, item.kind, item.aspect, item.about, item.weight)
            items.setdefault(item.id, (digest, item.id, len(items) + 1, section.id, section.title, *words))
            for value, label in _answers(item):
                said = (digest, item.id, value, label, item.standard.get(value, ""))
                options.setdefault((item.id, value), said)
    return {"items": sorted(items.values()), "options": sorted(options.values())}


def _answers(item: _Item) -> Iterator[tuple[str, str]]:
    """Yield the id and the words of each answer that the content names; those of a kind's own are called by their id."""
    yield from ((option.id, option.label or _spoken(option.id)) for option in item.options)
    yield from ((value, _spoken(value)) for value in item.standard)


def _spoken(value: str) -> str:
    return value.replace("-", " ").capitalize()

"""Conditions on earlier answers: when an item is asked at all.

``only_if = "reviewed = yes and not (home in (none, unknown))"``. There is =, in, and, or, not and
parentheses, and nothing else: a condition can be read aloud, checked whole, and written in other forms'
languages.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class In(Struct, frozen=True):
    """The answer to `item` is one of `values`."""

    item: str
    values: frozenset[str]


class Not(Struct, frozen=True):
    """The opposite of a condition."""

    of: Condition


class And(Struct, frozen=True):
    """All of several conditions."""

    of: tuple[Condition, ...]


class Or(Struct, frozen=True):
    """At least one of several conditions."""

    of: tuple[Condition, ...]


Condition = In | Not | And | Or


def join_or(parts: list[Condition]) -> Condition:
    """Join with `or`; several values of one item become one comparison, so that a condition has one form."""
    kept: dict[str | int, Condition] = {}
    for part in parts:
        for inner in part.of if isinstance(part, Or) else (part,):
            if isinstance(inner, In):
                before = kept.get(inner.item)
                values = before.values if isinstance(before, In) else frozenset()
                kept[inner.item] = In(inner.item, values | inner.values)
            else:
                kept[len(kept)] = inner
    joined = tuple(kept.values())
    return joined[0] if len(joined) == 1 else Or(joined)


def join_and(parts: list[Condition]) -> Condition:
    """Join with `and`."""
    flat = tuple(inner for part in parts for inner in (part.of if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def write(condition: Condition) -> str:
    """Return the condition as a checklist file has it; `parse` takes it back."""

    def comparison(part: In) -> str:
        named = sorted(part.values)
        return f"{part.item} = {named[0]}" if len(named) == 1 else f"{part.item} in ({', '.join(named)})"

    return _joined(condition, comparison, bare=(In, Not))


def _joined(condition: Condition, comparison: Callable[[In], str], bare: tuple[type[Condition], ...]) -> str:
    """Put a condition together of its comparisons; after `not` all but `bare` conditions are in parentheses."""

    def bracketed(part: Condition, *, needed: bool) -> str:
        words = _joined(part, comparison, bare)
        return f"({words})" if needed else words

    match condition:
        case In():
            return comparison(condition)
        case Not(of):
            return f"not {bracketed(of, needed=not isinstance(of, bare))}"
        case And(of):
            return " and ".join(bracketed(part, needed=isinstance(part, Or)) for part in of)
        case Or(of):
            return " or ".join(bracketed(part, needed=False) for part in of)


def holds(condition: Condition, answered: Mapping[str, str | None]) -> bool | None:
    """Return whether it holds; None while it hangs on an item that is asked and not answered yet.

    `answered`: the answer to each item so far, None for one that is still open. An item that is not in it is
    not asked, so it has no answer that could match.
    """
    match condition:
        case In(item, values):
            if item not in answered:
                return False
            answer = answered[item]
            return None if answer is None else answer in values
        case Not(of):
            inner = holds(of, answered)
            return None if inner is None else not inner
        case And(of) | Or(of):
            parts = [holds(part, answered) for part in of]
            decides = isinstance(condition, Or)
            return decides if decides in parts else None if None in parts else not decides


def mentions(condition: Condition) -> dict[str, frozenset[str]]:
    """Return the items a condition names, each with the answers it names."""
    match condition:
        case In(item, values):
            return {item: values}
        case Not(of):
            return mentions(of)
        case And(of) | Or(of):
            items: dict[str, frozenset[str]] = {}
            for part in of:
                for item, values in mentions(part).items():
                    items[item] = items.get(item, frozenset()) | values
            return items


def can_hold(condition: Condition, offered: Mapping[str, frozenset[str]]) -> set[bool]:
    """Return which of true and false the condition can be, over the answers each item it names offers.

    Beyond 20,000 combinations both are taken to be possible.
    """
    items = list(mentions(condition))
    choices = [sorted(offered.get(item, frozenset())) for item in items]
    if prod(max(len(choice), 1) for choice in choices) > 20_000:
        return {True, False}
    return {holds(condition, dict(zip(items, values, strict=True))) is True for values in product(*choices)}


def in_words(condition: Condition, label: Callable[[str, str], tuple[str, str]]) -> str:
    """Say a condition to a reader; `label` gives the words for an item's id and for an answer to it."""

    def comparison(part: In) -> str:
        named = [label(part.item, value) for value in sorted(part.values)]
        return f"{named[0][0]} is {' or '.join(words for _, words in named)}"

    return _joined(condition, comparison, bare=())

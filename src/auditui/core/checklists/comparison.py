"""Two versions of a checklist: what changed, in words, and which figures may still be joined.

A new version says for every item how it compares with the one before (`Checklist.changes`). What can be
known is proposed; what only a person can know, whether a reworded question still asks the same, is asked.
Where the answers an item offers or their points changed, its figures are never joined.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core import kinds
from auditui.core.checklists import conditions, fields
from auditui.core.checklists.changes import (
    CHANGED,
    DROPPED,
    MERGED,
    NEW,
    REWORDED,
    SAME,
    SPLIT,
    Changes,
    Relation,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from auditui.core.checklists.checklist import Checklist, Item

_MUCH_ALIKE = 0.8
_ALIKE = 0.5
_UNLIKE = 0.35


class Difference(Struct, frozen=True):
    """How one item changed: `said` in words, the relation proposed, and whether only a person can decide it.

    `scale` is set where the answers offered or their worth changed; the relation is then certain.
    """

    item: str
    title: str
    proposed: Relation
    said: tuple[str, ...] = ()
    asks: bool = False
    scale: bool = False


def differences(old: Checklist, new: Checklist) -> list[Difference]:
    """Return what became of every item, in the order of the new version, then those that are gone."""
    gone, come = _only_in(old, new), _only_in(new, old)
    now = {item.id: _kept(old, new, before, item) for item in new.items if (before := old.item(item.id))}
    # Where nothing is gone and nothing reads otherwise, an item that came can only be new.
    doubtful = bool(gone) or any(change.asks or change.scale for change in now.values())
    for item in come:
        origin, said = _origin(item, gone, come), (f"asks: {item.question}",)
        now[item.id] = Difference(item.id, item.title, origin, said, asks=doubtful)
    used = {source for change in now.values() for source in change.proposed.sources}
    dropped = [item for item in gone if item.id not in used]
    now |= {
        item.id: Difference(item.id, item.title, Relation(DROPPED), ("is no longer asked",))
        for item in dropped
    }
    return [now[item.id] for item in (*new.items, *dropped)]


def _only_in(one: Checklist, other: Checklist) -> list[Item]:
    return [item for item in one.items if other.item(item.id) is None]


def proposed_map(old: Checklist, changed: Iterable[Difference]) -> Changes:
    """Return the version map these differences propose."""
    return Changes(old.version, tuple((change.item, change.proposed) for change in changed))


def _kept(old: Checklist, new: Checklist, before: Item, now: Item) -> Difference:
    changes = list(_changes(before, now))
    scale, wording, score = (
        [words for matters, words in changes if matters == of] for of in ("scale", "wording", "score")
    )
    words = (*scale, *wording, *score, *_moved(old, new, before, now))
    same_question = not wording or _alike(before.question, now.question) >= _MUCH_ALIKE
    word = CHANGED if scale or not same_question else REWORDED if wording else SAME
    asks = bool(wording) and not scale
    return Difference(now.id, now.title, Relation(word), words, asks=asks, scale=bool(scale))


def _origin(item: Item, gone: list[Item], come: list[Item]) -> Relation:
    """A new item may be part of one that is gone, or several that are gone in one."""
    near = [old for old in gone if _alike(old.question + old.title, item.question + item.title) >= _ALIKE]
    if len(near) > 1:
        return Relation(MERGED, tuple(old.id for old in near))
    for old in near:
        whole = old.question + old.title
        if sum(_alike(whole, other.question + other.title) >= _ALIKE for other in come) > 1:
            return Relation(SPLIT, (old.id,))
    return Relation(NEW)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, _plain(one), _plain(other), autojunk=False).ratio()


def _plain(text: str) -> str:
    """Return text without what does not change its meaning: case, punctuation, spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _changes(before: Item, now: Item) -> Iterator[tuple[str, str]]:
    """Yield what changed in an item, by the table of fields: what it matters to, and in words."""
    if before.kind != now.kind:
        yield "scale", f"was {before.kind}, is {now.kind}"
    else:
        yield from _answer_changes(before, now)
    for part in fields.COMMON:
        if part.matters and getattr(before, part.key) != getattr(now, part.key):
            plainly = [f"{part.key} is {getattr(now, part.key)!r}, was {getattr(before, part.key)!r}"]
            say = _IN_WORDS.get(part.key)
            yield from ((part.matters, words) for words in (say(before, now) if say else plainly))
    if before.kind == now.kind:
        yield from kinds.of(now).changes(before, now)


def _answer_changes(before: Item, now: Item) -> Iterator[tuple[str, str]]:
    for option in before.options:
        other = now.option(option.id)
        if other is None:
            yield "scale", f"answer {option.label!r} is retired"
        elif other.points != option.points:
            yield "scale", f"answer {option.label!r} is worth {other.points}, was {option.points}"
    for option in now.options:
        other = before.option(option.id)
        if other is None:
            yield "scale", f"answer {option.label!r} is new"
            continue
        if _plain(other.standard) != _plain(option.standard):
            yield "wording", f"{option.label} was: {other.standard} Is now: {option.standard}"
        if _plain(other.label) != _plain(option.label):
            yield "wording", f"answer {other.label!r} is called {option.label!r}"


def _question(before: Item, now: Item) -> list[str]:
    same = _plain(before.question) == _plain(now.question)
    return [] if same else [f"asked: {before.question} Asks now: {now.question}"]


def _reasons(before: Item, now: Item) -> list[str]:
    return [
        f"may {'also' if reason in now.not_applicable else 'no longer'} be not applicable: {reason}"
        for reason in sorted(set(before.not_applicable) ^ set(now.not_applicable))
    ]


#: How a change of a field is said, where "is this, was that" would not be plain.
_IN_WORDS: dict[str, Callable[[Item, Item], list[str]]] = {
    "question": _question,
    "title": lambda before, now: [f"is called {now.title!r}, was {before.title!r}"],
    "only_if": lambda _, now: [
        f"is asked {f'only if {conditions.write(now.only_if)}' if now.only_if else 'of every file'}"
    ],
    "weight": lambda before, now: [
        f"weighs {now.weight}, was {before.weight}: scores change, the item's own figures do not"
    ],
    "limiting": lambda _, now: [
        "its limit on the indicated grade changed" if now.limiting else "no longer limits the indicated grade"
    ],
    "not_applicable": _reasons,
    "not_recorded": lambda _, now: [
        f"'not recorded' is {'offered' if now.not_recorded else 'no longer offered'}"
    ],
    "met_from": lambda _, now: [f"counts as met from {now.label(now.met_from) or 'the best answer'}"],
}


def _moved(old: Checklist, new: Checklist, before: Item, now: Item) -> list[str]:
    """Say it where an item stands elsewhere; neither scores nor figures change."""
    here, there = old.section_of(before.id), new.section_of(now.id)
    if here.id != there.id:
        return [f"moved from {here.title} to {there.title}"]
    if _rank_among_kept(old, new, before.id) != _rank_among_kept(new, old, now.id):
        return [f"is asked as number {new.position(now.id) + 1}, was {old.position(before.id) + 1}"]
    return []


def _rank_among_kept(one: Checklist, other: Checklist, item_id: str) -> int:
    return sum(other.item(item.id) is not None for item in one.items[: one.position(item_id)])


def map_faults(old: Checklist, new: Checklist) -> list[tuple[str, str]]:
    """Return what is wrong with the map `new` brings from `old`: an item's id, and what to do about it."""
    changes = new.changes
    if changes is None:
        return [("", f"how it compares with v{old.version} is not said: auditui checklist diff proposes it")]
    if changes.since != old.version:
        return [
            ("", f"it compares itself with v{changes.since}; the version before it here is v{old.version}")
        ]
    return [*_faults_of_asked(old, new, changes), *_faults_of_gone(old, new, changes)]


def _faults_of_asked(old: Checklist, new: Checklist, changes: Changes) -> Iterator[tuple[str, str]]:
    known = {change.item: change for change in differences(old, new)}
    for item in new.items:
        relation, before = changes.of(item.id), old.item(item.id)
        if relation is None:
            yield item.id, f"how it compares with v{old.version} is not said"
        elif before is None and relation.word not in (NEW, SPLIT, MERGED):
            yield item.id, f"is {str(relation)!r}, but v{old.version} has no such item"
        elif before is not None and relation.word in (NEW, DROPPED, SPLIT, MERGED):
            what = f"its id is that of an item of v{old.version}: give it another"
            yield item.id, f"is {str(relation)!r}, but {what}"
        elif before is not None and (fault := _fault_of_kept(before, item, relation, known[item.id])):
            yield item.id, fault


def _faults_of_gone(old: Checklist, new: Checklist, changes: Changes) -> Iterator[tuple[str, str]]:
    unsaid = {item.id: None for item in _only_in(old, new)}
    gone = frozenset(unsaid)
    for name, relation in changes.items:
        if new.item(name) is None and name not in gone:
            yield name, f"neither v{old.version} nor v{new.version} has this item"
        elif name in gone and relation.word != DROPPED:
            yield name, f"is {str(relation)!r}, but it is no longer asked: it must be 'dropped'"
        for source in relation.sources:
            if old.item(source) is None:
                yield name, f"v{old.version} has no item {source!r}"
        for said in (name, *relation.sources):
            unsaid.pop(said, None)
    yield from ((name, "is no longer asked: is it 'dropped', split or merged?") for name in unsaid)


def _fault_of_kept(before: Item, now: Item, relation: Relation, known: Difference) -> str:
    if relation.joins and known.scale:
        return f"is {str(relation)!r}, but its answers or points changed, so its figures cannot be joined"
    if relation.word == SAME and known.asks:
        return f"is 'same', but its wording changed: {REWORDED!r} or {CHANGED!r}?"
    strange = _alike(before.question, now.question) < _UNLIKE and _alike(before.title, now.title) < _ALIKE
    if relation.joins and strange:
        return "its id stands for another question than before: an id is for life, so give the new question its own"
    return ""


def said_shortly(old: Checklist, new: Checklist) -> str:
    """Say in part of a line which items differ."""
    items = [f"{change.item}: {'; '.join(change.said)}" for change in differences(old, new) if change.said]
    more = f" and {len(items) - 3} more" if len(items) > 3 else ""
    nothing = "only in capitals, punctuation, sources or what surrounds the items"
    return " | ".join(items[:3]) + more or nothing

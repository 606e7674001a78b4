"""Two versions of a checklist: what changed, in words, and which figures may still be joined.

A new version says for every item how it compares with the one before (`Checklist.changes`). What can be
known is proposed; what only a person can know, whether a reworded question still asks the same, is asked.
Where the answers an item offers or their points changed, its figures are never joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from auditui.core.audits import answer as answers
from auditui.core.checklists import conditions
from auditui.core.checklists.checklist import (
    CHANGED,
    DROPPED,
    MERGED,
    NEW,
    REWORDED,
    SAME,
    SPLIT,
    Changes,
    Checklist,
    Item,
    Relation,
)
from auditui.core.checklists.lineage import item_origins
from auditui.core.errors import AnswerError, AuditError
from auditui.core.timeliness import convention

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from auditui.core.audits.answer import Answer

_MUCH_ALIKE = 0.8
_ALIKE = 0.5
_UNLIKE = 0.35


@dataclass(frozen=True)
class Difference:
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
    gone = [item for item in old.items if new.item(item.id) is None]
    come = [item for item in new.items if old.item(item.id) is None]
    kept = {
        item.id: _kept(old, new, before, item)
        for item in new.items
        if (before := old.item(item.id)) is not None
    }
    # Where nothing is gone and nothing reads otherwise, an item that came can only be new.
    doubtful = bool(gone) or any(each.asks or each.scale for each in kept.values())
    found = [kept.get(item.id) or _come(item, gone, come, doubtful=doubtful) for item in new.items]
    used = {source for each in found for source in each.proposed.sources}
    return found + [
        Difference(item.id, item.title, Relation(DROPPED), ("is no longer asked",))
        for item in gone
        if item.id not in used
    ]


def proposed_map(old: Checklist, found: Iterable[Difference]) -> Changes:
    """Return the version map these differences propose."""
    return Changes(old.version, tuple((each.item, each.proposed) for each in found))


def _kept(old: Checklist, new: Checklist, before: Item, now: Item) -> Difference:
    scale, texts, rest = (
        _scale_words(before, now),
        _text_words(before, now),
        _other_words(old, new, before, now),
    )
    said = (*scale, *texts, *rest)
    if scale:
        return Difference(now.id, now.title, Relation(CHANGED), said, scale=True)
    if texts:
        close = _alike(before.question, now.question) >= _MUCH_ALIKE
        return Difference(now.id, now.title, Relation(REWORDED if close else CHANGED), said, asks=True)
    return Difference(now.id, now.title, Relation(SAME), said)


def _come(item: Item, gone: list[Item], come: list[Item], *, doubtful: bool) -> Difference:
    """A new item may be part of one that is gone, or several that are gone in one."""
    near = [old for old in gone if _alike(old.question + old.title, item.question + item.title) >= _ALIKE]
    said = (f"asks: {item.question}",)
    if len(near) > 1:
        return Difference(item.id, item.title, Relation(MERGED, tuple(i.id for i in near)), said, asks=True)
    if near:
        siblings = [
            each
            for each in come
            if _alike(near[0].question + near[0].title, each.question + each.title) >= _ALIKE
        ]
        word = SPLIT if len(siblings) > 1 else NEW
        return Difference(
            item.id, item.title, Relation(word, (near[0].id,) if word == SPLIT else ()), said, asks=True
        )
    return Difference(item.id, item.title, Relation(NEW), said, asks=doubtful)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, _plain(one), _plain(other), autojunk=False).ratio()


def _plain(text: str) -> str:
    """Return text without what does not change its meaning: case, punctuation, spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _scale_words(before: Item, now: Item) -> list[str]:
    said = []
    if before.kind != now.kind:
        return [f"was {before.kind}, is {now.kind}"]
    for option in before.options:
        other = now.option(option.id)
        if other is None:
            said.append(f"answer {option.label!r} is retired")
        elif other.points != option.points:
            said.append(f"answer {option.label!r} is worth {other.points}, was {option.points}")
    said += [f"answer {option.label!r} is new" for option in now.options if before.option(option.id) is None]
    if before.met_from != now.met_from:
        said.append(f"counts as met from {now.label(now.met_from) or 'the best answer'}")
    if before.not_recorded != now.not_recorded:
        said.append(f"'not recorded' is {'offered' if now.not_recorded else 'no longer offered'}")
    if before.interval and now.interval and convention(before.interval) != convention(now.interval):
        said.append(f"the limit is {convention(now.interval)}, was {convention(before.interval)}")
    if before.pair and now.pair and len(before.pair.criteria) != len(now.pair.criteria):
        said.append(f"is judged on {len(now.pair.criteria)} criteria, was {len(before.pair.criteria)}")
    return said


def _text_words(before: Item, now: Item) -> list[str]:
    said = []
    if _plain(before.question) != _plain(now.question):
        said.append(f"asked: {before.question} Asks now: {now.question}")
    for option in now.options:
        other = before.option(option.id)
        if other and _plain(other.standard) != _plain(option.standard):
            said.append(f"{option.label} was: {other.standard} Is now: {option.standard}")
        if other and _plain(other.label) != _plain(option.label):
            said.append(f"answer {other.label!r} is called {option.label!r}")
    if before.not_applicable != now.not_applicable:
        reasons = set(before.not_applicable) ^ set(now.not_applicable)
        said += [
            f"may {'also' if reason in now.not_applicable else 'no longer'} be not applicable: {reason}"
            for reason in sorted(reasons)
        ]
    if before.only_if != now.only_if:
        told = f"only if {conditions.write(now.only_if)}" if now.only_if else "of every file"
        said.append(f"is asked {told}")
    if (
        before.interval
        and now.interval
        and ((before.interval.start, before.interval.end) != (now.interval.start, now.interval.end))
    ):
        said.append(f"counts from {now.interval.start} to {now.interval.end}")
    if (
        before.pair
        and now.pair
        and before.pair != now.pair
        and len(before.pair.criteria) == len(now.pair.criteria)
    ):
        said.append(f"counts {now.pair.counted} of {now.pair.out_of}")
    return said


def _other_words(old: Checklist, new: Checklist, before: Item, now: Item) -> list[str]:
    """What changes scores or reading, but not the item's own figures."""
    said = []
    if before.title != now.title:
        said.append(f"is called {now.title!r}, was {before.title!r}")
    if before.weight != now.weight:
        said.append(f"weighs {now.weight}, was {before.weight}: scores change, the item's own figures do not")
    if before.limiting != now.limiting:
        said.append(
            "its limit on the indicated grade changed"
            if now.limiting
            else "no longer limits the indicated grade"
        )
    here, there = old.section_of(before.id), new.section_of(now.id)
    if here.id != there.id:
        said.append(f"moved from {here.title} to {there.title}")
    elif _rank_among_kept(old, new, before.id) != _rank_among_kept(new, old, now.id):
        said.append(f"is asked as number {new.position(now.id) + 1}, was {old.position(before.id) + 1}")
    return said


def _rank_among_kept(one: Checklist, other: Checklist, item_id: str) -> int:
    return sum(other.item(each.id) is not None for each in one.items[: one.position(item_id)])


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


def _faults_of_asked(old: Checklist, new: Checklist, changes: Changes) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    known = {each.item: each for each in differences(old, new)}
    for item in new.items:
        said, before = changes.of(item.id), old.item(item.id)
        if said is None:
            found.append((item.id, f"how it compares with v{old.version} is not said"))
        elif before is None and said.word not in (NEW, SPLIT, MERGED):
            found.append((item.id, f"is {str(said)!r}, but v{old.version} has no such item"))
        elif before is not None and said.word in (NEW, DROPPED, SPLIT, MERGED):
            found.append(
                (
                    item.id,
                    f"is {str(said)!r}, but its id is that of an item of v{old.version}: give it another",
                )
            )
        elif before is not None:
            found += [(item.id, fault) for fault in _kept_faults(before, item, said, known[item.id])]
    return found


def _faults_of_gone(old: Checklist, new: Checklist, changes: Changes) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, said in changes.items:
        if new.item(name) is None and old.item(name) is None:
            found.append((name, f"neither v{old.version} nor v{new.version} has this item"))
        elif new.item(name) is None and said.word != DROPPED:
            found.append((name, f"is {str(said)!r}, but it is no longer asked: it must be 'dropped'"))
        found += [
            (name, f"v{old.version} has no item {source!r}")
            for source in said.sources
            if old.item(source) is None
        ]
    named = {source for _, said in changes.items for source in said.sources} | {
        name for name, _ in changes.items
    }
    found += [
        (item.id, "is no longer asked: is it 'dropped', split or merged?")
        for item in old.items
        if new.item(item.id) is None and item.id not in named
    ]
    return found


def _kept_faults(before: Item, now: Item, said: Relation, known: Difference) -> list[str]:
    if said.joins and known.scale:
        return [f"is {str(said)!r}, but its answers or points changed, so its figures cannot be joined"]
    if said.word == SAME and known.asks:
        return [f"is 'same', but its wording changed: {REWORDED!r} or {CHANGED!r}?"]
    if (
        said.joins
        and _alike(before.question, now.question) < _UNLIKE
        and _alike(before.title, now.title) < _ALIKE
    ):
        return [
            "its id stands for another question than before: an id is for life, so give the new question its own"
        ]
    return []


def said_shortly(old: Checklist, new: Checklist, most: int = 3) -> str:
    """Say in part of a line which items differ."""
    found = [f"{each.item}: {'; '.join(each.said)}" for each in differences(old, new) if each.said]
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return (
        " | ".join(found[:most]) + more
        or "only in capitals, punctuation, sources or what surrounds the items"
    )


# Moving an open audit to another version.


@dataclass(frozen=True)
class Move:
    """What becomes of an audit's answers in another version: ids of items, in order."""

    kept: tuple[str, ...]
    again: tuple[str, ...]
    lost: tuple[str, ...]
    new: tuple[str, ...]


def move(versions: Sequence[Checklist], now: Checklist, to: Checklist, given: Mapping[str, Answer]) -> Move:
    """Return what moving an audit from `now` to `to` does to its answers.

    An answer is kept where the item's figures may be joined and the other version offers that very answer;
    it is asked again where the item is there but has changed, and lost where the item is not asked.
    AuditError if they are not two versions of one checklist.
    """
    if now.id != to.id:
        raise AuditError(
            f"{to.name} is another checklist than {now.name}", "An audit moves between versions of its own"
        )
    if now.digest == to.digest:
        raise AuditError(f"This audit is on {to.name} already")
    origins = item_origins(versions)
    kept: list[str] = []
    again: list[str] = []
    for item in to.items:
        answer = given.get(item.id)
        if answer is None:
            continue
        joined = origins[now.version, item.id] == origins[to.version, item.id] if now.item(item.id) else False
        (kept if joined and _offers(item, answer) else again).append(item.id)
    return Move(
        tuple(kept),
        tuple(again),
        tuple(item.id for item in now.items if to.item(item.id) is None and item.id in given),
        tuple(item.id for item in to.items if item.scored and now.item(item.id) is None),
    )


def _offers(item: Item, answer: Answer) -> bool:
    try:
        answers.check(item, answer)
    except AnswerError:
        return False
    return True

"""Every answer of every item as its own count: where *met* alone would hide what happened instead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.audits.results import Part
from auditui.core.audits.score import COUNTED
from auditui.core.checklists.checklist import NON_ANSWERS
from auditui.core.checklists.lineage import Lineages
from auditui.figures.counting import Count, Group
from auditui.figures.disclosure import ANSWERS, AUDITS, Place, hidden_figures
from auditui.figures.groups import group_of
from auditui.figures.releases import OWN_USE
from auditui.figures.suppression import HIDDEN, Hidden
from auditui.figures.tallies import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.figures.releases import Release
    from auditui.figures.tallies import Tallies


@dataclass(frozen=True)
class AnswerCount:
    """So many audits gave this answer to an item, of so many that were asked; with `there`, so many held this choice."""

    checklist: Checklist
    item: Item
    value: str
    number: int | Hidden
    asked: int | Hidden
    there: str = ""

    @property
    def label(self) -> str:
        """The answer in words."""
        return f"{self.there}: there" if self.there else self.item.label(self.value)


def answer_counts(
    checklists: Sequence[Checklist],
    tallies: Tallies,
    release: Release = OWN_USE,
    where: Selection = Selection(),
) -> list[AnswerCount]:
    """Return how often each answer was given, in the order of the checklists; answers never given are left out.

    `release` hides all answers of a version that few audits are on, on this page or beside others; `where` was selected.
    """
    numbers: Counter[tuple[str, str, str, bool]] = Counter()
    for tally in tallies.answers:
        numbers[tally.checklist, tally.item, tally.value, tally.part == Part.APART] += tally.number
    rows = [
        row
        for checklist in checklists
        for item in checklist.items
        for row in _of_item(checklist, item, numbers)
    ]
    hide = _hidden_items(checklists, tallies, release, where) if release.small else set()
    return [
        replace(row, number=HIDDEN, asked=HIDDEN) if (row.checklist.digest, row.item.id) in hide else row
        for row in rows
    ]


def _hidden_items(
    checklists: Sequence[Checklist], tallies: Tallies, release: Release, where: Selection
) -> set[tuple[str, str]]:
    """Return the items of which nothing is said, by version: few audits answered them, or are on that version."""
    answered = Counter[tuple[str, str]]()
    for tally in tallies.answers:
        answered[tally.checklist, tally.item] += tally.number if tally.part in COUNTED else 0
    few = _few_audits(checklists, tallies, release, where)
    items = [(checklist, item.id) for checklist in checklists for item in checklist.items]
    lineages = Lineages(checklists)
    names = [
        _version(checklists, one) | {"item": f"{item} {lineages.item(one, item)}"} for one, item in items
    ]
    hidden = hidden_figures(
        [Group(Count(counted=answered[one.digest, item])) for one, item in items],
        [Place(group_of(where, **name), where) for name in names],
        [[n for n, (one, _) in enumerate(items) if one is checklist] for checklist in checklists],
        release,
        of=ANSWERS,
    )
    return {
        (one.digest, item)
        for (one, item), hide in zip(items, hidden, strict=True)
        if one.digest in few or "counted" in hide
    }


def _few_audits(
    checklists: Sequence[Checklist], tallies: Tallies, release: Release, where: Selection
) -> set[str]:
    """Return the versions, by digest, of which nothing is said: few audits are on them."""
    audits = Counter[str]()
    for judged in tallies.judgements:
        audits[judged.checklist] += judged.number
    used = [checklist for checklist in checklists if audits[checklist.digest]]
    hidden = hidden_figures(
        [Group(audits=audits[checklist.digest]) for checklist in used],
        [Place(group_of(where, **_version(checklists, one)), where) for one in used],
        [[n for n, one in enumerate(used) if one.id == name] for name in sorted({one.id for one in used})],
        release,
        of=AUDITS,
    )
    return {checklist.digest for checklist, names in zip(used, hidden, strict=True) if "audits" in names}


def _version(checklists: Sequence[Checklist], one: Checklist) -> dict[str, str]:
    """Name a version of a checklist; the only one as the checklist."""
    several = sum(checklist.id == one.id for checklist in checklists) > 1
    return {"checklist": one.id} | ({"version": one.digest} if several else {})


def _of_item(
    checklist: Checklist, item: Item, numbers: Counter[tuple[str, str, str, bool]]
) -> Iterator[AnswerCount]:
    values = [*(option.id for option in item.options), *NON_ANSWERS]
    counts = {value: numbers[checklist.digest, item.id, value, False] for value in values}
    asked = sum(counts.values())
    yield from (
        AnswerCount(checklist, item, value, counts[value], asked) for value in values if counts[value]
    )
    answered = sum(counts[option.id] for option in item.options)
    for choice, label in kinds.of(item).apart(item).items():
        yield AnswerCount(
            checklist, item, choice, numbers[checklist.digest, item.id, choice, True], answered, label
        )

"""The score of an audit, its sum line by line, and the grade it indicates.

Score = Σ weight × (points ÷ most points of the item) ÷ Σ weight, over the answers that count. Not
applicable and could not see leave the sum, as does an item whose condition does not hold; not recorded
counts as no points; a blank is unfinished and counts nowhere. All arithmetic is in exact fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.audits.results import Part, Results
from auditui.core.checklists.checklist import COULD_NOT_SEE, NOT_APPLICABLE, NOT_RECORDED, Checklist, Item

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from auditui.core.audits.answer import Answer
    from auditui.core.scale import Scale


#: The number of these rules and of those at the door; raised when what they decide changes.
RULES = 2


@dataclass(frozen=True)
class Line:
    """One item's part in the sum. `why_not` says why an item does not count; it is empty where it does."""

    item: Item
    answer: Answer | None
    earned: Fraction
    possible: Fraction
    why_not: str = ""


@dataclass(frozen=True)
class Cap:
    """A limiting item that applied: the answer it had and the grade it caps the indicated one at."""

    item: Item
    grade: str
    because: str


@dataclass(frozen=True)
class Score:
    """The explained sum of an audit, and what it indicates."""

    lines: tuple[Line, ...]
    reached: str | None
    caps: tuple[Cap, ...]
    missed: tuple[Item, ...]
    scale: Scale

    @property
    def earned(self) -> Fraction:
        """The weighted points of the answers that count."""
        return Fraction(sum(line.earned for line in self.lines))

    @property
    def possible(self) -> Fraction:
        """The weights of the answers that count."""
        return Fraction(sum(line.possible for line in self.lines))

    @property
    def share(self) -> Fraction | None:
        """The score from 0 to 1; None when nothing counts."""
        return _share(self.lines)

    @property
    def percent(self) -> float | None:
        """The score in percent; None when nothing counts."""
        return None if self.share is None else float(self.share * 100)

    @property
    def indicated(self) -> str | None:
        """The grade the arithmetic indicates after the limits; None when nothing counts."""
        caps = [cap.grade for cap in self.caps]
        return min((self.reached, *caps), key=self.scale.rank) if self.reached else None

    def of_aspect(self, aspect: str) -> Fraction | None:
        """The score over the items of one aspect, quality or compliance; None when none of them counts."""
        return _share([line for line in self.lines if line.item.aspect == aspect])


def _share(lines: Sequence[Line]) -> Fraction | None:
    possible = sum(line.possible for line in lines)
    return Fraction(sum(line.earned for line in lines)) / possible if possible else None


def score(checklist: Checklist, answers: Mapping[str, Answer]) -> Score:
    """Score the answers, keyed by item id, against their checklist."""
    asked = checklist.asked(answers)
    scored = [item for item in checklist.items if item.scored]
    lines = tuple(_line(checklist, item, answers.get(item.id), asked=asked[item.id]) for item in scored)
    needed = [line for line in lines if line.item.id in checklist.indicated.best_needs]
    missed = tuple(line.item for line in needed if asked[line.item.id] is not False and _falls_short(line))
    caps = tuple(filter(None, map(_cap, lines)))
    share = _share(lines)
    reached = None if share is None else _reached(checklist, share, needs_met=not missed)
    return Score(lines, reached, caps, missed, checklist.scale)


def _line(checklist: Checklist, item: Item, answer: Answer | None, *, asked: bool | None) -> Line:
    nothing, weight = Fraction(0), Fraction(item.weight)
    if not asked:
        only_if = f"asked only if {checklist.condition_in_words(item)}"
        return Line(item, answer, nothing, nothing, only_if)
    if answer is None:
        return Line(item, answer, nothing, nothing, "not answered yet")
    if answer.value == NOT_RECORDED:
        return Line(item, answer, nothing, weight)
    option = item.option(answer.value)
    if option is None:
        return Line(item, answer, nothing, nothing, item.label(answer.value).lower())
    return Line(item, answer, weight * Fraction(option.points, item.max_points), weight)


def _falls_short(line: Line) -> bool:
    """Whether an item that applies has less than its best answer."""
    applies = line.answer is None or line.answer.value != NOT_APPLICABLE
    return applies and line.earned < line.item.weight


def _cap(line: Line) -> Cap | None:
    limiting = line.item.limiting
    if limiting is None or not line.possible or line.answer is None:
        return None
    least = line.item.option(limiting.below)
    given = line.item.option(line.answer.value)
    if least is None or (given is not None and given.points >= least.points):
        return None
    return Cap(line.item, limiting.caps, limiting.because)


def _reached(checklist: Checklist, share: Fraction, *, needs_met: bool) -> str:
    """Return the best grade whose lowest score is reached; the best of all also needs what it needs."""
    best, *_, worst = checklist.scale.ids
    enough = (grade for grade, lowest in checklist.indicated.lowest if share * 100 >= lowest)
    return next((grade for grade in enough if grade != best or needs_met), worst)


def results_of(checklist: Checklist, given: Mapping[str, Answer]) -> Results:
    """Return what these rules make of answers, keyed by item id."""
    scored = score(checklist, given)
    unit = lcm(*(item.max_points or 1 for item in checklist.items))
    parts, apart = _parts(checklist, given)
    counting = [line for line in scored.lines if line.possible]
    return Results(
        rules=RULES,
        earned=int(scored.earned * unit),
        possible=int(scored.possible * unit),
        reached=scored.reached or "",
        indicated=scored.indicated or "",
        caps=tuple(cap.item.id for cap in scored.caps),
        parts=parts,
        sections=_sections(checklist, parts),
        points={line.item.id: (int(line.earned * unit), int(line.possible * unit)) for line in counting},
        apart=apart,
    )


def _parts(
    checklist: Checklist, given: Mapping[str, Answer]
) -> tuple[dict[str, Part], dict[str, tuple[str, ...]]]:
    """Return by item what each answer is to the figures, and what it counts by itself."""
    asked = checklist.asked(given)
    parts: dict[str, Part] = {}
    apart: dict[str, tuple[str, ...]] = {}
    for item in checklist.items:
        if (answer := given.get(item.id)) is None:
            continue
        parts[item.id] = part_of(item, answer.value) if asked[item.id] else Part.LEFT_OUT
        if asked[item.id] and (there := kinds.of(item).there(answer)):
            apart[item.id] = tuple(there)
    return parts, apart


#: The parts that count in k of n.
COUNTED = (Part.MET, Part.NOT_MET, Part.NOT_RECORDED)


def _sections(checklist: Checklist, parts: Mapping[str, Part]) -> dict[str, tuple[int, int]]:
    """Return by section, and with "" for the whole, how many answers were met and how many count, where any does."""
    sections: dict[str, tuple[int, int]] = {}
    of_items = {section.id: section.items for section in checklist.sections}
    for name, items in {"": checklist.items, **of_items}.items():
        here = [parts[item.id] for item in items if item.id in parts]
        if counted := sum(part in COUNTED for part in here):
            sections[name] = (here.count(Part.MET), counted)
    return sections


def part_of(item: Item, value: str) -> Part:
    """Return what an answer of `value` to `item` is to the figures."""
    if value in (NOT_APPLICABLE, COULD_NOT_SEE, NOT_RECORDED):
        return Part(value)
    return Part.MET if item.is_met(value) else Part.NOT_MET


def score_as_settled(checklist: Checklist, answers: Mapping[str, Answer], results: Results) -> Score:
    """Return the sum of a finished audit as it was decided, whatever the rules have become; they only give the words."""
    now = score(checklist, answers)
    lines = []
    for line in now.lines:
        earned, possible = results.points.get(line.item.id, (0, 0))
        unit = Fraction(possible, line.item.weight) if possible else Fraction(1)
        why_not = "" if possible else line.why_not or "outside the sum"
        lines.append(
            Line(line.item, line.answer, Fraction(earned) / unit, Fraction(possible) / unit, why_not)
        )
    limits = [(item, item.limiting) for item in checklist.items if item.id in results.caps]
    caps = tuple(Cap(item, limit.caps, limit.because) for item, limit in limits if limit)
    return Score(tuple(lines), results.reached or None, caps, now.missed, checklist.scale)

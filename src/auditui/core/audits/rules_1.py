"""Rules 1, frozen: what an audit finished before rules 2 scores and how its answers count.

Such an audit carries no results in its `audit.finished` entry, so they are worked out here, from the checklist as it was
published and by nothing that later rules could change. Do not mend this module: what it gives is history.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import lcm
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Struct, field

from auditui.core.audits.results import Part, Results

if TYPE_CHECKING:
    from auditui.core.audits.answer import Answer

_POINTS = {
    "rated": {"met": 2, "partly-met": 1, "not-met": 0},
    "yes-no": {"yes": 2, "no": 0},
    "graded": {"outstanding": 3, "good": 2, "requires-improvement": 1, "inadequate": 0},
    "interval": {"in-time": 2, "late": 0},
    "count-pair": {"all": 2, "at-least-half": 1, "fewer": 0},
}
_RANK = {"inadequate": 0, "requires-improvement": 1, "good": 2, "outstanding": 3}

#: Whether an item is asked, by the answers so far: None while that hangs on an answer that is not given.
_Condition = Callable[[Mapping[str, str | None]], bool | None]

#: A number that no sum of a checklist's can take beyond what a percentage can be worked out of.
_Small = Annotated[int, msgspec.Meta(ge=-1_000_000, le=1_000_000)]


class _Option(Struct):
    id: str
    points: _Small


class _Limiting(Struct):
    below: str
    caps: str


class _Item(Struct):
    id: str
    kind: str
    weight: _Small = 1
    options: list[_Option] = []
    met_from: str = ""
    limiting: _Limiting | None = None
    only_if: str = ""
    condition: _Condition | None = None

    @property
    def points(self) -> dict[str, int]:
        return _POINTS.get(self.kind) or {option.id: option.points for option in self.options}


class _Section(Struct):
    id: str
    items: list[_Item] = field(name="item")


class _Thresholds(Struct):
    outstanding: int
    good: int
    requires_improvement: int = field(name="requires-improvement")
    outstanding_needs: list[str] = field(name="outstanding-needs", default_factory=list)


class Checklist(Struct):
    """What rules 1 read of a published checklist."""

    indicated: _Thresholds
    sections: list[_Section] = field(name="section")


def read(content: Any) -> Checklist | None:
    """Return what rules 1 need of a checklist's published content; None where that cannot be read."""
    try:
        checklist = msgspec.convert(content, Checklist)
        for section in checklist.sections:
            for item in section.items:
                item.condition = _condition(item.only_if) if item.only_if else None
    except (msgspec.ValidationError, _UnreadableError):
        return None
    return checklist


def results(checklist: Checklist, answers: Mapping[str, Answer]) -> Results:
    """Return what rules 1 make of answers, keyed by item id; an unfinished audit's blanks count nowhere."""
    items = [item for section in checklist.sections for item in section.items]
    asked = _asked(items, answers)
    unit = lcm(*(max(item.points.values(), default=1) or 1 for item in items)) if items else 1
    earned: dict[str, int] = {}
    for item in items:
        answer = answers.get(item.id)
        if answer is not None and asked[item.id] and item.kind != "text":
            if answer.value == "not-recorded":
                earned[item.id] = 0
            elif answer.value in item.points:
                most = max(item.points.values()) or 1
                earned[item.id] = item.weight * item.points[answer.value] * (unit // most)
    possible = sum(item.weight * unit for item in items if item.id in earned)
    reached = _reached(checklist, items, answers, asked, earned, unit, possible)
    caps = tuple(item for item in items if item.id in earned and _caps(item, answers[item.id].value))
    limits = [item.limiting.caps for item in caps if item.limiting]
    parts = {
        item.id: _part(item, answers[item.id].value) if asked[item.id] else Part.LEFT_OUT
        for item in items
        if item.id in answers
    }
    return Results(
        rules=1,
        earned=sum(earned.values()),
        possible=possible,
        reached=reached,
        indicated=min((reached, *limits), key=lambda grade: _RANK.get(grade, 3)) if reached else "",
        caps=tuple(item.id for item in caps),
        parts=parts,
        sections=_sections(checklist, parts),
        points={item.id: (earned[item.id], item.weight * unit) for item in items if item.id in earned},
    )


def _asked(items: list[_Item], answers: Mapping[str, Answer]) -> dict[str, bool | None]:
    asked: dict[str, bool | None] = {}
    values: dict[str, str | None] = {}
    for item in items:
        holds = item.condition(values) if item.condition else True
        asked[item.id] = holds
        if holds is not False:
            answer = answers.get(item.id)
            values[item.id] = answer.value if answer and holds else None
    return asked


def _reached(
    checklist: Checklist,
    items: list[_Item],
    answers: Mapping[str, Answer],
    asked: Mapping[str, bool | None],
    earned: Mapping[str, int],
    unit: int,
    possible: int,
) -> str:
    if not possible:
        return ""
    limits = checklist.indicated
    unmet = any(
        item.id in limits.outstanding_needs
        and item.kind != "text"
        and not (item.id in answers and answers[item.id].value == "not-applicable")
        and earned.get(item.id, 0) < item.weight * unit
        and asked[item.id] is not False
        for item in items
    )
    percent = 100 * sum(earned.values())
    if percent >= limits.outstanding * possible and not unmet:
        return "outstanding"
    if percent >= limits.good * possible:
        return "good"
    return "requires-improvement" if percent >= limits.requires_improvement * possible else "inadequate"


def _caps(item: _Item, value: str) -> bool:
    if item.limiting is None or item.limiting.below not in item.points:
        return False
    return value not in item.points or item.points[value] < item.points[item.limiting.below]


def _part(item: _Item, value: str) -> Part:
    if value in (Part.NOT_APPLICABLE, Part.COULD_NOT_SEE, Part.NOT_RECORDED):
        return Part(value)
    points = item.points
    met_from = item.met_from or ("good" if item.kind == "graded" else "")
    least = points.get(met_from, max(points.values(), default=0))
    return Part.MET if value in points and points[value] >= least else Part.NOT_MET


def _sections(checklist: Checklist, parts: Mapping[str, Part]) -> dict[str, tuple[int, int]]:
    sections = {
        section.id: [parts[item.id] for item in section.items if item.id in parts]
        for section in checklist.sections
    }
    sections[""] = list(parts.values())
    return {
        name: (of_section.count(Part.MET), counted)
        for name, of_section in sections.items()
        if (counted := sum(part in (Part.MET, Part.NOT_MET, Part.NOT_RECORDED) for part in of_section))
    }


class _UnreadableError(ValueError):
    """A condition that rules 1 cannot read."""


_WORD = re.compile(r"\s*([A-Za-z][\w-]*|[=(),])")
_MOST_WORDS, _MOST_DEEP = 400, 20


def _condition(text: str) -> _Condition:
    """Read `item = answer`, `item in (answer, …)`, joined by `and`, `or`, `not` and parentheses."""
    words, place = [], 0
    while match := _WORD.match(text, place):
        words.append(match[1])
        place = match.end()
    if text[place:].strip() or len(words) > _MOST_WORDS:
        raise _UnreadableError
    words.reverse()
    condition = _any(words, 0)
    if words:
        raise _UnreadableError
    return condition


def _any(words: list[str], deep: int) -> _Condition:
    return _joined(words, "or", lambda: _joined(words, "and", lambda: _one(words, deep + 1)))


def _joined(words: list[str], joint: str, part: Callable[[], _Condition]) -> _Condition:
    parts, decides = [part()], joint == "or"
    while words[-1:] == [joint]:
        words.pop()
        parts.append(part())

    def holds(answered: Mapping[str, str | None]) -> bool | None:
        held = [condition(answered) for condition in parts]
        return decides if decides in held else None if None in held else not decides

    return holds


def _one(words: list[str], deep: int) -> _Condition:
    if deep > _MOST_DEEP:
        raise _UnreadableError
    if words[-1:] == ["not"]:
        words.pop()
        negated = _one(words, deep + 1)
        return lambda answered: None if (holds := negated(answered)) is None else not holds
    if words[-1:] == ["("]:
        words.pop()
        within = _any(words, deep)
        _expect(words, ")")
        return within
    return _comparison(words)


def _comparison(words: list[str]) -> _Condition:
    item = _name(words)
    if words[-1:] != ["in"]:
        _expect(words, "=")
        named = [_name(words)]
    else:
        words.pop()
        _expect(words, "(")
        named = [_name(words)]
        while words[-1:] == [","]:
            words.pop()
            named.append(_name(words))
        _expect(words, ")")

    def holds(answered: Mapping[str, str | None]) -> bool | None:
        answer = answered.get(item, "")
        return None if answer is None else answer in named

    return holds


def _expect(words: list[str], sign: str) -> None:
    if not words or words.pop() != sign:
        raise _UnreadableError


def _name(words: list[str]) -> str:
    if not words or not words[-1][0].isalpha() or words[-1] in ("and", "or", "not", "in"):
        raise _UnreadableError
    return words.pop()

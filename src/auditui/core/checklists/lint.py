"""What is wrong with a checklist file, and what a careful author would look at again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditui.core.checklists import comparison, conditions
from auditui.core.checklists import file as checklist_file
from auditui.core.checklists.file import ChecklistError
from auditui.core.problem import Level, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.core.checklists.reading import Path

MOST_ITEMS = 16
_HELPERS = "is|are|was|were|do|does|did|has|have|had|can|could|should|will|would"
_TWO = re.compile(rf"\?.+\?|,? and ({_HELPERS})\b", re.IGNORECASE | re.DOTALL)
_NEGATIVE = re.compile(
    rf"^({_HELPERS})\b(?:(?!\b(?:who|that|which|if|where|had)\b)[^,?]){{0,60}}\b(not|never|without)\b"
    r"|^\w+n't\b|\bfail(s|ed)? to\b",
    re.IGNORECASE,
)
#: Reasons that would let a failing leave the sum, where it is the failing that should be counted.
_SWALLOWS = re.compile(
    r"(not (recorded|known|seen|found|done|held|available|completed|evidenced|sure)|unknown|unclear|missing|other|"
    r"n/?a|not applicable|none|no (records?|evidence|information|answer)|nothing recorded|don't know)[.!]?",
    re.IGNORECASE,
)
#: Words that two readers measure differently, unless a number stands beside them.
_VAGUE = re.compile(
    r"\b(most|mostly|many|several|some|few|appropriate(?:ly)?|adequate(?:ly)?|sufficient(?:ly)?|timely|regular(?:ly)?"
    r"|robust(?:ly)?|reasonabl[ey]|about \d+)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d|\b(one|two|three|four|five|half|all|every|each|none|fewer)\b", re.IGNORECASE)


def findings(text: str, name: str, known: Iterable[Checklist] = ()) -> tuple[Checklist | None, list[Problem]]:
    """Read a checklist file and return it, None if it cannot be used, with errors and advice by line.

    Where `known` holds the version it follows, its version map is checked as well.
    """
    try:
        checklist = checklist_file.parse(text, name)
    except ChecklistError as error:
        return None, error.problems
    lines = checklist_file.line_index(text)
    problems = []
    for level, about in ((Level.ERROR, _swallowing(checklist)), (Level.ADVICE, _advice(checklist))):
        for item, key, message in about:
            path = _item_path(checklist, item)
            problems.append(_problem(lines, level, item, message, (*path, key), path))
    for item, message in _map_faults(checklist, known):
        places = (("changes", "items", item), _item_path(checklist, item), ("changes",))
        problems.append(_problem(lines, Level.ERROR, item, message, *places))
    return checklist, sorted(
        problems, key=lambda problem: (problem.place.line, problem.level is Level.ADVICE)
    )


def _problem(lines: Mapping[Path, int], level: Level, item: str, message: str, *places: Path) -> Problem:
    """Return a problem with the line of the first of the places that the file has."""
    line = next((lines[place] for place in places if place in lines), 0)
    return Problem(Place(line=line, item=item), message, level)


def _map_faults(checklist: Checklist, known: Iterable[Checklist]) -> list[tuple[str, str]]:
    earlier = [other for other in known if other.id == checklist.id and other.version < checklist.version]
    before = max(earlier, key=lambda other: other.version, default=None)
    return comparison.map_faults(before, checklist) if before else []


def _item_path(checklist: Checklist, item_id: str) -> Path:
    """Return where an item stands in its file's data; empty if there is no such item."""
    for s, section in enumerate(checklist.sections):
        for n, item in enumerate(section.items):
            if item.id == item_id:
                return ("section", s, "item", n)
    return ()


def _swallowing(checklist: Checklist) -> Iterator[tuple[str, str, str]]:
    for item in checklist.items:
        for reason in item.not_applicable:
            if _SWALLOWS.fullmatch(reason.strip()):
                what = f"the reason {reason!r} would swallow the item: what is not there must count, not leave the sum"
                yield item.id, "not_applicable", what


def _advice(checklist: Checklist) -> Iterator[tuple[str, str, str]]:
    for item in checklist.items:
        for key, message in _about_item(checklist, item):
            yield item.id, key, message
    if len(checklist.items) > MOST_ITEMS:
        yield "", "", f"{len(checklist.items)} items: beyond {MOST_ITEMS}, auditors tire and answers worsen"
    if not any(item.scored for item in checklist.items):
        yield "", "", "nothing is scored"
    there = {item.about for item in checklist.items}
    yield from (("", "", words) for about, words in _NEEDED.items() if about not in there)


_NEEDED = {
    "impact": 'no item on impact (about = "impact"): what difference did the work make?',
    "voice": 'no item on the child\'s voice (about = "voice")',
    "strength": 'no item on strengths (about = "strength"): what went well is a finding too',
}


def _about_item(checklist: Checklist, item: Item) -> Iterator[tuple[str, str]]:
    if _TWO.search(item.question):
        what = "two questions in one: which of them does an answer mean? Split it, or say it as one"
        yield "question", what
    if _NEGATIVE.search(item.question):
        yield "question", "a negative question: 'no' would be the good answer. Turn it round"
    yield from _about_answers(item)
    if item.only_if is not None:
        offered = {other.id: other.offered for other in checklist.items[: checklist.position(item.id)]}
        if conditions.can_hold(item.only_if, offered) == {True}:
            yield "only_if", "only_if always holds: leave it out"


def _about_answers(item: Item) -> Iterator[tuple[str, str]]:
    """Yield what keeps two readers of one file from choosing the same answer."""
    standards = [option.standard for option in item.options]
    for standard in standards:
        vague = _VAGUE.search(standard)
        if vague and (vague[0].startswith("about") or not _NUMBER.search(standard)):
            yield "standard", f"{vague[0]!r} means another number to every reader: say how many, or by when"
    if len({standard.casefold() for standard in standards}) < len(standards):
        yield "standard", "two answers look the same in a file: say what tells them apart"

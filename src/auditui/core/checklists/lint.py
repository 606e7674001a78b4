"""What is wrong with a checklist file, and what a careful author would look at again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditui.core.checklists import comparison, conditions
from auditui.core.checklists import file as checklist_file
from auditui.core.checklists.file import ChecklistError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.core.checklists.file import Fault

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


@dataclass(frozen=True)
class Finding:
    """One thing found: an error, or advice."""

    line: int
    item: str
    message: str
    error: bool


def findings(text: str, name: str, known: Iterable[Checklist] = ()) -> tuple[Checklist | None, list[Finding]]:
    """Read a checklist file and return it, None if it cannot be used, with all that is found, by line.

    Where `known` holds the version it follows, its version map is checked as well.
    """
    try:
        checklist = checklist_file.parse(text, name)
    except ChecklistError as error:
        return None, [_error(fault) for fault in error.faults]
    lines = checklist_file.line_index(text)
    found = [*_swallowing(checklist, lines), *_advice(checklist, lines)]
    lower = [each for each in known if each.id == checklist.id and each.version < checklist.version]
    if before := max(lower, key=lambda each: each.version, default=None):
        for item, message in comparison.map_faults(before, checklist):
            line = (
                lines.get(("changes", "items", item))
                or _line(checklist, item, lines)
                or lines.get(("changes",), 0)
            )
            found.append(Finding(line, item, message, error=True))
    return checklist, sorted(found, key=lambda each: (each.line, not each.error))


def _error(fault: Fault) -> Finding:
    return Finding(fault.line, fault.item, fault.message, error=True)


def _line(checklist: Checklist, item_id: str, lines: Mapping[checklist_file.Path, int], key: str = "") -> int:
    path = checklist_file.item_path(checklist, item_id)
    return lines.get((*path, key)) or lines.get(path, 0)


def _swallowing(checklist: Checklist, lines: Mapping[checklist_file.Path, int]) -> Iterator[Finding]:
    for item in checklist.items:
        for reason in item.not_applicable:
            if _SWALLOWS.fullmatch(reason.strip()):
                said = f"the reason {reason!r} would swallow the item: what is not there must count, not leave the sum"
                yield Finding(_line(checklist, item.id, lines, "not_applicable"), item.id, said, error=True)


def _advice(checklist: Checklist, lines: Mapping[checklist_file.Path, int]) -> Iterator[Finding]:
    for item in checklist.items:
        for key, message in _about_item(checklist, item):
            yield Finding(_line(checklist, item.id, lines, key), item.id, message, error=False)
    scored = [item for item in checklist.items if item.scored]
    if len(checklist.items) > MOST_ITEMS:
        yield Finding(
            0,
            "",
            f"{len(checklist.items)} items: beyond {MOST_ITEMS}, auditors tire and answers worsen",
            error=False,
        )
    if not scored:
        yield Finding(0, "", "nothing is scored", error=False)
    for about, words in (
        ("impact", 'no item on impact (about = "impact"): what difference did the work make?'),
        ("voice", 'no item on the child\'s voice (about = "voice")'),
        ("strength", 'no item on strengths (about = "strength"): what went well is a finding too'),
    ):
        if not any(item.about == about for item in checklist.items):
            yield Finding(0, "", words, error=False)


def _about_item(checklist: Checklist, item: Item) -> Iterator[tuple[str, str]]:
    if _TWO.search(item.question):
        yield (
            "question",
            "two questions in one: which of them does an answer mean? Split it, or say it as one",
        )
    if _NEGATIVE.search(item.question):
        yield "question", "a negative question: 'no' would be the good answer. Turn it round"
    if item.only_if is not None:
        offered = {other.id: other.offered for other in checklist.items[: checklist.position(item.id)]}
        if conditions.can_hold(item.only_if, offered) == {True}:
            yield "only_if", "only_if always holds: leave it out"

"""The kinds of item, by name. A new kind is one module beside these, and its place in this registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditui.core.checklists.fields import FIRST, LAST, checklist
from auditui.core.checklists.shapes import NEEDED, OneOf, Table
from auditui.core.errors import AnswerError
from auditui.core.kinds.choice import Choice
from auditui.core.kinds.count_pair import CountPair
from auditui.core.kinds.graded import Graded
from auditui.core.kinds.interval import Interval
from auditui.core.kinds.rated import Rated
from auditui.core.kinds.several import Several
from auditui.core.kinds.text import Text
from auditui.core.kinds.yes_no import YesNo
from auditui.core.scale import FOUR_WORDS, Scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Item
    from auditui.core.checklists.shapes import Field
    from auditui.core.kinds.kind import Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (Rated(), YesNo(), Graded(), Choice(), Interval(), CountPair(), Several(), Text())
}  # fmt: skip

#: What a kind may leave out, and what only some kinds have, no item needs.
_OWN = {part.key for kind in KINDS.values() for part in kind.fields}
_LOOSE = _OWN | {key for kind in KINDS.values() for key in kind.usual}


def _of_any_kind(part: Field) -> Field:
    if part.key == "kind":
        return replace(part, shape=OneOf(tuple(KINDS)))
    return replace(part, default=None) if part.default is NEEDED and part.key in _LOOSE else part


#: Every field an item can have, in the order of a file, and the whole table of a checklist file.
ITEM = Table(
    tuple(map(_of_any_kind, (*FIRST, *(part for kind in KINDS.values() for part in kind.fields), *LAST)))
)
CHECKLIST = checklist(ITEM)


def on_scale(scale: Scale) -> tuple[Field, ...]:
    """Return every field of a checklist that is judged on this scale."""
    return checklist(ITEM, scale).fields


def usual(part: Field, kind: str, scale: Scale = FOUR_WORDS) -> object:
    """Return what a field is where a file on this scale does not say it of an item of this kind."""
    return KINDS[kind].under(scale).usual.get(part.key, part.default) if kind in KINDS else part.default


def of(item: Item) -> Kind:
    """Return the kind of an item."""
    return KINDS[item.kind]


def choose(item: Item, value: str) -> Answer:
    """Answer with one of the item's options; AnswerError if it has no such option, or is answered by typing."""
    return of(item).choose(item, value)


def behind(item: Item, answer: Answer) -> str:
    """Say what stands behind an answer; its plain detail where that is not what its item's kind understands."""
    return _readable(item, answer, of(item).behind)


def in_words(item: Item, answer: Answer) -> str:
    """Say an answer and what stands behind it: ``Late, 2 Mar 2026 to 24 Mar 2026: 16 working days …``."""
    details = behind(item, answer)
    return item.label(answer.value) + (f", {details}" if details else "")


def meaning(item: Item, answer: Answer) -> str:
    """Say what an answer means, as `behind` does."""
    return _readable(item, answer, of(item).meaning)


def _readable(item: Item, answer: Answer, words: Callable[[Item, Answer], str]) -> str:
    # A journal may hold answers that no door here would have let in.
    try:
        return words(item, answer)
    except (AnswerError, KeyError, TypeError, ValueError, OverflowError):
        return ", ".join(f"{key} {value}" for key, value in sorted(answer.detail.items()))


def check(item: Item, answer: Answer) -> None:
    """Raise AnswerError unless `answer` is one that `item` offers."""
    of(item).check(item, answer)

"""An answer to an item: one of its options with what stands behind it, or one of the three non-answers."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from auditui.core.checklists.checklist import COULD_NOT_SEE, NOT_APPLICABLE, NOT_RECORDED, Item
from auditui.core.errors import AnswerError

Detail = str | int | list[str]


class Answer(Struct, frozen=True, gc=False):
    """What was answered. `value` is an option's id or a non-answer; `reason` belongs to not applicable.

    `detail` is what the value follows from, in plain values: an interval's dates, a count pair's counts. Which
    details there can be is for the item's kind to say.
    """

    item: str
    value: str
    reason: str = ""
    detail: Mapping[str, Detail] = {}

    def __hash__(self) -> int:
        """Hash all but the detail, which may hold lists."""
        return hash((self.item, self.value, self.reason))


def not_applicable(item: Item, reason: str) -> Answer:
    """Answer that the item does not apply, for one of the reasons it lists."""
    if not item.not_applicable:
        raise AnswerError(f"{item.title} applies to every file", f"Answer with {_labels_of(item)}")
    if reason not in item.not_applicable:
        raise AnswerError(f"That is no reason {item.title} may be not applicable", "Choose one it lists")
    return Answer(item.id, NOT_APPLICABLE, reason)


def not_recorded(item: Item) -> Answer:
    """Answer that the file should show it and does not; counts as not met."""
    if not item.not_recorded:
        raise AnswerError(
            f"{item.title} has its own answer for what is not recorded", f"It has {_labels_of(item)}"
        )
    return Answer(item.id, NOT_RECORDED)


def could_not_see(item: Item) -> Answer:
    """Answer that this part of the record was closed to the auditor."""
    return Answer(item.id, COULD_NOT_SEE)


def options_of(item: Item) -> str:
    """List the ids of an item's options, for a message."""
    return ", ".join(option.id for option in item.options)


def _labels_of(item: Item) -> str:
    return ", ".join(option.label for option in item.options)

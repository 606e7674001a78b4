"""Moving an open audit to another version of its checklist: what becomes of each answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.checklists.lineage import item_origins
from auditui.core.errors import AnswerError, AuditError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Checklist, Item


@dataclass(frozen=True)
class Move:
    """What becomes of an audit's answers in another version: ids of items, in order."""

    kept: tuple[str, ...]
    again: tuple[str, ...]
    lost: tuple[str, ...]
    new: tuple[str, ...]


def move(versions: Sequence[Checklist], now: Checklist, to: Checklist, answers: Mapping[str, Answer]) -> Move:
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
    joined = [
        item for item in to.items if origins.get((now.version, item.id)) == origins[to.version, item.id]
    ]
    kept = tuple(item.id for item in joined if _offers(item, answers.get(item.id)))
    here, there = ({item.id: None for item in version.items} for version in (now, to))
    return Move(
        kept,
        tuple(item for item in there if item in answers and item not in kept),
        tuple(item for item in here if item in answers and item not in there),
        tuple(item.id for item in to.items if item.scored and item.id not in here),
    )


def _offers(item: Item, answer: Answer | None) -> bool:
    if answer is None:
        return False
    try:
        kinds.check(item, answer)
    except AnswerError:
        return False
    return True

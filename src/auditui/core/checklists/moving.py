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
    from auditui.core.checklists.checklist import Checklist


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
    fates: dict[str, list[str]] = {"kept": [], "again": [], "lost": [], "new": [], "": []}
    for name in dict.fromkeys(item.id for item in (*to.items, *now.items)):
        joined = origins.get((now.version, name)) == origins.get((to.version, name))
        fates[_fate(now, to, name, answers.get(name), joined=joined)].append(name)
    return Move(*(tuple(fates[fate]) for fate in Move.__dataclass_fields__))


def _fate(now: Checklist, to: Checklist, name: str, answer: Answer | None, *, joined: bool) -> str:
    """Return what becomes of an item's answer, as Move calls it; empty where nothing does."""
    item = to.item(name)
    if item is None:
        return "lost" if answer else ""
    if answer is None:
        return "new" if item.scored and now.item(name) is None else ""
    try:
        kinds.check(item, answer)
    except AnswerError:
        return "again"
    return "kept" if joined else "again"

"""Which versions' figures may be joined: over items that are the same, or reworded and comparable."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from auditui.core.checklists.checklist import Checklist


def item_origins(versions: Sequence[Checklist]) -> dict[tuple[int, str], int]:
    """Return, for each version and item, the first version its figures are joined back to.

    `versions` are all of one checklist, lowest first. Two versions' figures of an item may be joined where
    this gives the same.
    """
    origins: dict[tuple[int, str], int] = {}
    before = 0
    for checklist in versions:
        now, changes = checklist.version, checklist.changes
        for item in checklist.items:
            relation = changes.of(item.id) if changes and changes.since == before else None
            joined = relation is not None and relation.joins
            origins[now, item.id] = origins.get((before, item.id), now) if joined else now
        before = now
    return origins


def pooled_origins(versions: Sequence[Checklist], section: str = "") -> dict[int, int]:
    """Return, for each version, the first one whose figures over all items (of a section) are joined with it.

    They are joined only where the same items are asked and each of them may be joined.
    """
    items = item_origins(versions)
    origins: dict[int, int] = {}
    before, pooled_before = 0, None
    for checklist in versions:
        parts = [part for part in checklist.sections if section in ("", part.id)]
        scored = [item.id for part in parts for item in part.items if item.scored]
        pooled = {item: items[checklist.version, item] for item in scored}
        origins[checklist.version] = origins[before] if pooled == pooled_before else checklist.version
        before, pooled_before = checklist.version, pooled
    return origins


def judged_origins(versions: Sequence[Checklist]) -> dict[int, int]:
    """Return, for each version, the first one of those in a row before it that are judged on the same scale."""
    origins: dict[int, int] = {}
    before: Checklist | None = None
    for checklist in versions:
        same = before is not None and before.scale == checklist.scale
        origins[checklist.version] = origins[before.version] if before and same else checklist.version
        before = checklist
    return origins


class Lineages:
    """The versions of many checklists, asked for the first version with which a figure is joined."""

    def __init__(self, checklists: Iterable[Checklist]) -> None:
        """Take all versions of all checklists; of two with one number the first stands, and the twin is joined with none."""
        self._versions: dict[str, list[Checklist]] = {}
        self._twins: dict[str, int] = {}
        for checklist in sorted(checklists, key=lambda checklist: checklist.version):
            standing = self._versions.setdefault(checklist.id, [])
            if standing and standing[-1].version == checklist.version:
                self._twins[checklist.digest] = -len(self._twins) - 1
            else:
                standing.append(checklist)
        self._items = {name: item_origins(versions) for name, versions in self._versions.items()}
        self._pooled: dict[tuple[str, str], dict[int, int]] = {}
        self._judged = {name: judged_origins(versions) for name, versions in self._versions.items()}

    def item(self, checklist: Checklist, item: str) -> int:
        """Return the first version whose figures of this item are joined with this one's; below 0 for a twin."""
        if checklist.digest in self._twins:
            return self._twins[checklist.digest]
        return self._items[checklist.id][checklist.version, item]

    def pooled(self, checklist: Checklist, section: str = "") -> int:
        """Return the first version whose figures over all items, or a section's, are joined; below 0 for a twin."""
        if checklist.digest in self._twins:
            return self._twins[checklist.digest]
        key = (checklist.id, section)
        if key not in self._pooled:
            self._pooled[key] = pooled_origins(self._versions[checklist.id], section)
        return self._pooled[key][checklist.version]

    def judged(self, checklist: Checklist) -> int:
        """Return the first version whose judgements are counted with this one's; below 0 for a twin on another scale."""
        twin = self._twins.get(checklist.digest)
        standing = next(one for one in self._versions[checklist.id] if one.version == checklist.version)
        alike = twin is None or standing.scale == checklist.scale
        return self._judged[checklist.id][checklist.version] if twin is None or alike else twin

    def versions(self, checklist_id: str) -> list[Checklist]:
        """Return the versions of a checklist, the lowest first."""
        return self._versions.get(checklist_id, [])

    def said(self, versions: Iterable[int], origin: int = 0) -> str:
        """Write the versions a figure joins: ``v1`` or ``v1-v3``, or whose ``v2`` it is where `origin` is a twin's."""
        known = sorted(versions)
        if origin < 0:
            return f"v{known[0]} of another desk"
        return f"v{known[0]}" if len(known) == 1 else f"v{known[0]}-v{known[-1]}"

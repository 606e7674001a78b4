"""What was shared before, and what another page would add to it: by subtraction, too.

A page shows numbers of audits (or of answers to an item) of a group in some months. Two numbers of one group whose months
lie within one another tell a third: that of the months between. So every group has a line of months; each number shown
joins the two ends of its months, and whatever ends are joined, directly or by others, the number between them is known.
A number may be shown where nothing it tells is small.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core.periods import number, shifted
from auditui.figures.suppression import is_small
from auditui.figures.tallies import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: The end of a window that begins with the first audit there is.
_BEGINNING = -1


class Cell(Struct, frozen=True, array_like=True):
    """A number that a page showed: of which group, from which month ("" for the first there is) to which, how many."""

    group: str
    since: str
    until: str
    count: int


def group_of(where: Selection, **more: str) -> str:
    """Name a group of audits: what is selected, and what a row of a table says beside it; months apart."""
    asked = {"checklist": where.checklist, "team": where.team, "auditor": where.auditor, **dict(where.strata)}
    named = {name: value for name, value in asked.items() if value}
    return json.dumps(named | more, sort_keys=True, separators=(",", ":"))


def also_of(group: str, **more: str) -> str:
    """Name the part of a group that has this too."""
    return json.dumps(json.loads(group) | more, sort_keys=True, separators=(",", ":"))


class _Line:
    """What is known of one group: ends of months that are joined, each with the number of all months before it."""

    def __init__(self) -> None:
        self.joined: list[dict[int, int]] = []

    def known(self) -> Iterator[tuple[int, int, int]]:
        """Yield every stretch of months of which the number is known: first end, last end, number."""
        for ends in self.joined:
            for start, end in combinations(sorted(ends), 2):
                yield start, end, ends[end] - ends[start]

    def between(self, start: int, end: int) -> int | None:
        """Return the number between two ends; None if it is not known."""
        for ends in self.joined:
            if start in ends and end in ends:
                return ends[end] - ends[start]
        return None

    def with_(self, start: int, end: int, count: int) -> _Line:
        """Return the line with one number more; where it contradicts what was known, it is what holds from now on."""
        line = _Line()
        first: dict[int, int] = {start: 0}
        last: dict[int, int] = {end: count}
        for ends in self.joined:
            if start in ends and end in ends:  # known already, or corrected since
                first = {place: total - ends[start] for place, total in ends.items()}
                last = {end: count}
                del first[end]
            elif start in ends:
                first = {place: total - ends[start] for place, total in ends.items()}
            elif end in ends:
                last = {place: total - ends[end] + count for place, total in ends.items()}
            else:
                line.joined.append(ends)
        line.joined.append(first | last)
        return line

    def gives_away(self, start: int, end: int, count: int, small: int) -> bool:
        """Whether this number beside what is known tells a small one."""
        held = self.between(start, end)
        if held is not None:
            return is_small(abs(count - held), small)
        before = set(self.known())
        known = list(self.with_(start, end, count).known())
        new = [stretch for stretch in known if stretch not in before]
        return any(is_small(abs(total), small) for _, _, total in new) or any(
            is_small(abs(total - inner), small)
            for one in new
            for other in known
            for (first, last, total), (begin, stop, inner) in ((one, other), (other, one))
            if first <= begin and stop <= last and one != other
        )


class Release:
    """A page, or several that leave together, checked against what was shared before; it remembers what it shows.

    `small` is the count up to which figures are hidden; with 0 nothing is, and nothing is remembered. `secret` is what the
    lots are drawn from: the same each time, and known to nobody who reads a page. `begun` is the first month with audits, `over`
    the last that is over.
    """

    def __init__(
        self,
        small: int,
        *,
        secret: bytes = b"",
        earlier: Iterable[Cell] = (),
        begun: str = "",
        over: str = "",
    ) -> None:
        """Begin with what was shared earlier, the oldest first."""
        self.small, self.over = small, over
        self._secret, self._begun = secret, begun
        self._lines: defaultdict[str, _Line] = defaultdict(_Line)
        self.shown: list[Cell] = []
        #: Whether a number was kept back because of what was shared before, and whether any was shown at all.
        self.kept_back = self.any_shown = False
        shared = tuple(earlier)
        self._earlier = frozenset(shared)
        for cell in shared:
            self._join(cell)

    def lot(self, *name: object) -> float:
        """Draw the lot of a name, from 0 to 1; the same whenever it is drawn."""
        drawn = sha256(self._secret + repr(name).encode()).digest()
        return int.from_bytes(drawn[:8]) / 2**64

    def closed(self, where: Selection) -> Selection:
        """Return the selection without months that are not over."""
        until = min(filter(None, (where.until, self.over)), default="")
        return replace(where, until=until) if self.small else where

    def gives_away(self, group: str, where: Selection, count: int) -> bool:
        """Whether showing the number of a group, in the months selected, would tell a small one beside what was shared."""
        if not self.small or group not in self._lines:
            return False
        told = self._lines[group].gives_away(*self._ends(where), count, self.small)
        self.kept_back = self.kept_back or told
        return told

    def gives_away_together(self, parts: Mapping[str, int], where: Selection) -> bool:
        """Whether the sum of hidden groups, which follows from a total, would tell a small number of some of them."""
        if not self.small:
            return False
        whole = self._lines.get(together(parts), _Line())
        lines = [self._lines.get(part, _Line()) for part in parts]
        for start, end, _ in sorted(lines[0].known()):
            counts = [count for line in lines if (count := line.between(start, end)) is not None]
            if len(counts) == len(lines) and whole.between(start, end) is None:
                whole = whole.with_(start, end, sum(counts))
        return whole.gives_away(*self._ends(where), sum(parts.values()), self.small)

    def sums_told(self, parts: Mapping[str, int], where: Selection) -> Iterator[set[str]]:
        """Yield groups of which a sum was known before, and that shown one by one would tell a small number now."""
        for name, line in list(self._lines.items()):
            if name.startswith("["):
                named = set(json.loads(name))
                total = sum(parts[part] for part in named & parts.keys())
                if named <= parts.keys() and line.gives_away(*self._ends(where), total, self.small):
                    yield named

    def show(self, group: str, where: Selection, count: int) -> None:
        """Remember that the number of a group in the months selected is shown."""
        if not self.small:
            return
        cell, (start, end) = self._cell(group, where, count), self._ends(where)
        self.any_shown = True
        if self._lines[group].between(start, end) != count:
            self._join(cell)
            self.shown.append(cell)

    def _cell(self, group: str, where: Selection, count: int) -> Cell:
        since = "" if not where.since or where.since <= self._begun else where.since
        return Cell(group, since, where.until or self.over, count)

    def _join(self, cell: Cell) -> None:
        start, end = self._ends(Selection(since=cell.since, until=cell.until))
        self._lines[cell.group] = self._lines[cell.group].with_(start, end, cell.count)

    def _ends(self, where: Selection) -> tuple[int, int]:
        """Return the ends of the months selected: that before the first, and that after the last."""
        from_first = not where.since or where.since <= self._begun
        until = where.until or self.over or "9999-11"
        return _BEGINNING if from_first else number(where.since), number(shifted(until, 1))


#: For own use: everything is shown, and nothing remembered.
OWN_USE = Release(0)


def together(groups: Iterable[str]) -> str:
    """Name several groups of which only the sum is known."""
    return json.dumps(sorted(groups), separators=(",", ":"))

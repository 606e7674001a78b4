"""Small groups: which rows to hide, so that no table gives a few children away, and none can be worked out from the rest.

A row of 1 to the threshold is hidden (primary suppression; the Department for Education's children in need statistics
print `c` for 1 to 5). A hidden row that a sum, or a chain of sums, would give back takes others with it (secondary
suppression), until every hidden count could be at least `VALUES` numbers and the hidden rows of each sum come to more
than the threshold.

A hidden count could be another where some other counts fit everything that is shown. In tables of whole numbers whose
sums run along rows and columns that is so when it lies on a cycle of hidden counts that can be moved by one, up and down
in turn, without changing any sum: a path in the residual graph of a flow, with sums as nodes and counts as edges (Ahuja,
Magnanti and Orlin, Network Flows, 1993; for suppression Gusfield, SIAM J. Comput. 17, 1988).

Which others are hidden is drawn by lot, smaller ones more often. A reader who knows this rule, but not the lots, cannot
conclude from what was hidden with it what a count is: with other lots any other counts that fit would look the same.
"""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

    #: What a path costs, and the counts on it, each with the step it makes.
    _Path = tuple[float, tuple[tuple["K", int], ...]]
    #: A sum, by its place, and how far it is off: +1 or -1.
    _Node = tuple[int, int]

K = TypeVar("K", bound="Hashable")

#: The usual threshold: counts from 1 to this are small.
SMALL = 5
#: So many numbers every hidden count could be.
VALUES = 3
#: Where a path ends that moves a count which is in no other sum.
_EXIT = (-1, 0)


class Hidden(Enum):
    """Stands in place of a figure that is not shown; prints as in the Department for Education's tables."""

    HIDDEN = "c"

    def __str__(self) -> str:
        """What is printed in its place."""
        return self.value


HIDDEN: Final = Hidden.HIDDEN


def is_small(count: int, threshold: int = SMALL) -> bool:
    """Whether a count is too small to be shown: from 1 to `threshold`."""
    return 1 <= count <= threshold


def hidden(
    counts: Mapping[K, int],
    sums: Sequence[Collection[K]],
    threshold: int,
    lot: Callable[[K], float],
    also: Collection[K] = (),
    *,
    least: int = 1,
) -> set[K]:
    """Return the names of the counts to hide: the small ones, those in `also`, and what would give them back.

    `sums` are the groups of counts whose sum a reader knows; none is in more than two (ValueError). `lot` is a number from
    0 to 1 for each name, that a reader does not know. `least` is what a reader knows a hidden count to be at least: 1
    where rows of nought are not listed, 0 where hidden ones are not listed either; then noughts are hidden too. Where
    every count of a sum is hidden and a count could still not be `VALUES` numbers, the sum gives it away in any case.
    """
    if any(number < 0 for number in counts.values()):
        raise ValueError("counts are not below zero")
    hide = {name for name, number in counts.items() if is_small(number, threshold)}
    hide |= {name for name in also if counts[name]}
    waiting = sorted(hide, key=str)
    if not least and hide:
        hide |= {name for name, number in counts.items() if not number}
    graph = _ResidualGraph(counts, sums, hide, lot, least)
    while waiting:
        graph.make_safe(waiting.pop())
        for whole in sums:
            more = _too_few(counts, whole, graph.hidden, threshold)
            if more:
                chosen = min(more, key=graph.price)
                graph.hidden.add(chosen)
                waiting.append(chosen)
    return graph.hidden


def _too_few(counts: Mapping[K, int], whole: Collection[K], hide: set[K], threshold: int) -> list[K]:
    """Return which counts could be hidden too, where the hidden ones of a sum come to a small number."""
    together = sum(counts[name] for name in whole if name in hide)
    return (
        [name for name in whole if counts[name] and name not in hide] if is_small(together, threshold) else []
    )


class _ResidualGraph(Generic[K]):
    """Sums as nodes and counts as edges, along which a change of one count can be passed on; `hidden` grows."""

    def __init__(
        self,
        counts: Mapping[K, int],
        sums: Sequence[Collection[K]],
        hide: set[K],
        lot: Callable[[K], float],
        least: int,
    ) -> None:
        self.counts = dict(counts)
        self._least, self._free = least, False
        self.hidden = set(hide)
        self._lot = lot
        self.sums_of: defaultdict[K, list[int]] = defaultdict(list)
        self.sums = [list(parts) for parts in sums]
        for place, parts in enumerate(self.sums):
            for part in parts:
                self.sums_of[part].append(place)
                if len(self.sums_of[part]) > 2:
                    raise ValueError("a count is in more than two sums")

    def price(self, name: K) -> float:
        """Return what hiding a count costs, nothing if it is hidden: by lot, a smaller one mostly less."""
        return 0.0 if name in self.hidden else (1 + self.counts[name]) * (0.01 + self._lot(name))

    def make_safe(self, start: K) -> None:
        """Hide what is needed for a count to be `VALUES` numbers, it being one of them, and the others on the way."""
        if sum(self._moves(start, step, VALUES - 1, free=True) for step in (1, -1)) < VALUES - 1:
            moves = self._moves(start, 1, VALUES - 1, free=False)
            self._moves(start, -1, VALUES - 1 - moves, free=False)

    def _moves(self, start: K, step: int, most: int, *, free: bool) -> int:
        """Move a count by `step` up to `most` times, hiding what goes with it; `free`: only with what is hidden."""
        true, self._free = dict(self.counts), free
        moved = 0
        while moved < most and (path := self._move(start, step)) is not None:
            self.hidden |= {name for name, _ in path}
            for name, by in path:
                self.counts[name] += by
            moved += 1
        self.counts = true
        return moved

    def _move(self, start: K, step: int) -> tuple[tuple[K, int], ...] | None:
        """Return the cheapest way to move a count by `step` and leave all sums as they are; None if there is none.

        A count moved by one changes its sums; the next count of a changed sum sets it right and changes its own other sum,
        until the sum is reached that was changed first, or a count that is in no other sum.
        """
        if self.counts[start] + step < self._least:
            return None
        ends = [(place, step) for place in self.sums_of[start]]
        moved = ((start, step),)
        if not ends:
            return moved
        out = self._path(ends[0], _EXIT, {start})
        if len(ends) == 1:
            return (*moved, *out[1]) if out else None
        first, (place, by) = ends
        ways = [self._path(first, (place, -by), {start})]
        if out:
            other = self._path((place, by), _EXIT, {start, *(name for name, _ in out[1])})
            ways.append((out[0] + other[0], out[1] + other[1]) if other else None)
        there = [way for way in ways if way]
        return (*moved, *min(there, key=lambda way: way[0])[1]) if there else None

    def _path(self, start: _Node, end: _Node, without: Collection[K]) -> _Path[K] | None:
        """Return the cheapest way to set the sum `start` right by changing `end`, or a count in no other sum."""
        queue: list[tuple[float, int, _Node, tuple[tuple[K, int], ...]]] = [(0.0, 0, start, ())]
        seen: set[_Node] = set()
        order = 0
        while queue:
            spent, _, node, steps = heappop(queue)
            if steps and node == end:
                return spent, steps
            if node in seen or node == _EXIT:
                continue
            seen.add(node)
            used = {*without, *(name for name, _ in steps)}
            for name, ahead in self._steps(node, used):
                order += 1
                heappush(queue, (spent + self.price(name), order, ahead, (*steps, (name, -node[1]))))
        return None

    def _steps(self, node: _Node, used: set[K]) -> Iterator[tuple[K, _Node]]:
        """Yield the counts that could set a sum right, each with the sum that it changes in turn."""
        place, off = node
        for name in self.sums[place]:
            can_be = name in self.hidden or (self.counts[name] and not self._free)
            if name not in used and can_be and self.counts[name] - off >= self._least:
                others = [other for other in self.sums_of[name] if other != place]
                yield name, (others[0], -off) if others else _EXIT

"""Small counts: which to hide, so that no table gives a child away, and none can be worked out from the rest.

A count from 1 to the threshold is hidden (primary suppression; the Department for Education's children in need
statistics print `c` for 1 to 5). A hidden count that its row, its column or a chain of both would give back
takes others with it (secondary suppression). Zero stays zero: it is hidden only where nothing else helps.

A hidden count is safe when some other counts, none below 1 since zeros are shown, fit everything that is shown. In
tables of whole numbers whose sums run along rows and columns, that is so when the count lies on a cycle of hidden
counts that can be moved by one, up and down in turn, without changing any sum; `hidden` looks for the cheapest such
cycle of each: a shortest path in the residual graph of a flow, with sums as nodes and counts as edges (Ahuja,
Magnanti and Orlin, Network Flows, 1993; for suppression Gusfield, SIAM J. Comput. 17, 1988).
"""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence

    #: What a path costs, and the counts on it.
    _Path = tuple[int, frozenset["K"]]
    #: A sum, by its place, and how far it is off: +1 or -1.
    _Node = tuple[int, int]

K = TypeVar("K", bound="Hashable")

#: The usual threshold: counts from 1 to this are small.
SMALL = 5
#: What hiding a zero or a total costs more than hiding any other count: done only where nothing else helps.
_PENALTY = 10**9
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
    sums: Sequence[tuple[Hashable, Collection[K]]],
    threshold: int = SMALL,
    also: Collection[K] = (),
) -> set[K]:
    """Return the names of the counts to hide: the small ones, those in `also`, and what would give them back.

    `sums` are all the sums a reader knows: a total's name with its parts'. A total that is no count here is
    known and kept; where the totals alone tell a count, such as of a row with one count in it, it stays hidden and
    cannot be made safe. No count may be in more than two sums, as part or as total: the sums along rows and along
    columns of a table, or a total of totals. ValueError if one is, and for counts below zero.
    """
    if any(number < 0 for number in counts.values()):
        raise ValueError("counts are not below zero")
    graph = _ResidualGraph(counts, sums, threshold, also)
    safe: set[K] = set()
    waiting = sorted(graph.hidden, key=lambda name: (-counts[name], str(name)))
    while waiting:
        name = waiting.pop()
        if name in safe:
            continue
        # Zeros are shown, so that a reader takes what is hidden for 1 or more. If no cycle fits that, zeros are hidden
        # too, and nobody can take it so. If none fits that either, the sums give the count away whatever else is hidden.
        cycle = graph.cycle(name, floor=1) or graph.cycle(name, floor=0)
        if cycle is not None:
            graph.hidden |= cycle
            safe |= cycle
    return graph.hidden


class _ResidualGraph(Generic[K]):
    """Sums as nodes and counts as edges, along which a change of one count can be passed on; `hidden` grows."""

    def __init__(
        self,
        counts: Mapping[K, int],
        sums: Sequence[tuple[Hashable, Collection[K]]],
        threshold: int,
        also: Collection[K],
    ) -> None:
        self.counts = counts
        self.hidden = {name for name, number in counts.items() if is_small(number, threshold)} | set(also)
        self.totals = {total for total, _ in sums}
        #: For every count the sums it is in, +1 as a part or -1 as the total; and the other way round.
        self.sums_of: defaultdict[K, list[_Node]] = defaultdict(list)
        self.counts_in: defaultdict[int, list[tuple[K, int]]] = defaultdict(list)
        for place, (total, parts) in enumerate(sums):
            for part in parts:
                self._add(part, place, 1)
            if total in counts:
                self._add(total, place, -1)  # type: ignore[arg-type] # a total that is a count has its type

    def _add(self, name: K, place: int, sign: int) -> None:
        self.sums_of[name].append((place, sign))
        self.counts_in[place].append((name, sign))
        if len(self.sums_of[name]) > 2:
            raise ValueError("a count is in more than two sums")

    def cost(self, name: K, step: int, floor: int) -> int | None:
        """Return what hiding a count costs, nothing if it is hidden; None if it cannot be moved by `step`."""
        number = self.counts[name]
        if step < 0 and number <= floor:
            return None
        if name in self.hidden:
            return 0
        return number + 1 + (_PENALTY if number == 0 or name in self.totals else 0)

    def path(self, start: _Node, end: _Node, without: Collection[K], floor: int) -> _Path[K] | None:
        """Return the cheapest way to set the sum `start` right by changing `end`, or a count in no other sum."""
        queue: list[tuple[int, int, _Node, tuple[K, ...]]] = [(0, 0, start, ())]
        seen: set[_Node] = set()
        order = 0
        while queue:
            spent, _, node, names = heappop(queue)
            if names and node == end:
                return spent, frozenset(names)
            if node in seen or node == _EXIT:
                continue
            seen.add(node)
            for name, cost, ahead in self._steps(node, {*names, *without}, floor):
                order += 1
                heappush(queue, (spent + cost, order, ahead, (*names, name)))
        return None

    def _steps(self, node: _Node, without: set[K], floor: int) -> Iterator[tuple[K, int, _Node]]:
        """Yield the counts that could set a sum right: each with its cost, and the sum that it changes in turn."""
        place, step = node
        for name, sign in self.counts_in[place]:
            cost = self.cost(name, -step * sign, floor)
            if cost is not None and name not in without:
                others = [(other, -step * sign * by) for other, by in self.sums_of[name] if other != place]
                yield name, cost, others[0] if others else _EXIT

    def cycle(self, start: K, *, floor: int) -> frozenset[K] | None:
        """Return the cheapest set of counts, `start` in it, that could each be another; None if there is none.

        A count moved by one changes its sums; the next count of a changed sum sets it right and changes its own other
        sum, until the sum is reached that was changed first. A count in one sum only moves freely. None falls below
        `floor`.
        """
        if not self.sums_of[start]:
            return frozenset((start,))
        steps = (1, -1) if self.counts[start] > floor else (1,)
        cycles = [cycle for step in steps for cycle in self._cycles(start, step, floor)]
        return min(cycles, key=lambda cycle: cycle[0])[1] | {start} if cycles else None

    def _cycles(self, start: K, step: int, floor: int) -> list[_Path[K]]:
        """Return the ways to set right what a step of `start` changes: round through both sums, or out of each."""
        ends = [(place, step * sign) for place, sign in self.sums_of[start]]
        out = self.path(ends[0], _EXIT, {start}, floor)
        if len(ends) == 1:
            return [out] if out else []
        (first, (place, sign)) = ends
        round_trip = self.path(first, (place, -sign), {start}, floor)
        other = self.path((place, sign), _EXIT, {start, *out[1]}, floor) if out else None
        both = (out[0] + other[0], out[1] | other[1]) if out and other else None
        return [cycle for cycle in (round_trip, both) if cycle]

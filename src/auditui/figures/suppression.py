"""Small counts: which to hide, so that no table gives a child away, and none can be worked out from the rest.

A count from 1 to the threshold is hidden (primary suppression; the Department for Education's children in need
statistics print `c` for 1 to 5). A hidden count that its row, its column or a chain of both would give back
takes others with it (secondary suppression). Nought stays nought: it is hidden only where nothing else helps.

A hidden count is safe when some other counts, none below 1 since nought is shown, fit everything that is shown. In tables of
whole numbers whose sums run along rows and columns, that is so when the count lies on a circle of hidden counts
that can be moved by one, up and down in turn, without changing any sum; `hidden` looks for the cheapest such
circle of each.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping, Sequence

    #: What a walk costs, and the counts on it.
    _Way = tuple[int, frozenset["K"]]

K = TypeVar("K", bound="Hashable")

#: The usual threshold: counts from 1 to this are small.
SMALL = 5
#: What hiding a nought or a total costs more than hiding any other count: done only where nothing else helps.
_DEAR = 10**9
#: Where a walk ends that moves a count which is in no other sum.
_OPEN = (-1, 0)


def is_small(count: int, threshold: int = SMALL) -> bool:
    """Whether a count is too small to be shown: from 1 to `threshold`."""
    return 1 <= count <= threshold


def suppress(table: Sequence[Sequence[int]], threshold: int = SMALL) -> list[list[int | None]]:
    """Return a table of counts with what must be hidden as None; totals of rows and columns are known and kept.

    `table` holds the counts themselves, rows of one length, without totals. A table whose totals alone tell a
    count, such as a row with one count in it, keeps that count hidden and cannot make it safe: a small total
    is for the caller to hide. ValueError for counts below nought or rows of different lengths.
    """
    if any(len(row) != len(table[0]) for row in table):
        raise ValueError("rows of different lengths are no table")
    counts = {(r, c): number for r, row in enumerate(table) for c, number in enumerate(row)}
    sums: list[tuple[Hashable, Collection[tuple[int, int]]]] = [
        (("row", r), [(r, c) for c in range(len(row))]) for r, row in enumerate(table)
    ]
    sums += [
        (("column", c), [(r, c) for r in range(len(table))]) for c in range(len(table[0]) if table else 0)
    ]
    found = hidden(counts, sums, threshold)
    return [
        [None if (r, c) in found else number for c, number in enumerate(row)] for r, row in enumerate(table)
    ]


def hidden(
    counts: Mapping[K, int],
    sums: Sequence[tuple[Hashable, Collection[K]]],
    threshold: int = SMALL,
    also: Collection[K] = (),
) -> set[K]:
    """Return the names of the counts to hide: the small ones, those in `also`, and what would give them back.

    `sums` are all the sums a reader knows: a total's name with its parts'. A total that is no count here is
    known and kept. No count may be in more than two sums, as part or as total:
    the sums along rows and along columns of a table, or a total of totals; ValueError if one is.
    """
    if any(number < 0 for number in counts.values()):
        raise ValueError("counts are not below nought")
    of = _sums_of(counts, sums)
    found = {name for name, number in counts.items() if is_small(number, threshold)} | set(also)
    walks = _Walks(counts, of, found, {total for total, _ in sums})
    safe: set[K] = set()
    waiting = sorted(found, key=lambda name: (-counts[name], str(name)))
    while waiting:
        name = waiting.pop()
        if name in safe:
            continue
        walks.floor = 1  # nought is shown, so that a reader takes what is hidden for 1 or more
        circle = walks.circle(name)
        if circle is None:
            walks.floor = 0  # then noughts are hidden too, and nobody can take it so
            circle = walks.circle(name)
        if circle is not None:  # else its sums give it away whatever else is hidden
            found |= circle
            safe |= circle
    return found


def _sums_of(
    counts: Mapping[K, int], sums: Sequence[tuple[Hashable, Collection[K]]]
) -> dict[K, list[tuple[int, int]]]:
    """Return for every count the sums it is in: each sum's place, and +1 as a part or -1 as the total."""
    found: defaultdict[K, list[tuple[int, int]]] = defaultdict(list)
    for place, (total, parts) in enumerate(sums):
        for part in parts:
            found[part].append((place, 1))
        if total in counts:
            found[total].append((place, -1))  # type: ignore[index] # a total that is a count has its type
    if any(len(places) > 2 for places in found.values()):
        raise ValueError("a count is in more than two sums")
    return dict(found)


class _Walks(Generic[K]):
    """Walks from sum to sum over counts that may be hidden."""

    def __init__(
        self,
        counts: Mapping[K, int],
        of: Mapping[K, list[tuple[int, int]]],
        found: set[K],
        dear: Collection[Hashable],
    ) -> None:
        self.counts, self.of, self.found, self.dear = counts, of, found, dear
        self.floor = 1
        self.inside: defaultdict[int, list[tuple[K, int]]] = defaultdict(list)
        for name, places in of.items():
            for place, sign in places:
                self.inside[place].append((name, sign))

    def cost(self, name: K, step: int) -> int | None:
        """Return what hiding a count costs, nothing if it is hidden; None if it cannot be moved by `step`."""
        number = self.counts[name]
        if step < 0 and number <= self.floor:
            return None
        if name in self.found:
            return 0
        return number + 1 + (_DEAR if number == 0 or name in self.dear else 0)

    def walk(self, start: tuple[int, int], to: tuple[int, int], without: Collection[K]) -> _Way[K] | None:
        """Return the cheapest way to set sum and sign `start` right by upsetting `to`, or what is in no other sum."""
        queue: list[tuple[int, int, tuple[int, int], tuple[K, ...]]] = [(0, 0, start, ())]
        seen: set[tuple[int, int]] = set()
        order = 0
        while queue:
            spent, _, at, path = heappop(queue)
            if path and at == to:
                return spent, frozenset(path)
            if at in seen or at == _OPEN:
                continue
            seen.add(at)
            for name, sign in self.inside[at[0]]:
                step = -at[1] * sign
                price = self.cost(name, step)
                if price is None or name in path or name in without:
                    continue
                ahead = [(place, step * other) for place, other in self.of[name] if place != at[0]]
                order += 1
                heappush(queue, (spent + price, order, ahead[0] if ahead else _OPEN, (*path, name)))
        return None

    def circle(self, start: K) -> frozenset[K] | None:
        """Return the cheapest set of counts, `start` in it, that could each be another; None if there is none.

        A count moved by one upsets its sums; the next count of an upset sum sets it right and upsets its own
        other sum, until the sum is reached that was upset first. A count in one sum only moves freely.
        """
        places = self.of.get(start, [])
        ways: list[_Way[K]] = [] if places else [(0, frozenset())]
        for step in (1, -1) if self.counts[start] > self.floor else (1,):
            ends = [(place, step * sign) for place, sign in places]
            if not ends:
                continue
            first, last = ends[0], ends[-1]
            if len(ends) == 2 and (round_ := self.walk(first, (last[0], -last[1]), {start})):
                ways.append(round_)
            way = self.walk(first, _OPEN, {start})
            if way and len(ends) == 2:
                other = self.walk(last, _OPEN, {start, *way[1]})
                way = (way[0] + other[0], way[1] | other[1]) if other else None
            if way:
                ways.append(way)
        return min(ways, key=lambda way: way[0])[1] | {start} if ways else None

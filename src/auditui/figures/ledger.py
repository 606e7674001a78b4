"""What a reader of all pages that were shared knows: numbers of groups in stretches of months, and what follows from them.

A page shows numbers of audits (or of answers to an item) of a group in some months. Two numbers of one group whose months
lie within one another tell a third: that of the months between. So every group has a line of months; each number shown
joins the two ends of its months, and whatever ends are joined, directly or by others, the number between them is known.
Two groups of which one is part of the other tell of the rest, and parts that have names tell of those that have none.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from auditui.figures.cells import Asked
from auditui.figures.groups import as_one, named
from auditui.figures.suppression import is_small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.figures.cells import Stretch

#: What makes a number one of answers, which is no part of a number of audits.
_OF_ANSWERS = frozenset(("item", "section"))


class _Line:
    """What is known of one group: ends of months that are joined, each with the number of all months before it.

    `shown` are the numbers it follows from, the newest first.
    """

    def __init__(self) -> None:
        self.joined: list[dict[int, int]] = []
        self.shown: list[tuple[int, int, int]] = []

    def known(self) -> Iterator[tuple[int, int, int]]:
        """Yield every stretch of months of which the number is known: first end, last end, number."""
        for ends in self.joined:
            for start, end in combinations(sorted(ends), 2):
                yield start, end, ends[end] - ends[start]

    def most(self) -> int:
        """Return the largest number that is known of the group."""
        return max((max(ends.values()) - min(ends.values()) for ends in self.joined), default=0)

    def around(self, start: int, end: int) -> Iterator[int]:
        """Yield what is known of these months and more."""
        return (total for first, last, total in self.known() if first <= start and end <= last)

    def within(self, start: int, end: int) -> Iterator[int]:
        """Yield what is known of some of these months."""
        return (total for first, last, total in self.known() if start <= first and last <= end)

    def between(self, start: int, end: int) -> int | None:
        """Return the number between two ends; None if it is not known."""
        for ends in self.joined:
            if start in ends and end in ends:
                return ends[end] - ends[start]
        return None

    def with_(self, start: int, end: int, count: int) -> _Line:
        """Return the line with one number more: it holds from now on, and of what contradicts it nothing does."""
        held = self.between(start, end)
        if held is None:
            return self.joining(start, end, count)
        if held == count:
            return self
        line = _Line().joining(start, end, count)
        kept = [line.shown[0]]
        for number in self.shown:
            if line.between(number[0], number[1]) is None:
                line = line.joining(*number)
                kept.append(number)
        line.shown = kept
        return line

    def joining(self, start: int, end: int, count: int) -> _Line:
        """Return the line with a number more that does not follow from it."""
        line = _Line()
        first: dict[int, int] = {start: 0}
        last: dict[int, int] = {end: count}
        for ends in self.joined:
            if start in ends:
                first = {place: total - ends[start] for place, total in ends.items()}
            elif end in ends:
                last = {place: total - ends[end] + count for place, total in ends.items()}
            else:
                line.joined.append(ends)
        line.joined.append(first | last)
        line.shown = [(start, end, count), *self.shown]
        return line


class Ledger:
    """The lines of all groups, and by what they were shared in which months; `small` is the largest number that is."""

    def __init__(self, small: int) -> None:
        """Begin with nothing known."""
        self._small = small
        self._lines: defaultdict[str, _Line] = defaultdict(_Line)
        #: What was known of a group before a number contradicted it; and by desk, where several shared apart, first of all.
        self._before: dict[str, tuple[_Line, ...]] = {}
        self._apart: dict[str, dict[str, _Line]] = {}
        self._names: dict[str, frozenset[tuple[str, str]]] = {}
        self._shared: defaultdict[str, set[Stretch]] = defaultdict(set)

    def copy(self) -> Ledger:
        """Return another that knows the same, and does not change with this one."""
        copied = Ledger(self._small)
        copied._lines.update(self._lines)
        copied._before.update(self._before)
        copied._apart.update(self._apart)
        copied._names.update(self._names)
        copied._shared.update((name, set(months)) for name, months in self._shared.items())
        return copied

    def join(self, group: str, months: Stretch, count: int) -> None:
        """Take in a number that was shown."""
        group = as_one(group)
        line = self._lines[group]
        if self.between(group, months) not in (None, count):
            self._before[group] = (*self._before.get(group, ()), line)
        self._lines[group] = line.with_(*months, count)
        self._names[group] = _names(group)
        asked = Asked.of(group)
        for name in () if asked.is_side else asked.dimensions:
            self._shared[name].add(months)

    def join_apart(self, desk: str, group: str, months: Stretch, count: int) -> None:
        """Take in a number that one of several desks showed: of its own audits, until it had those of the others."""
        lines = self._apart.setdefault(as_one(group), {})
        line = lines.get(desk, _Line())
        if line.between(*months) is None:
            lines[desk] = line.with_(*months, count)

    def between(self, group: str, months: Stretch) -> int | None:
        """Return the number of a group in a stretch of months; None if it is not known."""
        group = as_one(group)
        return self._lines[group].between(*months) if group in self._lines else None

    def parts(self, asked: Asked, months: Stretch) -> list[Stretch] | None:
        """Return the parts of some months that were shared by what a group is named by, and what is left between them.

        None where the months would cut a stretch that was shared as one.
        """
        shared = {stretch for name in asked.dimensions for stretch in self._shared[name]}
        ends = {end for stretch in shared for end in stretch}
        if any(start < end < stop and end not in ends for start, stop in shared for end in months):
            return None
        return list(pairwise(sorted({*months, *(end for end in ends if months[0] < end < months[1])})))

    def tells(self, group: str, months: Stretch, count: int) -> bool:
        """Whether the number of a group tells a small one: of itself in other months, of what is left of a whole, or of a part."""
        group = as_one(group)
        if group in self._lines and self._tells_months(group, months, count):
            return True
        names = self._names.get(group) or _names(group)
        return self._tells_rest(names, months, count) or self._tells_unnamed(names, months, count)

    def _tells_months(self, group: str, months: Stretch, count: int) -> bool:
        """Whether a number beside what is known of its group tells a small one, or how few came to it or left it."""
        before, after = set(self._lines[group].known()), self._lines[group].with_(*months, count)
        known = list(after.known())
        new = [stretch for stretch in known if stretch not in before]
        return any(
            is_small(abs(total), self._small)
            or any(is_small(abs(total - other), self._small) for other in self._otherwise(group, start, end))
            for start, end, total in new
        ) or any(
            is_small(abs(total - inner), self._small)
            for one in new
            for other in known
            for (first, last, total), (begin, stop, inner) in ((one, other), (other, one))
            if first <= begin and stop <= last and one != other
        )

    def _otherwise(self, group: str, start: int, end: int) -> Iterator[int]:
        """Yield what else a group was known to be in some months: before it was corrected, and the sum of desks apart."""
        for line in (self._lines[group], *self._before.get(group, ())):
            held = line.between(start, end)
            if held is not None:
                yield held
        apart = [line.between(start, end) for line in self._apart.get(group, {}).values()]
        of_desks = [number for number in apart if number is not None]
        if len(of_desks) > 1:
            yield sum(of_desks)

    def _tells_rest(self, names: frozenset[tuple[str, str]], months: Stretch, count: int) -> bool:
        """Whether a number less that of a part, or that of a whole less it, is small."""
        for group, others in self._names.items():
            if _OF_ANSWERS & {name for name, _ in names ^ others}:
                continue
            left: Iterator[int] = iter(())
            if others < names:
                left = (total - count for total in self._lines[group].around(*months))
            elif names < others and self._lines[group].most() >= count - self._small:
                left = (count - part for part in self._lines[group].within(*months))
            if any(is_small(rest, self._small) for rest in left):
                return True
        return False

    def _tells_unnamed(self, names: frozenset[tuple[str, str]], months: Stretch, count: int) -> bool:
        """Whether a whole less all its parts by one thing that are known is small."""
        for name, value in names:
            whole = self.between(_group(names - {(name, value)}), months)
            if name not in _OF_ANSWERS and whole is not None:
                parts = self._parts_known(names - {(name, value)}, months)[_kind(name, value)]
                if is_small(abs(whole - sum(parts.values()) - (0 if value in parts else count)), self._small):
                    return True
        by_each = self._parts_known(names, months)
        return any(is_small(abs(count - sum(parts.values())), self._small) for parts in by_each.values())

    def _parts_known(
        self, names: frozenset[tuple[str, str]], months: Stretch
    ) -> defaultdict[tuple[str, bool], dict[str, int]]:
        """Return the parts of a group that are known in a stretch of months: by what, each by its value with its number."""
        by_each: defaultdict[tuple[str, bool], dict[str, int]] = defaultdict(dict)
        for group, others in self._names.items():
            if names < others and len(others) == len(names) + 1:
                ((name, value),) = others - names
                number = self.between(group, months)
                if name not in _OF_ANSWERS and number is not None:
                    by_each[_kind(name, value)][value] = number
        return by_each


def _names(group: str) -> frozenset[tuple[str, str]]:
    return frozenset(json.loads(group).items())


def _group(names: frozenset[tuple[str, str]]) -> str:
    return named(dict(names))


def _kind(name: str, value: str) -> tuple[str, bool]:
    """Tell grades from the sides they are on: one by one they make up the whole, and so do the others."""
    return name, name == "judgement" and "good enough" in value

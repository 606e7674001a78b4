"""Which groups of audits may be shown of some months, whichever page asks: each is a cell of one table of all like it.

A page of one team is a row of the table by team; a team's audits with one judgement are a cell of the table by team and
judgement of that checklist. So that pages cannot be subtracted from one another, what is hidden hangs on the table alone
and not on the page: the audits of those months, by one thing, of one checklist by two, with every total known. Of a
table's parts the totals come first: what is hidden in them is hidden in it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from auditui.core import periods
from auditui.core.audits.score import COUNTED
from auditui.core.codes import team_key
from auditui.core.strata import STRATA
from auditui.figures.groups import named, named_judgement, sides
from auditui.figures.suppression import hidden, is_small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.core.scale import Scale
    from auditui.figures.tallies import Tallies, Tally

    #: So many audits (or answers) of each month and cell.
    Counts = Mapping[tuple[str, ...], int]
    #: The end before the first month of a stretch, and that after its last.
    Stretch = tuple[int, int]
    #: What is known of a group in a stretch of months.
    Known = Callable[[str, Stretch], int | None]

#: What an audit is counted by; JUDGEMENT are the grades, SIDE the two sides of what is good enough.
JUDGEMENT, SIDE = "judgement", "side"
DIMENSIONS = ("team", "auditor", JUDGEMENT, *STRATA)
CHECKLIST = "checklist"


class Asked(NamedTuple):
    """A group of audits: of which checklist and item ("" for all), and by what else it is named, by dimension."""

    checklist: str
    item: str
    values: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, group: str) -> Asked:
        """Read a group by its name (releases.group_of)."""
        known = json.loads(group)
        pairs = ((_dimension(name, known[name]), known[name]) for name in DIMENSIONS if name in known)
        return cls(known.get(CHECKLIST, ""), known.get("item", ""), tuple(pairs))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What it is named by beside its checklist and item."""
        return tuple(name for name, _ in self.values)

    @property
    def is_side(self) -> bool:
        """Whether it is one side of a checklist's judgements, all of them."""
        return self.dimensions == (SIDE,)


def by_more_than_checklist(group: str) -> bool:
    """Whether a group is a cell of a table: named by a team, a judgement and the like, and no side of the judgements."""
    asked = Asked.of(group)
    return bool(asked.values) and not asked.is_side


def _dimension(name: str, value: str) -> str:
    return SIDE if name == JUDGEMENT and "good enough" in value else name


def counted(
    checklists: Sequence[Checklist], tallies: Tallies, dimensions: tuple[str, ...], item: str = ""
) -> Counter[tuple[str, ...]]:
    """Count audits by month, checklist and `dimensions`, as groups are named; with an item, the answers to it.

    `tallies` are by month and `tallied(dimensions, item)`.
    """
    by_digest = {checklist.digest: checklist for checklist in checklists}
    counts: Counter[tuple[str, ...]] = Counter()
    own = tallied(dimensions, item)
    some = tallies.of(by_digest)
    of_each = (
        ((tally.checklist, tally.group, "", tally.number) for tally in some.answers if _counts(tally, item))
        if item
        else ((judged.checklist, judged.group, judged.judgement, judged.number) for judged in some.judgements)
    )
    for digest, (month, *values), judgement, number in of_each:
        checklist = by_digest[digest]
        names = dict(zip(own, values, strict=True))
        grade = names.get(JUDGEMENT, judgement)
        names[JUDGEMENT] = named_judgement(grade, checklist.scale)
        names[SIDE] = named_judgement(side_of(grade, checklist.scale), checklist.scale)
        counts[month, checklist.id, *(names[name] for name in dimensions)] += number
    return counts


def tallied(dimensions: tuple[str, ...], item: str = "") -> tuple[str, ...]:
    """Return what audits must be tallied by beside their month; each has its judgement anyway, and an answer has not."""
    return tuple(
        JUDGEMENT if name == SIDE else name for name in dimensions if item or name not in (JUDGEMENT, SIDE)
    )


def _counts(tally: Tally, item: str) -> bool:
    return tally.item == item and tally.part in COUNTED


def side_of(grade: str, scale: Scale) -> str:
    """Return the side of what is good enough that a grade is on; "" for one that is on no scale."""
    return next((side for side, grades in sides(scale).items() if grade in grades), "")


class Tables:
    """The tables by which groups of audits are shown or hidden, read as they are needed.

    `read` counts audits by month, checklist and the dimensions named, or the answers to an item. `known` is what was
    shown of a group in a stretch of months, None for nothing; `lot` its lot.
    """

    def __init__(
        self,
        checklists: Sequence[Checklist],
        read: Callable[[tuple[str, ...], str], Counts],
        small: int,
        lot: Callable[[str], float],
        known: Known,
    ) -> None:
        """Begin with nothing read."""
        self._read, self._small, self._lot, self._known = read, small, lot, known
        self._sides = {
            named_judgement(grade, checklist.scale): named_judgement(
                side_of(grade, checklist.scale), checklist.scale
            )
            for checklist in checklists
            for grade in checklist.scale.ids
        }
        self._counts: dict[tuple[tuple[str, ...], str], list[tuple[int, tuple[str, ...], int]]] = {}
        self._teams: dict[str, str] = {}
        self._hidden: dict[tuple[object, ...], set[tuple[str, ...]]] = {}

    @cached_property
    def several(self) -> bool:
        """Whether audits are on more than one checklist."""
        return len({checklist for _, checklist in self._read((), "")}) > 1

    def _team(self, name: str) -> str:
        """Return a team's name as its table has it."""
        if not self._teams:
            self._teams = {team_key(team): team for _, _, team in self._read(("team",), "")}
        return self._teams.get(team_key(name), name)

    def refuses(self, asked: Asked) -> bool:
        """Whether a group is named by more things than are kept apart from one another: three, or two of all checklists."""
        most = 2 if asked.checklist or not self.several else 1
        return len(asked.values) > most

    def hides(self, asked: Asked, months: Stretch) -> bool:
        """Whether a group is hidden in the table it is a cell of, of these months."""
        if not asked.values or asked.is_side:
            return False
        values = tuple(self._team(value) if name == "team" else value for name, value in asked.values)
        return self.refuses(asked) or values in self._hidden_of(asked, asked.dimensions, months)

    def _hidden_of(self, asked: Asked, axes: tuple[str, ...], months: Stretch) -> set[tuple[str, ...]]:
        """Return the cells that are hidden in a table of a checklist; by one thing it is part of that of all checklists."""
        if asked.checklist and not asked.item and self.several and len(axes) == 1:
            table = self._table(Asked("", "", ()), (CHECKLIST, *axes), months)
            return {cell[1:] for cell in table if cell[0] == asked.checklist}
        return self._table(asked, axes, months)

    def _table(self, asked: Asked, axes: tuple[str, ...], months: Stretch) -> set[tuple[str, ...]]:
        """Return the cells that are hidden in a table by one thing or two."""
        place = (asked.checklist, asked.item, axes, months)
        if place not in self._hidden:
            self._hidden[place] = self._worked_out(asked, axes, months)
        return self._hidden[place]

    def _worked_out(self, asked: Asked, axes: tuple[str, ...], months: Stretch) -> set[tuple[str, ...]]:
        counts = self._cells(asked, axes, months)
        names = {cell: _named(asked, axes, cell) for cell in counts}
        known = {cell: self._known(name, months) for cell, name in names.items()}
        sums = [some for some in self._sums(counts, axes) if not self._is_small(counts, some)]
        also = {
            cell
            for cell, number in counts.items()
            if (held := known[cell]) is not None and is_small(abs(held - number), self._small)
        }
        also |= self._told_by_totals(asked, axes, counts, months)

        def lot(cell: tuple[str, ...]) -> float:
            # What a reader knows already hides nothing with it.
            return self._lot(names[cell]) + (100 if known[cell] is not None else 0)

        # Noughts of judgements stand in their columns; of what else is crossed they are not listed.
        least = 1 if len(axes) == 1 or {JUDGEMENT, SIDE} & {*axes} else 0
        return hidden(counts, sums, self._small, lot, also, least=least)

    def _cells(self, asked: Asked, axes: tuple[str, ...], months: Stretch) -> dict[tuple[str, ...], int]:
        """Return the number in every cell of a table, noughts too, in these months."""
        dimensions, (start, end) = tuple(name for name in axes if name != CHECKLIST), months
        if (dimensions, asked.item) not in self._counts:
            counts = self._read(dimensions, asked.item.partition(" ")[0])
            self._counts[dimensions, asked.item] = [
                (periods.number(month), tuple(values), count) for (month, *values), count in counts.items()
            ]
        cells: Counter[tuple[str, ...]] = Counter()
        for month, (checklist, *values), count in self._counts[dimensions, asked.item]:
            if start <= month < end and asked.checklist in ("", checklist):
                cells[(checklist, *values) if CHECKLIST in axes else tuple(values)] += count
        if not cells:
            return {}
        return {cell: cells[cell] for cell in product(*map(dict.fromkeys, zip(*sorted(cells), strict=True)))}

    def _sums(
        self, counts: Mapping[tuple[str, ...], int], axes: tuple[str, ...]
    ) -> Iterator[list[tuple[str, ...]]]:
        """Yield the cells of every total: of each value of either thing; of grades by their sides where these are known."""
        if len(axes) == 1:
            yield list(counts)
        for place, other in ((0, 1), (1, 0)) if len(axes) == 2 else ():
            for value in dict.fromkeys(cell[place] for cell in counts):
                line = [cell for cell in counts if cell[place] == value]
                yield from self._by_side(counts, line, other) if axes[other] == JUDGEMENT else [line]
        if axes == (JUDGEMENT,):
            sides = self._by_side(counts, list(counts), 0)
            yield from sides if len(sides) > 1 else ()

    def _by_side(
        self, counts: Mapping[tuple[str, ...], int], line: list[tuple[str, ...]], place: int
    ) -> list[list[tuple[str, ...]]]:
        """Return the cells of a line by the side of their grade; together where one of these is small."""
        by_side: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        for cell in line:
            by_side[self._sides.get(cell[place], "")].append(cell)
        if any(self._is_small(counts, some) for some in by_side.values()):
            return [line]
        return list(by_side.values())

    def _told_by_totals(
        self, asked: Asked, axes: tuple[str, ...], counts: Mapping[tuple[str, ...], int], months: Stretch
    ) -> set[tuple[str, ...]]:
        """Return the cells that would tell, beside all totals, what is hidden in one of them or what is in neither."""
        if len(axes) == 1:
            return self._told_by_sides(asked, axes, counts, months, 0) if axes == (JUDGEMENT,) else set()
        told: set[tuple[str, ...]] = set()
        for place, name in enumerate(axes):
            if name != CHECKLIST:
                margin = self._hidden_of(asked, (name,), months)
                told |= {cell for cell in counts if (cell[place],) in margin}
            if name == JUDGEMENT:
                told |= self._told_by_sides(asked, axes, counts, months, place)
        lines = [Counter[str](), Counter[str]()]
        for cell, count in counts.items():
            for place in (0, 1):
                lines[place][cell[place]] += count
        whole = sum(counts.values())
        return told | {
            cell
            for cell, count in counts.items()
            if is_small(whole - lines[0][cell[0]] - lines[1][cell[1]] + count, self._small)
        }

    def _told_by_sides(
        self,
        asked: Asked,
        axes: tuple[str, ...],
        counts: Mapping[tuple[str, ...], int],
        months: Stretch,
        place: int,
    ) -> set[tuple[str, ...]]:
        """Return the cells of grades whose side is hidden in the same table by side."""
        by_side = tuple(SIDE if name == JUDGEMENT else name for name in axes)
        told = self._table(asked, by_side, months)
        return {
            cell
            for cell in counts
            if (*cell[:place], self._sides.get(cell[place], ""), *cell[place + 1 :]) in told
        }

    def _is_small(self, counts: Mapping[tuple[str, ...], int], some: Sequence[tuple[str, ...]]) -> bool:
        return is_small(sum(counts[cell] for cell in some), self._small)


def _named(asked: Asked, axes: tuple[str, ...], cell: tuple[str, ...]) -> str:
    """Return the name of the group that a cell is."""
    of = {CHECKLIST: asked.checklist, "item": asked.item}
    values = {JUDGEMENT if name == SIDE else name: value for name, value in zip(axes, cell, strict=True)}
    return named({name: value for name, value in of.items() if value} | values)

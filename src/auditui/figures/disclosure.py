"""Which figures of a table may leave the team: those of few audits are hidden, and whatever would give them back.

`suppression` knows counts and their sums, `releases` what was shared before; this knows our tables: what a row is of, that
answers go where the number of audits goes, and that a reader may have every total of every table from another page.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.scale import FOUR_WORDS
from auditui.figures.groups import also_of, named, named_judgement, sides
from auditui.figures.suppression import hidden, is_small

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from auditui.core.scale import Scale
    from auditui.figures.counting import Group
    from auditui.figures.releases import Release
    from auditui.figures.tallies import Selection

#: What the rows of a table count.
JUDGED, AUDITS, ANSWERS = "judged audits", "audits", "answers"
#: The figures that give k of n away.
OF_MET = frozenset(("met", "not_met", "counted"))
#: The figures of answers, and all there are of a row.
_OF_ANSWERS = OF_MET | {"not_recorded", "could_not_see", "not_applicable"}
_EVERYTHING = _OF_ANSWERS | {"audits"}


class Place(NamedTuple):
    """What a row is of: the name of its group (releases.group_of), and a selection with its months."""

    group: str
    where: Selection


class _Table(NamedTuple):
    """Rows with what they are of, their totals, and what is remembered of judgements: each by itself, and the sides."""

    groups: Sequence[Group]
    places: Sequence[Place]
    counts: Mapping[int, int]
    sums: Sequence[Collection[int]]
    of: str
    release: Release
    crossed: bool
    scale: Scale | None

    @property
    def judged(self) -> dict[str, tuple[str, ...]]:
        """The grades of each judgement that is remembered; none where rows are judged on several scales."""
        return {} if self.scale is None else {grade: (grade,) for grade in self.scale.ids} | sides(self.scale)

    @property
    def by_judgement(self) -> bool:
        """Whether rows say their judgement in their name."""
        return any('"judgement":' in place.group for place in self.places)

    def number(self, row: int, judgement: str) -> int:
        """Return how many audits of a row were judged so."""
        return sum(self.groups[row].judgements[grade] for grade in self.judged[judgement])

    def place(self, whole: Place, judgement: str) -> Place:
        """Return what those of some audits that were judged so are."""
        group, where = whole
        name = named_judgement(judgement, self.scale) if self.scale else judgement
        return Place(also_of(group, judgement=name), where)


def hidden_figures(
    groups: Sequence[Group],
    places: Sequence[Place],
    sums: Sequence[Collection[int]],
    release: Release,
    *,
    of: str = JUDGED,
    crossed: bool = False,
    scale: Scale | None = FOUR_WORDS,
) -> list[frozenset[str]]:
    """Return for every group the names of its figures that may not be shown, and remember those that are.

    Nothing is said of a row of few audits, or of an item that few audits answered: neither how many nor what. `sums` are
    the rows that make up a total, each row in at most two; a reader is taken to know all totals that are not small.
    `of` says what the rows count: JUDGED audits with their judgements, AUDITS without, or ANSWERS to sections or items.
    `crossed` says that they are all there could be of two groupings, noughts too, and that hidden ones are not listed.
    `scale` is what the audits were judged on; None where that is several, whose judgements are not counted together.
    """
    if not release.small:
        return [frozenset()] * len(groups)
    counts = {n: _number(group, of) for n, group in enumerate(groups)}
    sums = [rows for rows in sums if not is_small(sum(counts[row] for row in rows), release.small)]
    table = _Table(groups, places, counts, sums, of, release, crossed, scale)
    few = {n for n, group in enumerate(groups) if is_small(_behind(group), release.small)}
    hide = _hidden_rows(table, few)
    blocked = _without_judgements(table, hide) if of == JUDGED else hide
    _remember(table, hide, blocked if of == JUDGED and not table.by_judgement else counts)
    return [_names(table, n, hide=n in hide, blocked=n in blocked) for n in counts]


def _names(table: _Table, row: int, *, hide: bool, blocked: bool) -> frozenset[str]:
    """Return the names of the figures of a row that are not shown: all of them, or judgements and answers of few."""
    grades = frozenset(table.scale.ids if table.scale else ())
    if hide:
        return _EVERYTHING | grades
    return _few_answers(table.groups[row], table.release) | (grades if blocked else frozenset())


def hidden_total(
    total: Group, place: Place, release: Release, scale: Scale | None = FOUR_WORDS
) -> frozenset[str]:
    """Return the names of the figures of all rows together that may not be shown, and remember those that are."""
    (names,) = hidden_figures([total], [place], [], release, scale=scale)
    return names


def _number(group: Group, of: str) -> int:
    return group.answers.counted if of == ANSWERS else group.audits


def _behind(group: Group) -> int:
    """Return how many audits the figures of a row rest on; of one item each answer is one."""
    return group.audits or group.spread.audits or group.answers.counted


def _few_answers(group: Group, release: Release) -> frozenset[str]:
    return _OF_ANSWERS if is_small(group.answers.counted, release.small) else frozenset()


def _dearest_first(table: _Table, rows: Collection[int], counts: Sequence[int]) -> list[int]:
    """Return rows by what hiding one costs where one more must be: by lot, the last and a smaller one mostly least."""
    prices = {row: (1 + counts[row]) * (0.01 + table.release.lot(table.places[row].group)) for row in rows}
    return sorted(rows, key=prices.__getitem__, reverse=True)


def _hidden_rows(table: _Table, few: Collection[int]) -> set[int]:
    """Return the rows to hide, so that neither this page nor an earlier one with it tells a small number."""
    counts, places, release = table.counts, table.places, table.release

    def lot(row: int) -> float:
        return release.lot(places[row].group)

    one_by_one = _dearest_first(table, counts.keys() - few, list(counts.values()))
    also = {*few, *release.told_in_turn({n: [(*places[n], counts[n])] for n in one_by_one})}
    while True:
        hide = hidden(counts, table.sums, release.small, lot, also, least=0 if table.crossed else 1)
        told = [rows for whole, rows in _wholes(table, hide) if release.gives_away(*whole, _sum(table, rows))]
        if not told:
            break
        also.add(_dearest_first(table, told[0], list(counts.values()))[-1])
    if not hide and table.crossed:
        return {n for n, count in counts.items() if not count}
    return hide


def _sum(table: _Table, rows: Sequence[int]) -> int:
    return sum(table.counts[row] for row in rows)


def _wholes(table: _Table, hide: Collection[int]) -> Iterator[tuple[Place, list[int]]]:
    """Yield what rows of audits add up to where none of them is hidden: whoever can add has its number as well.

    They add up to their totals, and rows by judgement to the sides of what is good enough.
    """
    for rows in table.sums if table.of != ANSWERS else ():
        some = [row for row in rows if table.counts[row]]
        if some and not {*some} & {*hide}:
            yield _whole([table.places[row] for row in some]), some
    yield from _whole_sides(table, hide)


def _whole(places: Sequence[Place]) -> Place:
    """Return what rows are of together: what they have in common, in all their months."""
    names = set.intersection(*({*json.loads(group).items()} for group, _ in places))
    since, until = min(where.since for _, where in places), max(where.until for _, where in places)
    return Place(named(dict(names)), replace(places[0].where, since=since, until=until))


def _without_judgements(table: _Table, hide: Collection[int]) -> set[int]:
    """Return the rows whose judgements are hidden, all of them, so that which of them is small is not said.

    Of a table crossed by two things all are. Rows by judgement say theirs in their name.
    """
    groups, release = table.groups, table.release
    if table.by_judgement:
        return set(hide)
    if table.crossed:
        return set(range(len(groups)))
    blocked = {*hide} | {
        n
        for n in range(len(groups))
        if any(is_small(table.number(n, judgement), release.small) for judgement in table.judged)
    }
    audits = [group.audits for group in groups]
    one_by_one = _dearest_first(table, table.counts.keys() - blocked, audits)
    blocked |= release.told_in_turn({n: _judgements([n], table) for n in one_by_one})
    for rows in table.sums:
        while _judgements_told(table, rows, blocked):
            shown = [row for row in rows if row not in blocked and audits[row]]
            if not shown:
                break
            blocked.add(_dearest_first(table, shown, audits)[-1])
    return blocked


def _judgements(rows: Sequence[int], table: _Table) -> list[tuple[str, Selection, int]]:
    """Return the judgements of some rows together, with their numbers."""
    whole = _whole([table.places[row] for row in rows])
    return [
        (*table.place(whole, judgement), sum(table.number(row, judgement) for row in rows))
        for judgement in table.judged
    ]


def _judgements_told(table: _Table, rows: Collection[int], blocked: Collection[int]) -> bool:
    """Whether the totals of judgements, less what is shown, tell a small number of those that are not."""
    inside = [row for row in rows if row in blocked and table.groups[row].audits]
    if not inside:
        counted = [row for row in rows if table.groups[row].audits]
        return bool(counted) and any(table.release.gives_away(*one) for one in _judgements(counted, table))
    if len(inside) == 1:
        return True
    for judgement in table.judged:
        whole, those = (sum(table.number(row, judgement) for row in some) for some in (rows, inside))
        if is_small(those, table.release.small) and not is_small(whole, table.release.small):
            return True
    return False


def _whole_sides(table: _Table, hide: Collection[int]) -> Iterator[tuple[Place, list[int]]]:
    """Yield each side of what is good enough that rows by judgement add up to, none of them hidden."""
    if not table.by_judgement or table.scale is None:
        return
    scale = table.scale
    side_of = {
        named_judgement(grade, scale): named_judgement(side, scale)
        for side, grades in sides(scale).items()
        for grade in grades
    }
    rows: defaultdict[Place, list[int]] = defaultdict(list)
    for n, (group, where) in enumerate(table.places):
        side = side_of.get(json.loads(group)["judgement"], "")
        rows[Place(also_of(group, judgement=side), where)].append(n)
    yield from ((side, some) for side, some in rows.items() if not set(some) & {*hide})


def _remember(table: _Table, hide: Collection[int], blocked: Collection[int]) -> None:
    """Remember what is shown: rows, their judgements that are not blocked, and what rows and judgements add up to."""
    release = table.release
    for n, count in table.counts.items():
        if n not in hide:
            release.show(*table.places[n], count)
    for whole, rows in _wholes(table, hide):
        release.show(*whole, _sum(table, rows))
    shown = [[n] for n in table.counts.keys() - {*blocked}]
    for rows in [*shown, *([row for row in some if table.counts[row]] for some in table.sums)]:
        if rows and not {*rows} & {*blocked}:
            for judgement in _judgements(rows, table):
                release.show(*judgement)

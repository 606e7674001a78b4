"""Which figures of a table may leave the team: those of few audits are hidden, and whatever would give them back.

`suppression` knows counts and their sums, `releases` what was shared before; this knows our tables: what a row is of, that
answers go where the number of audits goes, and that a reader may have every total of every table from another page.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.scale import FOUR_WORDS
from auditui.figures.groups import also_of, named_judgement, sides
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
    sums: Sequence[Collection[int]]
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

    def place(self, row: int, judgement: str) -> Place:
        """Return what the audits of a row that were judged so are."""
        group, where = self.places[row]
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
    table = _Table(groups, places, sums, release, crossed, scale)
    few = {n for n, group in enumerate(groups) if is_small(_behind(group), release.small)}
    hide = _hidden_rows(counts, table, few)
    hide |= {row for side, rows in _whole_sides(table, hide) if _told(table, side, rows) for row in rows}
    blocked = _without_judgements(table, hide) if of == JUDGED else hide
    _remember(table, counts, hide, blocked if of == JUDGED and not table.by_judgement else counts)
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


def _price(place: Place, count: int, release: Release) -> float:
    """Return what hiding a row costs where one more must be: by lot, a smaller one mostly less."""
    return (1 + count) * (0.01 + release.lot(place.group))


def _hidden_rows(counts: Mapping[int, int], table: _Table, few: Collection[int]) -> set[int]:
    """Return the rows to hide, so that neither this page nor an earlier one with it tells a small number."""
    places, sums, release = table.places, table.sums, table.release

    def lot(row: int) -> float:
        return release.lot(places[row].group)

    also = {*few, *(n for n, count in counts.items() if release.gives_away(*places[n], count))}
    hide = hidden(counts, sums, release.small, lot, also, least=0 if table.crossed else 1)
    if not hide and table.crossed:
        return {n for n, count in counts.items() if not count}
    return hide


def _without_judgements(table: _Table, hide: Collection[int]) -> set[int]:
    """Return the rows whose judgements are hidden, all of them, so that which of them is small is not said.

    Of a table crossed by two things all are. Rows by judgement say theirs in their name.
    """
    groups, release = table.groups, table.release
    if table.by_judgement:
        return set(hide)
    if table.crossed:
        return set(range(len(groups)))
    blocked = {n for n in range(len(groups)) if n in hide or _judgement_told(table, n)}
    for rows in table.sums:
        while blocked & {*rows} and _judgements_told(table, rows, blocked):
            shown = [row for row in rows if row not in blocked and groups[row].audits]
            if not shown:
                break
            blocked.add(min(shown, key=lambda row: _price(table.places[row], groups[row].audits, release)))
    return blocked


def _judgement_told(table: _Table, row: int) -> bool:
    """Whether a judgement of a row is small, or tells a small one beside what was shared."""
    return any(
        is_small(number, table.release.small)
        or table.release.gives_away(*table.place(row, judgement), number)
        for judgement in table.judged
        for number in [table.number(row, judgement)]
    )


def _judgements_told(table: _Table, rows: Collection[int], blocked: Collection[int]) -> bool:
    """Whether the totals of judgements, less what is shown, tell a small number of those that are not."""
    inside = [row for row in rows if row in blocked and table.groups[row].audits]
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


def _told(table: _Table, side: Place, rows: Sequence[int]) -> bool:
    return table.release.gives_away(*side, sum(table.groups[row].audits for row in rows))


def _remember(
    table: _Table, counts: Mapping[int, int], hide: Collection[int], blocked: Collection[int]
) -> None:
    """Remember what is shown: rows, their judgements that are not blocked, and sides that rows by judgement add up to."""
    release = table.release
    for n, count in counts.items():
        if n not in hide:
            release.show(*table.places[n], count)
    for n in counts.keys() - set(blocked):
        for judgement in table.judged:
            release.show(*table.place(n, judgement), table.number(n, judgement))
    for side, rows in _whole_sides(table, hide):
        release.show(*side, sum(table.groups[row].audits for row in rows))

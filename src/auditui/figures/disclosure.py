"""Which figures of a table may leave the team: those of few audits are hidden, and whatever would give them back.

`suppression` knows counts and their sums, `releases` what was shared before; this knows our tables: what a row is of, that
answers go where the number of audits goes, and that a reader may have every total of every table from another page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditui.core.grades import GRADES
from auditui.figures.releases import also_of, together
from auditui.figures.suppression import hidden, is_small

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from auditui.figures.counting import Group
    from auditui.figures.releases import Release
    from auditui.figures.tallies import Selection

#: What the rows of a table count.
JUDGED, AUDITS, ANSWERS = "judged audits", "audits", "answers"
#: The figures that give k of n away.
OF_MET = frozenset(("met", "not_met", "counted"))
#: The figures of answers, and all there are of a row.
_OF_ANSWERS = OF_MET | {"not_recorded", "could_not_see", "not_applicable"}
_EVERYTHING = _OF_ANSWERS | {"audits", *GRADES}
#: The two sides of the line that most figures of judgements draw.
SIDES = {"good or better": ("outstanding", "good"), "less than good": ("requires-improvement", "inadequate")}
#: What is remembered of judgements: each by itself, and the two sides.
_JUDGED = {**{grade: (grade,) for grade in GRADES}, **SIDES}


class Place(NamedTuple):
    """What a row is of: the name of its group (releases.group_of), and a selection with its months."""

    group: str
    where: Selection


def hidden_figures(
    groups: Sequence[Group],
    places: Sequence[Place],
    sums: Sequence[Collection[int]],
    release: Release,
    *,
    of: str = JUDGED,
    crossed: bool = False,
) -> list[frozenset[str]]:
    """Return for every group the names of its figures that may not be shown, and remember those that are.

    Nothing is said of a row of few audits, or of an item that few audits answered: neither how many nor what. `sums` are
    the rows that make up a total, each row in at most two; a reader is taken to know all totals that are not small.
    `of` says what the rows count: JUDGED audits with their judgements, AUDITS without, or ANSWERS to sections or items.
    `crossed` says that they are all there could be of two groupings, noughts too, and that hidden ones are not listed.
    """
    if not release.small:
        return [frozenset()] * len(groups)
    counts = {n: _number(group, of) for n, group in enumerate(groups)}
    sums = [rows for rows in sums if not is_small(sum(counts[row] for row in rows), release.small)]
    few = {n for n, group in enumerate(groups) if is_small(_behind(group), release.small)}
    hide = _hidden_rows(counts, places, sums, release, few, crossed=crossed)
    if crossed and not hide:
        hide = {n for n, count in counts.items() if not count}
    names = [_EVERYTHING if n in hide else _few_answers(group, release) for n, group in enumerate(groups)]
    if of == JUDGED:
        blocked = _without_judgements(groups, places, sums, release, hide, crossed=crossed)
        names = [some | GRADES.keys() if n in blocked else some for n, some in enumerate(names)]
        if not any('"judgement":' in place.group for place in places):
            _remember_judgements(groups, places, sums, release, blocked)
    _remember({n: (places[n], counts[n]) for n in counts}, sums, release, hide)
    return [frozenset(some) for some in names]


def hidden_total(total: Group, place: Place, release: Release) -> frozenset[str]:
    """Return the names of the figures of all rows together that may not be shown, and remember those that are."""
    (names,) = hidden_figures([total], [place], [], release)
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


def _hidden_rows(
    counts: Mapping[int, int],
    places: Sequence[Place],
    sums: Sequence[Collection[int]],
    release: Release,
    few: Collection[int],
    *,
    crossed: bool,
) -> set[int]:
    """Return the rows to hide, so that neither this page nor an earlier one with it tells a small number."""

    def lot(row: int) -> float:
        return release.lot(places[row].group)

    also = {*few, *(n for n, count in counts.items() if release.gives_away(*places[n], count))}
    while True:
        hide = hidden(counts, sums, release.small, lot, also, least=0 if crossed else 1)
        more = [row for rows in sums for row in _told_by_sum(counts, places, rows, release, hide)]
        if not more:
            return hide
        also |= {*more}


def _told_by_sum(
    counts: Mapping[int, int],
    places: Sequence[Place],
    rows: Collection[int],
    release: Release,
    hide: Collection[int],
) -> list[int]:
    """Return a further row to hide, where the sum of hidden rows tells a small number beside what was shared before."""
    wheres = {_months(places[row].where) for row in rows}
    if len(wheres) > 1:  # rows of months: their line tells
        return []
    where = places[next(iter(rows))].where
    shown = [row for row in rows if row not in hide and counts[row]]
    for named in release.sums_told({places[row].group: counts[row] for row in shown}, where):
        return [row for row in shown if places[row].group in named][:1]
    parts = {places[row].group: counts[row] for row in rows if row in hide}
    if not shown or not parts or not release.gives_away_together(parts, where):
        return []
    return [min(shown, key=lambda row: _price(places[row], counts[row], release))]


def _months(where: Selection) -> tuple[str, str]:
    return where.since, where.until


def _of_grade(place: Place, grade: str) -> Place:
    return Place(also_of(place.group, judgement=grade), place.where)


def _judged(group: Group, grade: str) -> int:
    return sum(group.judgements[one] for one in _JUDGED[grade])


def _without_judgements(
    groups: Sequence[Group],
    places: Sequence[Place],
    sums: Sequence[Collection[int]],
    release: Release,
    hide: Collection[int],
    *,
    crossed: bool,
) -> set[int]:
    """Return the rows whose judgements are hidden, all four, so that which of them is small is not said.

    Of a table crossed by two things all are. Rows by judgement say theirs in their name.
    """
    if any('"judgement":' in place.group for place in places):
        return set(hide)
    if crossed:
        return set(range(len(groups)))
    blocked = {n for n, group in enumerate(groups) if n in hide or _judgement_told(group, places[n], release)}
    for rows in sums:
        while blocked & {*rows} and _judgements_told(groups, places, rows, release, blocked):
            shown = [row for row in rows if row not in blocked and groups[row].audits]
            if not shown:
                break
            blocked.add(min(shown, key=lambda row: _price(places[row], groups[row].audits, release)))
    return blocked


def _judgement_told(group: Group, place: Place, release: Release) -> bool:
    """Whether a judgement of a row is small, or tells a small one beside what was shared."""
    return any(
        is_small(_judged(group, grade), release.small)
        or release.gives_away(*_of_grade(place, grade), _judged(group, grade))
        for grade in _JUDGED
    )


def _judgements_told(
    groups: Sequence[Group],
    places: Sequence[Place],
    rows: Collection[int],
    release: Release,
    blocked: Collection[int],
) -> bool:
    """Whether the totals of judgements, less what is shown, tell a small number of those that are not."""
    inside = [row for row in rows if row in blocked and groups[row].audits]
    if len(inside) == 1:
        return True
    for grade in _JUDGED:
        whole, those = (sum(_judged(groups[row], grade) for row in some) for some in (rows, inside))
        parts = {_of_grade(places[row], grade).group: _judged(groups[row], grade) for row in inside}
        if is_small(whole, release.small):
            continue
        if is_small(those, release.small) or release.gives_away_together(parts, places[inside[0]].where):
            return True
    return False


def _remember_judgements(
    groups: Sequence[Group],
    places: Sequence[Place],
    sums: Sequence[Collection[int]],
    release: Release,
    blocked: Collection[int],
) -> None:
    for grade in _JUDGED:
        cells = {n: (_of_grade(places[n], grade), _judged(group, grade)) for n, group in enumerate(groups)}
        known = [rows for rows in sums if not is_small(sum(cells[row][1] for row in rows), release.small)]
        _remember(cells, known, release, blocked)


def _remember(
    cells: Mapping[int, tuple[Place, int]],
    sums: Sequence[Collection[int]],
    release: Release,
    hide: Collection[int],
) -> None:
    """Remember what is shown, and the sums of what is hidden."""
    for n, (place, count) in cells.items():
        if n not in hide:
            release.show(*place, count)
    for rows in sums:
        inside = [cells[row] for row in rows if row in hide]
        if inside and len({_months(place.where) for place, _ in inside}) == 1:
            name = together(place.group for place, _ in inside)
            release.show(name, inside[0][0].where, sum(count for _, count in inside))

"""The attacker: has every page that was shared, knows the rule, and counts what is left open.

An integer program (SciPy's HiGHS) finds the least and the most that a number can be which the pages do not show: of a hidden row,
of its judgements, of what came to a row between two pages. Where fewer than three numbers are left, it has been told.
The pages are read as a reader has them: what a row shows, and nothing of what the rule knows.

Changes of the rule that make these tests fail, each tried by hand:

- `Release.gives_away` returns False, so that earlier pages are forgotten: two months in a row, wider and narrower pages
- lots that are the same for every row: the reader of the rule
- judgements hidden without another row (`_judgements_told` not asked): a team with the judgements

`VALUES` of 1, and hidden rows that come to a small number, are found by test_suppression.py; changes of `cells`, `ledger`,
`groups` and `releases` by test_cells.py and test_releases.py (docs/figures.md says how many).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from auditui.core.scale import FOUR_WORDS
from auditui.figures.grouping import Judged
from auditui.figures.releases import Cell, Release
from auditui.figures.summary import Row, Summary, summary
from auditui.figures.suppression import SMALL, hidden, is_small
from auditui.figures.tallies import JudgementTally, Selection, Tallies, Tally
from made import small

if TYPE_CHECKING:
    from collections.abc import Iterable

ONE = small()
TEAMS = ("Care", "East", "North", "South", "West")
GROUPS = ("Asian", "Black", "Mixed", "Other", "White")
MONTHS = tuple(f"2026-{n:02d}" for n in range(1, 6))


class Audit(dict[str, str]):
    """What is known of an audit: team, ethnicity, month, judgement."""


def council(seed: int, audits: int, months: tuple[str, ...] = MONTHS[:1]) -> list[Audit]:
    chance = Random(seed)
    return [
        Audit(
            team=chance.choices(TEAMS, (1, 3, 5, 4, 3))[0],
            ethnicity=chance.choices(GROUPS, (2, 2, 1, 1, 9))[0],
            month=chance.choices(months, (8, *[1] * (len(months) - 1)) if len(months) == 2 else None)[0],
            judgement=chance.choices(FOUR_WORDS.ids[::-1], (4, 5, 4, 2))[0],
        )
        for _ in range(audits)
    ]


def page(audits: list[Audit], by: tuple[str, ...], release: Release, until: str = MONTHS[-1]) -> Summary:
    """A shared summary of the audits up to a month."""
    counted = Counter(
        (tuple(audit[name] for name in by), audit["judgement"]) for audit in audits if audit["month"] <= until
    )
    answers = [
        Tally(ONE.digest, group, "reason", "met", part, number)
        for (group, grade), number in counted.items()
        for part in ["met" if grade in ("good", "outstanding") else "not-met"]
    ]
    judged = [JudgementTally(ONE.digest, *group_grade, "", number) for group_grade, number in counted.items()]
    judged = [tally._replace(indicated=tally.judgement) for tally in judged]
    where = Selection(until=until)
    return summary([ONE], by, Tallies(answers, judged, []), release=release, where=(where, where))


def _labels(row: Row) -> tuple[str, ...]:
    return tuple(label.grade if isinstance(label, Judged) else str(label) for label in row.labels)


class Reader:
    """Every number of audits, as unknowns by what each is of, and the equations that the pages make."""

    def __init__(self) -> None:
        self.unknowns: dict[tuple[object, ...], int] = {}
        self.rows: list[tuple[dict[int, int], int, float]] = []
        self.families: set[tuple[str, ...]] = set()
        #: Numbers that fit all that was read: where two of these leave a sum open, it need not be asked for.
        self.fitting: list[np.ndarray] = []

    def cell(
        self, by: tuple[str, ...], labels: tuple[str, ...], months: range, *grades: str
    ) -> dict[int, int]:
        self.families.add(by)
        names = product([by], [labels], months, grades or FOUR_WORDS.ids)
        return {self.unknowns.setdefault(name, len(self.unknowns)): 1 for name in names}

    def reads(self, shown: Summary, months: range) -> None:
        labels = [_labels(row) for row in shown.rows if row.labels]
        for row in shown.rows:
            name = _labels(row)
            these = [name] if name else labels
            for grade in FOUR_WORDS.ids:
                if grade not in row.hidden:
                    self._is(self._whole(shown.by, these, months, grade), row.now.judgements[grade])
            if "audits" not in row.hidden:
                self._is(self._whole(shown.by, these, months, *FOUR_WORDS.ids), row.now.audits)
            elif len(name) == 1:
                self.rows.append((self._whole(shown.by, these, months, *FOUR_WORDS.ids), 1, np.inf))

    def _whole(
        self, by: tuple[str, ...], these: list[tuple[str, ...]], months: range, *grades: str
    ) -> dict[int, int]:
        if by == ("judgement",):  # a judgement is no label of its own, but which of all audits they are
            wanted = [grade for (grade,) in these if grade in grades]
            return self.cell((), (), months, *wanted) if wanted else {}
        return {n: 1 for labels in these for n in self.cell(by, labels, months, *grades)}

    def _is(self, cells: dict[int, int], number: int) -> None:
        self.rows.append((cells, number, number))

    def joined(self, labels: dict[tuple[str, ...], set[tuple[str, ...]]], months: range) -> None:
        """All audits have each of the groupings: every grouping comes to the same, by month and judgement."""
        for month, grade in product(months, FOUR_WORDS.ids):
            of_all = self.cell((), (), range(month, month + 1), grade)
            for by, names in labels.items():
                parts = [n for name in names for n in self.cell(by, name, range(month, month + 1), grade)]
                self._is(dict.fromkeys(parts, 1) | dict.fromkeys(of_all, -1), 0)

    def crossed(self, of: tuple[str, ...], by: str, names: set[tuple[str, ...]], months: range) -> None:
        """A grouping by two things comes to that by one of them."""
        for label, month, grade in product({name[of.index(by)] for name in names}, months, FOUR_WORDS.ids):
            at = range(month, month + 1)
            parts = [
                n for name in names if name[of.index(by)] == label for n in self.cell(of, name, at, grade)
            ]
            self._is(dict.fromkeys(parts, 1) | dict.fromkeys(self.cell((by,), (label,), at, grade), -1), 0)

    @cached_property
    def fit(self) -> LinearConstraint:
        """All that was read, as one matrix."""
        places = [
            (n, column, times) for n, (row, *_) in enumerate(self.rows) for column, times in row.items()
        ]
        down, across, values = zip(*places, strict=True)
        matrix = csr_array((values, (down, across)), shape=(len(self.rows), len(self.unknowns)))
        return LinearConstraint(matrix, [low for _, low, _ in self.rows], [high for *_, high in self.rows])

    def left_open(self, cells: dict[int, int]) -> int:
        """How many numbers the sum of these cells could be, up to three."""
        fit, size = self.fit, len(self.unknowns)
        aim = np.zeros(size)
        aim[list(cells)] = 1
        if self.fitting and np.ptp(np.array(self.fitting) @ aim) >= 2:
            return 3
        ends = []
        for sign in (1, -1):
            done = milp(sign * aim, constraints=fit, integrality=np.ones(size), bounds=Bounds(0, 1000))
            assert done.success, done.message
            self.fitting.append(np.round(done.x))
            read = fit.A @ self.fitting[-1]
            assert ((fit.lb <= read) & (read <= fit.ub)).all()
            ends.append(round(sign * done.fun))
        return int(ends[1] - ends[0]) + 1


def labels_of(audits: list[Audit], *by: str) -> set[tuple[str, ...]]:
    return {tuple(audit[name] for name in by) for audit in audits}


def number(
    audits: list[Audit], by: tuple[str, ...], labels: tuple[str, ...], months: range, *grades: str
) -> int:
    return sum(
        tuple(audit[name] for name in by) == labels
        and MONTHS.index(audit["month"]) in months
        and audit["judgement"] in (grades or FOUR_WORDS.ids)
        for audit in audits
    )


def told(
    audits: list[Audit], reader: Reader, by: tuple[str, ...], stretches: list[range], *, judged: bool = True
) -> list[object]:
    """The small numbers of which the reader has fewer than three left, and more than one is small."""
    found: list[object] = []
    for labels, months in product(sorted(labels_of(audits, *by)), stretches):
        for grades in [FOUR_WORDS.ids, *([(grade,) for grade in FOUR_WORDS.ids] if judged else [])]:
            if is_small(number(audits, by, labels, months, *grades)):
                cells = reader.cell(by, labels, months, *grades)
                if reader.left_open(cells) < 3:
                    found.append((labels, months, grades))
    return found


ALL_MONTHS = range(1)


def release(seed: int, earlier: Iterable[Cell] = ()) -> Release:
    return Release(SMALL, secret=bytes([seed]), earlier=earlier, begun=MONTHS[0], over=MONTHS[-1])


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("audits", [14, 40, 120])
def test_one_page_leaves_every_small_number_open(seed: int, audits: int) -> None:
    made = council(seed, audits)
    for by in (("team",), ("ethnicity",)):
        reader = Reader()
        reader.reads(page(made, by, release(seed)), ALL_MONTHS)
        assert told(made, reader, by, [ALL_MONTHS]) == []


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("audits", [40, 200, 500])
def test_a_team_with_the_judgements_of_all_leaves_them_open(seed: int, audits: int) -> None:
    made, reader, together = council(seed, audits), Reader(), release(seed)
    for by in (("team",), ("judgement",)):
        reader.reads(page(made, by, together), ALL_MONTHS)
    reader.joined({("team",): labels_of(made, "team")}, ALL_MONTHS)
    assert told(made, reader, ("team",), [ALL_MONTHS]) == []
    for grade in FOUR_WORDS.ids:
        if is_small(number(made, (), (), ALL_MONTHS, grade)):
            assert reader.left_open(reader.cell((), (), ALL_MONTHS, grade)) >= 3


@pytest.mark.parametrize("seed", range(5))
def test_two_strata_crossed_and_apart_leave_every_small_number_open(seed: int) -> None:
    made, reader, together = council(seed, 90), Reader(), release(seed)
    both = ("team", "ethnicity")
    for by in (both, ("team",), ("ethnicity",)):
        reader.reads(page(made, by, together), ALL_MONTHS)
    for one in ("team", "ethnicity"):
        names = {
            team + group for team, group in product(labels_of(made, "team"), labels_of(made, "ethnicity"))
        }
        reader.crossed(both, one, names, ALL_MONTHS)
    for by in (both, ("team",), ("ethnicity",)):
        assert told(made, reader, by, [ALL_MONTHS], judged=False) == []


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("audits", [60, 200, 20])
def test_two_months_in_a_row_leave_what_came_between_open(seed: int, audits: int) -> None:
    made, reader = council(seed, audits, MONTHS[:2]), Reader()
    earlier = release(seed)
    for by in (("team",), ("judgement",)):
        reader.reads(page(made, by, earlier, MONTHS[0]), range(1))
    # What the journal keeps is all that the next page is checked against.
    later = release(seed, earlier=earlier.shown)
    for by in (("team",), ("judgement",)):
        reader.reads(page(made, by, later, MONTHS[1]), range(2))
    reader.joined({("team",): labels_of(made, "team")}, range(2))
    assert told(made, reader, ("team",), [range(1), range(2), range(1, 2)]) == []


@pytest.mark.parametrize("seed", range(2))
def test_a_wider_page_then_a_narrower_one_and_a_quarter_after_its_months_leave_all_open(seed: int) -> None:
    made, reader = council(seed, 90, MONTHS), Reader()
    shared: list[Cell] = []
    for last in (4, 2, 0, 1, 3):
        kept = release(seed, earlier=shared)
        reader.reads(page(made, ("team",), kept, MONTHS[last]), range(last + 1))
        shared += kept.shown
    stretches = [range(first, last) for last in range(1, 6) for first in range(last)]
    assert told(made, reader, ("team",), stretches, judged=False) == []


def test_a_reader_of_the_rule_has_three_numbers_left_of_every_row() -> None:
    """All counts that fit a page, kept only where the rule itself would hide the same rows, with whatever lots."""
    rows, most, chance = "abc", 20, Random(1)
    lots = [dict.fromkeys(rows, 0.5), *({row: chance.random() for row in rows} for _ in range(40))]

    fitting: defaultdict[tuple[frozenset[str], tuple[int, ...], int], set[tuple[int, ...]]] = defaultdict(set)
    for counts in product(range(1, most), repeat=3):
        if SMALL < sum(counts) < most:
            named = dict(zip(rows, counts, strict=True))
            for pattern in {frozenset(hidden(named, [rows], SMALL, drawn.__getitem__)) for drawn in lots}:
                shown = tuple(named[row] for row in rows if row not in pattern)
                fitting[pattern, shown, sum(counts)].add(counts)
    assert len(fitting) > 100
    for (pattern, _, _), worlds in fitting.items():
        for row in pattern:
            values = {counts[rows.index(row)] for counts in worlds}
            assert len(values) >= 3, (pattern, worlds)

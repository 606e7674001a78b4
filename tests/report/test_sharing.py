"""The attacker: all that a shared report prints, put into equations, must not give one hidden count back."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from importlib.resources import files
from itertools import pairwise, product
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from auditui import demo
from auditui.core import periods
from auditui.core import plan as plans
from auditui.core.errors import AuditError
from auditui.core.scale import FOUR_WORDS
from auditui.figures.groups import group_of
from auditui.figures.releases import Cell, Release
from auditui.figures.runs import Series
from auditui.figures.tallies import GROUPS, PARTS, Selection
from auditui.report import funnel as funnels
from auditui.report import gaps, sample_size
from auditui.report import plan as plan_report
from auditui.report.document import Document, Figure
from auditui.report.drawing import Courses, Mark
from auditui.report.sharing import of_drawn
from auditui.report.summary import tables
from auditui.report.table import Table
from auditui.report.trend import as_table, sentences_of, trend
from auditui.report.webpage import as_html
from auditui.store import Store
from auditui.store.samples import DrawnAudits
from printed import HIDDEN, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from auditui.core.checklists.checklist import Checklist

    Known = tuple[dict[int, int], int]

EXAMPLE = (files("auditui") / "improvement-plan.toml").read_text(encoding="utf-8")
SMALL = 5
KINDS = ("met", "not met")
#: At least so many of ten answers count, in the councils made up here: the attacker knows what is usual.
USUAL = 7


class Attacker:
    """Holds what is printed and what must hold between the numbers; finds the hidden ones that only one value fits."""

    def __init__(self) -> None:
        self.hidden: dict[object, int] = {}
        #: What is 1 or more: a row is there because it has audits.
        self.least_one: set[object] = set()
        self.equations: list[tuple[dict[int, int], int]] = []

    def number(self, name: object, cell: object) -> tuple[dict[int, int], int]:
        """A printed number, or an unknown one: as coefficients of unknowns, and what is known."""
        if cell != HIDDEN:
            return {}, int(str(cell))
        if isinstance(name, tuple) and name[-1] == "audits":
            self.least_one.add(name)
        return self.unknown(name)

    def unknown(self, name: object) -> tuple[dict[int, int], int]:
        return {self.hidden.setdefault(name, len(self.hidden)): 1}, 0

    def sum_is(self, parts: Iterable[tuple[dict[int, int], int]], total: tuple[dict[int, int], int]) -> None:
        left: defaultdict[int, int] = defaultdict(int)
        right = total[1]
        for unknowns, known in parts:
            right -= known
            for n, times in unknowns.items():
                left[n] += times
        for n, times in total[0].items():
            left[n] -= times
        if any(left.values()):
            self.equations.append((dict(left), right))

    def found(self) -> list[object]:
        """The names that can have fewer than three values, by integer programming both ways."""
        wanted = {
            name: {n: 1}
            for name, n in self.hidden.items()
            if isinstance(name, tuple) and name[-1] in ("audits", *FOUR_WORDS.ids)
        }
        return self.told(wanted)

    def told(self, wanted: Mapping[Any, dict[int, int]]) -> list[object]:
        """Which of these sums of unknowns can be fewer than three numbers."""
        if not self.hidden:
            return []
        matrix = np.zeros((max(len(self.equations), 1), len(self.hidden)))
        right = np.zeros(len(matrix))
        for row, (unknowns, known) in enumerate(self.equations):
            right[row] = known
            for n, times in unknowns.items():
                matrix[row, n] = times
        aims = {name: np.zeros(len(self.hidden)) for name in wanted}
        for name, cells in wanted.items():
            for n, times in cells.items():
                aims[name][n] = times
        ends = self._ends(sum(aims.values(), np.zeros(len(self.hidden))), matrix, right)
        #: Numbers that fit all that is printed: where two of these leave a sum open, it need not be asked for.
        fitting = [*ends]
        calls = []
        for name, aim in aims.items():
            if np.ptp(np.array(fitting) @ aim) < 2:
                ends = self._ends(aim, matrix, right)
                fitting += ends
                if np.ptp(np.array(ends) @ aim) < 2:
                    calls.append(name)
        return calls

    def _ends(self, aim: np.ndarray, matrix: np.ndarray, right: np.ndarray) -> list[np.ndarray]:
        """Numbers for all unknowns that fit the equations, and of which the sum `aim` is the least, and the most."""
        least = np.array([float(name in self.least_one) for name in self.hidden])
        ends = []
        for sign in (1, -1):
            ended = milp(
                sign * aim,
                constraints=LinearConstraint(csr_array(matrix), right, right),
                integrality=np.ones(len(self.hidden)),
                bounds=Bounds(least, 10**6),
            )
            assert ended.success, ended.message
            ends.append(np.round(ended.x))
            assert (matrix @ ends[-1] == right).all()
        return ends


def times(known: Known, number: int) -> Known:
    return {name: factor * number for name, factor in known[0].items()}, known[1] * number


def attack(table: Table, *, whole: bool, items: tuple[int, int] = (0, 0)) -> tuple[Attacker, list[object]]:
    """`items`: an audit has at least and at most so many; with none it is not known how many the rows have."""
    rows = printed(table)
    attacker = Attacker()
    columns: defaultdict[str, list[tuple[dict[int, int], int]]] = defaultdict(list)
    for n, row in enumerate(rows):
        sums: dict[str, Known] = {
            name: attacker.number((n, name), row[name])
            for name in ("met", "counted", "not_recorded")
            if name in row
        }
        not_met, otherwise = attacker.unknown((n, "not_met")), attacker.unknown((n, "otherwise"))
        attacker.sum_is([sums["met"], not_met], sums["counted"])
        if "not_recorded" in sums:
            attacker.sum_is([sums["not_recorded"], otherwise], not_met)
        if "audits" in row:
            sums["audits"] = attacker.number((n, "audits"), row["audits"])
            grades = {
                grade: attacker.number((n, grade), row[grade.replace("-", "_")]) for grade in FOUR_WORDS.ids
            }
            attacker.sum_is(grades.values(), sums["audits"])
            if items[1]:
                spare, more = (attacker.unknown((n, name, "otherwise")) for name in ("spare", "more"))
                attacker.sum_is([sums["counted"], spare], times(sums["audits"], items[1]))
                attacker.sum_is([times(sums["audits"], USUAL * items[0]), more], times(sums["counted"], 10))
            sums |= grades
        for name, figure in sums.items():
            columns[name].append(figure)
    if whole and rows:
        for parts in columns.values():
            attacker.sum_is(parts[:-1], parts[-1])
    return attacker, attacker.found()


def test_the_attacker_finds_what_is_hidden_alone() -> None:
    attacker = Attacker()
    parts = [attacker.number((n, "audits"), cell) for n, cell in enumerate((HIDDEN, 12, 20))]
    attacker.sum_is(parts, ({}, 35))
    assert attacker.found() == [(0, "audits")]


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("council") / "small.db"
    demo.make(path, audits=160, seed=7, progress=lambda *_: None)
    return path


def items_in(store: Store, checklist: str) -> tuple[int, int]:
    numbers = [
        sum(item.scored for item in version.items)
        for version in store.checklists()
        if checklist in ("", version.id)
    ]
    return min(numbers), max(numbers)


@pytest.mark.parametrize("checklist", ["", "culture-and-identity", "pathway-plan"])
@pytest.mark.parametrize("by", [name for name in GROUPS if name != "answer"])
def test_no_hidden_count_of_a_shared_summary_can_be_worked_out(
    council: Path, by: str, checklist: str
) -> None:
    with Store.open(council) as store:
        table = tables(store, Selection(checklist=checklist), (by,), release=Release(SMALL))[1]
        items = items_in(store, checklist)
    attacker, told = attack(table, whole=by not in PARTS and len(table.rows) > 1, items=items)
    assert told == []
    if by in ("team", "ethnicity", "item"):
        assert attacker.hidden


@pytest.mark.parametrize(
    "by", [("item", "team"), ("section", "ethnicity"), ("team", "quarter"), ("checklist", "area")]
)
def test_no_hidden_count_of_a_shared_crossing_can_be_worked_out(council: Path, by: tuple[str, str]) -> None:
    with Store.open(council) as store:
        table = tables(store, Selection(), by, release=Release(SMALL))[1]
        items = items_in(store, "") if by[0] == "team" else (0, 0)
    assert attack(table, whole=False, items=items)[1] == []


def test_where_few_audits_are_hidden_nothing_tells_of_their_answers(council: Path) -> None:
    with Store.open(council) as store:
        rows = printed(tables(store, Selection(), ("ethnicity",), release=Release(SMALL))[1])
    few = [row for row in rows if row["audits"] == HIDDEN]
    assert few
    for row in few:
        figures = {
            name: value
            for name, value in row.items()
            if not name.startswith(("of", "before", "left", "is_total"))
        }
        assert {value for name, value in figures.items() if name != "ethnicity"} == {HIDDEN}


def test_what_is_hidden_of_a_crossing_is_not_listed(council: Path) -> None:
    with Store.open(council) as store:
        rows = printed(tables(store, Selection(), ("team", "quarter"), release=Release(SMALL))[1])
        true = printed(tables(store, Selection(), ("team", "quarter"))[1])
    assert 0 < len(rows) < len(true)
    assert all(row["audits"] > SMALL for row in rows)


def test_a_shared_trend_has_no_period_of_few_audits(council: Path) -> None:
    with Store.open(council) as store:
        true = trend(store, Selection(), Series("pathway-plan"), length="month")
        shared = trend(store, Selection(), Series("pathway-plan"), length="month", release=Release(SMALL))
    assert min(period.audits for period in true.segments[0].reading.periods) <= SMALL
    for period, hide in zip(shared.segments[0].reading.periods, shared.segments[0].hidden, strict=True):
        assert hide or period.audits > SMALL


@pytest.mark.parametrize("length", ["", "month", "quarter"])
@pytest.mark.parametrize(
    "of",
    [
        Series("culture-and-identity"),
        Series("culture-and-identity", good=True),
        Series("pathway-plan", item="own-words"),
    ],
)
def test_no_hidden_count_of_a_shared_trend_can_be_worked_out_even_with_the_total(
    council: Path, of: Series, length: str
) -> None:
    with Store.open(council) as store:
        if of.item:
            item = store.versions(of.checklist)[-1].items[3].id
            of = Series(of.checklist, item=item)
        true = trend(store, Selection(), of, length=length)
        shared = trend(store, Selection(), of, length=length, release=Release(SMALL))
    rows = printed(as_table(shared))
    periods = [period for segment in true.segments for period in segment.reading.periods]
    attacker = Attacker()
    met, counted = [], []
    for n, row in enumerate(rows):
        met.append(attacker.number((n, "met"), row["met"]))
        counted.append(attacker.number((n, "counted"), row["counted"]))
        attacker.sum_is([met[-1], attacker.unknown((n, "not_met"))], counted[-1])
    attacker.sum_is(met, ({}, sum(period.met for period in periods)))
    attacker.sum_is(counted, ({}, sum(period.counted for period in periods)))
    assert attacker.found() == []
    if attacker.hidden and any(row["met"] == HIDDEN for row in rows):
        assert all(row["lower"] is None and row["centre"] is None for row in rows)
        assert not WINDOWS.search(" ".join(sentences_of(shared)))


def test_a_small_count_is_never_printed_and_nought_is_nought(council: Path) -> None:
    with Store.open(council) as store:
        rows = printed(tables(store, Selection(), ("team",), release=Release(SMALL))[1])
        true = printed(tables(store, Selection(), ("team",))[1])
    for row, real in zip(rows, true, strict=True):
        for name in (
            "audits",
            "met",
            "counted",
            "not_recorded",
            *(grade.replace("-", "_") for grade in FOUR_WORDS.ids),
        ):
            assert row[name] == HIDDEN if 1 <= real[name] <= SMALL else row[name] in (HIDDEN, real[name])
        if row["met"] == HIDDEN:
            assert row["percent"] == row["low"] == row["high"] == HIDDEN


def months_between(first: str, last: str) -> list[str]:
    return [periods.shifted(first, n) for n in range(periods.number(last) - periods.number(first) + 1)]


class PlanAttacker(Attacker):
    """Knows a page of the plan, and of every item and month that its answers are at most as many as the audits."""

    def __init__(self, items: list[str], months: list[str]) -> None:
        super().__init__()
        self.first = months[0]
        for item, month in product(items, months):
            spare = self.unknown(("spare", item, month, "otherwise"))
            self.sum_is(
                [self.cells([item], (month, month)), spare], self.cells(["judgement"], (month, month))
            )

    def cells(self, items: list[str], *spans: tuple[str, str], kinds: tuple[str, ...] = KINDS) -> Known:
        whole: defaultdict[int, int] = defaultdict(int)
        months = [month for span in spans for month in months_between(*span) if month >= self.first]
        for name in product(items, months, kinds):
            for n in self.unknown((*name, "otherwise"))[0]:
                whole[n] += 1
        return dict(whole), 0

    def reads(
        self, name: str, items: list[str], spans: list[tuple[str, str]], met: object, counted: object
    ) -> None:
        self.sum_is([self.cells(items, *spans, kinds=("met",))], self.number((name, "met"), met))
        self.sum_is([self.cells(items, *spans)], self.number((name, "counted"), counted))


#: What a sentence says of a window: so many met of so many, in which months.
WINDOWS = re.compile(r"(\d+) of (\d+) \([^)]*\) in (\d{4}-\d\d(?: to \d{4}-\d\d)?)")


def months_said(span: str) -> tuple[str, str]:
    first, _, last = span.partition(" to ")
    return first, last or first


def items_of(measure: plans.Measure, checklist: Checklist) -> list[str]:
    """The items a measure counts; of judgements, the one name that stands for them."""
    if measure.judged_good:
        return ["judgement"]
    return [
        item.id
        for item in checklist.items
        if item.scored
        and measure.item in ("", item.id)
        and measure.section in ("", checklist.section_of(item.id).id)
    ]


def audits_by_month(store: Store, checklist: str) -> Counter[str]:
    numbers = Counter[str]()
    for judged in store.tallies(Selection(checklist), ("month",)).judgements:
        numbers[judged.group[0]] += judged.number
    return numbers


def courses_of(page: Document) -> dict[tuple[str, str], tuple[Mark, ...]]:
    """The periods of every measure that is drawn beside others, by its recommendation and its title."""
    return {
        (block.drawing.title, course.title): course.marks
        for block in page.blocks
        if isinstance(block, Figure) and isinstance(block.drawing, Courses)
        for course in block.drawing.courses
    }


def counts_of(mark: Mark) -> tuple[object, object]:
    """How many were met of how many, as a picture gives them away to whoever works out its percentage."""
    if mark.value is None:
        return HIDDEN, HIDDEN
    return round(mark.value * int(mark.number)), int(mark.number)


@pytest.mark.parametrize(("audits", "seed"), [(90, 2), (240, 4)])
def test_between_the_ends_of_all_that_is_shown_of_a_drawn_measure_are_never_few_audits(
    tmp_path: Path, audits: int, seed: int
) -> None:
    """Its windows less its periods are months of which nothing is said."""
    demo.make(tmp_path / "council.db", audits=audits, seed=seed, progress=lambda *_: None)
    plan = plans.parse(EXAMPLE, "example")
    with Store.open(tmp_path / "council.db") as store:
        last = (store.months(Selection()) or ("", ""))[1]
        today = date.fromisoformat(periods.shifted(last, 1) + "-01")
        page, table = plan_report.report(store, plan, today=today, release=Release(SMALL))
        courses, rows = courses_of(page), iter(printed(table))
        checked = 0
        for recommendation, measure in (
            (one, measure) for one in plan.recommendation for measure in one.measure
        ):
            row, marks = next(rows), courses.get((recommendation.title, measure.title), ())
            of = Series(recommendation.checklist, measure.section, measure.item, measure.judged_good)
            months = {month.label: month.answering for month in trend(store, Selection(), of).counted}
            spans = [periods.months_of(mark.label) for mark in marks]
            spans += [months_said(row[name]) for name in ("baseline_months", "now_months") if row[name]]
            ends = sorted({periods.shifted(first, -1) for first, _ in spans} | {end for _, end in spans})
            between = [
                sum(number for month, number in months.items() if first < month <= until)
                for first, until in pairwise(ends)
                if marks
            ]
            assert not [number for number in between if 0 < number <= SMALL], (measure.title, ends)
            checked += len(between)
    assert checked


@pytest.mark.parametrize(("audits", "seed"), [(40, 1), (90, 2), (160, 7), (600, 7)])
def test_no_hidden_count_of_a_shared_plan_can_be_worked_out_from_all_of_it(
    tmp_path: Path, audits: int, seed: int
) -> None:
    demo.make(tmp_path / "council.db", audits=audits, seed=seed, progress=lambda *_: None)
    plan = plans.parse(EXAMPLE, "example")
    few = drawn = beside = read = 0
    with Store.open(tmp_path / "council.db") as store:
        first, last = store.months(Selection()) or ("", "")
        today = date.fromisoformat(periods.shifted(last, 1) + "-01")
        page, table = plan_report.report(store, plan, today=today, release=Release(SMALL))
        rows = iter(printed(table))
        pages = as_html(page).split('class="page"')
        courses = courses_of(page)
        for recommendation in plan.recommendation:
            said = next(one for one in pages if f">{recommendation.title}</h2>" in one)
            checklist = store.versions(recommendation.checklist)[-1]
            scored = [item.id for item in checklist.items if item.scored]
            attacker = PlanAttacker(scored, months_between(first, last))
            for measure in recommendation.measure:
                row, items = next(rows), items_of(measure, checklist)
                of = Series(checklist.id, measure.section, measure.item, measure.judged_good)
                shared = trend(store, Selection(), of, release=Release(SMALL))
                for name in ("baseline", "now"):
                    if span := row[f"{name}_months"]:
                        figures = row[f"{name}_met"], row[f"{name}_counted"]
                        attacker.reads(f"{name} of {measure.title}", items, [months_said(span)], *figures)
                for n, (met, counted, span) in enumerate(
                    WINDOWS.findall(row["reason"] + row["lately_reason"])
                ):
                    read += 1
                    attacker.reads(f"window {n} of {measure.title}", items, [months_said(span)], met, counted)
                for mark in courses.get((recommendation.title, measure.title), ()):
                    beside += 1
                    name, months = f"{mark.label} of {measure.title}", [periods.months_of(mark.label)]
                    attacker.reads(name, items, months, *counts_of(mark))
                if f"Over time: {measure.title}, by {shared.length}" not in said:
                    continue
                drawn += 1
                for period in shared.segments[0].reading.periods:
                    shown = f"{period.label}: {period.share:.0%} of {period.counted}" in said
                    figures = (period.met, period.counted) if shown else (HIDDEN, HIDDEN)
                    attacker.reads(period.label, items, [periods.months_of(period.label)], *figures)
            finished = re.search(r"<dd>(\d+|c) of \d+ planned audits", said)
            assert finished
            year = attacker.cells(["judgement"], (periods.shifted(last, -11), last))
            attacker.sum_is([year], attacker.number("finished", finished[1]))
            of_months = {
                month: attacker.cells(["judgement"], (month, month))[0]
                for month, number in audits_by_month(store, checklist.id).items()
                if number <= SMALL
            }
            assert attacker.told(of_months) == []
            few += len(of_months)
    assert few
    assert drawn == len(plan.recommendation)
    assert beside or audits < 160, "the measures beside one another are attacked too"
    assert read or audits < 160


def test_how_many_were_drawn_is_not_said_where_it_would_tell_of_few_beside_an_earlier_page() -> None:
    where = Selection("pathway-plan", until="2026-03")
    drawn = DrawnAudits(20, 1)

    def said(*earlier: Cell) -> tuple[str, Release]:
        release = Release(SMALL, earlier=earlier, begun="2026-01", over="2026-03")
        return " ".join(of_drawn(drawn, 40, release, where)), release

    words, release = said()
    assert words.startswith("20 of these 40 audits")
    assert [cell.count for cell in release.shown] == [40, 20, 20]
    before = [Cell(cell.group, "", "2026-02", cell.count - 3) for cell in release.shown]
    for cell in before:
        words, later = said(cell)
        assert words.startswith("Some of these audits")
        assert later.shown == []


@pytest.mark.parametrize("report", [gaps.table, lambda *asked, **more: funnels.report(*asked, **more)[1]])
def test_groups_set_beside_one_another_are_checked_against_earlier_pages_and_remembered(
    council: Path, report: Callable[..., Table]
) -> None:
    with Store.open(council) as store:
        first = Release(SMALL, over="2100-01")
        table = report(store, Selection(), "team", release=first)
        audits = {cell.group: cell.count for cell in first.shown if "judgement" not in cell.group}
        numbers = {row["team"]: row["audits"] for row in printed(table)}
        shown = {team: number for team, number in numbers.items() if number != HIDDEN}
        assert shown
        assert all(audits[group_of(Selection(), team=team)] == number for team, number in shown.items())
        team, number = max(shown.items(), key=itemgetter(1))
        earlier = [Cell(group_of(Selection(), team=team), "", "2100-01", number - 2)]
        later = report(store, Selection(), "team", release=Release(SMALL, earlier=earlier, over="2100-01"))
        (row,) = [row for row in printed(later) if row["team"] == team]
        assert row["audits"] == HIDDEN
        assert row["met"] == HIDDEN


def test_a_sample_size_is_not_measured_where_it_would_tell_of_few_beside_an_earlier_page(
    council: Path,
) -> None:
    with Store.open(council) as store:
        course = trend(store, Selection(), Series("pathway-plan"))
    free = Release(SMALL, over="2100-01")
    assert sample_size.table(course, free).rows
    (cell, *_) = free.shown
    told = Release(SMALL, earlier=[Cell(cell.group, cell.since, cell.until, cell.count - 1)], over="2100-01")
    with pytest.raises(AuditError, match="tells of few audits"):
        sample_size.table(course, told)

"""The attacker: all that a shared report prints, put into equations, must not give one hidden count back."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from auditui.core.grades import GRADES
from auditui.report.summary import GROUPS, PARTS, summary
from auditui.report.table import HIDDEN, Table, as_json
from auditui.report.trend import Of, as_table, trend
from auditui.store import Store, Where

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SMALL = 5
NOTHINGS = ("not_recorded", "could_not_see", "not_applicable")


class Attacker:
    """Holds what is printed and what must hold between the numbers; finds the hidden ones that only one value fits."""

    def __init__(self) -> None:
        self.hidden: dict[object, int] = {}
        self.equations: list[tuple[dict[int, int], int]] = []

    def number(self, name: object, cell: object) -> tuple[dict[int, int], int]:
        """A printed number, or an unknown one: as coefficients of unknowns, and what is known."""
        if cell != HIDDEN:
            return {}, int(str(cell))
        return {self.hidden.setdefault(name, len(self.hidden)): 1}, 0

    def unknown(self, name: object) -> tuple[dict[int, int], int]:
        return self.number(name, HIDDEN)

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
        """The names that can have one value only, by integer programming both ways."""
        if not self.hidden:
            return []
        matrix = np.zeros((max(len(self.equations), 1), len(self.hidden)))
        right = np.zeros(len(matrix))
        for row, (unknowns, known) in enumerate(self.equations):
            right[row] = known
            for n, times in unknowns.items():
                matrix[row, n] = times
        fit = LinearConstraint(matrix, right, right)
        told = []
        for name, n in self.hidden.items():
            if isinstance(name, tuple) and name[-1] in ("otherwise", "not_met"):
                continue
            ends = []
            for sign in (1, -1):
                aim = np.zeros(len(self.hidden))
                aim[n] = sign
                ended = milp(
                    aim, constraints=fit, integrality=np.ones(len(self.hidden)), bounds=Bounds(0, 5000)
                )
                assert ended.success, ended.message
                ends.append(round(ended.x[n]))
            if ends[0] == ends[1]:
                told.append(name)
        return told


def attack(table: Table, *, whole: bool) -> tuple[Attacker, list[object]]:
    rows = json.loads(as_json(table))
    attacker = Attacker()
    columns: defaultdict[str, list[tuple[dict[int, int], int]]] = defaultdict(list)
    for n, row in enumerate(rows):
        said = {
            name: attacker.number((n, name), row[name])
            for name in ("met", "counted", *NOTHINGS)
            if name in row
        }
        not_met, otherwise = attacker.unknown((n, "not_met")), attacker.unknown((n, "otherwise"))
        attacker.sum_is([said["met"], not_met], said["counted"])
        if "not_recorded" in said:
            attacker.sum_is([said["not_recorded"], otherwise], not_met)
        if "audits" in row:
            said["audits"] = attacker.number((n, "audits"), row["audits"])
            grades = {grade: attacker.number((n, grade), row[grade.replace("-", "_")]) for grade in GRADES}
            attacker.sum_is(grades.values(), said["audits"])
            said |= grades
        for name, each in said.items():
            columns[name].append(each)
    if whole and rows:
        for parts in columns.values():
            attacker.sum_is(parts[:-1], parts[-1])
    return attacker, attacker.found()


def test_the_attacker_finds_what_is_hidden_alone() -> None:
    attacker = Attacker()
    parts = [attacker.number(name, cell) for name, cell in (("a", HIDDEN), ("b", 12), ("c", 20))]
    attacker.sum_is(parts, ({}, 35))
    assert attacker.found() == ["a"]


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from auditui import demo  # noqa: PLC0415 - makes the store once for all attacks

    path = tmp_path_factory.mktemp("council") / "small.db"
    demo.make(path, audits=160, seed=7, progress=lambda *_: None)
    return path


@pytest.mark.parametrize("checklist", ["", "culture-and-identity", "pathway-plan"])
@pytest.mark.parametrize("by", [name for name in GROUPS if name != "answer"])
def test_no_hidden_count_of_a_shared_summary_can_be_worked_out(
    council: Path, by: str, checklist: str
) -> None:
    with Store.open(council) as store:
        table = summary(store, Where(checklist=checklist), (by,), small=SMALL)
    attacker, told = attack(table, whole=by not in PARTS and len(table.rows) > 1)
    assert told == []
    if by in ("team", "ethnicity", "item"):
        assert attacker.hidden


@pytest.mark.parametrize(
    "by", [("item", "team"), ("section", "ethnicity"), ("team", "quarter"), ("checklist", "area")]
)
def test_no_hidden_count_of_a_shared_crossing_can_be_worked_out(council: Path, by: tuple[str, str]) -> None:
    with Store.open(council) as store:
        table = summary(store, Where(), by, small=SMALL)
    assert attack(table, whole=False)[1] == []


@pytest.mark.parametrize("length", ["", "month", "quarter"])
@pytest.mark.parametrize(
    "of",
    [Of("culture-and-identity"), Of("culture-and-identity", good=True), Of("pathway-plan", item="own-words")],
)
def test_no_hidden_count_of_a_shared_trend_can_be_worked_out_even_with_the_total(
    council: Path, of: Of, length: str
) -> None:
    with Store.open(council) as store:
        if of.item:
            item = store.versions(of.checklist)[-1].items[3].id
            of = Of(of.checklist, item=item)
        true = trend(store, Where(), of, length=length)
        shared = trend(store, Where(), of, length=length, small=SMALL)
    rows = json.loads(as_json(as_table(shared)))
    periods = [each for segment in true.segments for each in segment.reading.periods]
    attacker = Attacker()
    met, counted = [], []
    for n, row in enumerate(rows):
        met.append(attacker.number((n, "met"), row["met"]))
        counted.append(attacker.number((n, "counted"), row["counted"]))
        attacker.sum_is([met[-1], attacker.unknown((n, "not_met"))], counted[-1])
    attacker.sum_is(met, ({}, sum(each.met for each in periods)))
    attacker.sum_is(counted, ({}, sum(each.counted for each in periods)))
    assert attacker.found() == []
    if attacker.hidden and any(row["met"] == HIDDEN for row in rows):
        assert all(row["lower"] is None and row["centre"] is None for row in rows)
        assert "of" not in shared.reason.split(";")[0]


def test_a_small_count_is_never_printed_and_nought_is_nought(council: Path) -> None:
    with Store.open(council) as store:
        rows = json.loads(as_json(summary(store, Where(), ("team",), small=SMALL)))
        true = json.loads(as_json(summary(store, Where(), ("team",))))
    for row, real in zip(rows, true, strict=True):
        for name in ("audits", "met", "counted", *NOTHINGS, *(grade.replace("-", "_") for grade in GRADES)):
            assert row[name] == HIDDEN if 1 <= real[name] <= SMALL else row[name] in (HIDDEN, real[name])
        if row["met"] == HIDDEN:
            assert row["percent"] == row["low"] == row["high"] == HIDDEN

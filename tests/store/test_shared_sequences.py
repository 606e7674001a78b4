"""Pages of a store before and after its past became another: whoever has both cannot work out a small number.

The reader (SciPy's HiGHS, as in `attacker`) holds every number the journal keeps. Between the pages audits have left or come,
as the pages say; of every group by up to two things whose number is small, or whose change is, three numbers are left open.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from attacker import VALUES, groups, is_of
from auditui.core.audits import amendments, entries
from auditui.core.checklists.checklist import as_data
from auditui.core.scale import FOUR_WORDS
from auditui.figures.releases import Cell
from auditui.figures.suppression import SMALL, is_small
from auditui.figures.tallies import Selection
from auditui.report.sharing import released
from auditui.report.summary import tables
from auditui.store import Store
from desks import rows
from made import best, small

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from attacker import Audit

MONTHS = tuple(f"2026-{n:02d}" for n in range(1, 5))
BY = ("team", "ethnicity", "judgement")
#: Every kind of audit that there could be.
ATOMS = [dict(zip((*BY, "month"), of, strict=True)) for of in product(*(VALUES[name] for name in BY), MONTHS)]
#: A page: what it groups by, its first month ("" for the first there is) and its last.
Page = tuple[tuple[str, ...], str, str]

QUARTER: list[Page] = [((name,), "", MONTHS[2]) for name in BY]
CROSSED: list[Page] = [(("team", "judgement"), "", MONTHS[2]), (("team", "ethnicity"), "", MONTHS[2])]
MONTHLY: list[Page] = [((name,), month, month) for month in MONTHS[:3] for name in BY]
LONGER: list[Page] = [*(((name,), "", MONTHS[3]) for name in BY), (("team",), MONTHS[3], MONTHS[3])]


def council(seed: int, audits: int, months: Sequence[str] = MONTHS[:3]) -> list[Audit]:
    chance = Random(seed)
    return [
        {
            "team": chance.choices(VALUES["team"], (2, 3, 6))[0],
            "ethnicity": chance.choices(VALUES["ethnicity"], (2, 3, 9))[0],
            "judgement": chance.choices(FOUR_WORDS.ids, (3, 5, 5, 3))[0],
            "month": months[n * len(months) // audits],
        }
        for n in range(audits)
    ]


class Desk:
    """A store whose audits are as a list says."""

    def __init__(self, path: Path, name: str) -> None:
        self.now = datetime(2026, 1, 1, 9, tzinfo=UTC)
        self.store = Store.open(path / f"{name}.db", clock=lambda: self.now, leases=path / f"{name}.state")
        self.store.db.execute("PRAGMA synchronous = OFF")  # no test here pulls a plug
        self.store.record(entries.ChecklistPublished(small().digest, as_data(small())), by="A17")
        self.name = name
        self.ids: list[str] = []

    def finish(self, audits: Iterable[Audit]) -> None:
        for audit in audits:
            self.now = datetime.fromisoformat(f"{audit['month']}-15T09:00:00+00:00")
            name = f"{self.name}{len(self.ids):015x}"
            self.ids.append(name)
            self.store.record(
                entries.AuditStarted(name, small().digest, f"C-{len(self.ids)}", audit["team"], "", ethnicity=audit["ethnicity"]),
                *(entries.AnswerGiven(name, best(item)) for item in small().items),
                *judged(name, audit["judgement"]),
                by="A17",
            )  # fmt: skip

    def share(self, pages: Iterable[Page], today: date) -> list[Cell]:
        """Share pages, one after another, and return what the journal keeps of them."""
        self.now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
        shown: list[Cell] = []
        for by, since, until in pages:
            release = self.store.release(SMALL, today, self.store.checklists())
            _, table = tables(self.store, Selection("small", since=since, until=until), by, release)
            if release.shown:
                self.store.record(released(release, table, "md"), by="A17")
            shown += release.shown
        return shown


def judged(audit: str, grade: str) -> tuple[entries.Entry, ...]:
    return (
        entries.JudgementGiven(audit, grade),
        entries.NoteWritten(audit, "reason", "So."),
        entries.AuditFinished(audit),
    )


class Reader:
    """Numbers of audits by atom and part, each part one unknown an atom; and what is known of them."""

    def __init__(self, *parts: str) -> None:
        self.parts = parts
        self.rows: list[tuple[np.ndarray, float, float]] = []
        self.fitting: list[np.ndarray] = []

    def of(self, group: dict[str, str], since: str, until: str, *parts: str, less: str = "") -> np.ndarray:
        """The sum of some parts of a group in some months, less that of another."""
        named = {name: value for name, value in group.items() if name != "checklist"}
        inside = [
            (not since or since <= atom["month"]) and atom["month"] <= until and is_of(atom, named)
            for atom in ATOMS
        ]
        times = [1 if part in parts else -1 if part == less else 0 for part in self.parts]
        return np.concatenate([time * np.array(inside, float) for time in times])

    def knows(self, row: np.ndarray, least: float, most: float) -> None:
        self.rows.append((row, least, most))

    def reads(self, shown: Iterable[Cell], *parts: str, less: str = "") -> None:
        for cell in shown:
            row = self.of(json.loads(cell.group), cell.since, cell.until, *parts, less=less)
            self.knows(row, cell.count, cell.count)

    def left_open(self, aim: np.ndarray) -> bool:
        """Whether a sum could be three numbers."""
        if self.fitting and np.ptp(np.array(self.fitting) @ aim) >= 2:
            return True
        lines, least, most = zip(*self.rows, strict=True)
        known = LinearConstraint(csr_array(vstack([csr_array(line[None]) for line in lines])), least, most)
        for sign in (1, -1):
            bounds = Bounds(0, 200)
            done = milp(sign * aim, constraints=known, integrality=np.ones(len(aim)), bounds=bounds)
            assert done.success, done.message
            self.fitting.append(np.round(done.x))
        return bool(np.ptp(np.array(self.fitting) @ aim) >= 2)


STRETCHES = [(first, last) for n, last in enumerate(MONTHS) for first in MONTHS[: n + 1]]


def number(audits: Iterable[Audit], group: dict[str, str], since: str, until: str) -> int:
    return sum(since <= audit["month"] <= until and is_of(audit, group) for audit in audits)


def told(reader: Reader, true: dict[str, list[Audit]], *parts: str, less: str = "") -> list[object]:
    """The groups and months of which the sum of some parts, less another, is small and not left open."""
    found: list[object] = []
    for group, (since, until) in product(groups(), STRETCHES):
        if "checklist" in group:
            continue
        count = sum(number(true[part], group, since, until) for part in parts)
        count -= number(true[less], group, since, until) if less else 0
        if is_small(abs(count)) and not reader.left_open(reader.of(group, since, until, *parts, less=less)):
            found.append((group, since, until, count))
    return found


APRIL, MAY = date(2026, 4, 5), date(2026, 5, 5)


def other(name: str, value: str) -> str:
    return next(one for one in VALUES[name] if one != value)


class Changed:
    """A store whose pages were shared, of which audits then came or left; `alike` is what those have in common."""

    def __init__(self, folder: Path, seed: int, before: Sequence[Page]) -> None:
        self.desk, self.audits = Desk(folder, "a"), council(seed, 60)
        self.desk.finish(self.audits)
        self.before = self.desk.share(before, APRIL)
        self.true: dict[str, list[Audit]] = {"left": [], "came": []}
        self.alike: tuple[str, ...] = ()

    def withdrawn(self) -> None:
        for n in (7, 31):
            self.desk.store.record(amendments.AuditWithdrawn(self.desk.ids[n], "begun twice"), by="A17")
            self.true["left"].append(self.audits[n])

    def refinished(self) -> None:
        self.alike = ("team", "ethnicity")
        for n in (7, 31):
            name, grade = self.desk.ids[n], other("judgement", self.audits[n]["judgement"])
            self.desk.store.record(entries.AuditReopened(name, "a grade"), *judged(name, grade), by="A17")
            self._now_is(n, judgement=grade)

    def moved(self) -> None:
        self.alike = ("ethnicity", "judgement")
        for n in (7, 31):
            team, group = other("team", self.audits[n]["team"]), self.audits[n]["ethnicity"]
            said = amendments.AuditCorrected(
                self.desk.ids[n], f"C-{n + 1}", team, "mistyped", ethnicity=group
            )
            self.desk.store.record(said, by="A17")
            self._now_is(n, team=team)

    def _now_is(self, place: int, **more: str) -> None:
        self.true["left"].append(self.audits[place])
        self.true["came"].append(self.audits[place] | more)

    def finished_late(self) -> None:
        self.came(council(100, 2))

    def came(self, audits: list[Audit]) -> None:
        self.desk.finish(audits)
        self.true["came"] += audits

    def told(self, after: Iterable[Cell]) -> list[object]:
        reader = Reader("kept", "left", "came")
        reader.reads(self.before, "kept", "left")
        reader.reads(after, "kept", "came")
        for part, audits in self.true.items():
            # Pages say that 1 to 5 of the months before were corrected or withdrawn; what comes later only comes.
            few = SMALL if self.true["left"] else 0 if part == "left" else 200
            reader.knows(reader.of({}, "", MONTHS[2], part), 0, few if audits else 0)
        reader.knows(reader.of({}, MONTHS[3], MONTHS[3], "left"), 0, 0)
        for month, values in product(MONTHS[:3], product(*(VALUES[name] for name in self.alike))):
            if self.alike:
                group = dict(zip(self.alike, values, strict=True))
                reader.knows(reader.of(group, month, month, "came", less="left"), 0, 0)
        return told(reader, self.true, "came", less="left")


@pytest.mark.parametrize(
    ("how", "before", "after"),
    [
        ("withdrawn", MONTHLY, [*MONTHLY, *LONGER]),
        ("withdrawn", QUARTER, [*LONGER, *QUARTER]),
        ("refinished", [*QUARTER, *CROSSED], [*QUARTER, *CROSSED, *LONGER]),
        ("moved", QUARTER, [*QUARTER, *LONGER]),
        ("finished_late", MONTHLY, [*MONTHLY, *LONGER]),
    ],
)
def test_what_left_or_came_to_shared_months_is_not_told_by_the_pages_before_and_after(
    tmp_path: Path, how: str, before: list[Page], after: list[Page]
) -> None:
    changed = Changed(tmp_path, 0, before)
    getattr(changed, how)()
    changed.came(council(50, 30, MONTHS[3:]))
    shown = changed.desk.share(after, MAY)
    assert shown
    assert changed.told(shown) == []


@pytest.mark.parametrize("pages", [MONTHLY, QUARTER])
def test_what_came_late_is_not_told_by_the_pages_of_two_desks_apart_and_together(
    tmp_path: Path, pages: list[Page]
) -> None:
    one, two = Desk(tmp_path, "a"), Desk(tmp_path, "b")
    true = {"one": council(1, 50), "two": council(2, 40), "late": council(3, 2)}
    one.finish(true["one"])
    two.finish(true["two"])
    reader = Reader(*true)
    for desk, name in ((one, "one"), (two, "two")):
        reader.reads(desk.share(pages, APRIL), name)
    one.finish(true["late"])
    one.store.receive(rows(two.store))
    together = one.share(pages, APRIL)
    assert together
    reader.reads(together, *true)
    for name in true:
        assert told(reader, true, name) == []

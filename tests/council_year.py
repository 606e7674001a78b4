"""What remains visible of a council's year of shared pages: the table of docs/figures.md, measured on made-up councils.

Part of `make simulate`. Each order of pages is shared from a store of its own, every month's pages in the month after it.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from auditui import demo
from auditui.core import periods
from auditui.core import plan as plans
from auditui.core.scale import FOUR_WORDS
from auditui.figures.runs import Series
from auditui.figures.tallies import Selection
from auditui.report import plan as plan_report
from auditui.report import summary, trend
from auditui.report.sharing import released
from auditui.report.table import as_json
from auditui.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.figures.releases import Release
    from auditui.report.table import Table

YEAR = [periods.shifted("2025-10", n) for n in range(12)]
SMALL, HIDDEN = 5, "c"
CHECKLIST = "pathway-plan"


@dataclass
class Council:
    """A store in the month after `month`; `numbers` are by kind of page how many were shown, of how many there are."""

    store: Store
    month: str = ""
    shown: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)

    @property
    def today(self) -> date:
        return date.fromisoformat(f"{periods.shifted(self.month, 1)}-05")

    def release(self) -> Release:
        return self.store.release(SMALL, self.today, self.store.checklists())

    def count(self, kind: str, table: Table, *columns: str) -> None:
        """Count how many numbers of a page are shown, noughts apart."""
        for row in json.loads(as_json(table)):
            given = [row[column] for column in columns if row.get(column)]
            self.numbers[kind] += len(given)
            self.shown[kind] += len(given) - given.count(HIDDEN)

    def enter(self, table: Table, release: Release) -> None:
        if release.shown:
            self.store.record(released(release, table, "md"), by="A17")

    def by_team(self, months: int, checklist: str = "") -> None:
        """A summary by team of so many months up to this one."""
        where = Selection(checklist, since=periods.shifted(self.month, 1 - months), until=self.month)
        release = self.release()
        _, table = summary.tables(self.store, where, ("team",), release)
        self.count("summary by team: audits", table, "audits")
        self.count(
            "summary by team: judgements", table, *(grade.replace("-", "_") for grade in FOUR_WORDS.ids)
        )
        self.enter(table, release)

    def trends(self, kind: str, *teams: str) -> None:
        """The trend of a checklist by quarter, of all or of each team; a longer one has no quarter."""
        for team in teams or ("",):
            where, release = Selection(CHECKLIST, team=team), self.release()
            course = trend.trend(
                self.store, where, Series(CHECKLIST), today=self.today, length="quarter", release=release
            )
            self.numbers[kind] += 1
            self.shown[kind] += course.length == "quarter" and not any(hide for _, hide in course.periods)
            self.enter(trend.as_table(course), release)

    def plan(self) -> None:
        """The example plan: what each measure was and is."""
        release, plan = self.release(), plans.parse(EXAMPLE, "example")
        _, table = plan_report.report(self.store, plan, today=self.today, release=release)
        self.count("plan: what measures were and are", table, "baseline_counted", "now_counted")
        self.enter(table, release)


EXAMPLE = (files("auditui") / "improvement-plan.toml").read_text(encoding="utf-8")


def is_quarter(council: Council) -> bool:
    return YEAR.index(council.month) % 3 == 2


#: By order of pages, what is shared by team in the month after each.
ORDERS: dict[str, Callable[[Council], None]] = {
    "the year so far, each month": lambda council: council.by_team(YEAR.index(council.month) + 1),
    "each month": lambda council: council.by_team(1),
    "each quarter": lambda council: council.by_team(3) if is_quarter(council) else None,
    "each quarter, of one checklist": (
        lambda council: council.by_team(3, CHECKLIST) if is_quarter(council) else None
    ),
    "nothing": lambda _: None,
}


def year(made: Path, folder: Path, order: str) -> Council:
    """A council after its year of pages: by team, the trend of a checklist and the plan, each quarter that of each team."""
    place = folder / f"{order}.db"
    copyfile(made, place)
    with Store.open(place, leases=folder / "state") as store:
        store.db.execute("PRAGMA synchronous = OFF")
        council = Council(store)
        for council.month in YEAR:
            ORDERS[order](council)
            council.trends("trend of a checklist by quarter")
            council.plan()
            if is_quarter(council):
                council.trends("the trend of each team", *demo.TEAMS)
    return council


def table(audits: int) -> str:
    """What was shown of each kind of page, in per cent, by order of pages, as Markdown."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        demo.make(folder / "made.db", audits=audits, seed=7, progress=lambda *_: None)
        councils = [year(folder / "made.db", folder, order) for order in ORDERS]
    lines = [
        f"| Shown, {audits:,} audits in 30 months; by team: | {' | '.join(ORDERS)} |",
        "| --- |" + " ---: |" * len(ORDERS),
    ]
    for kind in councils[0].numbers:
        cells = (
            f"{100 * council.shown[kind] / council.numbers[kind]:.0f}" if council.numbers[kind] else "-"
            for council in councils
        )
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for audits in (600, 2400):
        print(table(audits), flush=True)

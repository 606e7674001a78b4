"""The improvement plan: what inspectors recommended, who answers for it, and what shows whether it is met.

Measures ask the three questions of Outcomes Based Accountability (Mark Friedman, Trying Hard Is Not Good
Enough): how much did we do, how well did we do it, is anyone better off. How much is counted from the audits
themselves; a plan names the other two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from auditui.core import toml_text, working_days
from auditui.core.errors import AuditError
from auditui.core.periods import LENGTHS, is_month
from auditui.core.timeliness import add_months

if TYPE_CHECKING:
    from datetime import date

ASKS = ("how well", "better off")
EVERY = tuple(LENGTHS)
#: A council's report of March 2019 counts 70 working days for its response; when the count begins is not
#: confirmed, so the plan's own date stands and this is shown beside it.
RESPONSE_DAYS = 70


_EXAMPLE = "auditui plan --example shows one"


@dataclass(frozen=True)
class Measure:
    """One measure: of an item, of a section, of all items, or of the audits judged good; `target` in percent or None.

    `checklist` is the recommendation's where it is empty.
    """

    asks: str
    title: str
    item: str = ""
    section: str = ""
    all_items: bool = False
    judged_good: bool = False
    target: float | None = None
    checklist: str = ""

    def check(self, where: str) -> None:
        """Refuse what no plan says; AuditError names the place."""
        if self.asks not in ASKS:
            raise AuditError(
                f"{where}: asks is one of {' or '.join(ASKS)}", "How much is counted from the audits"
            )
        if sum(map(bool, (self.item, self.section, self.all_items, self.judged_good))) != 1:
            raise AuditError(
                f"{where} is of an item, a section, all_items = true or judged_good = true, and of one only",
                "Name one",
            )
        if self.target is not None and not 0 <= self.target <= 100:
            raise AuditError(f"{where}: target is a percentage", "From 0 to 100")


@dataclass(frozen=True)
class Recommendation:
    """One area to improve, its checklist, the role that answers for it; `planned_audits` in a year, 0 for unsaid."""

    title: str
    checklist: str
    owner: str
    due: date
    measure: tuple[Measure, ...] = field(default=(), metadata={"rows": Measure})
    finding: str = ""
    planned_audits: int = 0

    def check(self, where: str) -> None:
        """Any will do."""


@dataclass(frozen=True)
class Report:
    """Who is told of the plan, next on which day, and how often."""

    to: str
    next: date
    every: str

    def check(self, where: str) -> None:
        """Refuse what no plan says; AuditError names the place."""
        if self.every not in EVERY:
            raise AuditError(f"{where}: every is one of {', '.join(EVERY)}", "How often it is reported")

    def coming(self, today: date) -> date:
        """Return the next day from today on, counted from the plan's by how often; of a month too short, its last."""
        days = (add_months(self.next, n * LENGTHS[self.every]) for n in count())
        return next(day for day in days if day >= today)


@dataclass(frozen=True)
class Plan:
    """An improvement plan. `baseline` is the last month of the history that all later months are held against."""

    title: str
    recommendation: tuple[Recommendation, ...] = field(default=(), metadata={"rows": Recommendation})
    reporting: tuple[Report, ...] = field(default=(), metadata={"rows": Report})
    published: date | None = None
    response_due: date | None = None
    baseline: str = ""

    def check(self, where: str) -> None:
        """Refuse what no plan says; AuditError names the place."""
        if self.baseline and not is_month(self.baseline):
            raise AuditError(
                f"{where}: baseline is a month such as 2025-03", "History up to it is the baseline"
            )
        if not self.recommendation:
            raise AuditError(f"{where} has no recommendation", _EXAMPLE)

    @property
    def response_counted(self) -> date | None:
        """The day number 70 in working days after publication; None where no publication is given."""
        return working_days.add(self.published, RESPONSE_DAYS) if self.published else None


def parse(text: str, name: str) -> Plan:
    """Read a plan from the text of a TOML file; AuditError in one line for what is wrong in it, and where."""
    return toml_text.table(Plan, toml_text.load(text, name, _EXAMPLE), name, _EXAMPLE)

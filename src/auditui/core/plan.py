"""The improvement plan: what inspectors recommended, who answers for it, and what shows whether it is met.

Measures ask the three questions of Outcomes Based Accountability (Mark Friedman, Trying Hard Is Not Good
Enough): how much did we do, how well did we do it, is anyone better off. How much is counted from the audits
themselves; a plan names the other two.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count, takewhile
from typing import TYPE_CHECKING

from auditui.core import toml_text, working_days
from auditui.core.errors import AuditError
from auditui.core.periods import LENGTHS, is_month
from auditui.core.text import one_line
from auditui.core.timeliness import add_months

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

ASKS = ("how well", "better off")
EVERY = tuple(LENGTHS)
BETTER = ("higher", "lower")
#: A council's report of March 2019 counts 70 working days for its response; when the count begins is not
#: confirmed, so the plan's own date stands and this is shown beside it.
RESPONSE_DAYS = 70


_EXAMPLE = "auditui plan --example shows one"
_LARGEST = 1_000_000_000


@dataclass(frozen=True)
class Measure:
    """One measure: of an item, of a section, of all items, or of the audits judged good; `target` in percent or None.

    `checklist` is the recommendation's where it is empty; with a `team` only its audits count.
    """

    asks: str
    title: str
    item: str = ""
    section: str = ""
    all_items: bool = False
    judged_good: bool = False
    target: float | None = None
    checklist: str = ""
    team: str = ""

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
    """One area to improve, its checklist, the role that leads on it; `planned_audits` in a year, 0 for unsaid.

    Its first measure is the one that is drawn. `focus` names focus areas of the plan. The `story` behind the figures,
    paragraphs between empty lines, its `partners` and the `next` steps are the lead's own words.
    """

    title: str
    checklist: str
    owner: str
    due: date
    measure: tuple[Measure, ...] = field(default=(), metadata={"rows": Measure})
    finding: str = ""
    planned_audits: int = 0
    focus: tuple[str, ...] = ()
    story: str = ""
    partners: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


@dataclass(frozen=True)
class PriorityArea:
    """A priority area of the council's own, and the focus areas in it."""

    title: str
    focus: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """A number in a month."""

    at: str
    value: float

    def check(self, where: str) -> None:
        """Refuse what no plan says; AuditError names the place."""
        if not is_month(self.at):
            raise AuditError(f"{where}: at is a month such as 2026-03", "The month the number is of")
        if not abs(self.value) <= _LARGEST:
            raise AuditError(f"{where}: value is a plain number", f"Up to {_LARGEST:,}")


@dataclass(frozen=True)
class Outcome:
    """A number that no audit counts, such as the need for care or attendance, with its `source` and its `unit`.

    `better` is the direction in which it improves. Its points up to the month `baseline` (the plan's if that is empty) and
    its forecast are its baseline: what would be if nothing changed.
    """

    title: str
    source: str
    better: str
    unit: str = ""
    baseline: str = ""
    point: tuple[Point, ...] = field(default=(), metadata={"rows": Point})
    forecast: tuple[Point, ...] = field(default=(), metadata={"rows": Point})
    focus: tuple[str, ...] = ()
    story: str = ""
    partners: tuple[str, ...] = ()
    next: tuple[str, ...] = ()

    def check(self, where: str) -> None:
        """Refuse what no plan says; AuditError names the place."""
        if self.better not in BETTER:
            raise AuditError(f"{where}: better is {' or '.join(BETTER)}", "In which direction it improves")
        if self.baseline and not is_month(self.baseline):
            raise AuditError(
                f"{where}: baseline is a month such as 2025-03", "History up to it is the baseline"
            )
        for name, points in (("point", self.point), ("forecast", self.forecast)):
            months = [point.at for point in points]
            if months != sorted(set(months)):
                raise AuditError(
                    f"{where}: {name} has its months out of order, or one twice", "The first first"
                )


@dataclass(frozen=True)
class Reported:
    """A day on which the plan was reported, and the minute that says so."""

    on: date
    minute: str = ""


@dataclass(frozen=True)
class Report:
    """Who is told of the plan, next on which day, and how often; and when it was, with the minutes."""

    to: str
    next: date
    every: str
    reported: tuple[Reported, ...] = field(default=(), metadata={"rows": Reported})

    def check(self, where: str) -> None:
        """Refuse what no plan says; AuditError names the place."""
        if self.every not in EVERY:
            raise AuditError(f"{where}: every is one of {', '.join(EVERY)}", "How often it is reported")

    def coming(self, today: date) -> date:
        """Return the next day from today on, counted from the plan's by how often; of a month too short, its last."""
        return next(day for day in self._days() if day >= today)

    def unreported(self, today: date) -> list[date]:
        """Return the planned days before today on or after which no report is noted."""
        last = max((done.on for done in self.reported if done.on <= today), default=None)
        past = takewhile(lambda day: day < today, self._days())
        return [day for day in past if last is None or day > last]

    def _days(self) -> Iterator[date]:
        return (add_months(self.next, n * LENGTHS[self.every]) for n in count())


@dataclass(frozen=True)
class Plan:
    """An improvement plan. `baseline` is the last month of the history that all later months are held against.

    `council` is the name on its pages, `logo` the PNG file beside it, which stands above that.
    """

    title: str
    recommendation: tuple[Recommendation, ...] = field(default=(), metadata={"rows": Recommendation})
    outcome: tuple[Outcome, ...] = field(default=(), metadata={"rows": Outcome})
    reporting: tuple[Report, ...] = field(default=(), metadata={"rows": Report})
    published: date | None = None
    response_due: date | None = None
    baseline: str = ""
    council: str = ""
    logo: str = ""
    area: tuple[PriorityArea, ...] = field(default=(), metadata={"rows": PriorityArea})

    @property
    def parts(self) -> tuple[Recommendation | Outcome, ...]:
        """What it reports on."""
        return (*self.recommendation, *self.outcome)

    def known_by(self, month: str) -> Plan:
        """Return the plan without the numbers of later months, which nobody had on a day of that month."""
        outcomes = (
            replace(outcome, point=tuple(point for point in outcome.point if point.at <= month))
            for outcome in self.outcome
        )
        return replace(self, outcome=tuple(outcomes))

    def check(self, where: str) -> None:
        """Refuse what no plan says; AuditError names the place."""
        if self.baseline and not is_month(self.baseline):
            raise AuditError(
                f"{where}: baseline is a month such as 2025-03", "History up to it is the baseline"
            )
        if not self.recommendation:
            raise AuditError(f"{where} has no recommendation", _EXAMPLE)
        known = [name for area in self.area for name in area.focus]
        if twice := sorted({name for name in known if known.count(name) > 1}):
            raise AuditError(
                f"{where}: the focus area {one_line(twice[0], 60)!r} is there twice", "Name it once"
            )
        for part in self.parts:
            if unknown := [name for name in part.focus if name not in known]:
                what = (
                    f"{where}: {one_line(part.title, 60)!r} names the focus area {one_line(unknown[0], 60)!r}"
                )
                raise AuditError(f"{what}, which no [[area]] has", "Write it as the area does")

    def area_of(self, part: Recommendation | Outcome) -> PriorityArea | None:
        """Return the priority area that the first focus area of a recommendation or outcome is in; None where it has none."""
        return next((area for area in self.area for name in part.focus[:1] if name in area.focus), None)

    @property
    def response_counted(self) -> date | None:
        """The day number 70 in working days after publication; None where no publication is given."""
        return working_days.add(self.published, RESPONSE_DAYS) if self.published else None


def parse(text: str, name: str) -> Plan:
    """Read a plan from the text of a TOML file; AuditError in one line for what is wrong in it, and where."""
    return toml_text.table(Plan, toml_text.load(text, name, _EXAMPLE), name, {"": _EXAMPLE})

"""The improvement plan: what inspectors recommended, who answers for it, and what shows whether it is met.

Measures ask the three questions of Outcomes Based Accountability (Mark Friedman, Trying Hard Is Not Good
Enough): how much did we do, how well did we do it, is anyone better off. How much is counted from the audits
themselves; a plan names the other two.
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from auditui.core import working_days
from auditui.core.errors import AuditError
from auditui.core.periods import LENGTHS, is_month, shifted
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ASKS = ("how well", "better off")
EVERY = tuple(LENGTHS)
#: A council's report of March 2019 counts 70 working days for its response; when the count begins is not
#: confirmed, so the plan's own date stands and this is shown beside it.
RESPONSE_DAYS = 70


@dataclass(frozen=True)
class Measure:
    """One measure: of an item, of a section, of all items, or of the audits judged good; `target` in percent or None."""

    asks: str
    title: str
    item: str = ""
    section: str = ""
    all_items: bool = False
    judged_good: bool = False
    target: float | None = None


@dataclass(frozen=True)
class Recommendation:
    """One area to improve, its checklist, the role that answers for it; `planned_audits` in a year, 0 for unsaid."""

    title: str
    checklist: str
    owner: str
    due: date
    measure: tuple[Measure, ...]
    finding: str = ""
    planned_audits: int = 0


@dataclass(frozen=True)
class Report:
    """Who hears of the plan, next on which day, and how often."""

    to: str
    next: date
    every: str

    def coming(self, today: date) -> date:
        """Return the next day from today on, counted from the plan's by how often; of a month too short, its last."""
        month, day = f"{self.next:%Y-%m}", self.next
        while day < today:
            month = shifted(month, LENGTHS[self.every])
            year, of_year = map(int, month.split("-"))
            day = date(year, of_year, min(self.next.day, monthrange(year, of_year)[1]))
        return day


@dataclass(frozen=True)
class Plan:
    """An improvement plan. `baseline` is the last month of the history that all later months are held against."""

    title: str
    recommendation: tuple[Recommendation, ...]
    reporting: tuple[Report, ...] = ()
    published: date | None = None
    response_due: date | None = None
    baseline: str = ""

    @property
    def response_counted(self) -> date | None:
        """The day number 70 in working days after publication; None where no publication is given."""
        return working_days.add(self.published, RESPONSE_DAYS) if self.published else None


T = TypeVar("T")
_TYPES: dict[str, tuple[Any, str]] = {
    **dict.fromkeys(("due", "next", "published", "response_due"), (date, "a day such as 2026-03-31")),
    **dict.fromkeys(("judged_good", "all_items"), (bool, "true or false")),
    "planned_audits": (int, "a whole number"),
    "target": ((int, float), "a number"),
}


def parse(text: str, name: str) -> Plan:
    """Read a plan from the text of a TOML file; AuditError in one line for what is wrong in it, and where."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise AuditError(
            f"{name} is not valid TOML: {one_line(str(error), 80)}", "auditui plan --example shows one"
        ) from None
    plan = _value(
        Plan,
        {
            **data,
            "recommendation": _read_all(_recommendation, data, "recommendation", name),
            "reporting": _read_all(_report, data, "reporting", name),
        },
        name,
    )
    if plan.baseline and not is_month(plan.baseline):
        raise AuditError(f"{name}: baseline is a month such as 2025-03", "History up to it is the baseline")
    if not plan.recommendation:
        raise AuditError(f"{name} has no recommendation", "auditui plan --example shows one")
    return plan


def _recommendation(data: Mapping[str, Any], where: str) -> Recommendation:
    return _value(Recommendation, {**data, "measure": _read_all(_measure, data, "measure", where)}, where)


def _measure(data: Mapping[str, Any], where: str) -> Measure:
    measure = _value(Measure, data, where)
    if measure.asks not in ASKS:
        raise AuditError(
            f"{where}: asks is one of {' or '.join(ASKS)}", "How much is counted from the audits"
        )
    if sum(map(bool, (measure.item, measure.section, measure.all_items, measure.judged_good))) != 1:
        raise AuditError(
            f"{where} is of an item, a section, all_items = true or judged_good = true, and of one only",
            "Name one",
        )
    if measure.target is not None and not 0 <= measure.target <= 100:
        raise AuditError(f"{where}: target is a percentage", "From 0 to 100")
    return measure


def _report(data: Mapping[str, Any], where: str) -> Report:
    report = _value(Report, data, where)
    if report.every not in EVERY:
        raise AuditError(f"{where}: every is one of {', '.join(EVERY)}", "How often it is reported")
    return report


def _read_all(
    read: Callable[[Mapping[str, Any], str], T], data: Mapping[str, Any], key: str, where: str
) -> tuple[T, ...]:
    """Read the tables under a key, each with its place in what is said of it."""
    tables = data.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise AuditError(f"{where}: {key} is written [[{key}]]", "auditui plan --example shows one")
    return tuple(read(table, f"{where}, {key} {n}") for n, table in enumerate(tables, 1))


def _value(kind: type[T], data: Mapping[str, Any], where: str) -> T:
    """Make a value of `kind` of a table; AuditError for keys it does not have, has not got, or of another type."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type] # all kinds are dataclasses
    for key, value in data.items():
        if key not in known:
            raise AuditError(f"{where}: unknown key {one_line(key, 40)!r}", f"Known are {', '.join(known)}")
        wanted, what = _TYPES.get(key, (str, "text in quotes"))
        if not isinstance(value, (tuple, wanted)) or _is_more(value, wanted):
            raise AuditError(f"{where}: {key} must be {what}", "auditui plan --example shows one")
    if missing := [name for name, field in known.items() if field.default is MISSING and name not in data]:
        raise AuditError(f"{where} lacks {', '.join(missing)}", "auditui plan --example shows one")
    return kind(**data)


def _is_more(value: object, wanted: object) -> bool:
    """Whether a value is of a type that Python counts to the wanted one and a plan does not: true as 1, a time as a day."""
    return (isinstance(value, bool) and wanted is not bool) or isinstance(value, datetime)

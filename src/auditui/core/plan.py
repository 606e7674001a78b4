"""The improvement plan: what inspectors recommended, who answers for it, and what shows whether it is met.

Measures ask the three questions of Outcomes Based Accountability (Mark Friedman, Trying Hard Is Not Good
Enough): how much did we do, how well did we do it, is anyone better off. How much is counted from the audits
themselves; a plan names the other two.
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from auditui.core import working_days
from auditui.core.errors import AuditError
from auditui.core.periods import LENGTHS, is_month, shifted
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    said = dict(data)
    said["recommendation"] = tuple(
        _recommendation(each, f"{name}, recommendation {n}")
        for n, each in enumerate(_tables(said, "recommendation", name), 1)
    )
    said["reporting"] = tuple(
        _report(each, f"{name}, reporting {n}") for n, each in enumerate(_tables(said, "reporting", name), 1)
    )
    plan = _made(Plan, said, name)
    if plan.baseline and not is_month(plan.baseline):
        raise AuditError(f"{name}: baseline is a month such as 2025-03", "History up to it is the baseline")
    if not plan.recommendation:
        raise AuditError(f"{name} has no recommendation", "auditui plan --example shows one")
    return plan


def _recommendation(data: Mapping[str, Any], where: str) -> Recommendation:
    measures = tuple(
        _measure(each, f"{where}, measure {n}") for n, each in enumerate(_tables(data, "measure", where), 1)
    )
    return _made(Recommendation, {**data, "measure": measures}, where)


def _measure(data: Mapping[str, Any], where: str) -> Measure:
    made = _made(Measure, data, where)
    if made.asks not in ASKS:
        raise AuditError(
            f"{where}: asks is one of {' or '.join(ASKS)}", "How much is counted from the audits"
        )
    if sum(map(bool, (made.item, made.section, made.all_items, made.judged_good))) != 1:
        raise AuditError(
            f"{where} is of an item, a section, all_items = true or judged_good = true, and of one only",
            "Name one",
        )
    if made.target is not None and not 0 <= made.target <= 100:
        raise AuditError(f"{where}: target is a percentage", "From 0 to 100")
    return made


def _report(data: Mapping[str, Any], where: str) -> Report:
    made = _made(Report, data, where)
    if made.every not in EVERY:
        raise AuditError(f"{where}: every is one of {', '.join(EVERY)}", "How often it is reported")
    return made


def _tables(data: Mapping[str, Any], key: str, where: str) -> list[Mapping[str, Any]]:
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise AuditError(f"{where}: {key} is written [[{key}]]", "auditui plan --example shows one")
    return found


def _made(kind: type[T], data: Mapping[str, Any], where: str) -> T:
    """Make a value of `kind` of a table; AuditError for keys it does not have, has not got, or of another type."""
    known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type] # all kinds are dataclasses
    for key, value in data.items():
        if key not in known:
            raise AuditError(f"{where}: unknown key {one_line(key, 40)!r}", f"Known are {', '.join(known)}")
        wanted, what = _TYPES.get(key, (str, "text in quotes"))
        if not isinstance(value, (tuple, wanted)) or (isinstance(value, bool) and wanted is not bool):
            raise AuditError(f"{where}: {key} must be {what}", "auditui plan --example shows one")
    if missing := [name for name, each in known.items() if each.default is MISSING and name not in data]:
        raise AuditError(f"{where} lacks {', '.join(missing)}", "auditui plan --example shows one")
    return kind(**data)

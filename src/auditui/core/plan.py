"""The improvement plan: what inspectors recommended, who answers for it, and what shows whether it is met.

Measures ask the three questions of Outcomes Based Accountability (Mark Friedman, Trying Hard Is Not Good
Enough): how much did we do, how well did we do it, is anyone better off. How much is counted from the audits
themselves; a plan names the other two.
"""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from auditui.core import toml_text, working_days
from auditui.core.errors import AuditError
from auditui.core.periods import LENGTHS, is_month
from auditui.core.text import one_line
from auditui.core.timeliness import add_months

if TYPE_CHECKING:
    from collections.abc import Mapping

ASKS = ("how well", "better off")
EVERY = tuple(LENGTHS)
#: A council's report of March 2019 counts 70 working days for its response; when the count begins is not
#: confirmed, so the plan's own date stands and this is shown beside it.
RESPONSE_DAYS = 70


_EXAMPLE = "auditui plan --example shows one"


class _Table:
    """A table of the file as a value."""

    def check(self, where: str) -> None:
        """Refuse what no plan says, though each key is of its type; AuditError names the place."""


@dataclass(frozen=True)
class Measure(_Table):
    """One measure: of an item, of a section, of all items, or of the audits judged good; `target` in percent or None."""

    asks: str
    title: str
    item: str = ""
    section: str = ""
    all_items: bool = False
    judged_good: bool = False
    target: float | None = None

    def check(self, where: str) -> None:
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
class Recommendation(_Table):
    """One area to improve, its checklist, the role that answers for it; `planned_audits` in a year, 0 for unsaid."""

    title: str
    checklist: str
    owner: str
    due: date
    measure: tuple[Measure, ...]
    finding: str = ""
    planned_audits: int = 0


@dataclass(frozen=True)
class Report(_Table):
    """Who is told of the plan, next on which day, and how often."""

    to: str
    next: date
    every: str

    def check(self, where: str) -> None:
        if self.every not in EVERY:
            raise AuditError(f"{where}: every is one of {', '.join(EVERY)}", "How often it is reported")

    def coming(self, today: date) -> date:
        """Return the next day from today on, counted from the plan's by how often; of a month too short, its last."""
        days = (add_months(self.next, n * LENGTHS[self.every]) for n in count())
        return next(day for day in days if day >= today)


@dataclass(frozen=True)
class Plan(_Table):
    """An improvement plan. `baseline` is the last month of the history that all later months are held against."""

    title: str
    recommendation: tuple[Recommendation, ...]
    reporting: tuple[Report, ...] = ()
    published: date | None = None
    response_due: date | None = None
    baseline: str = ""

    def check(self, where: str) -> None:
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


T = TypeVar("T", bound=_Table)
_TABLES: dict[str, type[_Table]] = {"recommendation": Recommendation, "measure": Measure, "reporting": Report}
_TYPES: dict[str, tuple[Any, str]] = {
    **dict.fromkeys(("due", "next", "published", "response_due"), (date, "a day such as 2026-03-31")),
    **dict.fromkeys(("judged_good", "all_items"), (bool, "true or false")),
    "planned_audits": (int, "a whole number"),
    "target": ((int, float), "a number"),
}


def parse(text: str, name: str) -> Plan:
    """Read a plan from the text of a TOML file; AuditError in one line for what is wrong in it, and where."""
    try:
        data = toml_text.read(text)
    except tomllib.TOMLDecodeError as error:
        raise AuditError(f"{name} is not valid TOML: {one_line(str(error), 80)}", _EXAMPLE) from None
    return _value(Plan, data, name)


def _value(kind: type[T], data: Mapping[str, Any], where: str) -> T:
    """Make a value of `kind` of a table; AuditError for keys it does not have, has not got, or of another type."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type] # all kinds are dataclasses
    tables = {key: _values(_TABLES[key], data.get(key, []), key, where) for key in _TABLES if key in known}
    for key, value in data.items():
        if key not in known:
            raise AuditError(f"{where}: unknown key {one_line(key, 40)!r}", f"Known are {', '.join(known)}")
        wanted, what = _TYPES.get(key, (str, "text in quotes"))
        if key not in tables and (not isinstance(value, wanted) or _is_more(value, wanted)):
            raise AuditError(f"{where}: {key} must be {what}", _EXAMPLE)
    values = {**data, **tables}
    if missing := [name for name, field in known.items() if field.default is MISSING and name not in values]:
        raise AuditError(f"{where} lacks {', '.join(missing)}", _EXAMPLE)
    table = kind(**values)
    table.check(where)
    return table


def _values(kind: type[_Table], tables: object, key: str, where: str) -> tuple[_Table, ...]:
    """Read the tables under a key, each with its place in what is said of it."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise AuditError(f"{where}: {key} is written [[{key}]]", _EXAMPLE)
    return tuple(_value(kind, table, f"{where}, {key} {n}") for n, table in enumerate(tables, 1))


def _is_more(value: object, wanted: object) -> bool:
    """Whether a value is of a type that Python counts to the wanted one and a plan does not: true as 1, a time as a day."""
    return (isinstance(value, bool) and wanted is not bool) or isinstance(value, datetime)

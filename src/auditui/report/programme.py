"""The month's programme: what was drawn and given, what is done, and what is still owed, by whom."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from auditui.core.text import number_of
from auditui.report import times
from auditui.report.samples import owed, state
from auditui.report.table import Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from auditui.core.settings import Auditor
    from auditui.store.samples import SampleCase

#: What a programme can be seen by, with the heading of its first column.
BY = {"auditor": "Auditor", "checklist": "Checklist", "team": "Team", "month": "Due in"}
NOBODY, NO_DAY = "nobody yet", "no day given"


def programme(cases: Sequence[SampleCase], by: str, auditors: Sequence[Auditor], today: date) -> Table:
    """Return the programme as a table, a row for each auditor, checklist, team or month due.

    An auditor of the settings who has nothing to do has a row too. `today` is what overdue is told by.
    """
    groups: dict[str, list[SampleCase]] = defaultdict(list)
    if by == "auditor":
        groups.update({auditor.code: [] for auditor in auditors})
    for case in cases:
        if state(case) not in ("replaced", "erased"):
            groups[_label(case, by)].append(case)
    most = {auditor.code: auditor.most for auditor in auditors} if by == "auditor" else {}
    rows = tuple(_row(label, groups[label], today, most.get(label)) for label in sorted(groups))
    heads = columns(
        f"group: {BY[by]} | planned: Planned | waiting: Waiting | begun: Begun | finished: Done | overdue: Late"
        " | next_due: Next due | oldest: Oldest | remark: Remark"
    )
    left = sum(map(owed, cases))
    return Table(f"Programme: {number_of(left, 'case')} still owed", heads, rows)


def _label(case: SampleCase, by: str) -> str:
    if by == "month":
        return case.due[:7] or NO_DAY
    return str(getattr(case, by)) or (NOBODY if by == "auditor" else "not known")


def _row(label: str, cases: Sequence[SampleCase], today: date, most: int | None) -> tuple[Value, ...]:
    states = [state(case) for case in cases]
    waiting = [case for case in cases if owed(case)]
    overdue = sum(bool(case.due) and case.due < today.isoformat() for case in waiting)
    numbers: list[Value] = [
        len(cases),
        *(states.count(how) for how in ("waiting", "begun", "finished")),
        overdue,
    ]
    return (
        label,
        *numbers,
        min((case.due for case in waiting if case.due), default=""),
        min((times.day(case.drawn_at) for case in waiting), default=""),
        _remark(len(waiting), most),
    )


def _remark(waiting: int, most: int | None) -> str:
    if most is None:
        return ""
    if waiting > most:
        return f"more than {most}"
    return "has nothing to do" if most and not waiting else ""

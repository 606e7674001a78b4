"""The month's programme: what was drawn and given, what is done, and what is still owed, by whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from auditui.core import working_days
from auditui.core.errors import AuditError
from auditui.core.text import number_of
from auditui.report import times
from auditui.report.samples import owed, state
from auditui.report.table import Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from auditui.core.settings import Auditor
    from auditui.report.document import Document
    from auditui.store.samples import SampleCase
    from auditui.store.values import Deadline

#: What a programme can be seen by, with the heading of its first column; "case" has a row for each that is owed.
BY = {
    "auditor": "Auditor",
    "checklist": "Checklist",
    "theme": "Theme",
    "team": "Team",
    "month": "Due in",
    "case": "Case",
}
NOBODY, NO_DAY = "nobody yet", "no day given"
#: The groups of a whole page.
_ON_PAGE = {
    "auditor": "By auditor",
    "month": "By the month they are due in",
    "team": "By team",
    "theme": "By theme",
}
_OWN_USE = "For the team's own use: this names cases, and counts of any size. It is not to be passed on."
_GROUPS = (
    "planned: Planned | waiting: Waiting | begun: Begun | finished: Done | overdue: Late | next_due: Next due"
    " | oldest: Oldest | remark: Remark | oldest_case: (Oldest case)"
)
_CASES = columns(
    "due: Due | late: Late | ref: Case | event: Event | checklist: Checklist | team: (Team) | auditor: By | state: State"
    " | chased: Asked | sample: (Sample) | unit: (Ticket of) | audit: (Audit)"
)
_DEADLINES = columns(
    "what: Deadline | start: From | days: Working days | counting: Counted | computed: Computed | stated: Stated | apart: Apart"
    " | id: (Id) | stated_at: (Kept) | stated_by: (By)"
)


@dataclass(frozen=True)
class Programme:
    """What is planned: the drawn cases, who audits, the theme of each checklist, the deadlines kept beside.

    `today` and the days the council is `closed` say what is late, and by how many working days.
    """

    cases: Sequence[SampleCase]
    auditors: Sequence[Auditor]
    themes: Mapping[str, str]
    today: date
    closed: Collection[date] = frozenset()
    deadlines: Sequence[Deadline] = ()

    @property
    def owed(self) -> list[SampleCase]:
        """The cases still to be done, what is due first on top, and what has no due day at the end."""
        return sorted(filter(owed, self.cases), key=_first_due)

    def late(self, case: SampleCase) -> int:
        """Return by how many working days a case is late; 0 where it is not, or is done, or has no due day."""
        if not case.due or not owed(case) or case.due >= self.today.isoformat():
            return 0
        return working_days.between(date.fromisoformat(case.due), self.today, closed=self.closed)


def _first_due(case: SampleCase) -> tuple[bool, str, str, str, int]:
    return (not case.due, case.due, case.drawn_at, case.sample, case.place)


def programme(work: Programme, by: str) -> Table:
    """Return the programme as a table, a row for each of what it is seen by; AuditError for what it cannot be seen by.

    An auditor of the settings who has nothing to do has a row too.
    """
    if by not in BY:
        raise AuditError(f"A programme is by {', '.join(BY)}")
    title = f"Programme: {number_of(len(work.owed), 'case')} still owed"
    if by == "case":
        return Table(title, _CASES, tuple(_case_row(work, case) for case in work.owed))
    groups = groups_of(work, by)
    most = {auditor.code: auditor.most for auditor in work.auditors} if by == "auditor" else {}
    rows = tuple(_row(work, label, groups[label], most.get(label)) for label in sorted(groups))
    return Table(title, columns(f"group: {BY[by]} | {_GROUPS}"), rows)


def groups_of(work: Programme, by: str) -> dict[str, list[SampleCase]]:
    """Return the cases of the programme by auditor, checklist, theme, team or month due; not those replaced or erased."""
    groups: dict[str, list[SampleCase]] = defaultdict(list)
    if by == "auditor":
        groups.update({auditor.code: [] for auditor in work.auditors if auditor.most})
    for case in work.cases:
        if state(case) not in ("replaced", "erased"):
            groups[label_of(work, case, by)].append(case)
    return groups


def label_of(work: Programme, case: SampleCase, by: str) -> str:
    """Return the name of the group that a case is of."""
    if by == "month":
        return case.due[:7] or NO_DAY
    if by == "theme":
        return work.themes.get(case.checklist, case.checklist).replace("-", " ").capitalize()
    return str(getattr(case, by)) or (NOBODY if by == "auditor" else "not known")


def _row(work: Programme, label: str, cases: Sequence[SampleCase], most: int | None) -> tuple[Value, ...]:
    states = [state(case) for case in cases]
    waiting = sorted(filter(owed, cases), key=_first_due)
    oldest = min(waiting, key=lambda case: (case.drawn_at, case.place), default=None)
    numbers: list[Value] = [
        len(cases),
        *(states.count(how) for how in ("waiting", "begun", "finished")),
        sum(work.late(case) > 0 for case in waiting),
    ]
    return (
        label,
        *numbers,
        waiting[0].due if waiting else "",
        times.day(oldest.drawn_at) if oldest else "",
        _remark(len(waiting), most),
        oldest.unit if oldest else "",
    )


def _remark(waiting: int, most: int | None) -> str:
    if most is None:
        return ""
    if waiting > most:
        return f"more than {most}"
    return "nothing to do" if most and not waiting else ""


def _case_row(work: Programme, case: SampleCase) -> tuple[Value, ...]:
    return (
        *(case.due, work.late(case) or None, case.ref, case.event, case.checklist, case.team),
        *(case.auditor, state(case), times.day(case.chased_at) if case.chased_at else ""),
        *(case.sample, case.ticket_of, case.audit),
    )


def chasing(case: SampleCase) -> str:
    """Return the line by which an auditor is asked how far a drawn case is; AuditError where there is nobody to ask."""
    how = state(case)
    if how not in ("waiting", "begun"):
        raise AuditError(
            f"{case.unit} is {how}: there is nothing to ask", "auditui programme --by case shows what is owed"
        )
    if not case.auditor:
        raise AuditError(
            f"{case.unit} is nobody's yet", f"auditui sample give {case.sample[:8]} {case.unit} CODE"
        )
    due = f", due {case.due}" if case.due else ""
    what = "not begun yet" if how == "waiting" else "begun and not finished"
    return f"{case.auditor}: the audit of {case.unit} ({case.checklist}{due}) is {what}. How far is it, and is anything in the way?"


def deadlines(kept: Sequence[Deadline]) -> Table:
    """Return the deadlines that were kept, what is computed beside what is stated."""
    rows: list[tuple[Value, ...]] = []
    for one in kept:
        computed = working_days.add(date.fromisoformat(one.start), one.days, one.counting)
        rows.append(
            (
                *(one.what, one.start, one.days, one.counting, computed.isoformat(), one.stated),
                *(apart(computed, date.fromisoformat(one.stated)), one.id, one.stated_at, one.stated_by),
            )
        )
    return Table(f"{number_of(len(rows), 'deadline')} kept", _DEADLINES, tuple(rows))


def apart(computed: date, stated: date) -> str:
    """Say how many working days a stated day is from the one computed: ``1 working day earlier``; "" for none."""
    number = abs(working_days.between(computed, stated))
    return (
        f"{number_of(number, 'working day')} {'later' if stated > computed else 'earlier'}" if number else ""
    )


def page(work: Programme) -> Document:
    """Return the programme as a page for the team: by auditor, month, team and theme, then every case still owed."""
    from auditui.report.document import Document, Paragraph  # noqa: PLC0415 - most look at one table

    done = sum(state(case) == "finished" for case in work.cases)
    late = sum(work.late(case) > 0 for case in work.owed)
    nobody = sum(not case.auditor for case in work.owed)
    sums = (
        f"{number_of(len(work.owed), 'case')} still owed, {late} of them late and {nobody} nobody's yet; {done} done."
        f" Late is counted in working days up to {work.today.isoformat()}, without days the council is closed."
    )
    cases = programme(work, "case")
    tables = [
        Table(words, (made := programme(work, by)).columns, made.rows) for by, words in _ON_PAGE.items()
    ]
    kept = (deadlines(work.deadlines),) if work.deadlines else ()
    owed_cases = Table("What is owed, what is due first on top", cases.columns, cases.rows)
    return Document("Programme", (Paragraph(_OWN_USE, "small"), Paragraph(sums), *tables, owed_cases, *kept))

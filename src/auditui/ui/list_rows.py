"""What a line of each long list shows, under which headings: audits, cases that wait, actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditui.core.audits.audit import progress_of
from auditui.core.audits.states import FINISHED, REOPENED
from auditui.core.errors import AuditError
from auditui.report import times
from auditui.ui.columns import Heading
from auditui.ui.lines import ACTION_MARKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from auditui.store import AuditLine, Case, Store
    from auditui.store.samples import SampleCase
    from auditui.store.values import Action

_CASE, _TEAM = Heading("Case", 8, 18), Heading("Team", 12, 36, middle=True)
_CHECKLIST = Heading("Checklist", 14, 44)

DRAFTS = (
    *(_CASE, _CHECKLIST, _TEAM, Heading("Event", 10, 10, 2), Heading("By", 4, 7)),
    *(Heading("Answered", 8, 8), Heading("Judgement", 20, 20, 3), Heading("Changed", 16, 16, 4)),
    Heading("Days", 4, 4, 1),
)
FINISHED_ONES = (
    *(_CASE, _CHECKLIST._replace(least=13), _TEAM, Heading("Event", 10, 10, 3), Heading("By", 4, 7)),
    *(Heading("Judgement", 20, 20), Heading("Finished", 10, 10, 1), Heading("Days", 4, 4, 2)),
)
CASES = (
    *(_CASE, _CHECKLIST, _TEAM, Heading("Event", 10, 10), Heading("Child", 8, 14, 3)),
    *(Heading("Category", 10, 24, 2), Heading("Days", 4, 4, 1)),
)
ACTIONS = (
    *(
        Heading("Due", 10, 10),
        Heading("Late", 4, 4, 2),
        Heading("Case", 8, 18),
        Heading("Whose role", 12, 24),
    ),
    *(Heading("What is to be done", 20, 90), Heading("Team", 10, 30, 3, middle=True), Heading("By", 4, 7, 4)),
)
#: Drawn cases, what one has to do of them first; who has them and when they were asked only on the programme.
TO_DO = (
    *(Heading("Due", 10, 10), Heading("Late", 4, 4), _CASE, _CHECKLIST._replace(most=40)),
    *(Heading("State", 8, 12), _TEAM._replace(least=10, gives_way=2), Heading("Event", 10, 10, 4)),
)
OWED = (*TO_DO, Heading("By", 4, 7), Heading("Asked", 10, 10, 3))


def group_headings(of: str) -> tuple[Heading, ...]:
    """Return the headings of a programme by a group, such as its auditors."""
    numbers = ((words, len(words)) for words in ("Planned", "Wait", "Begun", "Done", "2nd", "Late"))
    planned, waiting, *others = (Heading(words, wide, wide) for words, wide in numbers)
    return (
        *(Heading(of, 8, 30), planned, waiting._replace(gives_way=2), *others),
        *(Heading("Next due", 10, 10, 3), Heading("Oldest", 10, 10), Heading("Remark", 13, 14, 1)),
    )


class AuditRow(NamedTuple):
    """An audit in a list, and how many of how many items are answered; (0, 0) where its checklist is not here."""

    line: AuditLine
    progress: tuple[int, int]


def audit_rows(store: Store, ids: Sequence[str]) -> dict[str, AuditRow]:
    """Read some audits as lines of a list."""
    given = store.given_values(ids)
    rows = {}
    for line in store.audit_lines(ids=ids):
        try:
            progress = progress_of(store.checklist(given[line.id].checklist), given[line.id].answers)
        except AuditError:  # its checklist is not here yet, or newer than this program
            progress = (0, 0)
        rows[line.id] = AuditRow(line, progress)
    return rows


def _age(at: str, today: date) -> str:
    days = times.days_since(at, today)
    return "" if days is None else str(days)


def _title(line: AuditLine) -> str:
    """Return the title of an audit's checklist, with whether it reads another's file again."""
    return f"2nd: {line.title}" if line.second else line.title


def draft_cells(row: AuditRow, today: date) -> tuple[str, ...]:
    """Return what a list of drafts shows of one: `Days` since it was begun."""
    line, (done, of) = row
    answered = "reopened" if line.state == REOPENED else f"{done} of {of}" if of else str(line.answered)
    return (
        *(line.case, _title(line), line.team, line.event, line.auditor, answered, line.judged),
        *(times.minute(line.changed_at), _age(line.begun_at, today)),
    )


def finished_cells(row: AuditRow, today: date) -> tuple[str, ...]:
    """Return what a list of finished audits shows of one: `Days` since it was finished."""
    line = row.line
    return (
        *(line.case, _title(line), line.team, line.event, line.auditor, line.judged),
        *(times.day(line.finished_at), _age(line.finished_at, today)),
    )


def state_in_words(row: AuditRow) -> str:
    """Say how far an audit is: ``11 of 16 answered``, ``finished 2026-11-03: Good``."""
    line, (done, of) = row
    if line.state == FINISHED:
        return f"finished {times.day(line.finished_at)}: {line.judged}"
    return f"{'open again' if line.state == REOPENED else 'draft'}, {done} of {of} answered"


def case_cells(case: Case, themes: Mapping[str, str], today: date) -> tuple[str, ...]:
    """Return what a list of cases shows of one: `Days` since the event; `themes` are the titles of checklists by theme."""
    return (
        *(case.ref, theme_title(case.theme, themes), case.team, case.event, case.age_band, case.category),
        _age(case.event, today) if case.event else "",
    )


def work_cells(case: SampleCase, late: int, title: str) -> tuple[str, ...]:
    """Return what a list of drawn cases shows of one: `late` by so many working days, for the checklist with this title."""
    from auditui.report.samples import state  # noqa: PLC0415 - where nothing is drawn it is not needed to start

    how = {"begun": "2nd begun", "finished": "2nd done"}.get(case.second, "") or state(case)
    return (
        *(case.due, str(late or ""), case.ref or "erased", title, how, case.team, case.event),
        *(case.auditor or "-", times.day(case.chased_at) if case.chased_at else ""),
    )


def to_do_cells(row: AuditRow) -> tuple[str, ...]:
    """Return what a list of work shows of an audit that nobody drew the case of: it has no due day."""
    line, (done, of) = row
    return ("", "", line.case, _title(line), f"{done} of {of}" if of else "begun", line.team, line.event)


def theme_title(theme: str, themes: Mapping[str, str]) -> str:
    """Return the title of the checklist of a theme."""
    return themes.get(theme) or theme.replace("-", " ").capitalize() or "Any checklist"


def action_cells(action: Action, today: date, who: tuple[str, str]) -> tuple[str, ...]:
    """Return what a list of actions shows of one; `who` are its audit's team and auditor, `Late` the days past its due day."""
    late = times.days_since(action.due, today) or 0
    # Before the words, since these may be cut: of what is closed it matters what shows it or why.
    how = "" if action.state == "open" else f"{ACTION_MARKS[action.state]} {action.proof} · "
    what = f"{how}{action.what}"
    return (
        *(action.due, str(late) if late > 0 and action.state == "open" else "", action.case, action.owner),
        *(what, *who),
    )

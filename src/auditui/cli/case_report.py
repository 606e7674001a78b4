"""What is said of a case list that was read: its sheets, each row that was dropped with its reason, what was left empty."""

from __future__ import annotations

import shlex
from datetime import date
from typing import TYPE_CHECKING

import typer

from auditui.cli.context import say
from auditui.cli.printing import Format, show
from auditui.core.problem import Level
from auditui.core.text import number_of, one_line
from auditui.core.typed_dates import spoken
from auditui.intake import case_list
from auditui.intake.annex_a import CANNOT_SHOW
from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from auditui.core.problem import Problem
    from auditui.intake.case_list import CaseList

_RUNS_SHOWN = 12
_READ = columns(
    "list: List | theme: Theme | rows: Rows | cases: Cases | refused: Refused | left_out: Left out | repeated: Repeated"
)


def _table(lists: tuple[CaseList, ...]) -> Table:
    rows = tuple(
        (
            *(read.list_name, read.theme or "any", read.rows, len(read.cases), len(read.refused)),
            *(sum(map(len, read.left_out.values())), read.repeated),
        )
        for read in lists
    )
    return Table("Case lists read", _READ, rows)


def report(imported: case_list.Import, before: str, form: Format, *, dry_run: bool) -> None:
    """Say what was read and what was not; exit with 1 where a row was refused, or none could be used."""
    show(_table(imported.lists), form)
    say(f"File SHA-256 {imported.file_digest}", *_already(before))
    _report_sheets(imported)
    _report_rows(imported.lists)
    if differing := imported.differing:
        say(
            f"{number_of(differing, 'case has', 'cases have')} another ethnicity group in one list than in another;"
            " each list keeps its own."
        )
    lists = {case_list.list_number(read.list_name) for read in imported.lists if read.rows}
    say(*(CANNOT_SHOW[number] for number in sorted(lists & CANNOT_SHOW.keys())))
    if dropped := {one_line(name, 60) for read in imported.lists for name in read.dropped if read.rows}:
        say(f"Left out, never stored: {', '.join(sorted(dropped))}")
    usable = any(read.cases for read in imported.lists)
    if dry_run:
        say("Dry run: nothing was kept.")
    elif not usable:
        say("Nothing was kept: no list that feeds a checklist has a usable row.")
    if not usable or any(read.refused for read in imported.lists):
        raise typer.Exit(1)


def _report_sheets(imported: case_list.Import) -> None:
    """Name the sheets that were not read as a list, with why."""
    for name, why in imported.aside:
        say(f"{one_line(name, 40)}: left out, {why}; --sheet {shlex.quote(one_line(name, 40))} reads it")
    for name, rows in imported.unused:
        number = case_list.list_number(name)
        hint = f"; --list {number} takes them for any checklist" if number else ""
        say(f"{one_line(name, 40)}: {number_of(rows, 'row feeds', 'rows feed')} no checklist{hint}")
    for name in imported.unread:
        why = "no row near its top is a heading row with a column Child Unique ID"
        say(f"{one_line(name, 40)}: not read, since {why}")


def _already(before: str) -> list[str]:
    day = before and spoken(date.fromisoformat(before))
    return (
        [f"It was read in on {day} already; for the same checklist no case of it waits twice."]
        if before
        else []
    )


def _report_rows(lists: tuple[CaseList, ...]) -> None:
    """Name the rows that were dropped, by reason, once, whatever number of themes their list feeds; then what was left empty."""
    _report_problems("refused", [problem for read in lists for problem in read.refused])
    remarks = [problem for read in lists for problem in read.unknown]
    for level, words in ((Level.REMARK, "not understood, left empty"), (Level.ADVICE, "kept, look again")):
        _report_problems(words, [problem for problem in remarks if problem.level is level])
    say(
        *dict.fromkeys(
            f"sheet {one_line(sheet, 30)}: {len(rows)} left out, {reason}: {_in_words(rows)}"
            for read in lists
            for (sheet, reason), rows in read.left_out.items()
        )
    )


def _report_problems(words: str, problems: list[Problem]) -> None:
    """Say the same problem of the same column of a sheet once, with its rows."""
    alike: dict[tuple[str, str, str], dict[int, None]] = {}
    for problem in problems:
        kind = (problem.place.sheet, problem.place.column, problem.message)
        alike.setdefault(kind, {})[problem.place.row] = None
    say(
        *(
            f"{words}: sheet {sheet}, {_in_words(list(rows))}, column {column}: {message}"
            for (sheet, column, message), rows in alike.items()
        )
    )


def _in_words(rows: list[int]) -> str:
    """Return rows as they are said: row 7; rows 4 to 9, 12; of many the first, and how many more."""
    runs: list[list[int]] = []
    for number in rows:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    parts = [f"{first} to {last}" if first < last else str(first) for first, last in runs[:_RUNS_SHOWN]]
    more = sum(last - first + 1 for first, last in runs[_RUNS_SHOWN:])
    return f"{'row' if len(rows) == 1 else 'rows'} {', '.join(parts)}{f' and {more} more' if more else ''}"

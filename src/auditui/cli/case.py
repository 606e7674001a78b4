"""Commands about case lists."""

from __future__ import annotations

import os
import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui import known_names, places, user_settings
from auditui.cli.context import (
    ByOption,
    Format,
    FormatOption,
    StoreOption,
    auditor,
    find_checklist,
    open_store,
    published,
    say,
    show,
    today,
)
from auditui.cli.groups import group
from auditui.cli.watched import without_people
from auditui.core.codes import team_name
from auditui.core.strata import STRATA
from auditui.core.text import one_line
from auditui.intake import case_list
from auditui.intake.annex_a import CANNOT_SHOW
from auditui.intake.headings import mapping
from auditui.report.table import Column, Table, columns
from auditui.store import new_id

if TYPE_CHECKING:
    from auditui.intake.case_list import CaseList

app = group("case")

_REMARKS_SHOWN = 20


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise typer.BadParameter("a day is typed as 2026-04-30") from None


@app.command("import")
def import_(
    file: Annotated[Path, Argument(help="A CSV, XLSX or XLS file; a whole Annex A workbook will do.")],
    only: Annotated[
        int | None, Option("--list", metavar="N", help="Only this Annex A list, of any theme.")
    ] = None,
    checklist_id: Annotated[
        str,
        Option(
            "--checklist", metavar="ID", help="The checklist this list is for, where the list does not tell."
        ),
    ] = "",
    listed_on: Annotated[
        str, Option("--listed-on", metavar="DATE", help="The day the list was made; default today.")
    ] = "",
    sheet: Annotated[str, Option("--sheet", metavar="NAME", help="Only this sheet, also a hidden one.")] = "",
    mapped: Annotated[
        list[str] | None,
        Option("--map", metavar="HEADING=COLUMN", help="What a heading of yours is; again for each."),
    ] = None,
    dry_run: Annotated[bool, Option("--dry-run", help="Read and report; keep nothing.")] = False,
    by: ByOption = None,
    form: FormatOption = Format.table,
    store: StoreOption = None,
) -> None:
    """Import a case list. Names, dates of birth and workers are left out.

    From an Annex A workbook, List 4 feeds culture and identity, 5 strategy discussions, 8 education plans (and
    pathway plans at 16 and 17), 9 pathway plans. With --checklist, List 4 feeds assessment-quality, 6, 7 and 8
    plans-and-review, 6 supervision-and-oversight or case-record. What cannot be read is named by sheet, row and column.

    A list of your own needs a column of references; `auditui case headings` prints the headings that are known, and --map
    names another. The exit code is 1 where a row was refused; the others are kept.

    \b
    auditui case import annex_a.xlsx
    auditui case import annex_a.xlsx --checklist plans-and-review
    auditui case import referrals.xlsx --list 3
    auditui case import my-list.csv --checklist pathway-plan
    auditui case import report.xlsx --sheet "Open cases" --map "Our no.=reference" --map "Seen on=event"
    """
    day = _day(listed_on) if listed_on else today()
    theme = find_checklist(checklist_id, lambda: published(store)).theme if checklist_id else ""
    settings = user_settings.load()
    headings = mapping(dict(settings.headings), mapped or [])
    asked = case_list.Asked(day, only, theme, sheet, headings, settings.reference)
    imported = case_list.read(file, asked)
    if not dry_run and any(read.cases for read in imported.lists):
        _keep(imported, day, store, by)
    show(_table(imported.lists), form)
    _report(imported, dry_run=dry_run)


_READ = columns(
    "list: List | theme: Theme | rows: Rows | cases: Cases | refused: Refused | left_out: Left out | repeated: Repeated"
)


def _keep(imported: case_list.Import, day: date, store: Path | None, by: str | None) -> None:
    """Record the lists that have cases, as the auditor who is known, if one is; learn the names for the watch on texts."""
    with open_store(store, create=True) as opened:
        known = by or os.environ.get("AUDITUI_AUDITOR") or opened.remembered().get("auditor")
        who = auditor(opened, by) if known else "system"
        without_people(opened, imported.lists)
        opened.record(*case_list.as_entries(imported, listed_on=day, new_id=new_id), by=who)
        people = set().union(*(read.people for read in imported.lists))
        if number := known_names.learn(opened, people):
            say(
                f"Learnt {number:,} words of names for the watch on texts, as keyed hashes; the names are not kept."
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


def _report(imported: case_list.Import, *, dry_run: bool) -> None:
    say(f"File SHA-256 {imported.file_digest}")
    _report_sheets(imported)
    _report_rows(imported.lists)
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
        say(f"{one_line(name, 40)}: {rows} rows feed no checklist{hint}")
    for name in imported.unread:
        why = "no row near its top is a heading row with a column Child Unique ID"
        say(f"{one_line(name, 40)}: not read, since {why}")


def _report_rows(lists: tuple[CaseList, ...]) -> None:
    """Name each row that was dropped with its reason, once, whatever number of themes its list feeds; then what was left empty."""
    say(*dict.fromkeys(f"refused: {problem}" for read in lists for problem in read.refused))
    remarks = list(
        dict.fromkeys(f"not understood, left empty: {remark}" for read in lists for remark in read.unknown)
    )
    say(*remarks[:_REMARKS_SHOWN])
    if len(remarks) > _REMARKS_SHOWN:
        say(f"... and {len(remarks) - _REMARKS_SHOWN} more that were not understood")
    say(
        *dict.fromkeys(
            f"{read.list_name}: {len(rows)} left out, {reason}: {_in_words(rows)}"
            for read in lists
            for reason, rows in read.left_out.items()
        )
    )


def _in_words(rows: list[int]) -> str:
    """Return rows as they are said: row 7; rows 4 to 9, 12."""
    runs: list[list[int]] = []
    for number in rows:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    parts = (f"{first} to {last}" if first < last else str(first) for first, last in runs)
    return f"{'row' if len(rows) == 1 else 'rows'} {', '.join(parts)}"


@app.command()
def headings(form: FormatOption = Format.table) -> None:
    """The headings that are known for each column of a list of your own, and how to name another once and for all.

    \b
    auditui case headings
    """
    from auditui.intake.headings import COLUMNS, PEOPLE  # noqa: PLC0415 - few ask

    kept = user_settings.load().headings
    rows = [(name, heading, "") for name, known in COLUMNS.items() for heading in known]
    rows += [(column, heading, "your settings") for heading, column in kept.items()]
    show(Table("Headings", columns("column: Column | heading: Heading | by: By"), tuple(rows)), form)
    say(
        "Letters and digits count, and nothing else of a heading. The lists of Annex A have their own.",
        f"What stands under names ({', '.join(PEOPLE[:3])}, ...) is never kept.",
        f"To name another once and for all, write into {places.settings().path}:",
        "    [headings]",
        '    "Our no." = "reference"',
    )


@app.command()
def allow(
    words: Annotated[list[str], Argument(help="Teams or categories that look like people and are none.")],
    store: StoreOption = None,
) -> None:
    """Say of teams or categories that they are no people, once; lists and audits then take them.

    \b
    auditui case allow "Charlotte Street" "Grace House"
    """
    with open_store(store, create=True) as opened:
        known_names.allow(opened, *(team_name(word) for word in words))
        say(f"Known from now on: {', '.join(one_line(word, 60) for word in words)}.")


@app.command("list")
def list_(
    checklist_id: Annotated[
        str, Option("--checklist", metavar="ID", help="Only cases for this checklist.")
    ] = "",
    form: FormatOption = Format.table,
    store: StoreOption = None,
) -> None:
    """The cases of the newest lists that no audit has been begun for."""
    with open_store(store) as opened:
        theme = find_checklist(checklist_id, opened.checklists).theme if checklist_id else ""
        cases = opened.cases_waiting(theme)
        names = ("theme", "ref", "event", "team", *STRATA)
        heads = tuple(Column(name, name.replace("_", " ").capitalize()) for name in names)
        show(Table.of(f"{len(cases)} cases to audit", heads, cases), form, opened)
        if not cases:
            say("No case is waiting: auditui case import FILE brings a list in.")

"""Commands about case lists."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui import places
from auditui.cli.context import (
    ByOption,
    Format,
    FormatOption,
    StoreOption,
    auditor,
    find_checklist,
    open_reader,
    open_store,
    published,
    say,
    show,
    today,
)
from auditui.cli.groups import group
from auditui.core.strata import STRATA
from auditui.core.text import number_of, one_line
from auditui.core.typed_dates import spoken
from auditui.intake import case_list
from auditui.intake.annex_a import CANNOT_SHOW
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
    dry_run: Annotated[bool, Option("--dry-run", help="Read and report; keep nothing.")] = False,
    by: ByOption = None,
    form: FormatOption = Format.table,
    store: StoreOption = None,
) -> None:
    """Import a case list. Names, dates of birth and workers are left out.

    From an Annex A workbook, List 4 feeds culture and identity, 5 strategy discussions, 8 education plans (and
    pathway plans at 16 and 17), 9 pathway plans. With --checklist, List 4 feeds assessment-quality, 6, 7 and 8
    plans-and-review, 6 supervision-and-oversight or case-record. What cannot be read is named by sheet, row and column.

    A list of your own: Reference; maybe Team, Event date, Age or Date of Birth, Ethnicity, Disability, Sex, Area, Category.

    \b
    auditui case import annex_a.xlsx
    auditui case import annex_a.xlsx --checklist plans-and-review
    auditui case import referrals.xlsx --list 3
    auditui case import my-list.csv --checklist pathway-plan
    """
    day = _day(listed_on) if listed_on else today()
    theme = find_checklist(checklist_id, lambda: published(store)).theme if checklist_id else ""
    imported = case_list.read(file, listed_on=day, only=only, theme=theme)
    before = _read_in(imported, store)
    if not dry_run:
        _keep(imported, day, store, by)
    _report(imported, before, form, dry_run=dry_run)


def _read_in(imported: case_list.Import, store: Path | None) -> str:
    """Return the day on which the store has read in the same file; "" if it has not, or there is none yet."""
    if not places.store(store).path.exists():
        return ""
    with open_reader(store) as opened:
        return opened.read_in(imported.file_digest)


_READ = columns(
    "list: List | theme: Theme | rows: Rows | cases: Cases | refused: Refused | left_out: Left out | repeated: Repeated"
)


def _keep(imported: case_list.Import, day: date, store: Path | None, by: str | None) -> None:
    """Record the lists that have cases, if any have, as the auditor who is known, if one is."""
    if not any(read.cases for read in imported.lists):
        return
    with open_store(store, create=True) as opened:
        known = by or os.environ.get("AUDITUI_AUDITOR") or opened.remembered().get("auditor")
        who = auditor(opened, by) if known else "system"
        opened.record(*case_list.as_entries(imported, listed_on=day, new_id=new_id), by=who)


def _table(lists: tuple[CaseList, ...]) -> Table:
    rows = tuple(
        (
            *(read.list_name, read.theme or "any", read.rows, len(read.cases), len(read.refused)),
            *(sum(read.left_out.values()), read.repeated),
        )
        for read in lists
    )
    return Table("Case lists read", _READ, rows)


def _report(imported: case_list.Import, before: str, form: Format, *, dry_run: bool) -> None:
    show(_table(imported.lists), form)
    say(f"File SHA-256 {imported.file_digest}", *_already(before))
    for read in imported.lists:
        _report_list(read)
    for name, rows in imported.unused:
        number = case_list.list_number(name)
        hint = f"; --list {number} takes them for any checklist" if number else ""
        say(f"{one_line(name, 40)}: {number_of(rows, 'row feeds', 'rows feed')} no checklist{hint}")
    for name in imported.unread:
        why = "no row near its top is a heading row with a column Child Unique ID"
        say(f"{one_line(name, 40)}: not read, since {why}")
    lists = {case_list.list_number(read.list_name) for read in imported.lists if read.rows}
    say(*(CANNOT_SHOW[number] for number in sorted(lists & CANNOT_SHOW.keys())))
    if dropped := {one_line(name, 60) for read in imported.lists for name in read.dropped if read.rows}:
        say(f"Left out, never stored: {', '.join(sorted(dropped))}")
    usable = any(read.cases for read in imported.lists)
    if dry_run:
        say("Dry run: nothing was kept.")
    elif not usable:
        say("Nothing was kept: no list that feeds a checklist has a usable row.")
    if not usable:
        raise typer.Exit(1)


def _already(before: str) -> list[str]:
    day = before and spoken(date.fromisoformat(before))
    return [f"It was read in on {day} already. No case of it waits twice."] if before else []


def _report_list(read: CaseList) -> None:
    remarks = [f"refused: {remark}" for remark in read.refused]
    remarks += [f"not understood, left empty: {remark}" for remark in read.unknown]
    say(*remarks[:_REMARKS_SHOWN])
    if len(remarks) > _REMARKS_SHOWN:
        say(f"... and {len(remarks) - _REMARKS_SHOWN} more about {one_line(read.list_name, 40)}")
    say(*(f"{read.list_name}: {count} left out, {reason}" for reason, count in read.left_out.items()))


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
        show(Table.of(f"{number_of(len(cases), 'case')} to audit", heads, cases), form, opened)
        if not cases:
            say("No case is waiting: auditui case import FILE brings a list in.")

"""Commands about case lists."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui import known_names, places, user_settings
from auditui.cli.case_report import report
from auditui.cli.context import (
    ByOption,
    ReasonOption,
    StoreOption,
    auditor,
    find_checklist,
    only_id,
    open_reader,
    open_store,
    published,
    say,
    today,
)
from auditui.cli.groups import group
from auditui.cli.printing import LISTED, Format, FormatOption, Listing
from auditui.cli.watched import record, say_named_references, without_people
from auditui.core.audits.amendments import FrameRemoved
from auditui.core.codes import team_name
from auditui.core.strata import STRATA
from auditui.core.text import number_of, one_line
from auditui.intake import case_list
from auditui.intake.headings import mapping
from auditui.report.table import Column, Table, columns
from auditui.store import new_id
from auditui.store.values import IN_USE

if TYPE_CHECKING:
    from auditui.store import Frame, Store

app = group("case")


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
    name: Annotated[
        str,
        Option("--name", help="What a list of your own is called; one of another name is kept beside it."),
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

    A list of your own needs a column of references; `auditui case headings` prints the headings that are known, and --map
    names another. The exit code is 1 where a row was refused; the others are kept.

    A list replaces the one before it of the same name and checklist that has an earlier day (--listed-on); what came and
    what went is said. Lists of one's own that are to stand side by side, such as two teams', are told apart by --name.

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
    asked = case_list.Asked(day, only, theme, sheet, headings, settings.reference, name)
    imported = case_list.read(file, asked)
    before = _read_in(imported, store)
    replaced = [] if dry_run else _keep(imported, day, store, by)
    report(imported, before, form, dry_run=dry_run)
    say(*replaced)


def _read_in(imported: case_list.Import, store: Path | None) -> str:
    """Return the day on which the store has read in the same file; "" if it has not, or there is none yet."""
    if not places.store(store).path.exists():
        return ""
    with open_reader(store) as opened:
        return opened.read_in(imported.file_digest)


def _keep(imported: case_list.Import, day: date, store: Path | None, by: str | None) -> list[str]:
    """Record the lists that have cases, if any have, as the auditor who is known, if one is; return what that replaced, in words.

    The names in them are learnt for the watch on texts.
    """
    if not any(read.cases for read in imported.lists):
        return []
    with open_store(store, create=True) as opened:
        known = by or os.environ.get("AUDITUI_AUDITOR") or opened.remembered().get("auditor")
        who = auditor(opened, by) if known else "system"
        without_people(opened, imported.lists)
        say_named_references(*(case.ref for read in imported.lists for case in read.cases))
        for team, name in case_list.join_teams(imported.lists, opened.team_known_as):
            say(f"The team {one_line(team, 60)!r} is taken for {one_line(name, 60)!r}.")
        before = {(frame.list_name, frame.theme): frame for frame in opened.frames() if frame.state == IN_USE}
        read = case_list.as_entries(imported, listed_on=day, new_id=new_id)
        opened.record(*read, by=who)
        people = set().union(*(found.people for found in imported.lists))
        if number := known_names.learn(opened, people):
            say(
                f"Learnt {number_of(number, 'word')} of names for the watch on texts, as keyed hashes; no name is kept."
            )
        new = {entry.subject for entry in read}
        pairs = ((before.get((frame.list_name, frame.theme)), frame) for frame in opened.frames())
        return [_replacing(opened, older, frame) for older, frame in pairs if older and frame.id in new]


def _replacing(opened: Store, older: Frame, newer: Frame) -> str:
    """Say what became of the list that was in use as another of its kind was read."""
    name = f"{one_line(newer.list_name, 40)}, {newer.theme or 'any checklist'}"
    if newer.state != IN_USE:
        return f"{name}: the list of {older.listed_on} is later and stays in use; this one is of {newer.listed_on}."
    was, now = opened.listed_in(older.id), opened.listed_in(newer.id)
    came, went = len(now.keys() - was.keys()), len(was.keys() - now.keys())
    changed = sum(now[case] != was[case] for case in now.keys() & was.keys())
    return (
        f"{name}: replaces the list of {older.listed_on}; {came} came, {went} went, {changed} changed."
        f" Wrong? auditui case remove {newer.id[:8]} --reason; --name keeps a list beside another."
    )


@app.command()
def headings(listing: Listing = LISTED) -> None:
    """The headings that are known for each column of a list of your own, and how to name another once and for all.

    \b
    auditui case headings
    """
    from auditui.intake.headings import COLUMNS, PEOPLE  # noqa: PLC0415 - few ask

    kept = user_settings.load().headings
    rows = [(name, heading, "") for name, known in COLUMNS.items() for heading in known]
    rows += [(column, heading, "your settings") for heading, column in kept.items()]
    listing.show(Table("Headings", columns("column: Column | heading: Heading | by: By"), tuple(rows)))
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
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """The cases of the newest lists that no audit has been begun for."""
    with open_store(store) as opened:
        theme = find_checklist(checklist_id, opened.checklists).theme if checklist_id else ""
        cases = opened.cases_waiting(theme)
        names = ("theme", "ref", "event", "team", *STRATA)
        heads = tuple(Column(name, STRATA.get(name, name.capitalize())) for name in names)
        listing.show(Table.of(f"{number_of(len(cases), 'case')} to audit", heads, cases), opened)
        if not cases:
            say("No case is waiting: auditui case import FILE brings a list in.")


_LISTS = columns(
    "id: List | list_name: Name | theme: Theme | listed_on: Of | cases: Cases | state: State | reason: Why removed"
    "| imported_at: (Read in)"
)


@app.command("lists")
def lists(listing: Listing = LISTED, store: StoreOption = None) -> None:
    """The case lists: those in use, those a later one replaced, and those removed."""
    with open_store(store) as opened:
        frames = opened.frames()
        listing.show(Table.of(number_of(len(frames), "case list"), _LISTS, frames), opened)


@app.command()
def remove(
    listed: Annotated[str, Argument(metavar="LIST", help="The list's id, or its beginning.")],
    reason: ReasonOption,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Remove a case list that was read in error; the one before it of its kind is in use again. Audits stay.

    \b
    auditui case lists
    auditui case remove 7be1 --reason "last year's file"
    """
    with open_store(store) as opened:
        ids = (frame.id for frame in opened.frames() if frame.state != "removed")
        several, none = "More than one case list begins so", "There is no such case list"
        frame = only_id(ids, listed, several, none, "auditui case lists shows them")
        record(opened, FrameRemoved(new_id(), frame, reason), by=auditor(opened, by))
        back = next((kept for kept in opened.frames() if kept.id == frame), None)
        kind = (back.list_name, back.theme) if back else ()
        again = [f for f in opened.frames() if (f.list_name, f.theme) == kind and f.state == IN_USE]
        say(f"Removed {frame}.", *(f"The list of {f.listed_on} is in use again." for f in again))

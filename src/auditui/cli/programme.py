"""The command that shows the programme: what was drawn, given and done, and what is still owed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from auditui.cli.context import StoreOption, open_reader, say, today
from auditui.cli.printing import LISTED, Listing, form_of, imprint_of, show_page, write_file
from auditui.core.codes import auditor_code

if TYPE_CHECKING:
    from auditui.report.programme import Programme
    from auditui.store import Reader

app = typer.Typer()

#: The forms that hold the whole programme, and so does a file of text; the others hold the one table.
_PAGES = ("md", "html", "docx", "pdf")


@app.command()
def programme(
    by: Annotated[
        str,
        Option(
            "--by", metavar="GROUP", help="A row for each auditor, checklist, theme, team, month or case."
        ),
    ] = "auditor",
    only: Annotated[str, Option("--auditor", metavar="CODE", help="Only what is this auditor's.")] = "",
    calendar: Annotated[
        bool, Option("--calendar", help="The due days as a calendar file (iCalendar), to stdout or --out.")
    ] = False,
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """The drawn cases: planned, waiting, begun, finished, late; by auditor, checklist, theme, team, month due, or each case.

    A page (md, html, docx, pdf) has all of it; it names cases, and is for the team.

    \b
    auditui programme
    auditui programme --by case --auditor A17
    auditui programme --out programme.docx
    auditui programme --auditor A17 --calendar --out mine.ics
    """
    from auditui.report import programme as pages  # noqa: PLC0415 - help needs none of it

    with open_reader(store) as opened:
        work = _work(opened, auditor_code(only) if only else "")
        table, made_up = pages.programme(work, by), opened.made_up()
        if calendar:
            _write_calendar(work, listing, named=not only)
            return
        form = form_of(listing.out, listing.form)
        if form.value in _PAGES or (listing.out and form.value == "table"):
            whole = pages.page(work).headed(made_up=made_up, imprint=imprint_of(opened))
            show_page(whole, table, form, listing.out, force=listing.force)
        else:
            listing.show(table, opened)
    if not work.cases:
        say("Nothing was drawn yet: auditui sample draw CHECKLIST --size 24")


def _write_calendar(work: Programme, listing: Listing, *, named: bool) -> None:
    from auditui.report import calendar  # noqa: PLC0415 - few ask for one

    due = [*calendar.of_cases(work.cases, named=named), *calendar.of_deadlines(work.deadlines)]
    content = calendar.as_ics(due)
    if listing.out is not None:
        write_file(listing.out, content.encode(), force=listing.force)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content.encode())


def _work(opened: Reader, code: str) -> Programme:
    """Return the programme, or of it what is one auditor's."""
    from auditui import places, user_settings  # noqa: PLC0415 - help needs none of it
    from auditui.intake import checklist_folder  # noqa: PLC0415 - as above
    from auditui.report.programme import programme_of  # noqa: PLC0415 - as above

    offered = checklist_folder.offered(opened.checklists(), places.checklists().path)
    themes = {checklist.id: checklist.theme for checklist in offered}
    return programme_of(opened, user_settings.load(), themes, today(), code)

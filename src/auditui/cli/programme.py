"""The command that shows the programme: what was drawn, given and done, and what is still owed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from auditui.cli.context import (
    ForceOption,
    OutOption,
    PageFormat,
    StoreOption,
    TemplateOption,
    open_reader,
    say,
    show_page,
    today,
    write_file,
)
from auditui.core.codes import auditor_code

if TYPE_CHECKING:
    from auditui.report.programme import Programme
    from auditui.store import Reader

app = typer.Typer()

#: A page's forms, and a calendar.
_Format = StrEnum("_Format", ["table", "json", "csv", "md", "html", "docx", "pdf", "xlsx", "ics"])


@dataclass(frozen=True)
class Written:
    """In which form the programme is printed or written, and where."""

    form: Annotated[
        _Format,
        Option(
            "--format",
            "-f",
            help="A table, data (json, csv, xlsx), the whole page (md, html, docx, pdf), or a calendar (ics).",
        ),
    ] = _Format.table
    out: OutOption = None
    force: ForceOption = False
    template: TemplateOption = None

    @property
    def is_calendar(self) -> bool:
        """Whether it is the due days as a calendar."""
        return self.form is _Format.ics or (self.out is not None and self.out.suffix.lower() == ".ics")


@app.command()
def programme(
    written: Written,
    by: Annotated[
        str,
        Option(
            "--by", metavar="GROUP", help="A row for each auditor, checklist, theme, team, month or case."
        ),
    ] = "auditor",
    only: Annotated[str, Option("--auditor", metavar="CODE", help="Only what is this auditor's.")] = "",
    store: StoreOption = None,
) -> None:
    """The drawn cases: planned, waiting, begun, finished, late; by auditor, checklist, theme, team, month due, or each case.

    A page (md, html, docx, pdf) has all of it; it names cases, and is for the team. A calendar (ics) has the due days.

    \b
    auditui programme
    auditui programme --by case --auditor A17
    auditui programme --out programme.docx
    auditui programme --auditor A17 --out mine.ics
    """
    from auditui.report import programme as pages  # noqa: PLC0415 - help needs none of it
    from auditui.report.table import MADE_UP  # noqa: PLC0415 - as above

    with open_reader(store) as opened:
        work = _work(opened, auditor_code(only) if only else "")
        table, made_up = pages.programme(work, by), opened.made_up()
    if made_up:
        say(MADE_UP)
    if written.is_calendar:
        _write_calendar(work, written, named=not only)
        return
    page, form = pages.page(work).headed(made_up=made_up), PageFormat(written.form.value)
    show_page(page, table, form, written.out, force=written.force, page=table, template=written.template)
    if not work.cases:
        say("Nothing was drawn yet: auditui sample draw CHECKLIST --size 24")


def _write_calendar(work: Programme, written: Written, *, named: bool) -> None:
    from auditui.report import calendar  # noqa: PLC0415 - few ask for one

    due = [*calendar.of_cases(work.cases, named=named), *calendar.of_deadlines(work.deadlines)]
    content = calendar.as_ics(due)
    if written.out is not None:
        write_file(written.out, content.encode(), force=written.force)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content.encode())


def _work(opened: Reader, code: str) -> Programme:
    """Return the programme, or of it what is one auditor's."""
    from auditui import places, user_settings  # noqa: PLC0415 - help needs none of it
    from auditui.intake import checklist_folder  # noqa: PLC0415 - as above
    from auditui.report.programme import Programme  # noqa: PLC0415 - as above

    settings = user_settings.load()
    offered = checklist_folder.offered(opened.checklists(), places.checklists().path)
    themes = {checklist.id: checklist.theme for checklist in offered}
    cases = [case for case in opened.sample_cases() if code in ("", case.auditor)]
    auditors = [one for one in settings.auditors if code in ("", one.code)]
    kept = () if code else opened.deadlines()
    return Programme(cases, auditors, themes, today(), settings.closed, kept)

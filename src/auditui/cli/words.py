"""The command that gives what auditors wrote, by theme and item."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Argument, Option

from auditui.cli.context import open_reader, say
from auditui.cli.output import Filters, ListOutput, as_known
from auditui.core.errors import AuditError
from auditui.core.text import number_of

app = typer.Typer()
_ChecklistArgument = Annotated[
    str, Argument(metavar="[CHECKLIST]", help="The checklist's id; all if left out.")
]
_AboutOption = Annotated[
    list[str] | None,
    Option("--about", help="Only this: strength, comment or learning; may be given again."),
]


@app.command()
def words(
    filters: Filters,
    output: ListOutput,
    checklist_id: _ChecklistArgument = "",
    about: _AboutOption = None,
) -> None:
    """What auditors wrote, by theme and item: strengths, comments, what others can learn.

    In what is passed on, words that few audits have are hidden, and texts that hold what looks like a person are left out.

    \b
    auditui words pathway-plan
    auditui words --about learning --since 2026-01
    auditui words pathway-plan --out words.docx
    """
    from auditui import known_names  # noqa: PLC0415 - help starts without it
    from auditui.report import words as pages  # noqa: PLC0415 - as above

    if unknown := [one for one in about or [] if one not in pages.ABOUT]:
        raise typer.BadParameter(f"--about takes {', '.join(pages.ABOUT)}; not {unknown[0]!r}")
    output.check(filters)
    with open_reader(output.store) as store, output.released(store, "words") as release:
        selection = as_known(store, filters.selection(checklist_id))
        if release.small and (selection.team or selection.auditor or selection.strata):
            hint = "Leave out --team, --auditor and --only, or print them on the terminal"
            raise AuditError(
                "Words are passed on of all audits: those of some would tell whose they are", hint
            )
        known_names.use(store.remembered())
        page, table = pages.report(
            store, selection, about or pages.ABOUT, is_person=known_names.find, release=release
        )
        output.show(store, page, table, release)
        seen = 0 if release.small else pages.people_in(table, known_names.find)
        if seen:
            looks = number_of(seen, "text holds", "texts hold")
            say(f"{looks} something that looks like a person: auditui audit check-text says where.")

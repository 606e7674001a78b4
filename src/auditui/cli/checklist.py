"""Commands about checklists."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditui import places
from auditui.cli.context import Format, FormatOption, say, show
from auditui.core.checklist import Checklist
from auditui.core.errors import AuditError
from auditui.intake import checklist_folder
from auditui.report.checklists import checklist_list, checklist_page

app = typer.Typer(
    help="Checklists: what is asked, and what good looks like.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_(form: FormatOption = Format.table) -> None:
    """The checklists at hand: those that ship, and the council's own."""
    show(checklist_list(checklist_folder.at_hand(places.checklists().path)), form)


@app.command("show")
def show_(
    name: Annotated[str, typer.Argument(metavar="CHECKLIST", help="An id, or a TOML file.")],
    form: FormatOption = Format.table,
) -> None:
    """One checklist, in the order an auditor meets it.

    \b
    auditui checklist show pathway-plan
    auditui checklist show my-draft.toml --format md
    """
    show(checklist_page(_find(name)), form)


def _find(name: str) -> Checklist:
    if name.endswith(".toml"):
        return checklist_folder.read(Path(name))
    known = checklist_folder.newest(checklist_folder.at_hand(places.checklists().path))
    for checklist in known:
        if checklist.id == name:
            return checklist
    raise AuditError(f"There is no checklist {name!r}", f"There are {', '.join(c.id for c in known)}")


@app.command()
def lint(
    files: Annotated[
        list[Path] | None, typer.Argument(help="TOML files; without one, every checklist at hand.")
    ] = None,
) -> None:
    """Check checklist files: every fault with its file, line and item. Exit code 4 if there is one."""
    paths = files or [
        *sorted(checklist_folder.shipped_folder().glob("*.toml")),
        *sorted(places.checklists().path.glob("*.toml")),
    ]
    faulty = 0
    for path in paths:
        try:
            checklist = checklist_folder.read(path)
        except AuditError as error:
            faulty += 1
            say(str(error))
            if error.code != 4:
                raise typer.Exit(error.code) from None
        else:
            items = sum(len(section.items) for section in checklist.sections)
            say(f"{checklist.name}: {items} items in {len(checklist.sections)} sections, no faults")
    if faulty:
        raise typer.Exit(4)

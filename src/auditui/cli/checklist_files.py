"""Commands about checklist files: making one, trying one, and bringing it from and to a spreadsheet."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui.cli.context import find_checklist, published, say
from auditui.cli.groups import group
from auditui.cli.printing import ForceOption, OutOption, write_file
from auditui.cli.screens import open_screens
from auditui.core.checklists import toml as checklist_toml
from auditui.core.checklists.checklist import as_data
from auditui.core.checklists.file import ChecklistError
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.intake import checklist_folder
from auditui.store import StoreAddress

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

#: The group of checklist commands; those about looking and comparing add themselves in modules of their own.
app = group("checklist")
TRYING = "TRY"


#: What a checklist can be exported as.
ExportFormat = StrEnum("ExportFormat", ["xlsform", "toml"])


@app.command()
def new(
    file: Annotated[Path, Argument(metavar="FILE.toml", help="The file to make.")],
    title: Annotated[str, Option("--title", help="What the checklist is called.")] = "A checklist of our own",
    force: ForceOption = False,
) -> None:
    """Make a starting file with a word on everything a checklist can say.

    \b
    auditui checklist new supervision.toml --title "Supervision records"
    """
    from auditui.intake.form import slug  # noqa: PLC0415 - only the commands about files need it

    text = checklist_folder.starting_file(slug(file.stem), one_line(title), one_line(file.name))
    write_file(file, text.encode(), force=force)


@app.command()
def schema(out: OutOption = None, force: ForceOption = False) -> None:
    """Print a JSON Schema of checklist files, by which editors complete and check them.

    \b
    auditui checklist schema --out checklist.schema.json
    """
    from auditui.core.checklists.schema import schema as json_schema  # noqa: PLC0415 - only this command needs it

    _put(json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n", out, force=force)


@app.command("try")
def try_(
    file: Annotated[Path, Argument(metavar="FILE.toml", help="The checklist file to try.")],
) -> None:
    """Open the scoring screen on this checklist, in a store that is thrown away afterwards.

    \b
    auditui checklist try my-checklist.toml
    """
    checklist = checklist_folder.read(file)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise AuditError(
            "Trying a checklist needs a terminal", "auditui checklist show prints it without one"
        )
    folder = Path(tempfile.mkdtemp(prefix="auditui-try-"))
    try:
        address = StoreAddress(folder / "thrown-away.db")
        with address.open(create=True) as store:
            audit = store.begin_audit(checklist, case="TRY-1", team="Trying out", by=TRYING)
            store.remember(auditor=TRYING, open_audit=audit, open_screen="score")
        code = open_screens(address, thrown_away=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    raise typer.Exit(code)


@app.command()
def export(
    ctx: typer.Context,
    name: Annotated[str, Argument(metavar="CHECKLIST", help="An id, id@version, or a TOML file.")],
    form: Annotated[
        ExportFormat, Option("--format", "-f", help="xlsform (a workbook) or toml.")
    ] = ExportFormat.xlsform,
    out: OutOption = None,
    force: ForceOption = False,
) -> None:
    """Write a checklist as an XLSForm workbook, for ODK, KoboToolbox or a spreadsheet program, or as its TOML file.

    \b
    auditui checklist export pathway-plan --out pathway-plan.xlsx
    auditui checklist export pathway-plan@1 --format toml --out mine.toml
    """
    from auditui.report import xlsform  # noqa: PLC0415 - only this command needs it

    checklist = find_checklist(name, lambda: published(ctx.find_root().obj))
    if form is ExportFormat.toml:
        _put(checklist_toml.write(as_data(checklist)), out, force=force)
    else:
        write_file(out or Path(f"{checklist.id}.xlsx"), xlsform.workbook(checklist), force=force)


def _put(text: str, out: Path | None, *, force: bool) -> None:
    if out is None:
        print(text, end="")
    else:
        write_file(out, text.encode(), force=force)


@app.command("import")
def import_(
    file: Annotated[
        Path, Argument(metavar="FILE", help="An XLSForm workbook, or a plain sheet (XLSX, XLS, CSV).")
    ],
    out: OutOption = None,
    force: ForceOption = False,
    column: Annotated[
        list[str] | None,
        Option("--column", metavar="FIELD=HEADING", help="Plain sheets: which column is what."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        Option("--ignore", metavar="HEADING", help="Plain sheets: leave this column out."),
    ] = None,
    checklist_id: Annotated[str, Option("--id", help="Plain sheets: the checklist's id.")] = "",
    title: Annotated[str, Option("--title", help="Plain sheets: what it is called.")] = "",
    language: Annotated[str, Option("--language", help="Forms in several languages: which to take.")] = "",
) -> None:
    """Make a checklist file from a spreadsheet; nothing is left out without a word.

    \b
    auditui checklist import form.xlsx
    auditui checklist import sheet.xlsx --column question="What we ask" --column good="Looks like" --ignore Notes
    """
    from auditui.intake import form, plain_sheet, xlsform  # noqa: PLC0415 - only this command needs them

    book = form.open_book(file)
    if xlsform.is_form(book):
        imported = xlsform.read(book, language)
    else:
        imported = plain_sheet.read(
            book, _columns(column or [], plain_sheet.FIELDS), tuple(ignore or ()), checklist_id, title
        )
    if imported.problems:
        raise ChecklistError(one_line(file.name, 60), imported.problems)
    say(*imported.remarks)
    _say_people(imported.data)
    text = checklist_toml.write(imported.data, f"Imported from {one_line(file.name, 60)}")
    write_file(out or Path(f"{imported.data['id']}.toml"), text.encode(), force=force)
    _say_missing(imported.missing())


def _say_people(data: object, where: str = "checklist") -> None:
    """Say of each text of a checklist that is not published yet what in it looks like a person."""
    from auditui.cli.watched import say_people  # noqa: PLC0415 - only this command needs it

    if isinstance(data, str):
        say_people(data, where=f"{where}:")
    elif isinstance(data, dict):
        where = f"item {data['id']}" if "question" in data else where
        for key, value in data.items():
            if key != "id":
                _say_people(value, f"{where}, {key}")
    elif isinstance(data, list):
        for value in data:
            _say_people(value, where)


def _say_missing(missing: Sequence[object]) -> None:
    """Say what is still to be written, and end with exit code 4, if anything is."""
    if missing:
        number = f"{len(missing)} things are still to be written before it can be used"
        say(f"{number}; auditui checklist lint names them all:")
        say(*(f"  {problem}" for problem in missing[:5]), *(["  …"] if len(missing) > 5 else []))
        raise typer.Exit(4)


def _columns(pairs: list[str], fields: Collection[str]) -> dict[str, str]:
    """Read each FIELD=HEADING."""
    columns = {}
    for text in pairs:
        field, equals, heading = text.partition("=")
        field = field.strip().replace("-", "_").replace(" ", "_")
        if not equals or field not in fields:
            raise AuditError(f"{one_line(text, 40)!r} names no field", f"There are {', '.join(fields)}")
        columns[field] = heading.strip()
    return columns

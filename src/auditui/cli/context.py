"""What every command shares: the store it works on, who works, and the form its data takes."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from auditui import places
from auditui.cli.progress import updating
from auditui.core.codes import auditor_code
from auditui.core.errors import AuditError, StoreError
from auditui.core.text import one_line, visible
from auditui.report import table as tables
from auditui.store import StoreAddress

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.checklists.checklist import Checklist
    from auditui.report.document import Document
    from auditui.store import Reader, Store


def _store_named(ctx: typer.Context, path: Path | None) -> Path | None:
    """Return the store named after the command, or else before it."""
    return path or ctx.find_root().obj


StoreOption = Annotated[
    Path | None,
    Option(
        "--store",
        callback=_store_named,
        metavar="PATH",
        help="The store to work on; AUDITUI_STORE, or `auditui where`, names the usual one.",
    ),
]


class Format(StrEnum):
    """The form of data on stdout."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"


class PageFormat(StrEnum):
    """The form of a page to be read: that of a table, or a file for people."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"
    html = "html"
    docx = "docx"
    svg = "svg"


PageFormatOption = Annotated[
    PageFormat,
    Option(
        "--format",
        "-f",
        help="A page (table), data (json, csv), or a page as md, html or docx; the name of --out says it too.",
    ),
]
OutOption = Annotated[
    Path | None, Option("--out", "-o", metavar="FILE", help="Write to this file and not to stdout.")
]
FormatOption = Annotated[Format, Option("--format", "-f", help="The form of the data on stdout.")]
ByOption = Annotated[
    str | None,
    Option(
        "--by",
        metavar="CODE",
        help="Your auditor code, such as A17; AUDITUI_AUDITOR, else the last one used.",
    ),
]


def open_store(named: Path | None, *, create: bool = False) -> Store:
    """Open the store named on the command line, in the environment, or the usual one."""
    return _address(named, create=create).open(create=create, progress=updating())


def open_reader(named: Path | None) -> Reader:
    """Open the same store to read it only, which starts sooner."""
    return _address(named, create=False).read(progress=updating())


def _address(named: Path | None, *, create: bool) -> StoreAddress:
    path = places.store(named).path
    if not create and not path.exists() and (made_up := places.demo_store(None).path).exists():
        raise StoreError(
            f"There is no store at {one_line(str(path))}",
            f"Start auditui once, or name one; the made-up council: --store {one_line(str(made_up))}",
        )
    return StoreAddress(path)


def auditor(store: Store, code: str | None) -> str:
    """Return who works: this code, AUDITUI_AUDITOR, or the last one used in this store."""
    named = code or os.environ.get("AUDITUI_AUDITOR") or store.remembered().get("auditor")
    if not named:
        raise AuditError("Whose work is this?", "Give your auditor code with --by, for example --by A17")
    if doubt := store.clock_doubt():
        say(doubt.message, doubt.remedy)
    return auditor_code(named)


def published(named: Path | None) -> list[Checklist]:
    """Return what the store has published; nothing if there is no store yet."""
    if not places.store(named).path.exists():
        return []
    with open_store(named) as opened:
        return opened.checklists()


def find_checklist(name: str, published: Callable[[], list[Checklist]]) -> Checklist:
    """Return a checklist by file, by id (the version audits begin with), or by id and version.

    `published` returns what a store has published; it is not asked for a file, which needs no store.
    """
    from auditui.intake import checklist_folder  # noqa: PLC0415 - few commands need it

    if name.endswith(".toml"):
        return checklist_folder.read(Path(name))
    return checklist_folder.find(name, published(), places.checklists().path)


def today() -> date:
    """Return the day at this desk."""
    return datetime.now().astimezone().date()


def say(*lines: str) -> None:
    """Say something about the work, on stderr; stdout is for data."""
    for line in lines:
        print(line, file=sys.stderr)


def show_page(
    document: Document,
    table: tables.Table,
    form: PageFormat,
    out: Path | None,
    *,
    page: tables.Table | None = None,
) -> None:
    """Print or write a page; `table` is the same as data. A Word file needs --out.

    A page that is one table goes to a terminal as `page`, in the width there is.
    """
    from auditui.report.document import print_document  # noqa: PLC0415
    from auditui.report.forms import written  # noqa: PLC0415
    from auditui.report.word import write_word  # noqa: PLC0415

    form = form_of(out, form)
    if form is PageFormat.docx:
        if out is None:
            raise AuditError("A Word file cannot be printed here", "Name it with --out FILE.docx")
        content = BytesIO()
        write_word(document, content)
        write_file(out, content.getvalue())
        return
    if out is not None:
        write_file(out, written(document, table, form).encode())
    elif form is PageFormat.table and page is not None:
        show(page, Format.table)
    elif form is PageFormat.table and sys.stdout.isatty():
        print_document(document)
    else:
        _print(written(document, table, form))


def _print(text: str) -> None:
    """Print text as it is to a file or a pipe, with nothing in it that acts on a terminal to one."""
    print(visible(text) if sys.stdout.isatty() else text, end="")


def form_of(out: Path | None, form: PageFormat) -> PageFormat:
    """Return the form a file's name says; AuditError where --format says another, or nothing is known by that name."""
    if out is None:
        return form
    suffixes = {
        "": form,
        ".txt": PageFormat.table,
        **{f".{known}": known for known in PageFormat if known != "table"},
    }
    named = suffixes.get(out.suffix.lower())
    if named is None:
        raise AuditError(
            f"What {one_line(out.name, 60)} should be is not known",
            f"Name it with {', '.join(list(suffixes)[1:])}",
        )
    if form not in (PageFormat.table, named):
        raise AuditError(
            f"{one_line(out.name, 60)} is not the name of a {form.value} file", f"Name it .{form.value}"
        )
    return named


def write_file(path: Path, content: bytes, *, new: bool = False) -> None:
    """Write a file and say so; AuditError if that cannot be done, or with `new` if it is there already."""
    try:
        with path.open("xb" if new else "wb") as file:
            file.write(content)
    except FileExistsError:
        raise AuditError(f"{path.name} is there already", "Give another name, or remove it first") from None
    except OSError as error:
        raise AuditError(
            f"{one_line(str(path))} cannot be written: {error.strerror}", "Name another place"
        ) from None
    say(f"Wrote {path}")


def show(table: tables.Table, form: Format, store: Reader | None = None) -> None:
    """Print a table in the form asked for; a table on a terminal, plain columns in a pipe."""
    if store is not None and store.made_up():
        say(tables.MADE_UP)
    forms = {Format.json: tables.as_json, Format.csv: tables.as_csv, Format.md: tables.as_markdown}
    if form in forms:
        _print(forms[form](table))
    elif sys.stdout.isatty():
        tables.print_table(table)
    else:
        print(tables.as_text(table), end="")
        say(*table.notes)

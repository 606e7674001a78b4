"""What every command shares: the store it works on, who works, and the form its data takes."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui import known_names, places
from auditui.cli.progress import updating
from auditui.cli.talk import tell
from auditui.core.codes import auditor_code
from auditui.core.errors import AuditError, StoreError
from auditui.core.text import one_line, visible
from auditui.report import table as tables
from auditui.report.forms import FORMS
from auditui.store import StoreAddress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from auditui.core.checklists.checklist import Checklist
    from auditui.report.document import Document
    from auditui.store import Reader, Store


#: A table of more rows goes to a terminal in plain columns, as it is read: boxes are drawn of all rows at once.
_IN_BOXES = 1_000


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


#: The form of a list on stdout, and that of a page or file: those of report.forms.
Format = StrEnum("Format", ["table", "json", "csv", "md"])
PageFormat = StrEnum(
    "PageFormat", ["table", "json", "csv", "md", "html", "docx", "pdf", "svg", "png", "xlsx"]
)

PageFormatOption = Annotated[
    PageFormat,
    Option(
        "--format",
        "-f",
        help="A page (table), data (json, csv, xlsx), or a page as md, html, docx or pdf, its picture as svg or png; the name of --out says it too.",
    ),
]
OutOption = Annotated[
    Path | None, Option("--out", "-o", metavar="FILE", help="Write to this file and not to stdout.")
]
TemplateOption = Annotated[
    Path | None,
    Option("--template", metavar="FILE", help="A Word file whose paper, header and styles a .docx takes."),
]
ForceOption = Annotated[bool, Option("--force", help="Write over a file that is there; never over a store.")]
FormatOption = Annotated[Format, Option("--format", "-f", help="The form of the data on stdout.")]
ByOption = Annotated[
    str | None,
    Option(
        "--by",
        metavar="CODE",
        help="Your auditor code, such as A17; AUDITUI_AUDITOR, else the last one used.",
    ),
]


def typed_or(value: str) -> str:
    """Return what was given for an option; where that is -, a line from the keyboard or a pipe, which no list of processes shows."""
    if value != "-":
        return value
    if sys.stdin.isatty():
        tell("Type it, and Enter: ", end="")
    return sys.stdin.readline().strip()


IdArgument = Annotated[
    str, Argument(metavar="AUDIT", help="The audit's id, or its beginning; or the reference of its case.")
]
ReasonOption = Annotated[
    str,
    Option(
        "--reason", callback=typed_or, help="Why; it is kept in the journal. - reads it from the keyboard."
    ),
]


@contextmanager
def open_store(named: Path | None, *, create: bool = False, strict: bool = True) -> Iterator[Store]:
    """Open the store named on the command line, in the environment, or the usual one; `strict` as `StoreAddress.open` has it.

    Once it is done with, what was written is looked after: the day's backup, a head kept elsewhere.
    """
    with _address(named, create=create).open(create=create, progress=updating(), strict=strict) as store:
        known_names.use(store.remembered())
        yield store
        news = store.news()
    if news.wrote:
        from auditui import user_settings  # noqa: PLC0415 - most commands write nothing
        from auditui.after_writing import look_after  # noqa: PLC0415

        say(*look_after(news, user_settings.load()))


def open_reader(named: Path | None) -> Reader:
    """Open the same store to read it only, which starts sooner."""
    return _address(named, create=False).read(progress=updating())


def open_looking(named: Path | None) -> Reader:
    """Open the same for whoever worked here last to look at audits: not at those they are to audit a second time, blind."""
    opened = open_reader(named)
    opened.looks = os.environ.get("AUDITUI_AUDITOR") or opened.remembered().get("auditor", "")
    return opened


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


def only_id(ids: Iterable[str], beginning: str, several: str, none: str, hint: str) -> str:
    """Return the one id that begins so; AuditError, with `several` or `none` and the hint, where it is not one."""
    fitting = [known for known in ids if known.startswith(beginning) and beginning]
    if len(fitting) != 1:
        raise AuditError(several if fitting else none, hint)
    return fitting[0]


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
        tell(line)


def show_page(
    document: Document,
    table: tables.Table,
    form: PageFormat,
    out: Path | None,
    *,
    force: bool,
    page: tables.Table | None = None,
    template: Path | None = None,
) -> None:
    """Print or write a page; `table` is the same as data. What is no text needs --out.

    A page that is one table goes to a terminal as `page`, in the width there is.
    """
    form = form_of(out, form)
    if form is PageFormat.table and out is None and page is not None:
        show(page, Format.table)
        return
    from auditui.report.document import print_document  # noqa: PLC0415 - most pages are one table
    from auditui.report.forms import written  # noqa: PLC0415 - as above

    if out is not None:
        write_file(out, written(document, table, form, template), force=force)
    elif not FORMS[form].is_text:
        raise AuditError(
            f"A {form.value} file cannot be printed here", f"Name it with --out FILE.{form.value}"
        )
    elif form is PageFormat.table and sys.stdout.isatty():
        print_document(document)
    else:
        _print((written(document, table, form, template).decode(),))


def _print(parts: Iterable[str]) -> None:
    """Print text as it is to a file or a pipe, with nothing in it that acts on a terminal to one."""
    sys.stdout.writelines(map(visible, parts) if sys.stdout.isatty() else parts)


def form_of(out: Path | None, form: PageFormat) -> PageFormat:
    """Return the form a file's name says; AuditError where --format says another, or nothing is known by that name."""
    if out is None:
        return form
    suffixes = {known.suffix: PageFormat(name) for name, known in FORMS.items()}
    named = suffixes.get(out.suffix.lower()) if out.suffix else form
    name = one_line(out.name, 60)
    if named is None:
        raise AuditError(f"What {name} should be is not known", f"Name it with {', '.join(suffixes)}")
    if form not in (PageFormat.table, named):
        raise AuditError(f"{name} is not the name of a {form.value} file", f"Name it .{form.value}")
    return named


def write_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file and say so; AuditError as `outgoing.write` raises it."""
    from auditui import outgoing  # noqa: PLC0415 - few calls write a file

    outgoing.write(path, content, force=force)
    say(f"Wrote {path}")


def _width() -> int:
    """Return how wide what is printed may be, 0 for as wide as it is."""
    given = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal()
    return get_terminal_size().columns if given else 0


def show(
    table: tables.Table,
    form: Format,
    store: Reader | None = None,
    to_read: Callable[[], Document] | None = None,
) -> None:
    """Print a table in the form asked for; a table on a terminal, plain columns in a pipe.

    Where it is too wide for a terminal, that gets the page `to_read` instead. So does a pipe to somebody who reads it in a
    window, and says so by COLUMNS, how wide that is; its plain columns are then broken to that width.
    """
    if store is not None and store.made_up():
        say(tables.MADE_UP)
    forms = {Format.json: tables.json_parts, Format.csv: tables.csv_parts, Format.md: tables.markdown_parts}
    terminal = sys.stdout.isatty()
    if form in forms:
        _print(forms[form](table))
    elif (width := _width()) and to_read is not None:
        from auditui.report.document import print_document  # noqa: PLC0415 - most pages are one table

        print_document(to_read())
    elif terminal and len(table.rows) <= _IN_BOXES:
        tables.print_table(table)
    else:
        heading = (f"{table.title}\n",) if terminal else ()
        _print(chain(heading, tables.text_parts(table, width)))
        say(*table.notes)

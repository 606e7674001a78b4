"""What a command prints or writes: in which form, and where it goes."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, TypeVar

from typer import Option

from auditui.cli.context import say, today
from auditui.core.errors import AuditError
from auditui.core.text import one_line, visible
from auditui.report import table as tables
from auditui.report.forms import FORMS, SAID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from auditui.report.document import Document
    from auditui.store import Reader

#: A table of more rows goes to a terminal in plain columns, as it is read: boxes are drawn of all rows at once.
_IN_BOXES = 1_000

#: The forms, of report.forms, in which a command says what it did; of a list or a page; and of what may have a picture.
Format = StrEnum("Format", ["table", "json", "csv", "md"])
ListFormat = StrEnum("ListFormat", ["table", "json", "csv", "md", "html", "docx", "pdf", "xlsx"])
PageFormat = StrEnum(
    "PageFormat", ["table", "json", "csv", "md", "html", "docx", "pdf", "svg", "png", "xlsx"]
)
_F = TypeVar("_F", bound=StrEnum)

_FORMS = "A page (table), data (json, csv, xlsx), or a page as md, html, docx or pdf{}; the name of --out says it too."
FormatOption = Annotated[Format, Option("--format", "-f", help="The form of the data on stdout.")]
ListFormatOption = Annotated[ListFormat, Option("--format", "-f", help=_FORMS.format(""))]
PageFormatOption = Annotated[
    PageFormat, Option("--format", "-f", help=_FORMS.format(", or its picture as svg or png"))
]
OutOption = Annotated[
    Path | None, Option("--out", "-o", metavar="FILE", help="Write to this file and not to stdout.")
]
TemplateOption = Annotated[
    Path | None,
    Option("--template", metavar="FILE", help="A Word file whose paper, header and styles a .docx takes."),
]
ForceOption = Annotated[bool, Option("--force", help="Write over a file that is there; never over a store.")]


@dataclass(frozen=True)
class Listing:
    """In which form a list is printed, and where it goes."""

    form: ListFormatOption = ListFormat.table
    out: OutOption = None
    force: ForceOption = False

    def show(
        self,
        table: tables.Table,
        store: Reader | None = None,
        to_read: Callable[[], Document] | None = None,
    ) -> None:
        """Print a list, or write it; on a terminal as `show` has it. `store` is what it is of, where it is of one.

        A file is written as the list is read. AuditError for more rows than the form can hold, for what is no text and
        has no file, and as `outgoing.write` raises it.
        """
        form = form_of(self.out, self.form)
        if self.out is None and form.value in SAID:
            show(table, Format(form.value), store, to_read)
            return
        check_text(self.out, form)
        made_up = store is not None and store.made_up()
        if made_up:
            say(tables.MADE_UP)
        from auditui.report.document import Document  # noqa: PLC0415 - few lists leave
        from auditui.report.forms import list_parts  # noqa: PLC0415 - as above

        imprint = imprint_of(store) if store is not None else ""
        page = Document(table.title, (table,)).headed(made_up=made_up, imprint=imprint)
        parts = list_parts(page, table, form, self.out.absolute().parent if self.out else None)
        if self.out is None:
            _print(part.decode() for part in parts)
        else:
            write_file(self.out, parts, force=self.force)


def imprint_of(opened: Reader) -> str:
    """Say of which state of the journal a page printed today is."""
    from auditui.report.scope import Imprint  # noqa: PLC0415 - few pages leave

    return str(Imprint(str(opened.head()), today().isoformat()))


#: What stands in a command's signature, so that it has these options.
LISTED = Listing()


def check_text(out: Path | None, form: str) -> None:
    """Refuse what is no text where it is not to go to a file."""
    if out is None and not FORMS[form].is_text:
        raise AuditError(
            f"A {form} file cannot be printed here", f"Name it with --out FILE{FORMS[form].suffix}"
        )


def show_page(
    document: Document,
    table: tables.Table,
    form: ListFormat | PageFormat,
    out: Path | None,
    *,
    force: bool,
    page: tables.Table | None = None,
    template: Path | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Print or write a page; `table` is the same as data. What is no text needs --out.

    A page that is one table goes to a terminal as `page`, in the width there is. `ready` is called when it is sure that the
    page can be made, and before anybody sees it: of a file once it is written, and before it has its name.
    """
    form = form_of(out, form)
    if form.value == "table" and out is None and page is not None:
        ready()
        show(page, Format.table)
        return
    check_text(out, form)
    from auditui.report.document import print_document  # noqa: PLC0415 - most pages are one table
    from auditui.report.forms import written  # noqa: PLC0415 - as above

    if out is not None:
        write_file(out, written(document, table, form, template), force=force, ready=ready)
    elif form.value == "table" and sys.stdout.isatty():
        ready()
        print_document(document)
    else:
        text = written(document, table, form, template).decode()
        ready()
        _print((text,))


def _print(parts: Iterable[str]) -> None:
    """Print text as it is to a file or a pipe, with nothing in it that acts on a terminal to one."""
    sys.stdout.writelines(map(visible, parts) if sys.stdout.isatty() else parts)


def form_of(out: Path | None, form: _F) -> _F:
    """Return the form a file's name says; AuditError where --format says another, or none of these is called so."""
    if out is None:
        return form
    suffixes = {FORMS[name].suffix: name for name in type(form)}
    named = (
        type(form)(suffixes[suffix])
        if (suffix := out.suffix.lower()) in suffixes
        else None
        if suffix
        else form
    )
    name = one_line(out.name, 60)
    if named is None:
        raise AuditError(f"What {name} should be is not known", f"Name it with {', '.join(suffixes)}")
    if form.value not in ("table", named.value):
        raise AuditError(f"{name} is not the name of a {form.value} file", f"Name it {FORMS[form].suffix}")
    return named


def write_file(
    path: Path, content: bytes | Iterable[bytes], *, force: bool, ready: Callable[[], None] = lambda: None
) -> None:
    """Write a file and say so; `ready` and AuditError as `outgoing.write` has them."""
    from auditui import outgoing  # noqa: PLC0415 - few calls write a file

    outgoing.write(path, content, force=force, ready=ready)
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
        from auditui.report.boxed_table import print_table  # noqa: PLC0415 - few calls are at a terminal

        print_table(table)
    else:
        heading = (f"{table.title}\n",) if terminal else ()
        _print(chain(heading, tables.text_parts(table, width)))
        say(*table.notes)

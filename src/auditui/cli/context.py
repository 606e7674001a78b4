"""What every command shares: the store it works on, who works, and the form its data takes."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from auditui import places
from auditui.core.codes import auditor_code
from auditui.core.errors import AuditError
from auditui.core.text import visible
from auditui.report import table as tables
from auditui.store import Store

StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
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


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="The form of the data on stdout.")]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="CODE",
        help="Your auditor code, such as A17; AUDITUI_AUDITOR, else the last one used.",
    ),
]


def open_store(ctx: typer.Context, given: Path | None, *, create: bool = False) -> Store:
    """Open the store named after the command, before it, in the environment, or the usual one."""
    return Store.open(places.store(given or ctx.find_root().obj).path, create=create)


def auditor(store: Store, given: str | None) -> str:
    """Return who works: the code given, AUDITUI_AUDITOR, or the last one used in this store."""
    named = given or os.environ.get("AUDITUI_AUDITOR") or store.desk().get("auditor")
    if not named:
        raise AuditError("Whose work is this?", "Give your auditor code with --by, for example --by A17")
    return auditor_code(named)


def today() -> date:
    """Return the day at this desk."""
    return datetime.now().astimezone().date()


def say(*lines: str) -> None:
    """Say something about the work, on stderr; stdout is for data."""
    for line in lines:
        print(line, file=sys.stderr)


def show(table: tables.Table, form: Format, store: Store | None = None) -> None:
    """Print a table in the form asked for; a table on a terminal, plain columns in a pipe."""
    if store is not None and store.made_up():
        say("Made-up council: none of this is about real people.")
    if form is Format.json:
        print(tables.as_json(table), end="")
    elif form is Format.csv:
        data = tables.as_csv(table)
        print(visible(data) if sys.stdout.isatty() else data, end="")
    elif form is Format.md:
        print(tables.as_markdown(table), end="")
    elif sys.stdout.isatty():
        tables.print_table(table)
    else:
        print(tables.as_text(table), end="")
        say(*table.notes)

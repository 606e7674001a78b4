"""The description of an export: a Frictionless Data Package, which says of every column what it holds.

The form is that of https://specs.frictionlessdata.io (version 1), which R, pandas, DuckDB and `frictionless validate` read.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from auditui import __version__
from auditui.report.table import MADE_UP, Column, Rows, Table, Value, columns, csv_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from auditui.store.view import View, ViewColumn

#: The name of the description beside the files it describes.
NAME = "datapackage.json"


class Written(NamedTuple):
    """A file of an export: of which view, with which columns, and what it came to."""

    view: View
    columns: tuple[ViewColumn, ...]
    rows: int
    size: int
    sha256: str


def file_name(view: View) -> str:
    """Return the name of a view's CSV file."""
    return f"{view.table}.csv"


def table(view: View, of: Sequence[ViewColumn], rows: Collection[tuple[Value, ...]]) -> Table:
    """Return rows of a view as a table, whose headings are the columns' names."""
    return Table(view.title, tuple(Column(column.name, column.name) for column in of), rows)


def write_csv(
    folder: Path, view: View, of: tuple[ViewColumn, ...], read: Callable[[], Iterable[tuple[Value, ...]]]
) -> Written:
    """Write the rows that `read` yields as CSV into a folder, a row held at a time, and return what was written."""
    digest, size, number = hashlib.sha256(), 0, -1
    with (folder / file_name(view)).open("xb") as file:
        for part in csv_parts(table(view, of, Rows(0, read))):
            line = part.encode()
            file.write(line)
            digest.update(line)
            size += len(line)
            number += 1
    return Written(view, of, number, size, digest.hexdigest())


def description(written: Sequence[Written], *, created: str, journal: str, made_up: bool) -> str:
    """Return the description of an export, as JSON. `created` is when, UTC; `journal` the head of the store it is of."""
    there = {file.view.table for file in written}
    package = {
        "profile": "tabular-data-package",
        "name": "auditui-export",
        "title": "Case-practice quality audits",
        "description": MADE_UP if made_up else "Audits of case files, with a row for each answer.",
        "created": created,
        "version": __version__,
        "journal_head": journal,
        "made_up": made_up,
        "resources": [_resource(file, there) for file in written],
    }
    return json.dumps(package, indent=2, ensure_ascii=True) + "\n"


def _resource(file: Written, there: Collection[str]) -> dict[str, Any]:
    view = file.view
    names = {column.name for column in file.columns}
    foreign = [
        {"fields": column, "reference": {"resource": table, "fields": column}}
        for column, table in view.refers.items()
        if table in there and column in names
    ]
    schema = {
        "fields": [_field(column) for column in file.columns],
        "missingValues": [""],
        "primaryKey": list(view.key),
        **({"foreignKeys": foreign} if foreign else {}),
    }
    return {
        "profile": "tabular-data-resource",
        "name": view.table,
        "path": file_name(view),
        "title": view.title,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "rows": file.rows,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": schema,
    }


def _field(column: ViewColumn) -> dict[str, str]:
    kind = "string" if column.type == "words" else column.type
    return {"name": column.name, "type": kind, "description": column.holds}


_COLUMNS = columns("table: Table | column: Column | type: Type | holds: What it holds")


def columns_table(views: Iterable[View]) -> Table:
    """Return every column of every view, a row each."""
    rows = tuple(
        (view.name, column.name, _field(column)["type"], column.holds)
        for view in views
        for column in view.columns
    )
    return Table("Columns of an export, and of the views in the store", _COLUMNS, rows)


def without_words(view: View) -> tuple[ViewColumn, ...]:
    """Return the columns of a view but those of text that somebody wrote freely."""
    return tuple(column for column in view.columns if column.type != "words")

"""The command that gives everything to analysts: tidy tables with a description of every column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from auditui.cli.context import StoreOption, auditor, open_store, say
from auditui.cli.printing import ForceOption, ListFormat, ListFormatOption, Listing
from auditui.core.errors import AuditError
from auditui.core.text import number_of, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditui.report.table import Value
    from auditui.store import Store
    from auditui.store.view import View, ViewColumn

app = typer.Typer()


_OutOption = Annotated[
    Path | None,
    Option("--out", "-o", metavar="FOLDER", help="A folder for CSV files, or FILE.xlsx for one workbook."),
]
_TableOption = Annotated[
    list[str] | None, Option("--table", metavar="NAME", help="Only this table; may be given again.")
]
_WordsOption = Annotated[
    bool, Option("--words/--no-words", help="With the texts that people wrote, or without.")
]
_ColumnsOption = Annotated[
    bool, Option("--columns", help="Print what every column holds, and export nothing.")
]
_CodeOption = Annotated[str | None, Option("--as", "--by", metavar="CODE", help="Your auditor code.")]


@app.command()
def export(
    out: _OutOption = None,
    only: _TableOption = None,
    words: _WordsOption = True,
    columns: _ColumnsOption = False,
    force: ForceOption = False,
    code: _CodeOption = None,
    form: ListFormatOption = ListFormat.table,
    store: StoreOption = None,
) -> None:
    """Everything as tidy tables for analysts: audits, answers, texts, actions, concerns, cases, checklists.

    CSV files in a folder, with a datapackage.json that describes every column, or one Excel workbook. The same tables are
    views in the store (v_audits, v_answers, ...). Nothing is hidden in them, so the journal says that they were made.

    \b
    auditui export --out data
    auditui export --out data.xlsx --table audits --table answers
    auditui export --out data --no-words
    auditui export --columns
    """
    from auditui.report import data_package  # noqa: PLC0415 - help starts without it
    from auditui.store.views import VIEWS  # noqa: PLC0415 - as above

    views = _named(VIEWS, only or [])
    if columns:
        Listing(form, out, force).show(data_package.columns_table(views))
        return
    if out is None:
        raise typer.BadParameter("--out names a folder for CSV files, or a file such as data.xlsx")
    suffix = out.suffix.lower()
    if suffix and suffix != ".xlsx" and not out.is_dir():
        raise AuditError(
            f"What {one_line(out.name, 60)} should be is not known", "Name a folder, or FILE.xlsx"
        )
    _export(out, views, words=words, force=force, code=code, store=store)


def _named(views: Sequence[View], names: list[str]) -> list[View]:
    known = [view.table for view in views]
    for name in names:
        if name not in known:
            raise AuditError(
                f"There is no table {one_line(name, 40)!r}", f"There are {', '.join(sorted(known))}"
            )
    return [view for view in views if not names or view.table in names]


def _export(
    out: Path, views: list[View], *, words: bool, force: bool, code: str | None, store: Path | None
) -> None:
    from auditui.core.audits.entries import SmallCountsShown  # noqa: PLC0415 - help starts without it
    from auditui.report.table import MADE_UP  # noqa: PLC0415 - as above
    from auditui.store import new_id  # noqa: PLC0415 - as above

    form = "xlsx" if out.suffix.lower() == ".xlsx" else "csv"
    with open_store(store) as opened:
        by = auditor(opened, code)
        made_up = opened.made_up()
        with opened.one_view():
            source = _Source(opened, views, words=words)
            written = (_workbook if form == "xlsx" else _folder)(source, out, force=force)
        opened.record(SmallCountsShown(new_id(), "export", form), by=by)
    say(*([MADE_UP] if made_up else []), *written)
    if source.persons:
        remedy = "auditui audit check-text says where; --no-words leaves all texts out"
        holding = number_of(source.persons, "text holds", "texts hold")
        say(f"{holding} something that looks like a person: {remedy}.")
    say(
        "Every audit is in this by itself, and nothing is hidden: keep it as you keep the store. The journal says it was made."
    )


@dataclass
class _Source:
    """The tables to be written, out of an open store; `persons` counts the texts that looked like one as they passed."""

    store: Store
    views: list[View]
    words: bool
    persons: int = 0

    def columns(self, view: View) -> tuple[ViewColumn, ...]:
        from auditui.report.data_package import without_words  # noqa: PLC0415 - help starts without it

        return view.columns if self.words else without_words(view)

    def rows(self, view: View) -> Iterator[tuple[Value, ...]]:
        """Yield the rows of a view as they are read, their texts looked at."""
        from auditui import known_names  # noqa: PLC0415 - as above
        from auditui.store.view import read  # noqa: PLC0415 - as above

        columns = self.columns(view)
        texts = [place for place, column in enumerate(columns) if column.type == "words"]
        for row in read(self.store, view, columns):
            for place in texts:
                self.persons += bool(known_names.find(str(row[place])))
            yield row


def _folder(source: _Source, out: Path, *, force: bool) -> list[str]:
    from auditui import outgoing  # noqa: PLC0415 - help starts without it
    from auditui.report import data_package  # noqa: PLC0415 - as above
    from auditui.store.views import VIEWS  # noqa: PLC0415 - as above

    names = {data_package.NAME, *map(data_package.file_name, VIEWS)}
    with outgoing.folder(out, names, force=force) as folder:
        written = [
            data_package.write_csv(folder, view, source.columns(view), partial(source.rows, view))
            for view in source.views
        ]
        described = data_package.description(
            written,
            created=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            journal=str(source.store.head()),
            made_up=source.store.made_up(),
        )
        (folder / data_package.NAME).write_text(described, encoding="ascii")
    rows = ", ".join(f"{file.view.table} {file.rows}" for file in written)
    return [f"Wrote {one_line(str(out))}: {rows}."]


def _workbook(source: _Source, out: Path, *, force: bool) -> list[str]:
    from auditui import outgoing  # noqa: PLC0415 - help starts without it
    from auditui.report import data_package  # noqa: PLC0415 - as above
    from auditui.report.table import Rows  # noqa: PLC0415 - as above
    from auditui.report.workbook import as_workbook  # noqa: PLC0415 - as above
    from auditui.store.view import count  # noqa: PLC0415 - as above

    tables = [
        (
            view.table,
            data_package.table(
                view,
                source.columns(view),
                Rows(count(source.store, view), partial(source.rows, view)),
            ),
        )
        for view in source.views
    ]
    described = ("columns", data_package.columns_table(source.views))
    outgoing.write(out, as_workbook([described, *tables], out.absolute().parent), force=force)
    return [
        f"Wrote {one_line(str(out))}: {', '.join(f'{name} {len(table.rows)}' for name, table in tables)}."
    ]

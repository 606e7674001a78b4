"""A table as a value, and its four forms: for a terminal, JSON, CSV and Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from dataclasses import dataclass
from itertools import zip_longest
from types import NoneType
from typing import TYPE_CHECKING

from auditui.core.text import one_line
from auditui.figures.suppression import Hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

Value = str | int | float | Hidden | None

#: What is said with every figure of a council that was made up.
MADE_UP = "Made-up council: none of this is about real people."
#: A cell of up to so many characters is not to be broken in two; a column that is broken has at least so many.
_SHORT, _LEAST = 17, 10

_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Column:
    """A column: its stable name in data files and its heading on a page; `places` of decimals for numbers."""

    name: str
    heading: str
    places: int = 0
    data_only: bool = False
    page_only: bool = False


def columns(text: str) -> tuple[Column, ...]:
    """Return columns written as ``name: Heading | name: (Heading) | name: <Heading>``.

    A heading in round brackets is of data files only, one in angle brackets of pages only.
    """
    cells = (cell.strip().partition(": ") for cell in text.split("|"))
    return tuple(
        Column(name, heading.strip("()<>"), data_only=heading[0] == "(", page_only=heading[0] == "<")
        for name, _, heading in cells
    )


@dataclass(frozen=True)
class Table:
    """Rows under columns, with a title and sentences that say what the table does and does not show."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Every row has a value for every column; title and notes are lines that act on nothing."""
        object.__setattr__(self, "title", one_line(self.title))
        object.__setattr__(self, "notes", tuple(map(one_line, self.notes)))
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row is not as wide as its table")

    @property
    def page_columns(self) -> list[int]:
        """The positions of the columns a reader sees."""
        return [n for n, column in enumerate(self.columns) if not column.data_only]

    @property
    def data_columns(self) -> list[int]:
        """The positions of the columns a program reads."""
        return [n for n, column in enumerate(self.columns) if not column.page_only]

    @classmethod
    def of(cls, title: str, columns: tuple[Column, ...], records: Iterable[object]) -> Table:
        """Return a table of records, which have an attribute for every column."""
        return cls(
            title, columns, tuple(tuple(getattr(r, column.name) for column in columns) for r in records)
        )

    def shown(self) -> list[list[str]]:
        """Return the page's cells as text, each on one line with nothing in it that could act on a terminal."""
        return [[_shown(row[n], self.columns[n]) for n in self.page_columns] for row in self.rows]


def _shown(value: Value, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.{column.places}f}"
    return one_line(str(value))


def as_json(table: Table) -> str:
    """Return a JSON list with an object a row, full precision, ASCII only."""
    names = [(table.columns[n].name, n) for n in table.data_columns]
    return (
        json.dumps([{name: row[n] for name, n in names} for row in table.rows], indent=1, default=str) + "\n"
    )


def as_csv(table: Table) -> str:
    """Return CSV with text quoted and numbers not. Text a spreadsheet would run as a formula gets a quote before it."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow([table.columns[n].name for n in table.data_columns])
    writer.writerows([_harmless(row[n]) for n in table.data_columns] for row in table.rows)
    return out.getvalue()


def _harmless(value: Value) -> str | int | float:
    if isinstance(value, str) and value.startswith(_RUNS_AS_FORMULA):
        return "'" + value
    if value is None:
        return ""
    return str(value) if isinstance(value, Hidden) else value


def as_markdown(table: Table) -> str:
    """Return a Markdown table under its title, its notes below."""
    headings = [table.columns[n].heading for n in table.page_columns]
    lines = [
        f"## {markdown_text(table.title)}",
        "",
        _pipes(headings),
        _pipes(["---:" if is_number(table, n) else "---" for n in table.page_columns]),
        *(_pipes(row) for row in table.shown()),
        "",
        *(f"{markdown_text(note)}\n" for note in table.notes),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _pipes(cells: list[str]) -> str:
    return "| " + " | ".join(map(markdown_text, cells)) + " |"


def markdown_text(text: str) -> str:
    """Return text on one line in which nothing is Markdown's or HTML's: no link, no image, no cell of a table."""
    return re.sub(r"[\\`*_\[\]<>#|&~]", r"\\\g<0>", one_line(text))


def _kept_whole(table: Table, rows: Sequence[Sequence[str]], width: int) -> set[int]:
    """Return the places of the columns to keep unbroken: of short cells, where they leave the others some room.

    The first column gives way where all do not fit: it holds names, which can be broken.
    """
    heads = [table.columns[n].heading for n in table.page_columns]
    widest = [max(map(len, cells)) for cells in zip(heads, *rows, strict=True)]
    short = {place for place, length in enumerate(widest) if length <= _SHORT}
    for kept in (short, short - {0}):
        room = (
            width - 2 - sum(2 + (widest[place] if place in kept else _LEAST) for place in range(len(widest)))
        )
        if room >= 0:
            return kept
    return set()


def as_text(table: Table, width: int = 0) -> str:
    """Return plain aligned columns, nothing cut, no boxes: for a pipe, a file or a screen reader.

    With a width, cells are broken at words where the lines would be longer; the longest column gives way first.
    """
    rows = [[table.columns[n].heading for n in table.page_columns], *table.shown()]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    numbers = [is_number(table, n) for n in table.page_columns]
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    lines = (
        "  ".join(
            c.rjust(w) if right else c.ljust(w) for c, w, right in zip(line, widths, numbers, strict=True)
        ).rstrip()
        for row in rows
        for line in zip_longest(*map(_broken, row, widths), fillvalue="")
    )
    return "\n".join(lines) + "\n"


def _broken(cell: str, width: int) -> list[str]:
    """Return a cell as lines; what fits is not touched."""
    return [cell] if len(cell) <= width else textwrap.wrap(cell, width)


def is_number(table: Table, n: int) -> bool:
    """Whether a column holds numbers only, so that it is set to the right."""
    values = [row[n] for row in table.rows if not isinstance(row[n], (Hidden, NoneType))]
    return bool(values) and all(isinstance(value, (int, float)) for value in values)


def print_table(table: Table, console: Console | None = None) -> None:
    """Print the table on a terminal (or a console given), with Rich, in the width there is."""
    from rich import box
    from rich.console import Console as RichConsole
    from rich.table import Table as RichTable
    from rich.text import Text

    console = console or RichConsole(highlight=False, markup=False, emoji=False)
    rich = RichTable(
        title=Text(table.title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    rows = table.shown()
    whole = _kept_whole(table, rows, console.width)
    for place, n in enumerate(table.page_columns):
        rich.add_column(
            Text(table.columns[n].heading),
            justify="right" if is_number(table, n) else "left",
            overflow="fold",
            no_wrap=place in whole,
        )
    for row in rows:
        rich.add_row(*map(Text, row))
    console.print(rich)
    for note in table.notes:
        console.print(Text(note, style="dim"))

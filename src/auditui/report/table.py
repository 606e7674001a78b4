"""A table as a value, and its four forms: plain columns, JSON, CSV and Markdown.

Each form comes in parts, so that a table whose rows are read as they are gone through is never held whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain, zip_longest
from operator import attrgetter
from types import NoneType
from typing import TYPE_CHECKING

from auditui.core.text import one_line, visible
from auditui.figures.suppression import Hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Value = str | int | float | Hidden | None

#: What is said with every figure of a council that was made up.
MADE_UP = "Made-up council: none of this is about real people."
#: A column that is broken has at least so many characters.
LEAST = 10

#: What a spreadsheet may run as a formula begins so; the wide forms are those of East Asian keyboards.
_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Column:
    """A column: its name in data files, its heading, `places` of decimals; `figures` are set right though words stand in them."""

    name: str
    heading: str
    places: int = 0
    data_only: bool = False
    page_only: bool = False
    figures: bool = False


def columns(text: str) -> tuple[Column, ...]:
    """Return columns written as ``name: Heading | name: (Heading) | name: <Heading>``.

    A heading in round brackets is of data files only, one in angle brackets of pages only.
    """
    cells = (cell.strip().partition(": ") for cell in text.split("|"))
    return tuple(
        Column(name, heading.strip("()<>"), data_only=heading[0] == "(", page_only=heading[0] == "<")
        for name, _, heading in cells
    )


_WHY = columns("hidden_because: (Hidden because)")


class Rows(Collection[tuple[Value, ...]]):
    """Rows that are read again each time they are gone through, and never held: so many of them."""

    def __init__(self, number: int, read: Callable[[], Iterable[tuple[Value, ...]]]) -> None:
        """Take what `read` returns, `number` rows."""
        self._number = number
        self._read = read

    def __len__(self) -> int:
        """Return how many there are."""
        return self._number

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """Read them."""
        return iter(self._read())

    def __contains__(self, row: object) -> bool:
        """Whether this is one of them."""
        return any(row == other for other in self)


class Read(Rows):
    """The same of records with an attribute for every column."""

    def __init__(
        self, number: int, columns: tuple[Column, ...], read: Callable[[], Iterable[object]]
    ) -> None:
        """Take what `read` returns, `number` records."""
        row: Callable[[object], tuple[Value, ...]] = attrgetter(*(column.name for column in columns))
        super().__init__(number, lambda: map(row, read()))


@dataclass(frozen=True)
class Table:
    """Rows under columns, with a title and sentences that say what the table does and does not show.

    `sparks` are of rows that a course over time is behind, one each: its proportions, and what its last verdict means. A
    terminal with room draws them.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Collection[tuple[Value, ...]]
    notes: tuple[str, ...] = ()
    sparks: tuple[tuple[tuple[float | None, ...], str], ...] = ()

    def __post_init__(self) -> None:
        """Every row has a value for every column; title and notes are lines that act on nothing."""
        object.__setattr__(self, "title", one_line(self.title))
        object.__setattr__(self, "notes", tuple(map(one_line, self.notes)))
        if isinstance(self.rows, tuple) and any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row is not as wide as its table")

    @property
    def page_columns(self) -> list[int]:
        """The positions of the columns a reader sees."""
        return [n for n, column in enumerate(self.columns) if not column.data_only]

    @property
    def data_columns(self) -> list[int]:
        """The positions of the columns a program reads."""
        return [n for n, column in enumerate(self.columns) if not column.page_only]

    @property
    def number_columns(self) -> set[int]:
        """The positions of the columns that hold numbers only, or are said to, so that they are set to the right."""
        numbers, others = {n for n, column in enumerate(self.columns) if column.figures}, set()
        for row in self.rows:
            for n, value in enumerate(row):
                if isinstance(value, (int, float)):
                    numbers.add(n)
                elif not self.columns[n].figures and not isinstance(value, (Hidden, NoneType)):
                    others.add(n)
        return numbers - others

    @classmethod
    def of(cls, title: str, columns: tuple[Column, ...], records: Collection[object]) -> Table:
        """Return a table of records, which have an attribute for every column."""
        return cls(title, columns, tuple(Read(len(records), columns, lambda: records)))

    def shown(self) -> Iterator[list[str]]:
        """Yield the page's cells as text, each on one line with nothing in it that could act on a terminal."""
        heads = [(n, self.columns[n]) for n in self.page_columns]
        for row in self.rows:
            yield [_shown(row[n], column) for n, column in heads]


def _shown(value: Value, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.{column.places}f}"
    return one_line(str(value))


def as_figures(table: Table) -> Table:
    """Return a table of figures as programs take them in: where some are hidden a column says so and names them.

    Fractions have two decimals more than on the page.
    """
    names = [(table.columns[n].name, n) for n in table.data_columns]
    places = [column.places + 2 for column in table.columns]

    def why(row: tuple[Value, ...]) -> str:
        hidden = ", ".join(name for name, n in names if isinstance(row[n], Hidden))
        return f"small counts: {hidden}" if hidden else ""

    rows = tuple(
        (*(round(v, n) if isinstance(v, float) else v for v, n in zip(row, places, strict=True)), why(row))
        for row in table.rows
    )
    return Table(table.title, (*table.columns, *_WHY), rows, table.notes)


def as_json(table: Table) -> str:
    """Return a JSON list with an object a row, ASCII only; what is hidden is null."""
    return "".join(json_parts(table))


def json_parts(table: Table) -> Iterator[str]:
    """Yield as_json, a row at a time."""
    names = [(table.columns[n].name, n) for n in table.data_columns]
    encode = json.JSONEncoder(separators=(",\n  ", ": "), default=lambda _hidden: None).encode
    before = "["
    for row in table.rows:
        body = encode({name: row[n] for name, n in names})[1:-1]
        yield f"{before}\n {{\n  {body}\n }}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def as_csv(table: Table) -> str:
    """Return CSV with text quoted and numbers not.

    Text a spreadsheet would run as a formula gets a quote before it, and what acts unseen is made visible. What is hidden is empty.
    """
    return "".join(csv_parts(table))


def csv_parts(table: Table) -> Iterator[str]:
    """Yield as_csv, a row at a time."""
    import csv  # noqa: PLC0415 - the other forms start without it

    line: list[str] = []
    writer = csv.writer(_Written(line), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    places = table.data_columns
    writer.writerow([table.columns[n].name for n in places])
    for row in table.rows:
        yield line.pop()
        writer.writerow([_harmless(row[n]) for n in places])
    yield line.pop()


class _Written:
    """What a CSV writer writes to: a line at a time, to be taken from `lines`."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def _harmless(value: Value) -> str | int | float:
    if isinstance(value, str):
        lead = "'" if value.startswith(_RUNS_AS_FORMULA) else ""
        return visible(lead + value.replace("\r\n", "\n"))
    return "" if value is None or isinstance(value, Hidden) else value


def as_markdown(table: Table) -> str:
    """Return a Markdown table under its title, its notes below."""
    return "".join(markdown_parts(table))


def markdown_parts(table: Table) -> Iterator[str]:
    """Yield as_markdown, a row at a time."""
    numbers = table.number_columns
    heads = _pipes([table.columns[n].heading for n in table.page_columns])
    rules = _pipes(["---:" if n in numbers else "---" for n in table.page_columns])
    yield f"## {markdown_text(table.title)}\n\n{heads}\n{rules}\n"
    for row in table.shown():
        yield f"{_pipes(row)}\n"
    for note in table.notes:
        yield f"\n{markdown_text(note)}\n"


def _pipes(cells: list[str]) -> str:
    return "| " + " | ".join(map(markdown_text, cells)) + " |"


def markdown_text(text: str) -> str:
    """Return text on one line in which nothing is Markdown's or HTML's: no link, no image, no cell of a table."""
    return re.sub(r"[\\`*_\[\]<>#|&~]", r"\\\g<0>", one_line(text))


def as_text(table: Table, width: int = 0) -> str:
    """Return plain aligned columns, nothing cut, no boxes: for a pipe, a file or a screen reader.

    With a width, cells are broken at words where the lines would be longer; the longest column gives way first, and words
    are broken only where that is not enough.
    """
    return "".join(text_parts(table, width))


def text_parts(table: Table, width: int = 0) -> Iterator[str]:
    """Yield as_text, a row at a time, after a first look at all rows for the widths of their columns."""
    heads = [table.columns[n].heading for n in table.page_columns]
    widths, words = list(map(len, heads)), list(map(_longest_word, heads))
    for row in table.shown():
        widths = list(map(max, widths, map(len, row)))
        words = list(map(max, words, map(_longest_word, row))) if width else words
    numbers = table.number_columns
    right = [n in numbers for n in table.page_columns]
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > LEAST:
        wide = [n for n, of_word in enumerate(words) if widths[n] > max(of_word, LEAST)] or range(len(widths))
        widths[max(wide, key=widths.__getitem__)] -= 1
    for row in chain((heads,), table.shown()):
        for line in zip_longest(*map(_broken, row, widths), fillvalue=""):
            cells = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(line, widths, right, strict=True))
            yield "  ".join(cells).rstrip() + "\n"


def _longest_word(cell: str) -> int:
    return max(map(len, cell.split()), default=0)


def _broken(cell: str, width: int) -> list[str]:
    """Return a cell as lines; what fits is not touched."""
    if len(cell) <= width:
        return [cell]
    import textwrap  # noqa: PLC0415 - in a pipe nothing is broken

    return textwrap.wrap(cell, width)

"""A table drawn on a terminal in the width there is, with bars and sparks beside its figures where there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from auditui.report.bars import bars_of
from auditui.report.on_terminal import STYLES, signs_of
from auditui.report.sharing import PROPORTION
from auditui.report.strips import LOOKS, sign, spark, strip
from auditui.report.table import LEAST, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from auditui.report.canvas import Signs

#: A cell of up to so many characters is not to be broken in two.
_SHORT = 17
#: From so many columns on there is room for a drawing, so wide, of so many periods at most.
_ROOMY, _WIDEST, _PERIODS = 100, 22, 24


class _Head(NamedTuple):
    """The head of a column, to which side its cells are set, and whether they are kept whole."""

    heading: str
    side: Literal["left", "right"]
    whole: bool


class _Drawn(NamedTuple):
    """A column that is drawn: its heading, a strip for each row with its look, and what its signs mean."""

    heading: str
    cells: list[tuple[str, str]]
    key: str


def _drawn(table: Table, signs: Signs, room: int) -> _Drawn | None:
    """Return the drawing beside a table's figures, no wider than `room`; None for a table that has none."""
    if bars := bars_of(table):
        cells = [
            (f"{strip(bar, room, signs)} {sign(bar.meaning, signs)}".rstrip(), LOOKS[bar.meaning])
            for bar in bars
        ]
        solid, middle, light = signs.bar
        key = f"{solid} to the low end of the 95 % interval, {middle} to the %, {light} to the high end."
        return _Drawn(f"0{'100 %':>{room - 1}}", cells, key)
    if table.sparks:
        last = [(spark(values[-min(room, _PERIODS) :], signs), meaning) for values, meaning in table.sparks]
        cells = [(f"{sign(meaning, signs)} {drawn}", LOOKS[meaning]) for drawn, meaning in last]
        return _Drawn(
            "Last periods", cells, "Last periods: a sign each, the higher the more is met, from 0 to 100 %."
        )
    return None


def _kept_whole(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> set[int]:
    """Return the places of the columns to keep unbroken: of short cells, where they leave the others some room.

    The first column gives way where all do not fit: it holds names, which can be broken.
    """
    widest = [max(map(len, cells)) for cells in zip(heads, *rows, strict=True)]
    short = {place for place, length in enumerate(widest) if length <= _SHORT}
    for kept in (short, short - {0}):
        room = (
            width - 2 - sum(2 + (widest[place] if place in kept else LEAST) for place in range(len(widest)))
        )
        if room >= 0:
            return kept
    return set()


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
    rows, numbers = list(table.shown()), table.number_columns
    heads = [table.columns[n].heading for n in table.page_columns]
    drawn = _fitting(table, heads, rows, console)
    whole = _kept_whole(heads, rows, console.width - _wide(drawn))
    columns = [
        _Head(heads[place], "right" if n in numbers else "left", place in whole)
        for place, n in enumerate(table.page_columns)
    ]
    cells = [[Text(cell) for cell in row] for row in rows]
    if drawn:
        at = _beside(table)
        columns.insert(at, _Head(drawn.heading, "left", whole=True))
        for row, (strips, look) in zip(cells, drawn.cells, strict=True):
            row.insert(at, Text(strips, style=STYLES.get(look, "")))
    for column in columns:
        rich.add_column(Text(column.heading), justify=column.side, overflow="fold", no_wrap=column.whole)
    for row in cells:
        rich.add_row(*row)
    console.print(rich)
    for note in (*([drawn.key] if drawn else []), *table.notes):
        console.print(Text(note, style="dim"))


def _beside(table: Table) -> int:
    """Return before which place a drawing stands: after the interval of a proportion, at the end of a table without one."""
    names = [table.columns[n].name for n in table.page_columns]
    last = PROPORTION[-1].name
    return names.index(last) + 1 if last in names else len(names)


def _wide(drawn: _Drawn | None) -> int:
    return 2 + max(len(drawn.heading), *(len(cell) for cell, _ in drawn.cells), 0) if drawn else 0


def _fitting(
    table: Table, heads: Sequence[str], rows: Sequence[Sequence[str]], console: Console
) -> _Drawn | None:
    """Return the drawing as wide as the figures leave room for; None where that is too little to see anything in."""
    if console.width < _ROOMY:
        return None
    signs = signs_of(console)
    for room in range(_WIDEST, LEAST, -4):
        drawn = _drawn(table, signs, room)
        if drawn is None or _kept_whole(heads, rows, console.width - _wide(drawn)):
            return drawn
    return None

"""A table drawn on a terminal in the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.report.table import LEAST, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

#: A cell of up to so many characters is not to be broken in two.
_SHORT = 17


def _kept_whole(table: Table, rows: Sequence[Sequence[str]], width: int) -> set[int]:
    """Return the places of the columns to keep unbroken: of short cells, where they leave the others some room.

    The first column gives way where all do not fit: it holds names, which can be broken.
    """
    heads = [table.columns[n].heading for n in table.page_columns]
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
    whole = _kept_whole(table, rows, console.width)
    for place, n in enumerate(table.page_columns):
        rich.add_column(
            Text(table.columns[n].heading),
            justify="right" if n in numbers else "left",
            overflow="fold",
            no_wrap=place in whole,
        )
    for row in rows:
        rich.add_row(*map(Text, row))
    console.print(rich)
    for note in table.notes:
        console.print(Text(note, style="dim"))

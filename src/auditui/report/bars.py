"""The bars of a table of percentages, from the cells its readers see and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.report.charts import meaning
from auditui.report.document import Figure
from auditui.report.drawing import NEITHER, Bar, Bars

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from auditui.report.table import Table, Value

#: A picture has at most so many bars, so that with names of two lines it fits on a page; of more rows than the second nobody reads one.
_ON_A_PAGE, _MOST = 22, 110
#: What the row of all together is called.
_ALL = "All"


def bars_of(table: Table) -> list[Bar]:
    """Return a bar for each row of a table with columns percent, low and high; none of another table.

    They are the table's own cells, so what is hidden there is hidden here: its row has a bar without a length.
    """
    at = {column.name: n for n, column in reversed(list(enumerate(table.columns)))}
    if not {"percent", "low", "high"} <= at.keys():
        return []
    first = min(at[name] for name in ("audits", "met", "met_of_counted", "percent") if name in at)
    names = [n for n in table.page_columns if n < first]
    return [_bar(row, at, ", ".join(str(row[n]) for n in names if row[n])) for row in table.rows]


def _bar(row: Sequence[Value], at: Mapping[str, int], name: str) -> Bar:
    value, low, high, before = (
        _share(row, at, column) for column in ("percent", "low", "high", "before_percent")
    )
    words = str(row[at["met_of_counted"]] or "") if "met_of_counted" in at else ""
    said = meaning(str(row[at["verdict"]])) if "verdict" in at else NEITHER
    return Bar(name, words, value, low, high, before, said)


def _share(row: Sequence[Value], at: Mapping[str, int], column: str) -> float | None:
    value = row[at[column]] if column in at else None
    return value / 100 if isinstance(value, int | float) else None


def drawn(table: Table) -> Bars | None:
    """Return the whole picture of a table; None where it has none, or a picture would show less than two rows or too many."""
    bars = tuple(bars_of(table))
    if sum(bar.value is not None and bar.name != _ALL for bar in bars) < 2 or len(bars) > _MOST:
        return None
    whole = next((bar.value for bar in bars if bar.name == _ALL), None)
    return Bars(table.title, bars, whole)


def figures(table: Table) -> list[Figure]:
    """Return the picture of a table for a page, in parts that fit on one."""
    picture = drawn(table)
    if picture is None:
        return []
    parts = (picture.bars[n : n + _ON_A_PAGE] for n in range(0, len(picture.bars), _ON_A_PAGE))
    return [Figure(part, says(part)) for part in (Bars(picture.title, bars, picture.whole) for bars in parts)]


def says(picture: Bars) -> str:
    """Say what a picture of bars shows, for whoever does not see it: the table beside it has every figure that it has."""
    shown = [bar for bar in picture.bars if bar.value is not None and bar.name != _ALL]
    ends = [f"{bar.name} {bar.value:.0%}" for bar in sorted(shown, key=lambda bar: bar.value or 0.0)]
    parts = [
        f"{picture.title}: a bar for each row of the table below, from 0 to 100 % met, with its 95 % interval.",
        *([f"Lowest: {ends[0]}. Highest: {ends[-1]}."] if ends else []),
        *([f"All together: {picture.whole:.0%}."] if picture.whole is not None else []),
    ]
    return " ".join(parts)

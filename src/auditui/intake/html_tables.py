"""The tables of a page of HTML, as reporting services write and call .xls."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Table = list[list[str]]

_MOST_SPANNED = 100


def read(text: str) -> list[Table]:
    """Return the tables that hold cells, in order; a table in a cell counts by itself, and a cell over several columns fills them."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [table for table in reader.tables if any(map(any, table))]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._open: list[Table] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_cell(tag)
        if tag == "table":
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._open[-1].append([])
        elif tag in ("td", "th") and self._in_row():
            self._cell = []
            span = dict(attrs).get("colspan") or "1"
            self._span = (
                min(int(span), _MOST_SPANNED) if span.isascii() and span.isdigit() and len(span) < 6 else 1
            )
        elif tag == "br":
            self.handle_data(" ")

    def _in_row(self) -> bool:
        return bool(self._open and self._open[-1])

    def handle_endtag(self, tag: str) -> None:
        self._end_cell(tag)
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self, tag: str) -> None:
        """A cell ends where anything of the table begins or ends, also where its own end is not written."""
        if self._cell is not None and tag in ("td", "th", "tr", "table", "tbody", "thead"):
            self._open[-1][-1] += ["".join(self._cell), *[""] * (self._span - 1)]
            self._cell = None


def _number(span: str) -> int:
    return min(int(span), _MOST_SPANNED) if span.isascii() and span.isdigit() and len(span) < 6 else 1

"""Tables as an Excel workbook, a sheet each."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from auditui.core.errors import AuditError
from auditui.core.text import visible
from auditui.figures.suppression import Hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from auditui.report.table import Table, Value

#: What a sheet can hold: rows, its headings among them, and characters of a cell; and of a sheet's name.
MOST_ROWS, _MOST_CHARACTERS, _MOST_OF_NAME = 1_048_576, 32_767, 31
#: The widths of columns, in characters; and by how many rows they are set.
_NARROW, _WIDE, _LOOKED_AT = 8, 60, 200


def as_workbook(tables: Iterable[tuple[str, Table]], scratch: Path | None = None) -> bytes:
    """Return tables as a workbook, under the names of their sheets. Text stays text: nothing runs as a formula or a link.

    With a folder `scratch` rows are kept in files there until all is done, and not in memory. AuditError where a table has
    more rows than a sheet can hold.
    """
    import xlsxwriter

    file = BytesIO()
    memory = {"constant_memory": True, "tmpdir": str(scratch)} if scratch else {"in_memory": True}
    text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {**memory, **text}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name, table in tables:
            if len(table.rows) >= MOST_ROWS:
                raise AuditError(f"{len(table.rows)} {name} are more than a sheet can hold", "Write CSV")
            _sheet(book.add_worksheet(_sheet_name(name)), table, bold)
        book.set_properties({"author": "auditui"})
    return file.getvalue()


def _sheet_name(name: str) -> str:
    """Return a name that a sheet can have: 31 characters, and none that Excel refuses."""
    allowed = "".join(" " if c in "[]:*?/\\" else c for c in visible(name)).strip(" '")
    return allowed[:_MOST_OF_NAME] or "Sheet"


def _sheet(sheet: Any, table: Table, bold: object) -> None:
    places = table.data_columns
    widths = _widths(table, places)
    for at, (place, width) in enumerate(zip(places, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, table.columns[place].name, bold)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(table.rows, 1):
        for at, place in enumerate(places):
            _cell(sheet, last, at, row[place])
    if places:
        sheet.autofilter(0, 0, last, len(places) - 1)


def _cell(sheet: Any, row: int, at: int, value: Value) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, at, value)
    elif isinstance(value, Hidden):
        sheet.write_string(row, at, str(value))
    elif value:
        text = visible(value)
        sheet.write_string(
            row, at, text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
        )


def _widths(table: Table, places: Sequence[int]) -> list[int]:
    """Return the width of each column by its heading and its first cells."""
    widths = [len(table.columns[place].name) + 3 for place in places]
    for number, row in enumerate(table.rows):
        if number == _LOOKED_AT:
            break
        for at, place in enumerate(places):
            widths[at] = max(widths[at], len(str(row[place])) if row[place] is not None else 0)
    return [min(max(width, _NARROW), _WIDE) for width in widths]

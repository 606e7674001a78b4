"""Tables as an Excel workbook, a sheet each."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
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
#: The names of columns of days; those of times end with _at. Up to this year sheets know no days.
_DAYS = frozenset(
    [
        "event",
        "day",
        "due",
        "revised",
        "from_date",
        "to_date",
        "listed_on",
        "start",
        "computed",
        "stated",
        "printed",
    ]
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d([T ]|$)")
_NO_DATES = 1900
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
        day, time = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"))
        for name, table in tables:
            if len(table.rows) >= MOST_ROWS:
                raise AuditError(f"{len(table.rows)} {name} are more than a sheet can hold", "Write CSV")
            _sheet(book.add_worksheet(_sheet_name(name)), table, bold, (day, time))
        book.set_properties({"author": "auditui"})
    return file.getvalue()


def _sheet_name(name: str) -> str:
    """Return a name that a sheet can have: 31 characters, and none that Excel refuses."""
    allowed = "".join(" " if c in "[]:*?/\\" else c for c in visible(name)).strip(" '")
    return allowed[:_MOST_OF_NAME] or "Sheet"


def _form(name: str, dates: tuple[object, object]) -> object:
    """Return how the days, or the times, of a column of such a name are shown; None for a column of something else."""
    return dates[1] if name.endswith("_at") else dates[0] if name in _DAYS else None


def _sheet(sheet: Any, table: Table, bold: object, dates: tuple[object, object]) -> None:
    places = table.data_columns
    widths = _widths(table, places)
    for at, (place, width) in enumerate(zip(places, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, table.columns[place].name, bold)
    sheet.freeze_panes(1, 0)
    forms = [_form(table.columns[place].name, dates) for place in places]
    last = 0
    for last, row in enumerate(table.rows, 1):
        for at, place in enumerate(places):
            _cell(sheet, last, at, row[place], forms[at])
    if places:
        sheet.autofilter(0, 0, last, len(places) - 1)


def _moment(text: str) -> date | None:
    """Return a day, or a time (UTC, which a cell cannot say), that a text is and a cell can hold; else None."""
    if (start := _DAY.match(text)) is None:
        return None
    try:
        if not start[1]:
            moment: date = date.fromisoformat(text)
        else:
            moment = datetime.fromisoformat(text)
            moment = (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year > _NO_DATES else None


def _cell(sheet: Any, row: int, at: int, value: Value, form: object) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, at, value)
    elif isinstance(value, Hidden) or not value:
        return
    elif moment := _moment(value) if form else None:
        sheet.write_datetime(row, at, moment, form)
    else:
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

"""Reads one foreign file, CSV, XLSX, XLS or ODS, in a process of its own: ``python -m auditui.intake.foreign SORT < FILE``.

The libraries for workbooks abort, panic, loop or take gigabytes on some damaged files, and none of these can be
caught where it happens. So this process is held to a memory and a time, and sends what it reads as frames on stdout; whatever
else becomes of it is for `workbook.read`, which started it, to say.
"""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

from auditui.core.errors import AuditError
from auditui.intake import archive, confined, html_tables
from auditui.intake.sheets import (
    MOST_CELLS,
    SORTS,
    Done,
    Frame,
    Refused,
    Rows,
    SheetBegins,
    clean,
    encode,
    packed_date,
    tidy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import msgspec
    from python_calamine import CalamineSheet

    from auditui.intake.sheets import Limits

    Packed = str | int | float | bool | None | msgspec.msgpack.Ext

_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ROWS_A_FRAME = 500
_EXACT = 2**53  # beyond it a number of a spreadsheet is no whole number


def main() -> None:
    """Read stdin as the sort of file that the first argument names, and write its frames to stdout."""
    limits = SORTS[sys.argv[1]]
    size = os.fstat(0).st_size
    confined.confine(limits.memory(size), limits.seconds(size))
    send(sys.stdin.buffer.read(limits.packed + 1), limits, sys.stdout.buffer.write)
    sys.stdout.flush()


def send(content: bytes, limits: Limits, write: Callable[[bytes], object]) -> None:
    """Write the frames of a file's content, each behind its length in four bytes."""
    try:
        for frame in _frames(content, limits):
            packed = encode(frame)
            write(len(packed).to_bytes(4) + packed)
    except AuditError as error:
        packed = encode(Refused(error.message, error.hint))
        write(len(packed).to_bytes(4) + packed)


def _frames(content: bytes, limits: Limits) -> Iterator[Frame]:
    text = clean if limits.one_spaced else tidy
    cells = 0
    for name, aside, rows in _sheets(content, limits):
        yield SheetBegins(name, aside, archive.since_1904(content))
        plain = (tuple(_plain(cell, text) for cell in row) for row in rows)
        while batch := list(islice(plain, _ROWS_A_FRAME)):
            cells += sum(map(len, batch))
            if cells > MOST_CELLS:
                raise archive.far_outside(limits)
            yield Rows(batch)
    marks = archive.marks(content) if limits.marked and content[:4] == _XLSX else ()
    yield Done(sha256(content).hexdigest(), list(marks))


def _sheets(content: bytes, limits: Limits) -> Iterator[tuple[str, str, Iterable[Iterable[object]]]]:
    if content[:4] == _XLSX:
        archive.refuse_bomb(content, limits)
    elif content[:4] != _XLS:
        yield from _of_text(content)
        return
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    unseen = archive.unseen(content)
    try:
        book = load_workbook(io.BytesIO(content))
        for named in book.sheets_metadata:
            if named.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(named.name)
                if sheet.total_height * sheet.total_width > MOST_CELLS:
                    raise archive.far_outside(limits)
                hidden = "" if named.visible == SheetVisibleEnum.Visible else "hidden"
                yield (
                    named.name,
                    hidden or unseen.pivots.get(named.name, ""),
                    _as_shown(sheet, unseen),
                )
    except PasswordError:
        raise AuditError("is protected by a password", "Save a copy without one") from None
    except CalamineError:
        hint = "Save it as .xlsx or CSV and try again"
        raise AuditError("is not a workbook that can be read", hint) from None


def _as_shown(sheet: CalamineSheet, unseen: archive.Unseen) -> Iterator[list[Any]]:
    """Yield a sheet's rows with the zeros before a number that its column's format shows, and the errors of formulas."""
    _, first = sheet.start or (0, 0)  # the empty columns before the first that is used are not in the rows
    widths = unseen.padded.get(sheet.name, {})
    errors: dict[int, list[int]] = {}
    for number, column in unseen.errors.get(sheet.name, ()):
        errors.setdefault(number, []).append(column - first)
    for number, row in enumerate(sheet.iter_rows()):
        for column, width in widths.items():
            cell = row[column - first] if first <= column < first + len(row) else None
            if isinstance(cell, float) and cell.is_integer() and 0 <= cell < _EXACT:
                row[column - first] = str(int(cell)).zfill(width)
        for at in errors.get(number, ()):
            if 0 <= at < len(row):
                row[at] = "#"
        yield row


def _plain(cell: object, text: Callable[[str], str]) -> Packed:
    if isinstance(cell, str):
        return text(cell) or None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < _EXACT else cell
    if isinstance(cell, date):
        return packed_date(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return cell if isinstance(cell, (int, bool)) else None


def _of_text(content: bytes) -> Iterator[tuple[str, str, Iterable[Iterable[object]]]]:
    """Yield the sheets of a text file: the tables of a page, which reporting services call .xls, or one of separated values."""
    text = _decoded(content)
    if re.match(r"\s*<(?:!doctype html|html|table|head|body|meta|\?xml|!--)", text[:200], re.IGNORECASE):
        tables = html_tables.read(text)
        if not tables:
            raise AuditError("is a page without a table", "Save it as .xlsx or CSV and try again")
        yield from ((f"table {n}" if len(tables) > 1 else "", "", table) for n, table in enumerate(tables, 1))
    else:
        yield "", "", _separated(text)


def _decoded(content: bytes) -> str:
    """Return a text file's text: UTF-8, UTF-16 as spreadsheet programs call Unicode text, else Windows' own."""
    start = content[:4096]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\0" in start:
        if start[1::2].count(0) * 3 > len(start) and not start[::2].count(0):
            return content.decode("utf-16-le", errors="replace")
        raise AuditError("is neither a workbook nor a text file", "Save it as .xlsx or CSV and try again")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separated(text: str) -> Iterator[list[str]]:
    head = text[:8192]
    separator = max(",;\t|", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        hint = "Open it in a spreadsheet program and save it again"
        raise AuditError(f"cannot be read as CSV: {error}", hint) from None


if __name__ == "__main__":
    main()

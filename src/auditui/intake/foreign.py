"""Reads one foreign file, CSV, XLSX, XLS or ODS, in a process of its own: ``python -m auditui.intake.foreign SORT < FILE``.

The libraries for workbooks abort, panic, loop or take gigabytes on some damaged files, and none of these can be
caught where it happens. So this process is held to a memory and a time, and sends what it reads as frames on stdout; whatever
else becomes of it is for `workbook.read`, which started it, to say.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.intake import archive, confined
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
    for name, rows in _sheets(content, limits):
        yield SheetBegins(name)
        plain = (tuple(_plain(cell, text) for cell in row) for row in rows)
        while batch := list(islice(plain, _ROWS_A_FRAME)):
            cells += sum(map(len, batch))
            if cells > MOST_CELLS:
                raise archive.far_outside(limits)
            yield Rows(batch)
    marks = archive.marks(content) if limits.marked and content[:4] == _XLSX else ()
    yield Done(sha256(content).hexdigest(), list(marks))


def _sheets(content: bytes, limits: Limits) -> Iterator[tuple[str, Iterable[Iterable[object]]]]:
    if content[:4] == _XLSX:
        archive.refuse_bomb(content, limits)
    elif content[:4] != _XLS:
        yield "", _comma_separated(content)
        return
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, load_workbook

    try:
        book = load_workbook(io.BytesIO(content))
        for named in book.sheets_metadata:
            if named.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(named.name)
                if sheet.total_height * sheet.total_width > MOST_CELLS:
                    raise archive.far_outside(limits)
                yield named.name, sheet.iter_rows()
    except PasswordError:
        raise AuditError("is protected by a password", "Save a copy without one") from None
    except CalamineError:
        hint = "Save it as .xlsx or CSV and try again"
        raise AuditError("is not a workbook that can be read", hint) from None


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


def _comma_separated(content: bytes) -> Iterator[list[str]]:
    if b"\0" in content[:4096]:
        raise AuditError("is neither a workbook nor a text file", "Save it as .xlsx or CSV and try again")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text[:8192]
    separator = max(",;\t|", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        hint = "Open it in a spreadsheet program and save it again"
        raise AuditError(f"cannot be read as CSV: {error}", hint) from None


if __name__ == "__main__":
    main()

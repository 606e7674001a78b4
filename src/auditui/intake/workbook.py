"""Foreign files as sheets of plain cells: CSV, XLSX, XLS and ODS."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Cell = str | int | float | bool | date | None

_MOST_RATIO = 200
_MOST_CELLS = 4_000_000
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7})')
_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
FORMULA, MERGED = "formula", "merged"
_EARLY, _LATE = 10_000, 80_000  # serial day numbers of 1927 and 2119
_EXCEL_DAY_0 = date(1899, 12, 30)


@dataclass(frozen=True)
class Limits:
    """What a file of one sort can be at most, in bytes, packed and unpacked."""

    sort: str
    packed: int
    unpacked: int


CASE_LIST = Limits("case list", 100 * 2**20, 200 * 2**20)
CHECKLIST = Limits("checklist", 5 * 2**20, 40 * 2**20)


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and rows; the first row has number `first`, as the spreadsheet program shows it."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    first: int = 1


@dataclass(frozen=True)
class Mark:
    """A cell whose value is not what was typed there: a formula, or the first of merged cells."""

    sheet: str
    row: int
    column: str
    what: str


def clean(text: str) -> str:
    """Return text with non-breaking and repeated spaces made single ones, and none at the ends."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def read(
    path: Path, limits: Limits = CASE_LIST, tidy: Callable[[str], str] = clean
) -> tuple[bytes, tuple[Sheet, ...]]:
    """Return a file's bytes and its sheets; `tidy` is what is done to text cells, which makes every space single.

    AuditError if it is missing, too large, or no such file.
    """
    name = one_line(path.name, 60)
    try:
        if path.stat().st_size > limits.packed:
            raise AuditError(
                f"{name} is larger than {limits.packed // 2**20} MB",
                f"A {limits.sort} is far smaller: check that this is one",
            )
        data = path.read_bytes()
    except OSError as error:
        what = f"{name} cannot be read: {error.strerror}"
        raise AuditError(what, "Check the name and its permissions") from None
    if data[:4] == _XLSX:
        _refuse_bomb(data, name, limits)
    elif data[:4] != _XLS:
        return data, (_comma_separated(data, name, path.stem, tidy),)
    return data, _spreadsheet(data, name, tidy)


def marks(data: bytes) -> Iterator[Mark]:
    """Yield the cells of an XLSX file's bytes that hold a formula or begin merged cells; of no other file any.

    The bytes are those that `read` returned, which refuses a file that is not sound.
    """
    if data[:4] != _XLSX:
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = set(archive.namelist())
        book, links = (
            archive.read(file) if file in files else b""
            for file in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
        )
        targets = {
            names["id"]: names["target"]
            for link in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", links)
            if (names := _named(link, id=rb"\bId", target=rb"\bTarget"))
        }
        for link in re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", book):
            names = _named(link, name=rb"\bname", id=rb"\br:id|\w+:id")
            target = targets.get(names.get("id", ""), "").lstrip("/")
            file = target if target in files else f"xl/{target}"
            if file in files:
                yield from _marked(html.unescape(names.get("name", "")), archive.read(file))


def _named(tag: bytes, **wanted: bytes) -> dict[str, str]:
    values = {}
    for key, pattern in wanted.items():
        if value := re.search(rb"(?:" + pattern + rb")\s*=\s*[\"']([^\"']*)", tag):
            values[key] = value[1].decode("utf-8", errors="replace")
    return values


def _marked(sheet: str, xml: bytes) -> Iterator[Mark]:
    for what, pattern in ((FORMULA, _FORMULA), (MERGED, _MERGED)):
        for column, row in pattern.findall(xml):
            yield Mark(sheet, int(row), column.decode(), what)


def _refuse_bomb(content: bytes, name: str, limits: Limits) -> None:
    """Refuse a workbook that unpacks to too much, is not as large as it says, or has a cell far outside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > min(limits.unpacked, _MOST_RATIO * max(len(content), 100_000)):
                raise AuditError(
                    f"{name} unpacks to far more than a {limits.sort} holds",
                    f"Save only the {limits.sort} as CSV",
                )
            for entry in archive.infolist():
                # Reading an entry through checks its size and sum against what the archive says of it.
                data = archive.read(entry)
                is_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
                if is_sheet and _cells(data) > _MOST_CELLS:
                    raise AuditError(
                        f"{name} has a cell far outside its list",
                        f"Delete the empty rows and columns, or save the {limits.sort} as CSV",
                    )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error):
        raise AuditError(f"{name} is damaged", "Open it in a spreadsheet program and save it again") from None


def _cells(sheet: bytes) -> int:
    """Return how many cells a sheet's XML spans: a stray cell at its far corner would cost gigabytes to read."""
    widest = tallest = 0
    for column, row in _CELL.findall(sheet):
        wide = 0
        for letter in column:
            wide = wide * 26 + letter - 64
        widest, tallest = max(widest, wide), max(tallest, int(row))
    return widest * tallest


def _spreadsheet(content: bytes, name: str, tidy: Callable[[str], str]) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, load_workbook

    try:
        book = load_workbook(io.BytesIO(content))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        cells = {sheet: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for sheet in names}
        return tuple(
            Sheet(sheet, tuple(tuple(_plain(cell, tidy) for cell in row) for row in rows))
            for sheet, rows in cells.items()
        )
    except PasswordError:
        raise AuditError(f"{name} is protected by a password", "Save a copy without one") from None
    except CalamineError:
        raise AuditError(
            f"{name} is not a workbook that can be read", "Save it as .xlsx or CSV and try again"
        ) from None


def _plain(cell: object, tidy: Callable[[str], str]) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str):
        return tidy(cell) or None
    return cell if isinstance(cell, (int, float, bool, date)) else None


def _comma_separated(content: bytes, name: str, stem: str, tidy: Callable[[str], str]) -> Sheet:
    if b"\0" in content[:4096]:
        raise AuditError(
            f"{name} is neither a workbook nor a text file", "Save it as .xlsx or CSV and try again"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text[:8192]
    separator = max(",;\t|", key=head.count)
    try:
        rows = tuple(
            tuple(_plain(cell, tidy) for cell in row)
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        )
    except csv.Error as error:
        raise AuditError(
            f"{name} cannot be read as CSV: {error}", "Open it in a spreadsheet program and save it again"
        ) from None
    return Sheet(stem, rows)


def as_date(cell: Cell) -> date | None:
    """Return a cell as a date: a real one, a serial day number, or day-first text. ValueError if it is none."""
    if isinstance(cell, date) or cell is None:
        return cell
    if isinstance(cell, (int, float)) and _EARLY < cell < _LATE:
        return _EXCEL_DAY_0 + timedelta(days=int(cell))
    if not isinstance(cell, str):
        raise ValueError("not a date")  # noqa: TRY004 - what the cell says is wrong, whatever its type
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$", "", cell)
    if text.replace(".", "", 1).isdigit() and _EARLY < float(text) < _LATE:
        return _EXCEL_DAY_0 + timedelta(days=int(float(text)))
    for form in (
        "%d/%m/%Y",
        "%Y-%m-%d",
        "%d-%m-%Y",
        "%d.%m.%Y",
        "%d %b %Y",
        "%d %B %Y",
        "%d-%b-%Y",
        "%d/%m/%y",
    ):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise ValueError("not a date; days come first: 31/12/2026")

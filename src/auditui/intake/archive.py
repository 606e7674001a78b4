"""Looking into the archive that an XLSX or ODS workbook is, before a library unpacks it."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.errors import AuditError
from auditui.intake.sheets import FORMULA, MERGED, MOST_CELLS, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.intake.sheets import Limits

_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
_STYLED = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})\d{1,7}"[^>]*?\ss="(\d{1,6})"')
_ERROR = re.compile(rb' t="e"')
#: A cell's place, wherever such an attribute stands: it is looked for in millions of cells.
_PLACED = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_ZEROS = re.compile(rb'numFmtId="(\d+)"[^>]*?formatCode="(0{2,20})"')
_ZEROS_BACK = re.compile(rb'formatCode="(0{2,20})"[^>]*?numFmtId="(\d+)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7})')
_ODS_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^>]*)>")
_ODS_REPEATED = re.compile(rb'table:number-(?:rows|columns)-repeated\s*=\s*["\'](\d{1,9})')
DAMAGED = ("is damaged", "Open it in a spreadsheet program and save it again")


def refuse_bomb(content: bytes, limits: Limits) -> None:
    """Refuse a workbook that unpacks to too much, is not as large as it says, or has a cell far outside its list.

    AuditError says why, beginning after the file's name.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > limits.content(len(content)):
                raise AuditError(
                    f"unpacks to far more than a {limits.sort} holds", f"Save only the {limits.sort} as CSV"
                )
            for entry in archive.infolist():
                # Reading an entry through checks its size and sum against what the archive says of it.
                data = archive.read(entry)
                is_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
                spanned = _cells(data) if is_sheet else 0
                if (_ods_cells(data) if entry.filename == "content.xml" else spanned) > MOST_CELLS:
                    raise far_outside(limits)
    except (
        *(zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error),
        *(ValueError, LookupError),
    ):
        raise AuditError(*DAMAGED) from None


def far_outside(limits: Limits) -> AuditError:
    """Return what is said of a sheet that spans more cells than a list has."""
    hint = f"Delete the empty rows and columns, or save the {limits.sort} as CSV"
    return AuditError("has a cell far outside its list", hint)


def _cells(sheet: bytes) -> int:
    """Return how many cells a sheet's XML spans: a stray cell at its far corner would cost gigabytes to read."""
    widest = tallest = 0
    for column, row in _PLACED.findall(sheet):
        widest, tallest = max(widest, _number(column)), max(tallest, int(row))
    return widest * tallest


@cache
def _number(column: bytes) -> int:
    """Return which column letters are, from 1."""
    wide = 0
    for letter in column:
        wide = wide * 26 + letter - 64
    return wide


def _ods_cells(content: bytes) -> int:
    """Return how many cells the largest table spans up to its last cell with a value, repeated ones counted each."""
    largest = widest = tallest = rows = repeated = columns = 0
    for tag, rest in _ODS_TAG.findall(content):
        number = _ODS_REPEATED.search(rest)
        times = int(number[1]) if number else 1
        if tag == b"table":
            largest, widest, tallest, rows, repeated = max(largest, widest * tallest), 0, 0, 0, 0
        elif tag == b"table-row":
            rows, repeated, columns = rows + repeated, times, 0
        else:
            columns += times
            if b"value-type" in rest:
                widest, tallest = max(widest, columns), rows + repeated
    return max(largest, widest * tallest)


def marks(content: bytes) -> Iterator[Mark]:
    """Yield the cells of an XLSX file's bytes, which `refuse_bomb` let pass, that hold a formula or begin merged cells."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name, file in _sheet_files(archive):
            yield from _marked(name, archive.read(file))


class Unseen(NamedTuple):
    """What a reader of values does not see of a workbook, by sheet; rows and columns count from 0.

    Of a sheet that a pivot table stands on, a word that says so; the columns whose numbers are shown with zeros before them, with
    how many digits they have; and the cells whose formula ended in an error.
    """

    pivots: dict[str, str]
    padded: dict[str, dict[int, int]]
    errors: dict[str, set[tuple[int, int]]]


def unseen(content: bytes) -> Unseen:
    """Return that of a workbook's bytes, which `refuse_bomb` let pass; nothing of an XLS file."""
    found = Unseen({}, {}, {})
    if not content.startswith(b"PK"):
        return found
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = set(archive.namelist())
        styles = _zero_styles(archive.read("xl/styles.xml")) if "xl/styles.xml" in files else {}
        for name, file in _sheet_files(archive):
            folder, _, own = file.rpartition("/")
            links = f"{folder}/_rels/{own}.rels"
            if links in files and b"relationships/pivotTable" in archive.read(links):
                found.pivots[name] = "a pivot table"
            xml = archive.read(file)
            found.errors[name] = set(_errors(xml))
            found.padded[name] = _padded(xml, styles) if styles else {}
    return found


def _errors(sheet: bytes) -> Iterator[tuple[int, int]]:
    """Yield the row and column of each cell that holds an error: the few are looked for, and then the cells they are of."""
    for error in _ERROR.finditer(sheet):
        if cell := _CELL.match(sheet, sheet.rfind(b"<", 0, error.start())):
            yield int(cell[2]) - 1, _number(cell[1]) - 1


def since_1904(content: bytes) -> bool:
    """Whether a file's bytes, which `refuse_bomb` let pass, are an XLSX workbook whose day numbers count from 1904."""
    if not content.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml") if "xl/workbook.xml" in archive.namelist() else b""
    properties = re.search(rb"<(?:\w+:)?workbookPr\s[^>]*", book)
    return bool(properties and re.search(rb"""\bdate1904\s*=\s*["'](?:1|true)""", properties[0]))


def _zero_styles(xml: bytes) -> dict[bytes, int]:
    """Return the cell styles, by their number as it is written, whose format is nothing but zeros, and how many."""
    zeros = {
        n: len(code)
        for tag in re.findall(rb"<(?:\w+:)?numFmt\s[^>]*>", xml)
        for n, code in _ZEROS.findall(tag)
    }
    zeros |= {
        n: len(code)
        for tag in re.findall(rb"<(?:\w+:)?numFmt\s[^>]*>", xml)
        for code, n in _ZEROS_BACK.findall(tag)
    }
    formats = xml[xml.find(b"cellXfs") : xml.find(b"/cellXfs")] if b"/cellXfs" in xml else b""
    used = re.findall(rb"<(?:\w+:)?xf\s[^>]*?numFmtId=\"(\d+)\"", formats)
    return {b"%d" % at: zeros[number] for at, number in enumerate(used) if number in zeros}


def _padded(sheet: bytes, styles: dict[bytes, int]) -> dict[int, int]:
    widths: dict[int, int] = {}
    for column, style in _STYLED.findall(sheet):
        if style in styles:
            widths[_number(column) - 1] = styles[style]
    return widths


def _sheet_files(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the names of an XLSX file's sheets, and the file in the archive that holds each."""
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
            yield html.unescape(names.get("name", "")), file


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

"""Workbooks that are broken or mean harm, each made from its seed, so that none need be kept."""

from __future__ import annotations

import io
import random
import zipfile
import zlib

import xlwt

ROWS = [["Reference", "Team", "Event"], *([f"C-{n}", "North", f"2026-01-{n:02}"] for n in range(1, 9))]


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Cases")
    for n, row in enumerate(ROWS):
        for m, cell in enumerate(row):
            sheet.write(n, m, cell)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def archive(files: dict[str, str | bytes]) -> bytes:
    """Return a zip archive, the same bytes every time."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(entry, text)
    return content.getvalue()


_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(cells: str = "", shared: str = "") -> bytes:
    """Return a workbook of one sheet, Cases, whose rows are `cells`, or else those of ROWS."""
    rows = cells or "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{c}{n}" t="inlineStr"><is><t>{text}</t></is></c>'
            for c, text in zip("ABC", row, strict=True)
        )
        + "</row>"
        for n, row in enumerate(ROWS, 1)
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return archive(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_LINKS}"><sheets>'
            '<sheet name="Cases" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEETS}"><sheetData>{rows}</sheetData></worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{_SHEETS}">{shared}</sst>',
        }
    )


def ods(rows: str = "") -> bytes:
    """Return a spreadsheet of one table, Cases, whose rows are `rows`, or else those of ROWS."""
    made = rows or "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            for text in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    office = "urn:oasis:names:tc:opendocument:xmlns"
    head = (
        f'xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"'
    )
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"/>',
            "content.xml": f'<office:document-content {head}><office:body><office:spreadsheet><table:table table:name="Cases">'
            f"{made}</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def mutated(content: bytes, seed: int) -> bytes:
    """Return the bytes with one to forty of them changed, some left out or said twice."""
    chance = random.Random(seed)
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 4, 8, 40))):
        at = chance.randrange(len(changed))
        what = chance.random()
        if what < 0.8:
            changed[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif what < 0.9:
            del changed[at : at + chance.randrange(1, 64)]
        else:
            changed[at:at] = changed[at : at + chance.randrange(1, 64)]
    return bytes(changed)


def repeated(rows: int, columns: int) -> bytes:
    """Return an ODS of one cell that says it is repeated so often."""
    return ods(
        f'<table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
        "<text:p>Reference</text:p></table:table-cell></table:table-row>"
    )


def far_away(column: str, row: int) -> bytes:
    """Return an XLSX with a cell at its head and one far away."""
    return xlsx(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Reference</t></is></c></row>'
        f'<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>x</t></is></c></row>'
    )


def one_string_often(length: int, times: int) -> bytes:
    """Return an XLSX in which one long text stands in many cells: small in the file, large in memory."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, times + 1))
    return xlsx(cells, f"<si><t>{'x' * length}</t></si>")


def lying_size(unpacked: int) -> bytes:
    """Return an XLSX whose sheet is declared to be its first 100 bytes, with their check sum, and goes on behind them."""
    sheet = f'<worksheet xmlns="{_SHEETS}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'.encode()
    sheet += b" " * unpacked + b"</sheetData></worksheet>"
    content = bytearray(
        archive({name: data for name, data in _files(xlsx()).items() if "sheet1" not in name})
    )
    with_sheet = io.BytesIO(bytes(content))
    with zipfile.ZipFile(with_sheet, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    content = bytearray(with_sheet.getvalue())
    declared = zlib.crc32(sheet[:100]).to_bytes(4, "little"), (100).to_bytes(4, "little")
    for signature, at_sum, at_size in ((b"PK\x01\x02", 16, 24), (b"PK\x03\x04", 14, 22)):
        at = content.rfind(signature)
        content[at + at_sum : at + at_sum + 4], content[at + at_size : at + at_size + 4] = declared
    return bytes(content)


def _files(content: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}

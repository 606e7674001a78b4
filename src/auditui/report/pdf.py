"""A page as a PDF: A4, tagged for screen readers (PDF/UA-1), set by Typst from the same document."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.text import one_line, visible
from auditui.report.document import (
    Block,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    Items,
    Logo,
    NewPage,
    Paragraph,
    Room,
)
from auditui.report.table import Table
from auditui.report.widths import column_widths

if TYPE_CHECKING:
    from collections.abc import Iterable

_INSTALL = "Install it with: pipx inject auditui typst (pip install typst elsewhere)"
#: The looks of all that follows. What is from outside comes into the text only as a string of Typst's.
_LOOKS = """
#set page(paper: "a4", margin: (x: 2cm, top: 1.6cm, bottom: 2.1cm), footer: {footer})
#set text(lang: "en", region: "GB", size: 10pt, font: ("Arial", "Liberation Sans", "DejaVu Sans", "Libertinus Serif"))
#set par(leading: 0.6em, spacing: 0.8em)
#show heading: set block(above: 1.3em, below: 0.6em, sticky: true)
#show figure.where(kind: table): set block(breakable: true)
#show figure.where(kind: table): set align(left)
#show figure: set figure.caption(position: top)
#show figure.where(kind: image): set align(left)
#show outline.entry: set block(above: 0.6em)
#show figure.caption: set align(left)
#show figure.caption: strong
#set table(stroke: (bottom: 0.5pt + rgb("#999999")), inset: (x: 3pt, y: 3.5pt))
#show table: set text(size: 9pt, hyphenate: false)
#show table.cell.where(y: 0): strong
"""
#: What is between the margins, in the units of `column_widths`: 17 cm.
_ROOM = 17 * 360_000


def as_pdf(document: Document) -> bytes:
    """Return the page as a PDF; one with a character for which there is no font is tagged and not PDF/UA.

    AuditError if the optional part that writes PDF is not installed.
    """
    try:
        import typst
    except ImportError:
        raise AuditError("Writing PDF files needs an optional part", _INSTALL) from None
    typed = as_typst(document).encode()
    try:
        return bytes(typst.compile(typed, format="pdf", pdf_standards=["ua-1"]))
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    return bytes(typst.compile(typed, format="pdf"))


def as_typst(document: Document) -> str:
    """Return the page as Typst reads it."""
    below = " ".join(document.footer)
    number = 'context [Page #counter(page).display("1 of 1", both: true)]'
    footer = f"{{ set text(size: 7.5pt); {_text(below + ' ')}; {number} }}"
    head = f'#set document(title: {_text(one_line(document.title))}, author: "auditui")'
    last = [Paragraph(words, "small") for words in document.footer[-1:]]
    blocks = (block for block in document.blocks if block not in last)  # the footer says it on every page
    parts = map(_block, (*document.above, Heading(0, document.title), *blocks))
    return "\n\n".join((head, _LOOKS.replace("{footer}", footer), *parts)) + "\n"


def _text(text: str) -> str:
    """Write text as a string of Typst's, in which nothing is markup."""
    escaped = visible(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", " ") + '"'


def _block(block: Block) -> str:
    match block:
        case Logo():
            return _logo(block)
        case Table():
            return "\n\n".join(
                (_table(block), *(f"#text(size: 8.5pt, {_text(note)})" for note in block.notes))
            )
        case Figure():
            return _figure(block)
        case Room(words, number):
            height = 0.8 + 0.8 * number
            return f"#block(stroke: 0.5pt, width: 100%, height: {height}cm, inset: 5pt, {_text(words + ':')})"
        case NewPage():
            return "#pagebreak(weak: true)"
        case _:
            return _words(block)


def _words(block: Heading | Paragraph | Facts | Items | Contents) -> str:
    match block:
        case Heading(level, text):
            return f"#heading(level: {level + 1}, {_text(one_line(text))})"
        case Paragraph(text, look):
            words = {"strong": "block(sticky: true, strong({}))", "small": "text(size: 8.5pt, {})"}.get(
                look, "text({})"
            )
            return f"#{words.format(_text(text))}"
        case Facts(rows):
            return "\n\n".join(
                f"#par[#strong({_text(one_line(term) + ': ')})#text({_text(text)})]" for term, text in rows
            )
        case Items(items):
            return "\n".join(f"- #text({_text(text)})" for text in items)
        case Contents():
            return "#outline(title: none, target: heading.where(level: 2))"


def _logo(logo: Logo) -> str:
    picture = _in_svg(logo.png, logo.width, logo.height)
    return f'#image(bytes({_text(picture)}), format: "svg", alt: {_text(logo.says)}, width: {logo.size[0]:.0f}mm)'


def _figure(figure: Figure) -> str:
    picture = (
        f'image(bytes({_text(figure.svg)}), format: "svg", alt: {_text(one_line(figure.says))}, width: 100%)'
    )
    if not figure.caption:
        return f"#{picture}"
    return f"#figure(kind: image, supplement: none, numbering: none, caption: {_text(one_line(figure.caption))}, {picture})"


def _in_svg(png: bytes, wide: int, high: int) -> str:
    """Return a PNG inside an SVG: Typst takes bytes of a file or of a text, and this is a text."""
    data = b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {wide} {high}">'
        f'<image width="{wide}" height="{high}" xlink:href="data:image/png;base64,{data}"/></svg>'
    )


def _table(table: Table) -> str:
    rows = list(table.shown())
    numbers = table.number_columns
    heads = [table.columns[n].heading for n in table.page_columns]
    aligned = ", ".join("right" if n in numbers else "left" for n in table.page_columns)
    whole = [n for n, place in enumerate(table.page_columns) if place in numbers]
    widths = ", ".join(f"{100 * width / _ROOM:.2f}%" for width in column_widths(heads, rows, _ROOM, whole))
    cells = "\n".join(f"  {_cells(row)}," for row in rows)
    return (
        f"#figure(kind: table, supplement: none, numbering: none, caption: {_text(table.title)}, table("
        f"columns: ({widths},), align: ({aligned},), table.header({_cells(heads)}),\n{cells}\n))"
    )


def _cells(row: Iterable[str]) -> str:
    return ", ".join(map(_text, row))

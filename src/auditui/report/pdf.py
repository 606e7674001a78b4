"""A page as a PDF: A4, tagged for screen readers (PDF/UA-1), set by Typst from the same document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.text import one_line, visible
from auditui.report.document import Block, Document, Facts, Figure, Heading, NewPage, Paragraph, Room
from auditui.report.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_INSTALL = "Install it with: pipx inject auditui typst (pip install typst elsewhere)"
#: The looks of all that follows. What is from outside comes into the text only as a string of Typst's.
_LOOKS = """
#set page(paper: "a4", margin: (x: 2cm, top: 1.8cm, bottom: 2.4cm), footer: {footer})
#set text(lang: "en", region: "GB", size: 10pt, font: ("Arial", "Liberation Sans", "DejaVu Sans", "Libertinus Serif"))
#set par(leading: 0.6em, spacing: 0.8em)
#show heading: set block(above: 1.3em, below: 0.6em, sticky: true)
#show figure.where(kind: table): set block(breakable: true)
#show figure.where(kind: table): set align(left)
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.caption: set align(left)
#show figure.caption: strong
#set table(stroke: (bottom: 0.5pt + rgb("#999999")), inset: (x: 3pt, y: 3.5pt))
#show table: set text(size: 9pt, hyphenate: false)
#show table.cell.where(y: 0): strong
"""
#: A column whose cells are longer than this gives way to the others.
_LONG = 24


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
    last = [Paragraph(words, "small") for words in document.beneath[-1:]]
    blocks = (block for block in document.blocks if block not in last)  # the footer says it on every page
    parts = (_block(block) for block in (Heading(0, document.title), *blocks))
    return "\n\n".join((head, _LOOKS.replace("{footer}", footer), *parts)) + "\n"


def _text(text: str) -> str:
    """Write text as a string of Typst's, in which nothing is markup."""
    escaped = visible(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", " ") + '"'


def _block(block: Block) -> str:  # noqa: PLR0911 - one for each kind of block
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
        case Table():
            return "\n\n".join(
                (_table(block), *(f"#text(size: 8.5pt, {_text(note)})" for note in block.notes))
            )
        case Figure(_, says):
            return (
                f'#image(bytes({_text(block.svg)}), format: "svg", alt: {_text(one_line(says))}, width: 100%)'
            )
        case Room(words, number):
            height = 0.8 + 0.8 * number
            return f"#block(stroke: 0.5pt, width: 100%, height: {height}cm, inset: 5pt, {_text(words + ':')})"
        case NewPage():
            return "#pagebreak(weak: true)"


def _table(table: Table) -> str:
    rows = list(table.shown())
    numbers = table.number_columns
    heads = [table.columns[n].heading for n in table.page_columns]
    aligned = ", ".join("right" if n in numbers else "left" for n in table.page_columns)
    widths = ", ".join(_widths([heads, *rows]))
    cells = "\n".join(f"  {_cells(row)}," for row in rows)
    return (
        f"#figure(kind: table, supplement: none, numbering: none, caption: {_text(table.title)}, table("
        f"columns: ({widths},), align: ({aligned},), table.header({_cells(heads)}),\n{cells}\n))"
    )


def _widths(rows: list[list[str]]) -> Iterator[str]:
    """Yield the width of each column: by content, and for long texts what is left."""
    longest = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    return ("1fr" if length > _LONG else "auto" for length in longest)


def _cells(row: Iterable[str]) -> str:
    return ", ".join(map(_text, row))

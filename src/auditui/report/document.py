"""A page to be read or printed, as a value, and its forms: terminal, Markdown, HTML and Word."""

from __future__ import annotations

import html
import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from auditui.core.errors import AuditError
from auditui.core.text import one_line, visible
from auditui.report import table as tables
from auditui.report.table import Table, markdown_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BytesIO

_WIDEST = 100


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the page's title."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `strong` for what is asked or found, `small` for what surrounds it."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Facts:
    """Terms with what is said of each: an answer and its standard, a label and its text."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figure:
    """A picture: `svg` for pages, `text` lines for a terminal, `says` for whoever sees neither."""

    svg: str
    text: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new printed page."""


Block = Heading | Paragraph | Facts | Table | Figure | NewPage


@dataclass(frozen=True)
class Document:
    """Blocks in reading order under a title; `picture` is the SVG of a page that is a picture with its words."""

    title: str
    blocks: tuple[Block, ...]
    picture: str = ""

    def headed(self, *, made_up: bool) -> Document:
        """Return the page; one from a made-up council says so at its head."""
        return replace(self, blocks=(Paragraph(tables.MADE_UP, "small"), *self.blocks)) if made_up else self


def written(document: Document, table: Table, form: str) -> str:
    """Return the page as table (text), md, html or svg, or `table`, the same as data, as json or csv.

    AuditError for svg of a page without a picture; KeyError for another form.
    """
    forms: dict[str, Callable[[], str]] = {
        "table": lambda: as_text(document),
        "md": lambda: as_markdown(document),
        "html": lambda: as_html(document),
        "svg": lambda: _picture(document),
        "json": lambda: tables.as_json(table),
        "csv": lambda: tables.as_csv(table),
    }
    return forms[form]()


def _picture(document: Document) -> str:
    if not document.picture:
        raise AuditError("There is no picture in this to write as SVG", "Trends have one: auditui trend")
    return document.picture


def lines(document: Document, width: int, *, whole: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the page as lines of at most `width` characters, each with its look: title, head, strong, small or none.

    With `whole` the rows of tables are lines however long they are.
    """
    width = max(min(width, _WIDEST), 20)
    yield ("title", one_line(document.title))
    for block in document.blocks:
        yield ("", "")
        match block:
            case Heading(level, text):
                yield from (("title" if level == 1 else "head", line) for line in _wrapped(text, width))
            case Paragraph(text, look):
                yield from ((look, line) for line in _wrapped(text, width))
            case Facts(rows):
                for term, text in rows:
                    yield from (("", line) for line in _hanging(term, text, width))
            case Table():
                yield from (("", line) for line in tables.as_text(block, 0 if whole else width).splitlines())
                for note in block.notes:
                    yield from (("small", line) for line in _wrapped(note, width))
            case Figure(text=drawn):
                yield from (("", visible(line)) for line in drawn)
            case NewPage():
                yield ("small", "─" * width)


def _wrapped(text: str, width: int) -> list[str]:
    return [line for part in visible(text).split("\n") for line in textwrap.wrap(part, width) or [""]]


def _hanging(term: str, text: str, width: int) -> list[str]:
    lead = f"  {one_line(term)}: "
    whole = " ".join(visible(text).split())
    return textwrap.wrap(lead + whole, width, subsequent_indent="      ", drop_whitespace=True) or [lead]


def as_text(document: Document, width: int = _WIDEST) -> str:
    """Return the page as plain text."""
    return "\n".join(line for _, line in lines(document, width, whole=True)).rstrip() + "\n"


def print_document(document: Document) -> None:
    """Print the page on a terminal, in the width there is."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    styles = {"title": "bold underline", "head": "bold", "strong": "bold", "small": "dim", "": ""}
    for look, line in lines(document, console.width):
        console.print(Text(line, style=styles[look]), no_wrap=True, overflow="ignore", crop=False)


def as_markdown(document: Document) -> str:
    """Return the page as Markdown."""
    parts = [f"# {markdown_text(document.title)}"]
    for block in document.blocks:
        match block:
            case Heading(level, text):
                parts.append(f"{'#' * min(level + 1, 6)} {markdown_text(text)}")
            case Paragraph(text, look):
                whole = markdown_text(text)
                parts.append(f"**{whole}**" if look == "strong" else whole)
            case Facts(rows):
                parts.append(
                    "\n".join(f"- **{markdown_text(term)}**: {markdown_text(text)}" for term, text in rows)
                )
            case Table():
                parts.append(tables.as_markdown(block).rstrip())
            case Figure(text=drawn):
                parts.append("\n".join(["```text", *(visible(line) for line in drawn), "```"]))
            case NewPage():
                parts.append("---")
    return "\n\n".join(parts) + "\n"


_CSS = """
:root { color-scheme: light; }
body { font: 11pt/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 46em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.6em; } h2 { font-size: 1.25em; margin-top: 1.6em; } h3 { font-size: 1.05em; margin-bottom: .2em; }
h2, h3 { break-after: avoid; }
.strong { font-weight: 600; } .small { color: #555; font-size: .9em; }
dl { display: grid; grid-template-columns: minmax(7em, max-content) 1fr; gap: .15em 1em; margin: .4em 0; }
dt { font-weight: 600; } dd { margin: 0; }
table { border-collapse: collapse; margin: .6em 0; font-size: .92em; width: 100%; }
caption { text-align: left; font-weight: 600; padding: .3em 0; }
th, td { border-bottom: 1px solid #ccc; padding: .2em .6em .2em 0; text-align: left; vertical-align: top; }
.n, .s { white-space: nowrap; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.strong { break-after: avoid; }
table + .small, .small + .small { margin: .25em 0; }
figure { margin: .6em 0; break-inside: avoid; } figure svg { max-width: 100%; height: auto; }
dl, tr { break-inside: avoid; }
.page { break-before: page; }
@page { size: A4; margin: 1.6cm; }
@media print { body { margin: 0; max-width: none; font-size: 9.5pt; line-height: 1.35; } p { margin: .5em 0; } figure svg { max-height: 5.4cm; } .page { margin-top: 0; } }
"""


def as_html(document: Document) -> str:
    """Return the page as one HTML file that needs nothing else: no script, no address, styles inside."""
    parts = [
        "<!doctype html>",
        '<html lang="en-GB">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(document.title)}</title>",
        f"<style>{_CSS}</style></head>",
        f"<body>\n<h1>{_text(document.title)}</h1>",
    ]
    breaks = ""
    for block in document.blocks:
        if isinstance(block, NewPage):
            breaks = ' class="page"'
            continue
        parts.append(_html_block(block, breaks))
        breaks = ""
    return "\n".join([*parts, "</body>", "</html>"]) + "\n"


def _html_block(block: Block, breaks: str) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level + 1}{breaks}>{_text(text)}</h{level + 1}>"
        case Paragraph(text, look):
            parts = [_text(part) for part in visible(text).split("\n")]
            return f'<p class="{look or "plain"}">' + "<br>".join(parts) + "</p>"
        case Facts(rows):
            inner = "".join(f"<dt>{_text(term)}</dt><dd>{_text(text)}</dd>" for term, text in rows)
            return f"<dl{breaks}>{inner}</dl>"
        case Table():
            return _html_table(block)
        case Figure(svg, _, says):
            return f'<figure role="img" aria-label="{html.escape(one_line(says), quote=True)}">{svg}</figure>'
        case NewPage():
            return ""


#: A cell so short that breaking it in two helps nobody.
_SHORT = ' class="s"'


def _html_table(table: Table) -> str:
    numbers = [tables.is_number(table, n) for n in table.page_columns]
    marks = [' class="n"' if number else "" for number in numbers]
    heads = "".join(
        f'<th scope="col"{mark}>{_text(table.columns[n].heading)}</th>'
        for n, mark in zip(table.page_columns, marks, strict=True)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(
            f"<td{mark or _SHORT if len(cell) <= 16 else ''}>{_text(cell)}</td>"
            for cell, mark in zip(row, marks, strict=True)
        )
        + "</tr>"
        for row in table.shown()
    )
    notes = "".join(f'<p class="small">{_text(note)}</p>' for note in table.notes)
    return f"<table><caption>{_text(table.title)}</caption><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>{notes}"


def _text(text: str) -> str:
    return html.escape(one_line(text), quote=False)


#: The size of a chart of characters in a Word file, in its own units: 8 points.
_WORD_CHART = 8 * 12700


def write_word(document: Document, out: BytesIO) -> None:
    """Write the page as a Word file. AuditError if the optional part that writes Word is not installed."""
    try:
        import docx
    except ImportError:
        raise AuditError(
            "Writing Word files needs an optional part", "Install it with: pip install 'auditui[word]'"
        ) from None
    word = docx.Document()
    word.core_properties.title = one_line(document.title)
    word.core_properties.author = "auditui"
    word.add_heading(one_line(document.title), 0)
    for block in document.blocks:
        _word_block(word, block)
    word.save(out)


def _word_block(word: Any, block: Block) -> None:
    match block:
        case Heading(level, text):
            word.add_heading(one_line(text), level)
        case Paragraph(text, look):
            run = word.add_paragraph().add_run(visible(text))
            run.bold, run.italic = look == "strong", look == "small"
        case Facts(rows):
            for term, text in rows:
                paragraph = word.add_paragraph(style="List Bullet")
                paragraph.add_run(one_line(term) + ": ").bold = True
                paragraph.add_run(one_line(text))
        case Table():
            _word_table(word, block)
        case Figure(text=drawn, says=says):
            run = word.add_paragraph().add_run("\n".join(visible(line) for line in drawn))
            run.font.name, run.font.size = "Courier New", _WORD_CHART
            word.add_paragraph().add_run(one_line(says)).italic = True
        case NewPage():
            word.add_page_break()


def _word_table(word: Any, table: Table) -> None:
    word.add_paragraph().add_run(table.title).bold = True
    grid = word.add_table(rows=1, cols=len(table.page_columns), style="Light Grid Accent 1")
    for cell, n in zip(grid.rows[0].cells, table.page_columns, strict=True):
        cell.text = table.columns[n].heading
    for row in table.shown():
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    for note in table.notes:
        word.add_paragraph().add_run(note).italic = True

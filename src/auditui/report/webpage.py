"""A page as one HTML file."""

from __future__ import annotations

import html
from importlib.resources import files

from auditui.core.text import one_line, visible
from auditui.report.document import Block, Document, Facts, Figure, Heading, NewPage, Paragraph, Room
from auditui.report.table import Table


def as_html(document: Document) -> str:
    """Return the page as one HTML file that needs nothing else: no script, no address, styles inside."""
    parts = [
        "<!doctype html>",
        '<html lang="en-GB">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(document.title)}</title>",
        f"<style>\n{_style()}</style></head>",
        f"<body>\n<main>\n<h1>{_text(document.title)}</h1>",
    ]
    breaks = ""
    for block in document.blocks:
        if isinstance(block, NewPage):
            breaks = ' class="page"'
            continue
        parts.append(_html_block(block, breaks))
        breaks = ""
    return "\n".join([*parts, "</main>", "</body>", "</html>"]) + "\n"


def _style() -> str:
    return (files("auditui.report") / "page.css").read_text(encoding="utf-8")


def _html_block(block: Block, breaks: str) -> str:  # noqa: PLR0911 - one for each kind of block
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
        case Figure(_, says):
            return f'<figure role="img" aria-label="{html.escape(one_line(says), quote=True)}">{block.svg}</figure>'
        case Room(words, number):
            return f'<p class="room" style="min-height: {1 + 1.8 * number:.1f}em">{_text(words)}:</p>'
        case NewPage():
            return ""


#: A cell so short that breaking it in two helps nobody.
_SHORT = ' class="s"'


def _html_table(table: Table) -> str:
    right = table.number_columns
    numbers = [n in right for n in table.page_columns]
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

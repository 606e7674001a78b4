"""A page as one HTML file."""

from __future__ import annotations

import html
from base64 import b64encode
from importlib.resources import files

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


def as_html(document: Document) -> str:
    """Return the page as one HTML file that needs nothing else: no script, no address, styles inside."""
    parts = [
        "<!doctype html>",
        '<html lang="en-GB">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(document.title)}</title>",
        f"<style>\n{_style()}</style></head>",
        "<body>\n<main>",
        *(_html_block(block, "") for block in document.above),
        f"<h1>{_text(document.title)}</h1>",
    ]
    breaks, places = "", 0
    for block in document.blocks:
        if isinstance(block, NewPage):
            breaks = ' class="page"'
            continue
        if isinstance(block, Heading) and block.level == 1:
            places += 1
            breaks += f' id="part-{places}"'
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
        case Items(items):
            return "<ul>" + "".join(f"<li>{_text(text)}</li>" for text in items) + "</ul>"
        case Contents(entries):
            links = (f'<li><a href="#part-{n}">{_text(text)}</a></li>' for n, text in enumerate(entries, 1))
            return f'<nav aria-label="Contents"><ol>{"".join(links)}</ol></nav>'
        case Logo():
            return _html_logo(block)
        case Table():
            return _html_table(block)
        case Figure():
            return _html_figure(block)
        case Room(words, number):
            return f'<p class="room" style="min-height: {1 + 1.8 * number:.1f}em">{_text(words)}:</p>'
    return ""


def _html_figure(figure: Figure) -> str:
    words = f"<figcaption>{_text(figure.caption)}</figcaption>" if figure.caption else ""
    return f'<figure>{words}<div role="img" tabindex="0" aria-label="{_quoted(figure.says)}">{figure.svg}</div></figure>'


def _html_logo(logo: Logo) -> str:
    wide, high = (f"{size:.0f}mm" for size in logo.size)
    data = b64encode(logo.png).decode()
    return f'<p><img src="data:image/png;base64,{data}" alt="{_quoted(logo.says)}" style="width: {wide}; height: {high}"></p>'


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
    # What names a row is its head.
    tags = ['th scope="row"' if n == 0 and not number else "td" for n, number in enumerate(numbers)]
    rows = "\n".join(f"<tr>{''.join(map(_html_cell, row, tags, marks))}</tr>" for row in table.shown())
    notes = "".join(f'<p class="small">{_text(note)}</p>' for note in table.notes)
    # Whoever has no mouse must be able to scroll what is wider than the screen.
    return (
        f'<div class="wide" role="group" tabindex="0" aria-label="{_quoted(table.title)}">'
        f"<table><caption>{_text(table.title)}</caption><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>{notes}"
    )


def _html_cell(cell: str, tag: str, mark: str) -> str:
    return f"<{tag}{mark or _SHORT if len(cell) <= 16 else ''}>{_text(cell)}</{tag[:2]}>"


def _quoted(text: str) -> str:
    return html.escape(one_line(text), quote=True)


def _text(text: str) -> str:
    return html.escape(one_line(text), quote=False)

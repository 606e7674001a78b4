"""A page as a Word file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from auditui.core.errors import AuditError
from auditui.core.text import one_line, visible
from auditui.report.document import Block, Document, Facts, Figure, Heading, NewPage, Paragraph
from auditui.report.table import Table

#: The size of a chart of characters in a Word file, in its own units: 8 points.
_WORD_CHART = 8 * 12700


def as_word(document: Document) -> bytes:
    """Return the page as a Word file. AuditError if the optional part that writes Word is not installed."""
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
    out = BytesIO()
    word.save(out)
    return out.getvalue()


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

"""The forms of a page and of its table, by the names that commands and files give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.report import table as tables
from auditui.report.document import Document, as_markdown, as_text
from auditui.report.pictures import captioned
from auditui.report.webpage import as_html
from auditui.report.word import as_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.report.table import Table


def written(document: Document, table: Table, form: str) -> bytes:
    """Return the page as table (text), md, html, svg or docx, or `table`, the same as data, as json or csv.

    AuditError for svg of a page without a picture, and where what writes docx is not installed; KeyError for another form.
    """
    forms: dict[str, Callable[[], str | bytes]] = {
        "table": lambda: as_text(document),
        "md": lambda: as_markdown(document),
        "html": lambda: as_html(document),
        "svg": lambda: _picture(document),
        "docx": lambda: as_word(document),
        "json": lambda: tables.as_json(table),
        "csv": lambda: tables.as_csv(table),
    }
    content = forms[form]()
    return content.encode() if isinstance(content, str) else content


def _picture(document: Document) -> str:
    if not document.picture:
        raise AuditError("There is no picture in this to write as SVG", "Trends have one: auditui trend")
    return captioned(document.picture, document.title, document.beneath)

"""The forms of a page and of its table as text, by the names that commands and files give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.report import table as tables
from auditui.report.document import Document, as_markdown, as_text
from auditui.report.webpage import as_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.report.table import Table


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

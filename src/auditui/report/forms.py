"""The one registry of forms: what a page, and the same as data, can be written as. What writes each is loaded when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditui.core.errors import AuditError

if TYPE_CHECKING:
    from pathlib import Path

    from auditui.report.document import Document
    from auditui.report.table import Table


class Form(NamedTuple):
    """A form: how the names of its files end, whether it is data for programs, whether a terminal can show it."""

    suffix: str
    is_data: bool = False
    is_text: bool = True


FORMS = {
    "table": Form(".txt"),
    "json": Form(".json", is_data=True),
    "csv": Form(".csv", is_data=True),
    "md": Form(".md"),
    "html": Form(".html"),
    "docx": Form(".docx", is_text=False),
    "pdf": Form(".pdf", is_text=False),
    "svg": Form(".svg"),
    "png": Form(".png", is_text=False),
    "xlsx": Form(".xlsx", is_data=True, is_text=False),
}


def written(document: Document, table: Table, form: str, template: Path | None = None) -> bytes:
    """Return the page as table (text), md, html, docx, pdf, svg or png, or `table`, the same as data, as json, csv or xlsx.

    A Word file is put on a council's `template`. AuditError for svg or png of a page without a picture, for a template of another
    form, and where what writes docx, pdf or png is not installed; KeyError for another form.
    """
    if template is not None and form != "docx":
        raise AuditError("A template is for Word files", "Name it with --out FILE.docx")
    content = _data(table, form) if FORMS[form].is_data else _page(document, form, template)
    return content.encode() if isinstance(content, str) else content


def _data(table: Table, form: str) -> str | bytes:
    from auditui.report import table as tables  # noqa: PLC0415 - the names of forms cost nothing
    from auditui.report.workbook import as_workbook  # noqa: PLC0415 - as above

    if form == "xlsx":
        return as_workbook([(table.title, table)])
    return tables.as_json(table) if form == "json" else tables.as_csv(table)


def _page(document: Document, form: str, template: Path | None) -> str | bytes:
    from auditui.report import document as pages  # noqa: PLC0415 - as above

    if form == "docx":
        from auditui.report.word import as_word  # noqa: PLC0415 - as above

        return as_word(document, template)
    if form == "pdf":
        from auditui.report.pdf import as_pdf  # noqa: PLC0415 - as above

        return as_pdf(document)
    if form == "html":
        from auditui.report.webpage import as_html  # noqa: PLC0415 - as above

        return as_html(document)
    if form in ("svg", "png"):
        return _picture(document, form)
    return pages.as_markdown(document) if form == "md" else pages.as_text(document)


def _picture(document: Document, form: str) -> str | bytes:
    from auditui.report.pictures import captioned, svg  # noqa: PLC0415 - as above

    if document.picture is None:
        hint = "Trends, summaries and funnels have one: auditui trend CHECKLIST"
        raise AuditError(f"There is no picture in this to write as {form.upper()}", hint)
    drawn = captioned(svg(document.picture), document.title, document.beneath)
    if form == "svg":
        return drawn
    from auditui.report.png import as_png  # noqa: PLC0415 - as above

    return as_png(drawn)

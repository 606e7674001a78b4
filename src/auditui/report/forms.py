"""The one registry of forms: what a page, and the same as data, can be written as. What writes each is loaded when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditui.core.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from auditui.report.document import Document
    from auditui.report.table import Table


class Form(NamedTuple):
    """A form: how the names of its files end, whether it is data for programs, whether a terminal can show it.

    `is_picture`: it is the picture of a page, and no list has it. `most_rows` of a list it can hold, 0 for any number.
    """

    suffix: str
    is_data: bool = False
    is_text: bool = True
    is_picture: bool = False
    most_rows: int = 0


FORMS = {
    "table": Form(".txt"),
    "json": Form(".json", is_data=True),
    "csv": Form(".csv", is_data=True),
    "md": Form(".md"),
    "html": Form(".html", most_rows=50_000),
    "docx": Form(".docx", is_text=False, most_rows=2_000),
    "pdf": Form(".pdf", is_text=False, most_rows=10_000),
    "svg": Form(".svg", is_picture=True),
    "png": Form(".png", is_text=False, is_picture=True),
    "xlsx": Form(".xlsx", is_data=True, is_text=False, most_rows=1_048_575),
}

#: The forms in which a command can say what it did, a row at a time, and those of a list or a page without a picture.
SAID = ("table", "json", "csv", "md")
LISTED = tuple(name for name, form in FORMS.items() if not form.is_picture)


def written(document: Document, table: Table, form: str, template: Path | None = None) -> bytes:
    """Return the page as table (text), md, html, docx, pdf, svg or png, or `table`, the same as data, as json, csv or xlsx.

    A Word file is put on a council's `template`. AuditError for svg or png of a page without a picture, for a template of another
    form, and where what writes docx, pdf or png is not installed; KeyError for another form.
    """
    if template is not None and form != "docx":
        raise AuditError("A template is for Word files", "Name it with --out FILE.docx")
    content = _data(document, table, form) if FORMS[form].is_data else _page(document, form, template)
    return content.encode() if isinstance(content, str) else content


def list_parts(document: Document, table: Table, form: str, scratch: Path | None) -> Iterator[bytes]:
    """Return a list in one of LISTED, as it is read where it can be; `document` is the same as a page.

    A workbook keeps rows in files in `scratch` until it is done. AuditError for more rows than the form can hold.
    """
    most, number = FORMS[form].most_rows, len(table.rows)
    if most and number > most:
        raise AuditError(
            f"{number} rows are more than a {form} file can hold: {most}", "Write CSV, which holds any number"
        )
    if form == "xlsx":
        from auditui.report.workbook import as_workbook  # noqa: PLC0415 - the names of forms cost nothing

        return iter((as_workbook([(table.title, table), *about(document, table)], scratch),))
    if form not in SAID:
        return iter((written(document, table, form),))
    return (part.encode() for part in _said_parts(document, table, form))


def _said_parts(document: Document, table: Table, form: str) -> Iterator[str]:
    from auditui.report import table as tables  # noqa: PLC0415 - as above

    if form == "md":
        yield from tables.markdown_parts(table)
        yield from (f"\n{tables.markdown_text(words)}\n" for words in document.beneath)
    elif form == "table":
        yield f"{table.title}\n\n"
        yield from tables.text_parts(table)
        yield from (f"\n{words}\n" for words in (*table.notes, *document.beneath))
    else:
        yield from (tables.json_parts if form == "json" else tables.csv_parts)(table)


def about(document: Document, table: Table) -> Iterator[tuple[str, Table]]:
    """Yield the sheet of a workbook that says what it is: the title, what is said beneath the figures, when it was printed."""
    from auditui.report.table import Table as Sheet  # noqa: PLC0415 - as above
    from auditui.report.table import columns  # noqa: PLC0415 - as above

    words = dict.fromkeys((document.title, *table.notes, *document.beneath))
    yield "about", Sheet("about", columns("about: About this"), tuple((line,) for line in words))


def _data(document: Document, table: Table, form: str) -> str | bytes:
    from auditui.report import table as tables  # noqa: PLC0415 - the names of forms cost nothing
    from auditui.report.workbook import as_workbook  # noqa: PLC0415 - as above

    if form == "xlsx":
        return as_workbook([(table.title, table), *about(document, table)])
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

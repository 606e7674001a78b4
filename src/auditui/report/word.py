"""A page as a Word file: A4, British English, styles by name, so that a council's own template can be put under it."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

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
from auditui.report.word_parts import (
    TOC,
    apart,
    begins_page,
    contents,
    field,
    logo,
    narrow_margins,
    picture,
    repeated,
    shaded,
    unsplit,
)

if TYPE_CHECKING:
    from pathlib import Path

_INSTALL = (
    "Install it with: pipx inject auditui python-docx resvg_py (pip install python-docx resvg_py elsewhere)"
)
#: The styles that this program needs and Word's own templates do not have, each with the style it is based on.
_OWN_STYLES = {"Table Text": "Normal", "Small": "Normal", TOC: "Normal"}


def as_word(document: Document, template: Path | None = None) -> bytes:
    """Return the page as a Word file, on a council's `template` where there is one, whose styles, paper and header it keeps.

    AuditError if the optional part that writes Word is not installed, or the template is no Word file.
    """
    try:
        import docx
    except ImportError:
        raise AuditError("Writing Word files needs an optional part", _INSTALL) from None
    word = _opened(template) if template else _plain(docx.Document())
    _styled(word)
    _described(word, document)
    _footer(word, document)
    below = [Paragraph(words, "small") for words in document.footer[-1:]]
    breaks = False
    for block in (*document.above, Heading(0, document.title), *document.blocks):
        if isinstance(block, NewPage):
            breaks = True
        elif block not in below:  # the footer says it on every page
            first = len(word.element.body) - 1
            _block(word, block)
            if breaks:
                begins_page(word, word.element.body[first])
            breaks = False
    contents(word)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _opened(template: Path) -> Any:
    """Open a template and leave out what stands in it, but not its paper, header and footer."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        word = docx.Document(str(template))
    except (PackageNotFoundError, ValueError, KeyError, OSError):
        name = one_line(str(template))
        raise AuditError(f"{name} is no Word file that can be a template", "Save it as .docx") from None
    for element in list(word.element.body):
        if not element.tag.endswith("}sectPr"):
            word.element.body.remove(element)
    return word


def _plain(word: Any) -> Any:
    """Make an empty Word file of ours: A4, and fonts that every office has."""
    from docx.shared import Mm, Pt, RGBColor

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(15), Mm(19), Mm(8)
    for name, size in (
        ("Normal", 10),
        ("Title", 20),
        ("Heading 1", 14),
        ("Heading 2", 11),
        ("Heading 3", 10),
        ("Caption", 10),
    ):
        style = word.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
        _font_of_all_scripts(style, "Arial")
    word.styles["Normal"].paragraph_format.space_after = Pt(3)
    for rule in word.styles["Title"].element.xpath("./w:pPr/w:pBdr"):
        rule.getparent().remove(rule)
    for name, before in (("Heading 1", 12), ("Heading 2", 8), ("Heading 3", 8)):
        word.styles[name].paragraph_format.space_before = Pt(before)
        word.styles[name].paragraph_format.space_after = Pt(3)
    return word


def _font_of_all_scripts(style: Any, name: str) -> None:
    """Set a style's font where Word's template names a theme's instead."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in [known for known in fonts.attrib if "heme" in known]:
        del fonts.attrib[attribute]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(attribute), name)


def _styled(word: Any) -> None:
    """Add the styles that are not there, and say that the text is British English."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for name, base in _OWN_STYLES.items():
        if name not in [style.name for style in word.styles]:
            style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = word.styles[base]
            style.font.size = Pt(9)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(
                1 if name == "Table Text" else 2
            )
    properties = word.styles["Normal"].element.get_or_add_rPr()
    for there in properties.findall(qn("w:lang")):
        properties.remove(there)
    language = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia"):
        language.set(qn(attribute), "en-GB")
    properties.append(language)


def _described(word: Any, document: Document) -> None:
    properties, now = word.core_properties, datetime.now(UTC).replace(tzinfo=None)
    properties.title, properties.author, properties.language = (
        one_line(document.title, 255),
        "auditui",
        "en-GB",
    )
    properties.created = properties.modified = now
    properties.comments = ""


def _footer(word: Any, document: Document) -> None:
    """Write below every page what it is of and when it was printed, and its number."""
    footer = word.sections[-1].footer
    paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
    if paragraph.text.strip():
        paragraph = footer.add_paragraph()
    paragraph.style = word.styles["Small"]
    for words in document.footer:
        paragraph.add_run(words + " ")
    for words, code in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(words)
        field(paragraph, code)


def _paragraph(word: Any, text: str, style: str) -> Any:
    """Add a paragraph in a style, or in the body's where a template has none of that name."""
    named = style if style in [known.name for known in word.styles] else "Normal"
    return word.add_paragraph(visible(text), style=named)


def _block(word: Any, block: Block) -> None:
    match block:
        case Table():
            _table(word, block)
        case Figure():
            _figure(word, block)
        case Logo(png, _, _, says):
            logo(word, png, says, block.size)
        case Room(words, lines):
            _room(word, words, lines)
        case NewPage():
            return  # what follows it begins the page
        case _:
            _words(word, block)


def _words(word: Any, block: Heading | Paragraph | Facts | Items | Contents) -> None:
    from docx.shared import Pt

    match block:
        case Heading(level, text):
            _paragraph(word, one_line(text), f"Heading {min(level, 9)}" if level else "Title")
        case Paragraph(text, look):
            paragraph = _paragraph(word, text, "Small" if look == "small" else "Normal")
            if look == "strong":
                paragraph.runs[0].bold = True
                paragraph.paragraph_format.keep_with_next = True
        case Facts(rows):
            for term, text in rows:
                paragraph = _paragraph(word, "", "Normal")
                paragraph.add_run(one_line(term) + ": ").bold = True
                paragraph.add_run(visible(text))
                paragraph.paragraph_format.space_after = Pt(2)
        case Items(texts) | Contents(texts):
            for text in texts:
                _paragraph(word, text, "List Bullet" if isinstance(block, Items) else TOC)


def _figure(word: Any, figure: Figure) -> None:
    """Add a chart as a picture with its words for whoever does not see it; of characters where no picture can be made."""
    from docx.shared import Pt

    if figure.caption:
        _paragraph(word, one_line(figure.caption), "Caption").paragraph_format.keep_with_next = True
    if not picture(word, figure.svg, one_line(figure.says), _text_width(word)):
        run = _paragraph(word, "\n".join(figure.text), "Normal").runs[0]
        run.font.name, run.font.size = "Courier New", Pt(8)
        _paragraph(word, one_line(figure.says), "Small")


def _text_width(word: Any) -> int:
    """Return the width between the margins, in Word's own units."""
    section = word.sections[-1]
    return int(section.page_width - section.left_margin - section.right_margin)


def _room(word: Any, words: str, lines: int) -> None:
    from docx.shared import Mm

    grid = word.add_table(rows=1, cols=1)
    _grid_style(word, grid)
    grid.rows[0].height = Mm(7 + 8 * lines)
    unsplit(grid.rows[0])
    _cell(grid.rows[0].cells[0], f"{words}:", word.styles["Table Text"].style_id, right=False)
    _paragraph(word, "", "Small")


def _grid_style(word: Any, grid: Any) -> None:
    if "Table Grid" in [style.name for style in word.styles]:
        grid.style = "Table Grid"


def _table(word: Any, table: Table) -> None:
    caption = _paragraph(word, table.title, "Caption")
    caption.paragraph_format.keep_with_next = True
    heads = [table.columns[n].heading for n in table.page_columns]
    rows = list(table.shown())
    grid = word.add_table(rows=1, cols=len(heads))
    _grid_style(word, grid)
    narrow_margins(grid)
    grid.autofit = False
    right = [n in table.number_columns for n in table.page_columns]
    whole = [n for n, number in enumerate(right) if number]
    widths = column_widths(heads, rows, _text_width(word), whole)
    style = word.styles["Table Text"].style_id  # to look it up for each cell takes most of the time
    for at, cells in enumerate((heads, *rows)):
        row = grid.rows[0] if at == 0 else grid.add_row()
        unsplit(row)
        for cell, text, number, width in zip(row.cells, cells, right, widths, strict=True):
            cell.width = width
            _cell(cell, text, style, right=number, head=at == 0)
    repeated(grid.rows[0])
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for note in table.notes:
        _paragraph(word, note, "Small")
    if not table.notes:
        apart(_paragraph(word, "", "Small"))


def _cell(cell: Any, text: str, style: str, *, right: bool, head: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    paragraph._p.style = style  # noqa: SLF001 - as above
    paragraph.add_run(visible(text)).bold = head or None
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if head:
        shaded(cell)

"""What Word can and python-docx has no words for: fields, heading rows, pictures of charts with their alternative text."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from auditui.report import png

#: The margin at either side of a cell, in twentieths of a point.
_MARGIN = "80"
#: The style of a line of the contents, by the name that Word gives it.
TOC = "toc 1"


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def field(paragraph: Any, code: str, *, afresh: bool = False) -> None:
    """Add a field that Word fills in, such as PAGE; `afresh` once the file is opened."""
    run = paragraph.add_run()
    instruction = _element("w:instrText")
    instruction.text = code
    shown = _element("w:t")
    shown.text = "1"
    again = {"dirty": "true"} if afresh else {}
    run._r.append(_element("w:fldChar", fldCharType="begin", **again))  # noqa: SLF001 - python-docx has no other way
    run._r.append(instruction)  # noqa: SLF001 - as above
    run._r.append(_element("w:fldChar", fldCharType="separate"))  # noqa: SLF001 - as above
    run._r.append(shown)  # noqa: SLF001 - as above
    run._r.append(_element("w:fldChar", fldCharType="end"))  # noqa: SLF001 - as above


def contents(word: Any) -> None:
    """Let each line of the contents lead to its heading, and end with the page that this is on."""
    lines = [paragraph for paragraph in word.paragraphs if paragraph.style.name == TOC]
    heads = [paragraph for paragraph in word.paragraphs if paragraph.style.name == "Heading 1"]
    for n, (line, head) in enumerate(zip(lines, heads, strict=False), 1):
        name = f"_Part{n}"
        head._p.insert(1, _element("w:bookmarkStart", id=str(n), name=name))  # noqa: SLF001 - as above
        head._p.append(_element("w:bookmarkEnd", id=str(n)))  # noqa: SLF001 - as above
        line.paragraph_format.tab_stops.add_tab_stop(_width_of(word), *_with_dots())
        line.add_run("\t")
        field(line, f"PAGEREF {name} \\h", afresh=True)
        link = _element("w:hyperlink", anchor=name)
        for run in line.runs:
            link.append(run._r)  # noqa: SLF001 - as above
        line._p.append(link)  # noqa: SLF001 - as above


def _with_dots() -> tuple[Any, Any]:
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER

    return WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS


def _width_of(word: Any) -> int:
    section = word.sections[-1]
    return int(section.page_width - section.left_margin - section.right_margin)


def logo(word: Any, png: bytes, says: str, size: tuple[float, float]) -> None:
    """Add a council's logo, so many millimetres wide and high, with whose it is as its alternative text."""
    from docx.shared import Mm

    _described(word.add_picture(BytesIO(png), *map(Mm, size)), says)


def begins_page(word: Any, element: Any) -> None:
    """Let a paragraph begin on a new page, without an empty line above it."""
    from docx.shared import Pt
    from docx.text.paragraph import Paragraph

    if element.tag.endswith("}p"):
        first = Paragraph(element, word).paragraph_format
        first.page_break_before, first.space_before = True, Pt(0)


def apart(paragraph: Any) -> None:
    """Make an empty paragraph so low that it only keeps a table from touching what follows it."""
    from docx.shared import Pt

    paragraph.paragraph_format.line_spacing = Pt(4)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)


def repeated(row: Any) -> None:
    """Make a row the head of its table on every page, and for a screen reader."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001 - as above


def unsplit(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001 - as above


def shaded(cell: Any) -> None:
    """Give a cell of a heading a light ground."""
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill="E8ECF0"))  # noqa: SLF001 - as above


def narrow_margins(grid: Any) -> None:
    """Give the cells of a table margins that leave room for their words."""
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=_MARGIN, type="dxa"))
    grid._tbl.tblPr.append(margins)  # noqa: SLF001 - as above


def picture(word: Any, svg: str, says: str, width: int) -> bool:
    """Add a chart as a picture as wide as `width`, with its alternative text; return False where none can be made."""
    if not png.can_draw():
        return False
    _described(word.add_picture(BytesIO(png.drawn(svg, png.DOTS)), width=width), says)
    return True


def _described(added: Any, says: str) -> None:
    """Give a picture its alternative text, and no distance from what is around it, which some programs else make up."""
    inline = added._inline  # noqa: SLF001 - as above
    inline.docPr.set("descr", says)
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")

"""What Word can and python-docx has no words for: fields, heading rows, pictures of charts with their alternative text."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from auditui.report import png

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What a character of a table takes and a cell's margins, in Word's own units (914,400 an inch), at 9 points.
_CHARACTER, _MARGINS = 64_000, 115_000
#: The margin at either side of a cell, in twentieths of a point.
_MARGIN = "80"
#: A cell of up to so many characters is not to be broken in two; with less room only a shorter one.
_SHORT = (12, 10, 8, 0)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def field(paragraph: Any, code: str) -> None:
    """Add a field that Word fills in, such as PAGE."""
    run = paragraph.add_run()
    instruction = _element("w:instrText")
    instruction.text = code
    shown = _element("w:t")
    shown.text = "1"
    run._r.append(_element("w:fldChar", fldCharType="begin"))  # noqa: SLF001 - python-docx has no other way
    run._r.append(instruction)  # noqa: SLF001 - as above
    run._r.append(_element("w:fldChar", fldCharType="separate"))  # noqa: SLF001 - as above
    run._r.append(shown)  # noqa: SLF001 - as above
    run._r.append(_element("w:fldChar", fldCharType="end"))  # noqa: SLF001 - as above


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


def column_widths(heads: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the widths of columns in Word's own units, together as wide as there is room: no word is broken where it fits.

    Each has room for its longest word, and for its short cells whole where there is some; what is left goes to those with
    most text.
    """
    columns = list(zip(heads, *rows, strict=True))
    words = [max(len(word) for cell in cells for word in (cell.split() or [""])) for cells in columns]
    most = [max(map(len, cells)) for cells in columns]
    for short in _SHORT:
        least = [_least(cells, word, short) for cells, word in zip(columns, words, strict=True)]
        widths = [length * _CHARACTER + _MARGINS for length in least]
        if (spare := room - sum(widths)) >= 0:
            break
    else:
        return [width * room // sum(widths) for width in widths]
    wanted = [max(longest - word, 0) for longest, word in zip(most, least, strict=True)]
    total = sum(wanted)
    if total * _CHARACTER <= spare:
        return [width + extra * _CHARACTER for width, extra in zip(widths, wanted, strict=True)]
    return [width + spare * extra // total for width, extra in zip(widths, wanted, strict=True)]


def _least(cells: Sequence[str], word: int, short: int) -> int:
    """Return how many characters a column needs on one line: its longest word, and its cells of up to `short`."""
    return max(word, *(len(cell) for cell in cells if len(cell) <= short), 0)


def picture(word: Any, svg: str, says: str, width: int) -> bool:
    """Add a chart as a picture as wide as `width`, with its alternative text; return False where none can be made."""
    if not png.can_draw():
        return False
    added = word.add_picture(BytesIO(png.drawn(svg, png.DOTS)), width=width)
    added._inline.docPr.set("descr", says)  # noqa: SLF001 - as above
    return True

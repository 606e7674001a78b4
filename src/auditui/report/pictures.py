"""A drawing as SVG for a page, and as a picture by itself that says what it is of."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from auditui.core.text import one_line
from auditui.report import svg_bars, svg_course, svg_courses, svg_groups
from auditui.report.drawing import Bars, Course, Courses, Drawing, Funnel, Ready
from auditui.report.svg_parts import GREY, WIDE, escaped, picture, text

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What stands around a picture by itself: the title above, lines of so many characters below.
_TITLE, _LINE, _CHARACTERS = 20, 12, 88


def svg(drawing: Drawing) -> str:
    """Return a drawing as SVG that needs nothing from elsewhere; shapes and dashes tell what colours tell."""
    if isinstance(drawing, Ready):
        return drawing.svg
    parts, high = _parts(drawing)
    return picture(high, parts, drawing.title)


def _parts(drawing: Course | Courses | Bars | Funnel) -> tuple[list[str], float]:
    match drawing:
        case Course():
            return svg_course.whole(drawing)
        case Courses():
            return svg_courses.courses(drawing)
        case Bars():
            return svg_bars.bars(drawing)
        case Funnel():
            return svg_groups.funnel(drawing)


def captioned(drawn: str, title: str, beneath: Iterable[str]) -> str:
    """Return a picture of `svg` that stands by itself: its title above it, and what it is of in words below.

    The same words are its description, for whoever does not see it.
    """
    box = re.search(r'viewBox="0 0 \d+ (\d+)"', drawn)
    high = int(box[1]) if box else 0
    words = [line for said in beneath for line in textwrap.wrap(one_line(said), _CHARACTERS)]
    heads = textwrap.wrap(one_line(title), 70) or [""]
    above = 6 + 14 * len(heads)
    whole = high + above + _LINE * (len(words) + 1)
    head, _, rest = drawn.partition("\n")
    head = head.replace(f'viewBox="0 0 {WIDE} {high}"', f'viewBox="-8 -{above} {WIDE + 16} {whole}"')
    look = 'font-size="11" font-weight="bold"'
    return "\n".join(
        (
            head,
            f"<desc>{escaped(' '.join(words))}</desc>",
            f'<rect x="-8" y="-{above}" width="{WIDE + 16}" height="{whole}" fill="#fff"/>',
            *(text(0, 14 * (n + 1) - above, line, look) for n, line in enumerate(heads)),
            rest.removesuffix("</svg>").rstrip(),
            *(text(0, high + _LINE * (n + 1), line, fill=GREY) for n, line in enumerate(words)),
            "</svg>",
        )
    )

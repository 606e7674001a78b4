"""Several courses beside one another on one scale, as SVG: small multiples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.report import svg_course
from auditui.report.svg_course import Frame
from auditui.report.svg_parts import COLOURS, GREY, WIDE, broken, icon, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.report.drawing import Course, Courses

_BOLD = 'font-weight="bold"'
#: How far courses stand from one another, how high each is, and from its top to its axes.
_APART, _HIGH, _HEAD = 12.0, 104.0, 40.0
#: What is left of the axis for its numbers, and right of it for the last figure.
_NUMBERS, _LAST = 20.0, 28.0


def courses(drawing: Courses) -> tuple[list[str], float]:
    """Return the parts of several courses, three or four abreast, with one key, and how high they are."""
    number = len(drawing.courses)
    abreast = 4 if number == 4 or number > 6 else 3
    wide = (WIDE - _APART * (abreast - 1)) / abreast
    parts = [
        part
        for n, course in enumerate(drawing.courses)
        for part in _panel(course, (wide + _APART) * (n % abreast), _HIGH * (n // abreast), wide)
    ]
    rows = (number + abreast - 1) // abreast
    key, high = svg_course.key_of(drawing.courses, _HIGH * rows + 8)
    return [*parts, *key], high


def _panel(course: Course, left: float, top: float, wide: float) -> Iterator[str]:
    """Yield one course: its title, the icon of its first verdict, its line, its last figure, first and last period."""
    room = wide - (26 if course.icons else 0)
    for n, head in enumerate(broken(course.title, room, 3, 4.9)):
        yield text(left, top + 9 + 11 * n, head, _BOLD)
    yield from (icon(left + wide - 11, top + 11, one, 10) for one in course.icons[:1])
    frame = Frame(left + _NUMBERS, left + wide - _LAST, top + _HEAD, top + _HIGH - 20, len(course.marks))
    yield from svg_course.levels(frame, (0, 50, 100), "")
    yield from svg_course.drawn(course, frame, words=False)
    if course.last is not None and course.last.value is not None:
        words, fill = f"{100 * course.last.value:.0f} %", COLOURS[course.last.meaning]
        yield text(frame.right + 3, frame.y(course.last.value) + 3, words, _BOLD, fill=fill)
    if course.marks:
        yield text(left, frame.bottom + 11, course.marks[0].label, fill=GREY)
    if len(course.marks) > 1:
        yield text(left + wide, frame.bottom + 11, course.marks[-1].label, anchor="end", fill=GREY)

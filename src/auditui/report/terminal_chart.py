"""A drawing as lines of characters, for a terminal or a file of text."""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING

from auditui.core.periods import year_of
from auditui.core.text import one_line
from auditui.figures.suppression import HIDDEN
from auditui.report.canvas import FINE, Canvas, Ink
from auditui.report.charts import short
from auditui.report.drawing import CONCERNS, IMPROVES, Bars, Course, Courses, Funnel, Ready
from auditui.report.strips import LOOKS, cut, sign, spark, strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from auditui.report.canvas import Line, Signs
    from auditui.report.drawing import Dot, Drawing, Mark

_LEFT = 7  # an axis with its percentages
#: A course in short has the last of so many periods.
_PERIODS = 24
#: With fewer lines than these, points and the level lines share cells: the lines are thinned.
_FEW = 8


def lines(drawing: Drawing, width: int = 78, height: int = 11, *, signs: Signs = FINE) -> Iterator[Line]:
    """Yield a drawing in so many columns; a course has `height` lines between its axes, of 5 % each in plain signs."""
    match drawing:
        case Course():
            yield from _course(drawing, width, height, signs)
        case Courses():
            for course in drawing.courses:
                yield from _in_short(course, width, signs)
            yield [("Each sign is a period, the higher the more is met, from 0 to 100 %.", "faint")]
        case Bars():
            yield from _bars(drawing, width, signs)
        case Funnel():
            yield from _funnel(drawing, width, signs)
        case Ready(text=drawn):
            yield from ([(line, "")] for line in drawn)


def _course(course: Course, width: int, height: int, signs: Signs) -> Iterator[Line]:
    room = max(width - _LEFT, 1)
    left_out, marks = len(course.marks[:-room]), course.marks[-room:]
    column = min(max(room // max(len(marks), 1), 1), 6)
    height = max(height, 4)
    canvas = Canvas(column * len(marks), height, signs)
    _level_lines(canvas, course, marks, column)
    _points(canvas, marks, column)
    step = next((by for by, least in ((10, 21), (20, 9), (25, 5)) if height >= least), 50)
    labels = {round(canvas.height(percent / 100)) // signs.down: percent for percent in range(0, 101, step)}
    for row in range(height):
        percent = f"{labels[row]:3d} % {signs.axis[0]}" if row in labels else f"      {signs.axis[1]}"
        yield [(percent, "faint"), *canvas.line(row)]
    yield from _under(marks, column, signs)
    if left_out:
        yield [
            (
                f"{'':{_LEFT}}The {left_out} earlier periods do not fit in this width: they are in the table.",
                "faint",
            )
        ]
    yield from _key(course, marks, width, signs)


def _x(canvas: Canvas, n: int, column: int) -> int:
    return (2 * n + 1) * column * canvas.signs.across // 2


def _level_lines(canvas: Canvas, course: Course, marks: Sequence[Mark], column: int) -> None:
    wide, few = column * canvas.signs.across, canvas.rows < _FEW
    limit, mean = ("x...", "x.") if few else ("x.", "x")
    for n, mark in enumerate(marks):
        for value, ink, pattern in (
            (mark.lower, Ink(1, "faint", "-"), limit),
            (mark.upper, Ink(1, "faint", "-"), limit),
            (mark.centre, Ink(2, "faint", "-"), mean),
            (mark.forecast, Ink(2, "faint", "~"), "x..."),
            (course.target, Ink(3, "target", "="), "xxxx.."),
        ):
            if value is not None:
                canvas.level(n * wide, (n + 1) * wide, value, ink, pattern)
    for n, mark in enumerate(marks[1:], 1):
        if mark.breaks or mark.steps:
            sign, every = ("|", 1) if mark.breaks else (":", 2)
            canvas.upright(n * wide, Ink(1, "faint", sign), every)


def _points(canvas: Canvas, marks: Sequence[Mark], column: int) -> None:
    for (n, one), (_, other) in pairwise(enumerate(marks)):
        if one.value is not None and other.value is not None and not other.breaks:
            start, end = (_x(canvas, n, column), one.value), (_x(canvas, n + 1, column), other.value)
            down = [(x, round(canvas.height(value))) for x, value in (start, end)]
            canvas.stroke(down[0], down[1], Ink(4, "faint", "."))
    for n, mark in enumerate(marks):
        if mark.value is not None:
            shape = sign(mark.meaning, canvas.signs, canvas.signs.dot)
            ink = Ink(6 if mark.meaning else 5, LOOKS[mark.meaning] or "strong", shape)
            canvas.point(_x(canvas, n, column), mark.value, ink)


def _under(marks: Sequence[Mark], column: int, signs: Signs) -> Iterator[Line]:
    """Yield the lines below: what stands out, the periods and their years, what was noted, how many were counted."""
    middle = column // 2
    if any(mark.meaning for mark in marks):
        stands = [(f"{'':{middle}}{sign(mark.meaning, signs)}", LOOKS[mark.meaning]) for mark in marks]
        yield [(" " * _LEFT, ""), *((words.ljust(column), look) for words, look in stands)]
    yield [(f"{'':{_LEFT}}{_row([short(mark.label) for mark in marks], column)}", "")]
    years = ""
    for n, mark in enumerate(marks):
        if (n == 0 or year_of(marks[n - 1].label) != year_of(mark.label)) and len(years) <= n * column:
            years = (years.ljust(n * column) + year_of(mark.label)) + " "
    yield [(f"{'':{_LEFT}}{years}", "faint")]
    if any(mark.causes for mark in marks):
        yield [(f"{'noted':<{_LEFT}}{_row([mark.causes for mark in marks], column)}", "")]
    yield [(f"{'n':<{_LEFT}}{_row([mark.number for mark in marks], column)}", "faint")]


def _row(cells: Sequence[str], column: int) -> str:
    """Return cells below their periods, as many of them as there is room for: those at equal distances, the last one too."""
    widest = max(map(len, cells), default=1)
    every = (
        1
        if widest < column or widest == 1
        else next(by for by in (2, 3, 4, 6, 12, 24) if by * column > widest)
    )
    line = [" "] * (column * len(cells) + widest)
    for n in range((len(cells) - 1) % every, len(cells), every):
        start = max(n * column + column // 2 - (len(cells[n]) - 1) // 2, 0)
        line[start : start + len(cells[n])] = cells[n]
    return "".join(line).rstrip()


def _key(course: Course, marks: Sequence[Mark], width: int, signs: Signs) -> Iterator[Line]:
    fine, last, target = signs.down > 1, course.last, course.target
    meanings = {mark.meaning for mark in marks}
    met = f"% met, {_percent(last.value)} in {last.label}" if last else "% met"
    entries = (
        ("⠶" if fine else signs.dot, met, "strong", True),
        ("n", "counted", "", True),
        (signs.up, "stands out, improvement", LOOKS[IMPROVES], IMPROVES in meanings),
        (signs.down_sign, "stands out, concern", LOOKS[CONCERNS], CONCERNS in meanings),
        *_key_of_limits(course.limited, fine=fine),
        ("⠒⠒⠂" if fine else "==", f"target {_percent(target)}", "target", target is not None),
        (
            "⠂ ⠂" if fine else "~",
            "forecast if nothing changes",
            "",
            any(mark.forecast is not None for mark in marks),
        ),
        ("⡇" if fine else "|", "break", "", any(mark.breaks for mark in marks[1:])),
        ("⡁" if fine else ":", "new limits", "", any(mark.steps for mark in marks[1:])),
        (str(HIDDEN), "hidden, small", "", any(mark.number == str(HIDDEN) for mark in marks)),
    )
    yield from _wrapped([(sign, words, look) for sign, words, look, stands in entries if stands], width)


def _key_of_limits(limited: Mark | None, *, fine: bool) -> Iterator[tuple[str, str, str, bool]]:
    if limited is not None:
        yield "⠒⠒" if fine else "--", f"mean {_percent(limited.centre)}", "", True
        yield (
            "⠂⠂" if fine else "- -",
            f"limits {_percent(limited.lower)} to {_percent(limited.upper)}",
            "",
            True,
        )


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.0f} %"


def _wrapped(entries: Iterable[tuple[str, str, str]], width: int) -> Iterator[Line]:
    """Yield signs with their words, as many in a line as there is room for."""
    line: Line = [(" " * _LEFT, "")]
    used = _LEFT
    for shape, words, look in entries:
        more = len(shape) + len(words) + 3
        if used + more > width and used > _LEFT:
            yield line
            line, used = [(" " * _LEFT, "")], _LEFT
        line += [(shape, look), (f" {words}  ", "faint")]
        used += more
    yield line


def _funnel(drawing: Funnel, width: int, signs: Signs) -> Iterator[Line]:
    """Yield the funnel lying down, a line for each group, the one with most answers first."""
    names = min(max(len(dot.name) for dot in drawing.dots), max(width // 3, 12))
    room = min(max(width - names - 6, 10), 60)
    for dot in sorted(drawing.dots, key=lambda dot: -dot.size):
        yield _dot(dot, drawing.centre, (names, room), signs)
    yield [(f"{'':{names}} 0 %{'100 %':>{room - 3}}", "faint")]
    meanings = {dot.meaning for dot in drawing.dots}
    entries = [
        (signs.dot, "% met", "strong"),
        *([(signs.up, "above the others", LOOKS[IMPROVES])] if IMPROVES in meanings else []),
        *([(signs.down_sign, "below the others", LOOKS[CONCERNS])] if CONCERNS in meanings else []),
        (signs.middle, f"all {drawing.centre:.0%}", ""),
        ("[ ]", "95 of 100 are within", ""),
        ("( )", "998 of 1,000 are", ""),
    ]
    yield from _wrapped(entries, width)


def _dot(dot: Dot, centre: float, wide: tuple[int, int], signs: Signs) -> Line:
    names, room = wide
    cells = [" "] * room

    def at(value: float) -> int:
        return min(max(round(value * (room - 1)), 0), room - 1)

    cells[at(centre)] = signs.middle
    for pair, ends in ((dot.outer, "()"), (dot.inner, "[]")):
        for value, end in zip(pair or (), ends, strict=False):
            cells[at(value)] = end
    shape = sign(dot.meaning, signs, signs.dot)
    place, look = at(dot.share), LOOKS[dot.meaning] or "strong"
    before, after = "".join(cells[:place]), "".join(cells[place + 1 :])
    name = cut(one_line(dot.name), names)
    return [
        (f"{name:<{names}} ", ""),
        (before, "faint"),
        (shape, look),
        (after, "faint"),
        (f" {dot.share:4.0%}", look),
    ]


def _in_short(course: Course, width: int, signs: Signs) -> Iterator[Line]:
    """Yield a course in short: its name, a spark of its last periods and figure; beneath it what is said of it."""
    last, marks, names = course.last, course.marks[-_PERIODS:], max(width // 2, 12)
    title = one_line(course.title)
    if len(title) > names:
        yield from ([(part, "")] for part in wrap(title, width))
        title = ""
    look = LOOKS[course.icons[0].meaning] if course.icons else ""
    drawn = f"{spark([mark.value for mark in marks], signs)} {_percent(last.value) if last else ''}"
    yield [(f"{title:<{names}} ", ""), (drawn, look or "strong")]
    of = f"{marks[0].label} to {marks[-1].label}" if marks else ""
    words = "; ".join(filter(None, (of, *(f"{icon.of}: {icon.word}" for icon in course.icons))))
    yield from ([(f"  {part}", "faint")] for part in wrap(words, max(width - 2, 20)))


def _bars(drawing: Bars, width: int, signs: Signs) -> Iterator[Line]:
    """Yield a line a row: its name, a bar from 0 to 100 % with its interval, its percentage, its counts."""
    words = max((len(bar.words) for bar in drawing.bars), default=0)
    names = min(max((len(bar.name) for bar in drawing.bars), default=0), max(width // 3, 12))
    room = min(max(width - names - words - 10, 10), 60)
    for bar in drawing.bars:
        look = LOOKS[bar.meaning]
        share = f"{sign(bar.meaning, signs)}{100 * bar.value:3.0f} %" if bar.value is not None else ""
        yield [
            (f"{cut(one_line(bar.name), names):<{names}} ", ""),
            (strip(bar, room, signs), look),
            (f" {share:6} ", look or "strong"),
            (f"{bar.words:>{words}}", "faint"),
        ]
    yield [(f"{'':{names}} 0 %{'100 %':>{room - 3}}", "faint")]
    meanings = {bar.meaning for bar in drawing.bars}
    solid, middle, light = signs.bar
    yield from _wrapped(
        [
            (solid, "to the low end of 95 %", ""),
            (middle, "to the %", ""),
            (light, "to the high end", ""),
            *([(signs.up, "better", LOOKS[IMPROVES])] if IMPROVES in meanings else []),
            *([(signs.down_sign, "worse", LOOKS[CONCERNS])] if CONCERNS in meanings else []),
        ],
        width,
    )

"""A course over time as SVG, as Making Data Count draws it: points and a line, mean and limits, icons, the target."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.periods import year_of
from auditui.figures.suppression import HIDDEN
from auditui.report.charts import short
from auditui.report.drawing import CONCERNS, IMPROVES, NEITHER
from auditui.report.svg_parts import (
    COLOURS,
    GREY,
    LETTER,
    PALE,
    RULE,
    TARGET,
    WIDE,
    broken,
    escaped,
    icon,
    keyed,
    line,
    path,
    point,
    text,
    upright,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from auditui.report.drawing import Course, Icon, Mark

_BOLD = 'font-weight="bold"'
_FORECAST, _NOTED = "#6b5200", "#5a3d8a"
#: How lines look: limits, target, forecast, where limits are drawn anew, where versions break.
_LIMIT, _AIM, _AHEAD, _ANEW, _BREAK, _CAUSE = "4 3", "7 3", "2 3", "1.5 2.5", "5 2", "1 2.5"


class Frame(NamedTuple):
    """Where a course stands in a picture, and how far apart its periods are."""

    left: float
    right: float
    top: float
    bottom: float
    periods: int

    @property
    def step(self) -> float:
        """From one period to the next."""
        return (self.right - self.left) / max(self.periods, 1)

    def x(self, n: float) -> float:
        """The middle of a period."""
        return self.left + self.step * (n + 0.5)

    def y(self, value: float) -> float:
        """The height of a proportion."""
        return self.bottom - (self.bottom - self.top) * min(max(value, 0.0), 1.0)


def whole(course: Course) -> tuple[list[str], float]:
    """Return the parts of a course with its axes, icons and key, and how high they are."""
    top = 42.0 if course.icons else 14.0
    top += 10 if any(mark.causes for mark in course.marks) else 0
    up = broken(course.up, course.height + 12, 2, 4.6)
    frame = Frame(33 + 11 * len(up), WIDE - 62, top, top + course.height, len(course.marks))
    key, high = key_of([course], frame.bottom + 48, course.along)
    parts = [
        *_icons(course.icons),
        *levels(frame),
        *(upright(11 + 11 * n, (frame.top + frame.bottom) / 2, words) for n, words in enumerate(up)),
        *drawn(course, frame),
        *_labels(course, frame),
        *_under(course, frame),
        *key,
    ]
    return parts, high


def _icons(icons: Iterable[Icon]) -> Iterator[str]:
    """Yield the icons in a row, each with what it is of and its word."""
    shown = list(icons)
    room = (WIDE - 8) / max(len(shown), 3)
    for n, each in enumerate(shown):
        x = 4 + room * n
        yield icon(x + 13, 18, each)
        yield text(x + 30, 12, each.of, fill=GREY)
        words = broken(each.word[:1].upper() + each.word[1:], room - 32, 2)
        for at, part in enumerate(words):
            yield text(x + 30, 23 + 10.5 * at, part, _BOLD, fill=COLOURS[each.meaning])


def levels(frame: Frame, percents: Iterable[int] = range(0, 101, 20), unit: str = " %") -> Iterator[str]:
    """Yield the level lines of percentages with their numbers."""
    for percent in percents:
        y = frame.y(percent / 100)
        yield line((frame.left, y, frame.right, y), RULE)
        yield text(frame.left - 4, y + 3, f"{percent}{unit}", anchor="end", fill=GREY)


def drawn(course: Course, frame: Frame, *, words: bool = True) -> Iterator[str]:
    """Yield what is drawn within the axes, points last; without `words` lines only, where there is no room for them."""
    marks = course.marks
    for n, mark in enumerate(marks):
        yield from _behind(mark, n, frame, dict(course.causes) if words else None)
    yield from _runs(marks, frame)
    if course.target is not None:
        y = frame.y(course.target)
        yield line((frame.left, y, frame.right, y), TARGET, _AIM, 1.2)
    for (n, one), (_, other) in pairwise(enumerate(marks)):
        if one.value is not None and other.value is not None and not other.breaks:
            ends = (frame.x(n), frame.y(one.value), frame.x(n + 1), frame.y(other.value))
            yield line(ends, GREY, width=1.1)
    size = min(3.4, max(frame.step * 0.42, 2.0))
    for n, mark in enumerate(marks):
        if mark.value is not None:
            said = "; ".join((f"{mark.label}: {mark.value:.0%} of {mark.number}", *mark.signals))
            yield point(frame.x(n), frame.y(mark.value), mark.meaning, said, size)


def _behind(mark: Mark, n: int, frame: Frame, causes: dict[str, str] | None) -> Iterator[str]:
    """Yield the upright lines before a period: a break, limits drawn anew, what was noted; each with its word, or all without."""
    x = frame.x(n - 0.5)
    for stands, word, dashes in ((mark.breaks, "break", _BREAK), (mark.steps, "new limits", _ANEW)):
        if stands:
            yield line((x, frame.top, x, frame.bottom), GREY, dashes)
            near = frame.right - x < 50
            at, anchor = (x - 3, "end") if near else (x + 3, "start")
            yield from (
                [text(at, frame.bottom - 4, word, anchor=anchor, fill=GREY)] if causes is not None else []
            )
    if mark.causes and causes is not None:
        yield line((x, frame.top, x, frame.bottom), _NOTED, _CAUSE)
        title = "; ".join(f"{letter} {causes.get(letter, '')}" for letter in mark.causes)
        look = _BOLD
        yield f"<g><title>{escaped(title)}</title>{text(x, frame.top - 3, mark.causes, look, anchor='middle', fill=_NOTED)}</g>"


def _runs(marks: Iterable[Mark], frame: Frame) -> Iterator[str]:
    """Yield mean, limits and forecast, each as one line as long as it goes on at steps of a period."""
    held = list(marks)
    looks = (
        ("lower", PALE, _LIMIT),
        ("upper", PALE, _LIMIT),
        ("centre", GREY, ""),
        ("forecast", _FORECAST, _AHEAD),
    )
    for name, colour, dashes in looks:
        run: list[tuple[float, float]] = []
        for n, mark in enumerate(held):
            value = getattr(mark, name)
            if run and (value is None or ((mark.breaks or mark.steps) and name != "forecast")):
                yield path(run, colour, dashes)
                run = []
            if value is not None:
                run += [(frame.x(n - 0.5), frame.y(value)), (frame.x(n + 0.5), frame.y(value))]
        if run:
            yield path(run, colour, dashes)


def _labels(course: Course, frame: Frame) -> Iterator[str]:
    """Yield what lines and the last point are called, beside their ends, none over another."""
    taken: list[float] = []
    for value, words, fill, look in _named(course):
        y = _free(frame.y(value) + 3, taken)
        taken.append(y)
        yield text(frame.right + 5, y, f"{words} {100 * value:.0f} %".lstrip(), look, fill=fill)


def _named(course: Course) -> Iterator[tuple[float, str, str, str]]:
    """Yield the level of each line with its name, colour and look, what matters most first."""
    if course.target is not None:
        yield course.target, "target", TARGET, _BOLD
    if course.last is not None and course.last.value is not None:
        yield course.last.value, "", COLOURS[course.last.meaning], _BOLD
    limited = course.limited
    ahead = next((mark for mark in reversed(course.marks) if mark.forecast is not None), None)
    for mark, name, words, fill in (
        (limited, "centre", "mean", GREY),
        (ahead, "forecast", "forecast", _FORECAST),
        (limited, "upper", "upper", GREY),
        (limited, "lower", "lower", GREY),
    ):
        if mark is not None:
            yield getattr(mark, name), words, fill, ""


def _free(y: float, taken: list[float]) -> float:
    """Return the height nearest to `y` at which nothing is written yet."""
    places = sorted((y + by * 2.0 for by in range(-40, 41)), key=lambda place: abs(place - y))
    return next((place for place in places if all(abs(place - other) >= 9.5 for other in taken)), y)


def _under(course: Course, frame: Frame) -> Iterator[str]:
    """Yield the periods, how many were counted, and the years, as many as there is room for."""
    marks = course.marks
    every = _every(frame.step, max((len(short(mark.label)) for mark in marks), default=1), course)
    counted = _every(frame.step, max((len(mark.number) for mark in marks), default=1), course)
    end = -100.0
    for n, mark in enumerate(marks):
        x = frame.x(n)
        if n % every == 0:
            yield text(x, frame.bottom + 12, short(mark.label), anchor="middle")
        if (len(marks) - 1 - n) % counted == 0:
            yield text(x, frame.bottom + 23, mark.number, anchor="middle", fill=GREY)
        year = year_of(mark.label)
        if (n == 0 or year_of(marks[n - 1].label) != year) and x - end > 6:
            yield text(x - min(frame.step / 2, 3), frame.bottom + 34, year)
            end = x + len(year) * LETTER
    yield text(frame.left - 4, frame.bottom + 23, "n", anchor="end", fill=GREY)


def _every(step: float, letters: int, course: Course) -> int:
    """Return at how many periods there is room for a label: every one, of months also every third, sixth or year."""
    room = letters * LETTER + 2
    spaces = (1, 2, 3, 6, 12, 24) if course.marks and len(course.marks[0].label) == 7 else (1, 2, 4, 8, 16)
    return next((space for space in spaces if space * step >= room), spaces[-1])


def key_of(courses: Sequence[Course], top: float, along: str = "") -> tuple[list[str], float]:
    """Return what the axis `along` and the signs of courses mean, of those that are drawn, and where that ends."""
    marks = [mark for course in courses for mark in course.marks]
    meanings, limits = {mark.meaning for mark in marks}, any(mark.centre is not None for mark in marks)
    entries = (
        (point(4, -3, NEITHER), "% met", True),
        (text(2, 0, "n", fill=GREY), "counted", bool(along)),
        (point(4, -3, IMPROVES), "stands out: improvement", IMPROVES in meanings),
        (point(4, -3, CONCERNS), "stands out: concern", CONCERNS in meanings),
        (line((-3, -3, 9, -3), GREY), "mean", limits),
        (line((-3, -3, 9, -3), PALE, _LIMIT), "limits", limits),
        (
            line((-3, -3, 9, -3), TARGET, _AIM, 1.2),
            "target",
            any(course.target is not None for course in courses),
        ),
        (
            line((-3, -3, 9, -3), _FORECAST, _AHEAD),
            "forecast if nothing changes",
            any(mark.forecast is not None for mark in marks),
        ),
        (
            text(2, 0, "a", _BOLD, fill=_NOTED),
            "noted cause",
            bool(along) and any(mark.causes for mark in marks),
        ),
        (
            text(2, 0, str(HIDDEN), fill=GREY),
            "hidden, small",
            any(mark.number == str(HIDDEN) for mark in marks),
        ),
    )
    begins = 60.0 + len(along) * LETTER if along else 3.0
    key, high = keyed(entries, (begins, top), 47.0 if along else 3.0)
    return [*([text(44, top, along, fill=GREY)] if along else []), *key], high

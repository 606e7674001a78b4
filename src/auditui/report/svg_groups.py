"""Groups beside one another as SVG: bars with their intervals, and a funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.report.drawing import CONCERNS, IMPROVES, NEITHER
from auditui.report.svg_parts import (
    COLOURS,
    GREY,
    INK,
    LETTER,
    PALE,
    RULE,
    TARGET,
    WIDE,
    broken,
    keyed,
    line,
    path,
    point,
    text,
    upright,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.report.drawing import Bar, Bars, Dot, Funnel

_FILLS = {IMPROVES: "#9cc7ea", CONCERNS: "#f2b98a", NEITHER: "#cfcfcf"}
_BOLD = 'font-weight="bold"'


def bars(drawing: Bars) -> tuple[list[str], float]:
    """Return bars from 0 to 100 %, a whisker for each interval, the figures beside them, and how high they are."""
    words = max((len(bar.words) for bar in drawing.bars), default=0)
    names = min(max(len(bar.name) for bar in drawing.bars) * LETTER + 8, 170.0)
    left, right = names, WIDE - 34 - words * LETTER - 8
    y, parts, places = 6.0, [], []
    for bar in drawing.bars:
        heads = broken(bar.name, names - 8, 2)
        high = max(16.0, 11.0 * len(heads) + 4)
        places.append((bar, y + high / 2))
        parts += [
            text(0, y + high / 2 + 3 - 5.5 * (len(heads) - 1) + 11 * n, head) for n, head in enumerate(heads)
        ]
        y += high
    grid = list(_grid(left, right, 6, y))
    level = list(_whole(drawing, left, right, y))
    drawn = [part for bar, middle in places for part in _bar(bar, middle, left, right)]
    key, high = _key(drawing, y + 26)
    return [*grid, *parts, *drawn, *level, *key], high


def _x(value: float, left: float, right: float) -> float:
    return left + (right - left) * min(max(value, 0.0), 1.0)


def _grid(left: float, right: float, top: float, bottom: float) -> Iterator[str]:
    for percent in range(0, 101, 20):
        x = _x(percent / 100, left, right)
        yield line((x, top, x, bottom), RULE)
        yield text(
            x,
            bottom + 11,
            f"{percent} %" if percent in (0, 100) else str(percent),
            anchor="middle",
            fill=GREY,
        )


def _whole(drawing: Bars, left: float, right: float, bottom: float) -> Iterator[str]:
    if drawing.whole is not None:
        x = _x(drawing.whole, left, right)
        yield line((x, 2, x, bottom), INK, "1.5 2")


def _bar(bar: Bar, middle: float, left: float, right: float) -> Iterator[str]:
    """Yield a bar, its interval, its target, its percentage and counts; nothing but its words where it is hidden."""
    yield text(WIDE, middle + 3, bar.words, anchor="end", fill=GREY)
    if bar.value is None:
        return
    end, colour = _x(bar.value, left, right), COLOURS[bar.meaning]
    yield (
        f'<rect x="{left:.1f}" y="{middle - 5:.1f}" width="{max(end - left, 0.5):.1f}" height="10"'
        f' fill="{_FILLS[bar.meaning]}"/>'
    )
    if bar.low is not None and bar.high is not None:
        low, high = _x(bar.low, left, right), _x(bar.high, left, right)
        yield line((low, middle, high, middle), colour, width=1.3)
        yield line((low, middle - 3, low, middle + 3), colour, width=1.3)
        yield line((high, middle - 3, high, middle + 3), colour, width=1.3)
    if bar.target is not None:
        at = _x(bar.target, left, right)
        yield line((at, middle - 7, at, middle + 7), TARGET, width=1.8)
    yield point(end, middle, bar.meaning)
    yield text(right + 33, middle + 3, f"{bar.value:.0%}", _BOLD, anchor="end", fill=colour)


def _key(drawing: Bars, top: float) -> tuple[list[str], float]:
    meanings = {bar.meaning for bar in drawing.bars}
    better, worse = drawing.key
    entries = (
        (line((-3, -3, 9, -3), GREY, width=1.3) + point(3, -3, NEITHER), drawing.up, True),
        (line((3, -9, 3, 2), INK, "1.5 2"), "all", drawing.whole is not None),
        (
            line((3, -9, 3, 2), TARGET, width=1.8),
            "target",
            any(bar.target is not None for bar in drawing.bars),
        ),
        (point(3, -3, IMPROVES), better, IMPROVES in meanings),
        (point(3, -3, CONCERNS), worse, CONCERNS in meanings),
    )
    return keyed(entries, (3.0, top), 3.0)


def funnel(drawing: Funnel) -> tuple[list[str], float]:
    """Return groups by their size around what all have, within limits that narrow as groups grow, and how high it is."""
    left, right, top, bottom = 44.0, WIDE - 62.0, 10.0, 210.0
    most = max(size for size, _, _ in drawing.outer)

    def x(size: float) -> float:
        return left + (right - left) * size / most

    def y(share: float) -> float:
        return bottom - (bottom - top) * min(max(share, 0.0), 1.0)

    parts = [upright(11, (top + bottom) / 2, drawing.up)]
    for percent in range(0, 101, 20):
        at = y(percent / 100)
        parts.append(line((left, at, right, at), RULE))
        parts.append(text(left - 4, at + 3, f"{percent} %", anchor="end", fill=GREY))
    parts.append(line((left, y(drawing.centre), right, y(drawing.centre)), GREY))
    parts.append(text(right + 5, y(drawing.centre) + 3, f"all {drawing.centre:.0%}", fill=GREY))
    for limits, dashes, colour in ((drawing.inner, "4 3", PALE), (drawing.outer, "", PALE)):
        parts += [path([(x(at[0]), y(at[end])) for at in limits], colour, dashes) for end in (1, 2)]
    for size in _round(most):
        parts.append(text(x(size), bottom + 12, f"{size:.0f}", anchor="middle", fill=GREY))
    parts += _dots(drawing.dots, x, y)
    entries = (
        (line((-3, -3, 9, -3), PALE, "4 3"), "19 of 20 are within", True),
        (line((-3, -3, 9, -3), PALE), "998 of 1,000 are", True),
        (point(3, -3, IMPROVES), "above the others", any(dot.meaning == IMPROVES for dot in drawing.dots)),
        (point(3, -3, CONCERNS), "below the others", any(dot.meaning == CONCERNS for dot in drawing.dots)),
    )
    key, high = keyed(entries, (47.0, bottom + 40), 47.0)
    return [*parts, text(left, bottom + 26, drawing.along, fill=GREY), *key], high


def _round(most: float) -> list[float]:
    """Return where the axis of sizes is marked, four to eight round numbers."""
    step = next(
        by for by in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 1e9) if most / by <= 8
    )
    return [step * n for n in range(int(most / step) + 1)]


def _dots(dots: Iterable[Dot], x: object, y: object) -> Iterator[str]:
    """Yield the groups, each with its name where there is room for it; those outside the limits first."""
    taken: list[tuple[float, float, float]] = []
    for dot in sorted(dots, key=lambda dot: (not dot.meaning, -dot.size)):
        at, level = x(dot.size), y(dot.share)  # type: ignore[operator]
        yield point(at, level, dot.meaning, f"{dot.name}: {dot.share:.0%}, {dot.word}")
        name = broken(dot.name, 150, 1)[0]
        wide = len(name) * LETTER
        before = at + 6 + wide > WIDE
        start = at - 6 - wide if before else at + 6
        free = all(
            abs(level - other) >= 9 or start > end or start + wide < begin for begin, end, other in taken
        )
        if free or dot.meaning:
            taken.append((start, start + wide, level))
            yield text(
                at - 6 if before else at + 6,
                level + 3,
                name,
                anchor="end" if before else "start",
                fill=COLOURS[dot.meaning],
            )

"""Groups around what all have, as SVG: a funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.report.drawing import CONCERNS, IMPROVES
from auditui.report.svg_parts import (
    COLOURS,
    GREY,
    LETTER,
    PALE,
    RULE,
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

    from auditui.report.drawing import Dot, Funnel


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

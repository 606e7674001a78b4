"""Bars from 0 to 100 % with their intervals, as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditui.figures.suppression import HIDDEN
from auditui.report.drawing import CONCERNS, IMPROVES, NEITHER
from auditui.report.svg_parts import (
    COLOURS,
    GREY,
    INK,
    LETTER,
    RULE,
    WIDE,
    broken,
    keyed,
    line,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.report.drawing import Bar, Bars

_FILLS = {IMPROVES: "#9cc7ea", CONCERNS: "#f2b98a", NEITHER: "#cfcfcf"}
#: Beside the percentage, so that colour is not alone.
_SIGNS = {IMPROVES: "▲ ", CONCERNS: "▼ ", NEITHER: ""}
_BOLD = 'font-weight="bold"'
_DOTS = "1.5 2"
#: The widest a row's name is before it is broken, and how wide a percentage with its sign is.
_NAMES, _PERCENT = 170.0, 46.0


class _Span(NamedTuple):
    """Where 0 and 100 % are."""

    left: float
    right: float

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * min(max(value, 0.0), 1.0)


def bars(drawing: Bars) -> tuple[list[str], float]:
    """Return the parts of bars with a whisker for each interval and the figures beside them, and how high they are."""
    words = max((len(bar.words) for bar in drawing.bars), default=0)
    names = min(max((len(bar.name) for bar in drawing.bars), default=0) * LETTER + 8, _NAMES)
    span = _Span(names, WIDE - _PERCENT - words * LETTER - 8)
    y, named, placed = 6.0, [], []
    for bar in drawing.bars:
        heads = broken(bar.name, names - 8, 2)
        high = max(16.0, 11.0 * len(heads) + 4)
        middle = y + high / 2
        placed.append((bar, middle))
        first = middle + 3 - 5.5 * (len(heads) - 1)
        named += [text(0, first + 11 * n, head) for n, head in enumerate(heads)]
        y += high
    key, high = keyed(_key(drawing), (3.0, y + 28), 3.0)
    return [
        *_levels(span, y),
        *named,
        *(part for bar, middle in placed for part in _bar(bar, middle, span)),
        *(
            [line((span.x(drawing.whole), 2, span.x(drawing.whole), y), INK, _DOTS)]
            if drawing.whole is not None
            else []
        ),
        *key,
    ], high


def _levels(span: _Span, bottom: float) -> Iterator[str]:
    for percent in range(0, 101, 20):
        x = span.x(percent / 100)
        yield line((x, 6, x, bottom), RULE)
        words = f"{percent} %" if percent in (0, 100) else str(percent)
        yield text(x, bottom + 11, words, anchor="middle", fill=GREY)


def _bar(bar: Bar, middle: float, span: _Span) -> Iterator[str]:
    """Yield a bar with its interval, its percentage and counts; of one that is hidden nothing but what its table says."""
    yield text(WIDE, middle + 3, bar.words, anchor="end", fill=GREY)
    if bar.value is None:
        return
    end, colour = span.x(bar.value), COLOURS[bar.meaning]
    yield (
        f'<rect x="{span.left:.1f}" y="{middle - 5:.1f}" width="{max(end - span.left, 0.5):.1f}" height="10"'
        f' fill="{_FILLS[bar.meaning]}"/>'
    )
    yield line((end, middle - 5, end, middle + 5), colour, width=1.6)
    if bar.low is not None and bar.high is not None:
        low, high = span.x(bar.low), span.x(bar.high)
        yield line((low, middle, high, middle), colour, width=1.2)
        yield from (line((x, middle - 3, x, middle + 3), colour, width=1.2) for x in (low, high))
    if bar.before is not None:
        yield _before(span.x(bar.before), middle)
    percent = f"{_SIGNS[bar.meaning]}{100 * bar.value:.0f} %"
    yield text(span.right + _PERCENT - 3, middle + 3, percent, _BOLD, anchor="end", fill=colour)


def _before(x: float, y: float) -> str:
    corners = f"{x:.1f},{y - 4:.1f} {x + 4:.1f},{y:.1f} {x:.1f},{y + 4:.1f} {x - 4:.1f},{y:.1f}"
    return f'<polygon points="{corners}" fill="#fff" stroke="{INK}"/>'


def _key(drawing: Bars) -> Iterator[tuple[str, str, bool]]:
    meanings = {bar.meaning for bar in drawing.bars if bar.value is not None}
    shown = any(bar.value is not None for bar in drawing.bars)
    interval = f'<rect x="-3" y="-8" width="9" height="10" fill="{_FILLS[NEITHER]}"/>' + line(
        (0, -3, 11, -3), GREY, width=1.2
    )
    yield interval, "% met, with its 95 % interval", shown
    yield line((3, -9, 3, 2), INK, _DOTS), "all together", drawing.whole is not None
    yield _before(3, -3), "before", any(bar.before is not None for bar in drawing.bars)
    for meaning, words in ((IMPROVES, "better"), (CONCERNS, "worse")):
        yield text(0, 0, _SIGNS[meaning].strip(), fill=COLOURS[meaning]), words, meaning in meanings
    hidden = any(str(HIDDEN) in bar.words.split() for bar in drawing.bars)
    yield text(2, 0, str(HIDDEN), fill=GREY), "hidden, small", hidden

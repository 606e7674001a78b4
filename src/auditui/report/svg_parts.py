"""The parts of which pictures are put together as SVG: text, lines, points and icons, in points of a page 17 cm wide."""

from __future__ import annotations

import html
from textwrap import wrap
from typing import TYPE_CHECKING

from auditui.core.text import one_line
from auditui.report.drawing import ASSURANCE, CONCERNS, IMPROVES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditui.report.drawing import Icon

#: A picture is as wide as a page's text, 17 cm, so that its units are points and its letters as large as they say.
WIDE = 482
#: Least size of letters, and about how wide one is in the widest of the usual fonts.
SIZE, LETTER = 9.0, 5.3
INK, GREY, PALE, RULE = "#1a1a1a", "#595959", "#8c8c8c", "#e3e3e3"
#: Blue and orange that are told from white as text is, and from one another in grey.
COLOURS = {IMPROVES: "#005ea5", CONCERNS: "#b84700", "": GREY}
TARGET = "#7a1f5c"
_FONTS = "Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"


def picture(high: float, parts: Iterable[str], title: str = "") -> str:
    """Return a whole picture that needs nothing from elsewhere."""
    named = [f"<title>{escaped(title)}</title>"] if title else []
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high:.0f}" font-family="{_FONTS}" font-size="{SIZE:.0f}">',
            *named,
            f'<rect width="{WIDE}" height="{high:.0f}" fill="#fff"/>',
            *parts,
            "</svg>",
        )
    )


def escaped(text: str) -> str:
    """Return text on one line in which nothing is markup."""
    return html.escape(one_line(text))


def text(x: float, y: float, words: str, look: str = "", *, anchor: str = "start", fill: str = INK) -> str:
    """Return words whose baseline is at `y`."""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}"{side} fill="{fill}"{" " + look if look else ""}>{escaped(words)}</text>'


def upright(x: float, middle: float, words: str) -> str:
    """Return the title of an axis that is read from below, centred at `middle`."""
    return (
        f'<text transform="translate({x:.1f} {middle:.1f}) rotate(-90)" text-anchor="middle" fill="{GREY}">'
        f"{escaped(words)}</text>"
    )


def line(ends: tuple[float, float, float, float], colour: str, dashes: str = "", width: float = 1.0) -> str:
    """Return a line from (x, y) to (x, y)."""
    x, y, to_x, to_y = ends
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}"'
        f' stroke-width="{width:g}"{dashed}/>'
    )


def path(points: Iterable[tuple[float, float]], colour: str, dashes: str = "", width: float = 1.0) -> str:
    """Return a line through points."""
    along = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{along}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def point(x: float, y: float, meaning: str, words: str = "", size: float = 3.4) -> str:
    """Return a point whose shape says what its colour says: upwards, downwards, round."""
    fill = COLOURS[meaning]
    title = f"<title>{escaped(words)}</title>" if words else ""
    if not meaning:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size - 0.6:.1f}" fill="{fill}">{title}</circle>'
    up = 1 if meaning == IMPROVES else -1
    wide, tip, foot = size * 1.2, y - up * size * 1.3, y + up * size * 0.85
    corners = f"{x - wide:.1f},{foot:.1f} {x + wide:.1f},{foot:.1f} {x:.1f},{tip:.1f}"
    return f'<polygon points="{corners}" fill="{fill}" stroke="#fff" stroke-width="0.6">{title}</polygon>'


#: How variation runs within its icon, in units of the ring: up, down, and on the level.
_RUNS = {
    "H": ((-0.55, 0.35), (-0.25, 0.1), (0.0, 0.3), (0.25, -0.15), (0.5, -0.4)),
    "L": ((-0.55, -0.35), (-0.25, -0.1), (0.0, -0.3), (0.25, 0.15), (0.5, 0.4)),
    "~": ((-0.6, 0.1), (-0.3, -0.3), (0.0, 0.25), (0.3, -0.25), (0.6, 0.1)),
}


def icon(x: float, y: float, shown: Icon, radius: float = 12.0) -> str:
    """Return an icon around (x, y), as Making Data Count draws them: a ring with a run of points, or a target."""
    colour = COLOURS[shown.meaning]
    dashes = "" if shown.sign else ' stroke-dasharray="2.5 2"'
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="#fff" stroke="{colour}" stroke-width="2.2"{dashes}/>'
    if not shown.sign:
        return ring
    within = (_target if shown.kind == ASSURANCE else _run)(x, y, shown.sign, radius, colour)
    return f"<g>{ring}{within}</g>"


def _run(x: float, y: float, sign: str, radius: float, colour: str) -> str:
    places = [(x + radius * across, y + radius * down) for across, down in _RUNS[sign]]
    special = 2 if sign in ("H", "L") else 5
    dots = "".join(
        f'<circle cx="{at:.1f}" cy="{down:.1f}" r="1.7" fill="{colour if n >= special else PALE}"/>'
        for n, (at, down) in enumerate(places)
    )
    letter = (
        ""
        if sign == "~"
        else _letter(x - radius * 0.42, y + radius * (0.02 if sign == "H" else 0.72), sign, colour, 8)
    )
    return path(places, PALE, width=0.9) + dots + letter


def _target(x: float, y: float, sign: str, radius: float, colour: str) -> str:
    """A wave and a dashed target: below the wave where it is always reached, above where never, through it between."""
    level = {"P": 0.55, "F": -0.5, "?": 0.3}[sign]
    wave = {"P": 0.25, "F": 0.35, "?": 0.3}[sign]
    at = y + radius * level
    half = radius * 0.72
    steps = [(-1.0, 0.1), (-0.5, -0.16), (0.0, 0.14), (0.5, -0.16), (1.0, 0.1)]
    run = path([(x + half * 0.85 * a, y + radius * (wave + b)) for a, b in steps], colour, width=1.4)
    dashed = line((x - half, at, x + half, at), TARGET, "2 1.6", 1.1)
    return dashed + run + _letter(x, y + radius * (-0.1 if sign != "F" else 0.05), sign, colour, 9)


def _letter(x: float, y: float, sign: str, colour: str, size: float) -> str:
    look = f'font-size="{size:g}" font-weight="bold"'
    return text(x, y, sign, look, anchor="middle", fill=colour)


def broken(words: str, room: float, lines: int = 9, letter: float = LETTER) -> list[str]:
    """Return words in lines that fit in so much room, the last one cut where they are more than `lines`."""
    most = max(int(room / letter), 4)
    parts = wrap(one_line(words), most) or [""]
    if len(parts) <= lines:
        return parts
    return [*parts[: lines - 1], parts[lines - 1][: most - 1].rstrip() + "…"]


def keyed(
    entries: Iterable[tuple[str, str, bool]], at: tuple[float, float], left: float
) -> tuple[list[str], float]:
    """Return signs with what they mean, of those that stand, in lines that begin at `left`, and where they end."""
    parts: list[str] = []
    x, y = at
    for sign, words, stands in entries:
        wide = 14 + len(words) * LETTER + 10
        if not stands:
            continue
        if x + wide > WIDE and x > left:
            x, y = left, y + 12
        parts.append(f'<g transform="translate({x:.1f} {y:.1f})">{sign}{text(14, 0, words, fill=GREY)}</g>')
        x += wide
    return parts, y + 8

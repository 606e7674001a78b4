"""What is drawn within a line of characters: a bar with its interval, a spark of periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.report.drawing import CONCERNS, IMPROVES, NEITHER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.report.canvas import Signs
    from auditui.report.drawing import Bar

#: How a meaning looks in a line: its colour, beside which a sign stands.
LOOKS = {IMPROVES: "better", CONCERNS: "worse", NEITHER: ""}


def sign(meaning: str, signs: Signs, neither: str = " ") -> str:
    """Return the sign of a meaning, for whoever does not see its colour."""
    return {IMPROVES: signs.up, CONCERNS: signs.down_sign, NEITHER: neither}[meaning]


def strip(bar: Bar, room: int, signs: Signs) -> str:
    """Return a bar from 0 to 100 % in so many cells; blank where it is hidden."""
    if bar.value is None:
        return " " * room
    parts, ends = (
        signs.bar,
        (bar.value if bar.low is None else bar.low, bar.value, bar.value if bar.high is None else bar.high),
    )
    cells = [min(max(round(end * room), 0), room) for end in ends]
    drawn = "".join(
        part * (end - begin) for part, begin, end in zip(parts, (0, *cells[:2]), cells, strict=True)
    )
    return drawn.ljust(room)


def spark(values: Sequence[float | None], signs: Signs) -> str:
    """Return a sign a period, the higher the more is met, of 0 to 100 %; a gap where there is none."""
    steps = len(signs.spark)
    return "".join(
        " " if value is None else signs.spark[min(int(value * steps), steps - 1)] for value in values
    )


def cut(text: str, width: int) -> str:
    """Return text of at most so many characters, the last a point where it was longer."""
    return text if len(text) <= width else text[: max(width - 1, 0)].rstrip() + "."

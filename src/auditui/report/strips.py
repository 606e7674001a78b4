"""What is drawn within a line: a bar with its interval, a spark of the last periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.report.drawing import CONCERNS, IMPROVES, NEITHER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.report.canvas import Signs

#: How a meaning looks in a line: its colour, beside which a sign stands.
LOOKS = {IMPROVES: "better", CONCERNS: "worse", NEITHER: ""}


def bar(value: float, low: float | None, high: float | None, room: int, signs: Signs) -> str:
    """Return a bar from 0 to 100 % in so many cells: solid up to the low end, then less so to the value and to the high end."""
    solid, middle, light = signs.bar
    ends = (value if low is None else low, value, value if high is None else high)
    first, second, third = (min(round(end * room), room) for end in ends)
    return (solid * first + middle * (second - first) + light * (third - second)).ljust(room)


def spark(values: Sequence[float | None], signs: Signs) -> str:
    """Return a sign a period, the higher the more is met, of 0 to 100 %; a gap where there is none."""
    steps = len(signs.spark)
    return "".join(
        " " if value is None else signs.spark[min(int(value * steps), steps - 1)] for value in values
    )


def cut(text: str, width: int) -> str:
    """Return text of at most so many characters, the last a point where it was longer."""
    return text if len(text) <= width else text[: max(width - 1, 0)].rstrip() + "."

"""What is drawn, as a value, whoever writes it: a course over time, several beside one another, bars, or a funnel.

What is hidden in a table is no part of a drawing: a mark or bar without a value, a group without a dot.
"""

from __future__ import annotations

from msgspec import Struct

#: What a mark, dot or icon means; blue, orange and grey, and never by colour alone.
IMPROVES, CONCERNS, NEITHER = "improvement", "concern", ""
#: What an icon is about, as Making Data Count has them.
VARIATION, ASSURANCE = "variation", "assurance"


class Mark(Struct, frozen=True):
    """One period as drawn, in proportions; `value` is None where it is hidden or nothing was counted.

    `number` is how many were counted, as it is shown. `breaks`: a new segment begins; `steps`: the limits are drawn anew;
    `causes`: the letters of what was noted; `signals`: by which rules it stands out, `meaning` what that is.
    """

    label: str
    number: str = ""
    value: float | None = None
    forecast: float | None = None
    breaks: bool = False
    steps: bool = False
    lower: float | None = None
    centre: float | None = None
    upper: float | None = None
    signals: tuple[str, ...] = ()
    meaning: str = NEITHER
    causes: str = ""


class Icon(Struct, frozen=True):
    """What is said of a course at a glance: `of` what (a time, a target), the `word`, and what it means.

    `sign` is what stands in it: H or L of variation, P, F or ? of assurance, "" where there is too little to say.
    """

    kind: str
    of: str
    word: str
    meaning: str
    sign: str


class Course(Struct, frozen=True):
    """A figure over time. `up` and `along` name the axes, `causes` have each letter of the marks with its words.

    `height` is that of its axes as a picture, in points.
    """

    title: str
    marks: tuple[Mark, ...]
    icons: tuple[Icon, ...] = ()
    target: float | None = None
    up: str = ""
    along: str = ""
    causes: tuple[tuple[str, str], ...] = ()
    height: float = 152.0

    @property
    def last(self) -> Mark | None:
        """The last mark with a value."""
        return next((mark for mark in reversed(self.marks) if mark.value is not None), None)

    @property
    def limited(self) -> Mark | None:
        """The last mark with limits."""
        return next((mark for mark in reversed(self.marks) if mark.centre is not None), None)


class Courses(Struct, frozen=True):
    """Several courses beside one another on one scale."""

    title: str
    courses: tuple[Course, ...]


class Bar(Struct, frozen=True):
    """The figure of a row in proportions, with its interval; without a value it is hidden, or nothing was counted.

    `words` is how many of how many, as its table shows it; `before` the figure it is compared with.
    """

    name: str
    words: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    before: float | None = None
    meaning: str = NEITHER


class Bars(Struct, frozen=True):
    """Figures of rows under one another; `whole` is that of all together, at which a line is drawn."""

    title: str
    bars: tuple[Bar, ...]
    whole: float | None = None


class Dot(Struct, frozen=True):
    """A group in a funnel: its size in independent answers, its share, and what standing outside means."""

    name: str
    size: float
    share: float
    word: str
    meaning: str
    inner: tuple[float, float] | None = None
    outer: tuple[float, float] | None = None


class Funnel(Struct, frozen=True):
    """Groups by size, around what all together have; `inner` and `outer` are the limits as (size, low, high)."""

    title: str
    dots: tuple[Dot, ...]
    centre: float
    inner: tuple[tuple[float, float, float], ...]
    outer: tuple[tuple[float, float, float], ...]
    up: str = ""
    along: str = ""


class Ready(Struct, frozen=True):
    """What has a scale of its own, not of percentages, and was drawn as SVG and as lines where it is known."""

    title: str
    svg: str
    text: tuple[str, ...]


Drawing = Course | Courses | Bars | Funnel | Ready

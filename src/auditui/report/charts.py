"""What of a trend is drawn, always from what its table shows, and what the words of a figure mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditui.core.periods import MONTH, between, is_month, months_of, year_of
from auditui.figures.causes import lettered, letters_of
from auditui.figures.funnel import ABOVE, BELOW
from auditui.figures.suppression import HIDDEN
from auditui.figures.verdicts import BETTER, NO_CHANGE, WORSE
from auditui.report.drawing import (
    ASSURANCE,
    CONCERNS,
    IMPROVES,
    NEITHER,
    VARIATION,
    Course,
    Icon,
    Mark,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.figures.trend import Segment, Trend
    from auditui.figures.verdicts import Verdict

_MEANINGS = {BETTER: IMPROVES, WORSE: CONCERNS, ABOVE: IMPROVES, BELOW: CONCERNS}
_SIGNS = {BETTER: "H", WORSE: "L", NO_CHANGE: "~"}


def course(trend: Trend, title: str, read: Sequence[tuple[str, Verdict]] = ()) -> Course:
    """Return a trend as it is drawn; `read` are its verdicts, each with what it is of, those of the trend if none."""
    both = trend.verdicts
    read = read or (("Since the beginning", both.beginning), ("Lately", both.lately))
    marks = _marks(trend)
    icons = [
        Icon(VARIATION, of, said.word, meaning(said.word), _SIGNS.get(said.word, "")) for of, said in read
    ]
    what = (
        f"audits judged {trend.scales[-1].met_or_better}"
        if trend.series.good
        else "answers that meet the standard"
    )
    by = "of the event audited" if trend.where.practice else "in which audits were first finished"
    return Course(
        *(title, marks, (*icons, *_assurance(trend, marks)), trend.target),
        f"% of {what}",
        f"{trend.length.capitalize()} {by}" if trend.length == MONTH else trend.length.capitalize(),
        tuple((letter, f"{cause.month}: {cause.what}") for letter, cause in lettered(trend.causes)),
    )


def in_a_line(trend: Trend) -> tuple[tuple[float | None, ...], str]:
    """Return the proportions of a trend's periods, None where they are hidden, and what it says of lately."""
    shares = tuple(None if hidden else period.share for period, hidden in trend.periods)
    return shares, meaning(trend.verdicts.lately.word)


def _marks(trend: Trend) -> tuple[Mark, ...]:
    """Return the periods as they are drawn; those between two that nothing was counted in have their place too."""
    marks: list[Mark] = []
    for segment in trend.segments:
        drawn: list[Mark] = []
        for n, period in enumerate(segment.reading.periods):
            missing = between(drawn[-1].label, period.label) if drawn else []
            drawn += [Mark(label, forecast=_forecast(trend, label)) for label in missing]
            drawn.append(_mark(trend, segment, n, breaks=bool(marks) and n == 0))
        marks += drawn
    letters = letters_of(trend.causes, [mark.label for mark in marks])
    return tuple(replace(mark, causes=noted) for mark, noted in zip(marks, letters, strict=True))


def _forecast(trend: Trend, label: str) -> float | None:
    since, share = trend.forecast or ("9999-12", None)
    return share if months_of(label)[1] > since else None


def _mark(trend: Trend, segment: Segment, n: int, *, breaks: bool) -> Mark:
    reading, period = segment.reading, segment.reading.periods[n]
    forecast, steps = _forecast(trend, period.label), any(step.at == n for step in reading.steps)
    if segment.hidden[n]:
        return Mark(period.label, str(HIDDEN), None, forecast, breaks, steps)
    mark = Mark(period.label, str(period.counted), period.share, forecast, breaks, steps)
    if reading.chart is None or not reading.limits:
        return mark
    point = reading.chart.points[n]
    mark = replace(mark, lower=point.lower, centre=point.centre, upper=point.upper)
    if not point.signals:
        return mark
    # The rules stand in their order: what is outside the limits is told by that first.
    of_first = IMPROVES if point.signals[0][1] > 0 else CONCERNS
    return replace(mark, signals=tuple(name for name, _ in point.signals), meaning=of_first)


def _assurance(trend: Trend, marks: Sequence[Mark]) -> list[Icon]:
    """Say whether the target lies within what periods vary by, above it or below; nothing without target or limits."""
    limited = next((mark for mark in reversed(marks) if mark.centre is not None), None)
    if trend.target is None or limited is None or limited.lower is None or limited.upper is None:
        return []
    of = f"Target {100 * trend.target:.0f} %"
    if limited.lower > trend.target:
        return [Icon(ASSURANCE, of, f"reached in every {trend.length}, as they vary", IMPROVES, "P")]
    if limited.upper < trend.target:
        return [Icon(ASSURANCE, of, f"reached in no {trend.length}, as they vary", CONCERNS, "F")]
    return [Icon(ASSURANCE, of, f"reached in some {trend.length}s and not in others", NEITHER, "?")]


def short(label: str) -> str:
    """Return a period's name as it stands under a chart, where its year is said too: J, Q3, 26."""
    if is_month(label):
        return "JFMAMJJASOND"[int(label[5:]) - 1]
    part = re.search("[QH][1-4]", label)
    return part[0] if part else year_of(label)[2:]


def meaning(word: str) -> str:
    """Return what the word of a verdict or of a group in a funnel means."""
    return _MEANINGS.get(word, NEITHER)

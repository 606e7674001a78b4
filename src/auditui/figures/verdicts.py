"""What a series says, in two readings: how it stands now against its beginning, and what it did lately.

Both are of months, whatever lengths a chart is drawn in, so that screen, page and file say one thing. *Now* is the
last third of the months, at most six; the beginning is the first third, at most twelve; lately is the last quarter
or half-year against the twelve months before it. How far two windows must differ is measured by what chance does to
so many answers, by how much neighbouring months differ beyond that, and by how few audits it rests on.
docs/figures.md has the rates at which series in which nothing changes are called better or worse, and how they are
measured.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core.periods import number, shifted
from auditui.figures.line import fitted
from auditui.figures.proportions import difference, standard_errors
from auditui.figures.series import ANSWERS, Period, dispersion, of_months

if TYPE_CHECKING:
    from collections.abc import Sequence

BETTER, WORSE = "better", "worse"
NO_CHANGE, TOO_FEW = "no clear change", "too few to say"

#: No verdict with fewer audits on a side, nor of a series of fewer months.
AUDITS, MONTHS = 5, 6
#: The longest that *now* and the beginning are, and the windows of *lately*, in months.
NOW, BEGINNING, LATELY = 6, 12, (3, 6)
#: How sure each comparison must be, so that both readings of a trend together, and that of a baseline, are false at most once
#: in twenty.
_ENDS, _LINE, _LATELY, _BASELINE = 0.99, 0.975, 0.985, 0.97


class Verdict(Struct, frozen=True):
    """A word with its reason, and the windows it compares, each pooled under the name of its months.

    They are None where there is nothing in one of them.
    """

    word: str
    reason: str
    before: Period | None = None
    now: Period | None = None


class Verdicts(Struct, frozen=True):
    """The two readings of a series: one never speaks for the other."""

    beginning: Verdict
    lately: Verdict


def judged(months: Sequence[Period], last: str = "") -> Verdicts:
    """Return both readings of months in time order, none of them of nothing.

    `last` is the month the windows end with, one that is over; without it the last of the series. Later ones count for
    nothing.
    """
    all_months, months = months, [month for month in months if not last or month.label <= last]
    if len(months) < MONTHS:
        few = Verdict(
            TOO_FEW, f"a verdict needs {MONTHS} months with audits, {_here(len(months), len(all_months))}"
        )
        return Verdicts(few, few)
    end = last or months[-1].label
    lately = _lately(months, end)
    return Verdicts(_since_the_beginning(months, end, lately.word), lately)


def _here(over: int, months: int) -> str:
    """Say how many months there are to judge; of a series whose last are not over, how many are."""
    if over == months:
        return f"here are {months}"
    return (
        "here are none that are over"
        if not over
        else f"here {'is 1 that is' if over == 1 else f'are {over} that are'} over"
    )


def against(months: Sequence[Period], until: str, last: str = "") -> Verdict:
    """Return the verdict on *now* against all months up to `until`, the baseline; its share is the forecast.

    *Now* is as in `judged`, at most six months and never before the baseline's end. The curve has turned where the
    verdict is better.
    """
    months = [month for month in months if not last or month.label <= last]
    after = [month for month in months if month.label > until]
    if len(after) == len(months) or not after:
        return Verdict(TOO_FEW, "there is nothing on one side of the baseline's end")
    if len(months) < MONTHS:
        return Verdict(TOO_FEW, f"a verdict needs {MONTHS} months with audits, here are {len(months)}")
    end = last or months[-1].label
    first = max(shifted(end, 1 - NOW), shifted(until, 1))
    baseline = of_months(months, months[0].label, until)
    # What happened at the baseline's end is what is asked, and no measure of how months differ.
    spread = dispersion(months[: len(months) - len(after)], after)
    return _compared(spread, baseline, of_months(months, first, end), _BASELINE)


def _since_the_beginning(months: Sequence[Period], end: str, lately: str) -> Verdict:
    first = months[0].label
    third = (number(end) - number(first) + 1) // 3
    before = of_months(months, first, shifted(first, min(third, BEGINNING) - 1))
    now = of_months(months, shifted(end, 1 - min(third, NOW)), end)
    ends = _compared(dispersion(months), before, now, _ENDS)
    line = _line(months)
    if ends.word != NO_CHANGE or not line or (now.share - before.share) * line <= 0:
        return ends
    word, opposite = (BETTER, WORSE) if line > 0 else (WORSE, BETTER)
    if lately == opposite:  # a straight line is not how such a series runs
        return ends
    moved = f"the line through all {len(months)} months {'rises' if line > 0 else 'falls'} by {abs(line):.0f} points"
    return Verdict(word, f"{_ends(before, now)}; {moved}, more than chance would do", before, now)


def _lately(months: Sequence[Period], end: str) -> Verdict:
    """Return the verdict on the last quarter or half-year against the year before, the one that differs."""
    span = number(end) - number(months[0].label) + 1
    least = max(LATELY) + 12
    if span < least:
        return Verdict(TOO_FEW, f"lately is seen in series of {least} months, here are {span}")
    # The doubt is shared between the windows, which share most of their answers.
    verdicts = []
    for length in LATELY:
        first = shifted(end, 1 - length)
        before, now = (
            of_months(months, shifted(first, -12), shifted(first, -1)),
            of_months(months, first, end),
        )
        verdicts.append(_compared(dispersion(months), before, now, 1 - (1 - _LATELY) / len(LATELY)))
    found = [verdict for verdict in verdicts if verdict.word in (BETTER, WORSE)]
    return found[0] if found else verdicts[-1]


def _compared(dispersed: tuple[float, float], before: Period, now: Period, confidence: float) -> Verdict:
    """Return how two windows of a series differ, whose months are dispersed so much."""
    sides = (before, now)
    if min(side.answering for side in sides) < AUDITS:
        return Verdict(TOO_FEW, f"fewer than {AUDITS} audits in {_fewest(sides).label}", *sides)
    if min(side.effective_n for side in sides) < ANSWERS:
        return Verdict(TOO_FEW, _few_answers(min(sides, key=lambda side: side.effective_n)), *sides)
    spread, degrees = dispersed
    audits = sum(side.answering for side in sides)
    reach = max(standard_errors(confidence, audits - 2), standard_errors(confidence, degrees) * sqrt(spread))
    low, high = difference((before.share, before.effective_n), (now.share, now.effective_n), reach=reach)
    ends = _ends(before, now)
    if low <= 0 <= high:
        return Verdict(NO_CHANGE, f"{ends}: no more than chance could do", *sides)
    return Verdict(BETTER if low > 0 else WORSE, f"{ends}: more than chance would do", *sides)


def _few_answers(few: Period) -> str:
    if few.counted < ANSWERS:
        return f"fewer than {ANSWERS} answers in {few.label}"
    return f"the answers of {few.label} tell no more than {few.effective_n:.0f} would"


def _fewest(sides: tuple[Period, Period]) -> Period:
    return min(sides, key=lambda side: (side.answering, side.effective_n))


def _line(months: Sequence[Period]) -> float:
    """Return by how many points the straight line through all months rises; 0 where it may be level.

    Weighted least squares of the proportions on time, the error of the slope from p(1-p)/n or, where that is more, from
    the distances of the months from the line, with Student's t (as a quasi-binomial trend has it).
    """
    line = fitted(months)
    if line is None or abs(line.slope) <= line.reach(_LINE) * line.slope_error:
        return 0.0
    return 100 * line.slope * (number(months[-1].label) - number(months[0].label))


def _ends(before: Period, now: Period) -> str:
    return f"{_k_of_n(now)} against {_k_of_n(before)}"


def _k_of_n(period: Period) -> str:
    audits = f", {period.answering} audits" if period.answering < period.counted else ""
    return f"{period.met} of {period.counted} ({period.share:.0%}{audits}) in {period.label}"

"""The straight line through the months of a series, and where it leads."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core.periods import number, shifted
from auditui.core.text import number_of
from auditui.figures.proportions import ConfidenceInterval, standard_errors
from auditui.figures.series import ANSWERS, Period, pooled

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What an outlook rests on: at most so many months, at least so many, and so many audits.
LONGEST, MONTHS, AUDITS = 12, 6, 10
WOULD, WOULD_NOT, UNSAID = "would be reached", "would not be reached", "cannot be said"


class Line(Struct, frozen=True):
    """Weighted least squares of the proportions of months on time, the weights their effective numbers of answers.

    At the month number `middle` it is at `level` and rises by `slope` a month; `about` is the weighted sum of squares of the
    months around the middle, `size` the sum of the weights, `share` the pooled proportion. `spread` is by how much the
    months are further from the line than chance puts them, as a multiple of its variance, with `degrees` of freedom.
    """

    middle: float
    level: float
    slope: float
    about: float
    size: float
    share: float
    spread: float
    degrees: int
    audits: int

    def reach(self, confidence: float) -> float:
        """Return how many standard errors an interval reaches: by how few audits there are, or by how months are spread."""
        by_audits = standard_errors(confidence, max(self.audits - 2, 1))
        return max(by_audits, standard_errors(confidence, self.degrees) * sqrt(self.spread))

    @property
    def slope_error(self) -> float:
        """The standard error of the slope, of answers that are as good as independent."""
        return sqrt(self.share * (1 - self.share) / self.about)

    def at(self, month: str, confidence: float = 0.95) -> ConfidenceInterval:
        """Return between what the line is in a month, within 0 and 1."""
        ahead = number(month) - self.middle
        error = sqrt(self.share * (1 - self.share) * (1 / self.size + ahead**2 / self.about))
        point, half = self.level + self.slope * ahead, self.reach(confidence) * error
        return ConfidenceInterval(min(max(point - half, 0.0), 1.0), max(min(point + half, 1.0), 0.0))


def fitted(months: Sequence[Period]) -> Line | None:
    """Return the line through three months or more; None where all or none is met, or all is in one month."""
    whole = pooled(months)
    p = whole.share
    if p in (0.0, 1.0) or len(months) < 3:
        return None
    times = [number(month.label) for month in months]
    sizes = [month.effective_n for month in months]
    shares = [month.share for month in months]
    size = sum(sizes)
    middle = sum(n * t for n, t in zip(sizes, times, strict=True)) / size
    level = sum(n * share for n, share in zip(sizes, shares, strict=True)) / size
    about = sum(n * (t - middle) ** 2 for n, t in zip(sizes, times, strict=True))
    slope = sum(n * (t - middle) * share for n, t, share in zip(sizes, times, shares, strict=True)) / about
    left = sum(
        n * (share - level - slope * (t - middle)) ** 2
        for n, t, share in zip(sizes, times, shares, strict=True)
    )
    degrees = len(months) - 2
    return Line(
        middle, level, slope, about, size, p, left / (p * (1 - p)) / degrees, degrees, whole.answering
    )


class Outlook(Struct, frozen=True):
    """Whether a target would be reached by a month, if the last months ran on; one of the words above, with its reason.

    `interval` is between what the line through the months would then be; None where none is drawn.
    """

    word: str
    reason: str
    interval: ConfidenceInterval | None = None


def outlook(
    months: Sequence[Period], target: float, due: str, last: str, after: str = "", *, counts: bool = True
) -> Outlook:
    """Return whether the last twelve months, of those after the month `after`, would lead to a target by the month `due`.

    `target` is a proportion, `last` the last month that counts. It is said only where the whole interval of the line (95 %)
    is on one side of the target; never from fewer than six months or ten audits, nor further ahead than they reach back.
    Without `counts` the reason has none: a reader could subtract them from others.
    """
    first = max(shifted(last, 1 - LONGEST), shifted(after, 1) if after else "")
    used = [month for month in months if first <= month.label <= last]
    audits = sum(month.answering for month in used)
    if few := _too_few(used, audits, counts=counts):
        return Outlook(UNSAID, few)
    ahead, back = number(due) - number(last), number(last) - number(used[0].label) + 1
    of = f"{f'{audits} audits in ' if counts else 'audits of '}{used[0].label} to {last}"
    if ahead > back:
        return Outlook(UNSAID, f"{due} is {ahead} months ahead, further than the {of} reach back")
    line = fitted(used)
    if line is None:
        return Outlook(UNSAID, f"all or none is met by the {of}, so that no line can be drawn")
    interval = line.at(due)
    word = WOULD if interval.low >= target else WOULD_NOT if interval.high < target else UNSAID
    return Outlook(word, f"the line through the {of}", interval)


def _too_few(used: Sequence[Period], audits: int, *, counts: bool) -> str:
    """Say what an outlook takes where these months do not have it; "" where they do."""
    if len(used) >= MONTHS and audits >= AUDITS and sum(month.effective_n for month in used) >= ANSWERS:
        return ""
    here = f"{number_of(len(used), 'month')} with {number_of(audits, 'audit')}"
    return f"it takes {MONTHS} months and {AUDITS} audits, here are {here if counts else 'fewer'}"

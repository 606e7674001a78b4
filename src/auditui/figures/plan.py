"""What the audits say of an improvement plan: each measure against its baseline, and how much was done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.periods import JANUARY, shifted
from auditui.figures import verdicts
from auditui.figures.counting import Count
from auditui.figures.line import Outlook, outlook
from auditui.figures.series import Period
from auditui.figures.suppression import HIDDEN, Hidden, hidden, is_small
from auditui.figures.trend import Series, Trend, answered, may_be_shown, trend
from auditui.figures.verdicts import TOO_FEW, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from auditui.core.checklists.checklist import Checklist
    from auditui.core.plan import Measure, Plan, Recommendation
    from auditui.figures.tallies import Tallies

_NONE = Count()


@dataclass(frozen=True)
class Result:
    """A measure with its trend, the verdict on now against the baseline, and what it did lately.

    Without a baseline the verdict is on now against the beginning of the trend. `baseline` and `now` are the windows
    compared: None where there is nothing, and HIDDEN where they are not to be shown. `outside` are the answers since the
    baseline as they count, those not applicable among them; `drawn` that its trend stands on the page; `outlook` whether
    its target would be reached by the day it is due, None where there is no target or that day is past.
    """

    measure: Measure
    trend: Trend
    verdict: Verdict
    lately: Verdict
    baseline: Period | Hidden | None = None
    now: Period | Hidden | None = None
    outside: Count = _NONE
    drawn: bool = False
    outlook: Outlook | None = None

    @property
    def leaves_much_out(self) -> bool:
        """Whether more than a fifth of the answers are not applicable, so that the figure speaks for the rest only."""
        return self.outside.much_outside and not is_small(self.outside.not_applicable, self.trend.small)


@dataclass(frozen=True)
class Quantity:
    """How much was done: audits finished in twelve whole months, `first` to `last`, of those there are; actions.

    `actions` has how many are open, overdue and closed. `months` are the first and last with audits, "" for none.
    """

    audits: int | Hidden
    first: str
    last: str
    months: tuple[str, str]
    actions: Mapping[str, int | Hidden]


def results(
    plan: Plan,
    recommendation: Recommendation,
    known: Mapping[str, tuple[Sequence[Checklist], Tallies]],
    small: int,
    last: str = "",
    begins: int = JANUARY,
) -> list[Result]:
    """Return what the audits say of each measure; AuditError for an item or section its checklist does not have.

    `known` has, by the id of each checklist that is measured, all its versions and its audits counted by month. `last` is
    the month that *now* ends with; years begin in the month `begins`.
    """
    found = [
        _with_outlook(
            _result(plan, name, measure, *known[name], small, last, begins), plan, recommendation, last
        )
        for measure in recommendation.measure
        for name in [measure.checklist or recommendation.checklist]
    ]
    return [
        _as_drawn(result, plan.baseline, last) if n == _most_periods(found) else result
        for n, result in enumerate(found)
    ]


def _with_outlook(result: Result, plan: Plan, recommendation: Recommendation, last: str) -> Result:
    """Return a measure with its outlook; one whose *now* is not to be shown has none of it either."""
    target, due = result.measure.target, recommendation.due.isoformat()[:7]
    if target is None or not last or due <= last or not result.trend.counted:
        return result
    seen = outlook(
        result.trend.counted, target / 100, due, last, plan.baseline, counts=not result.trend.small
    )
    if isinstance(result.now, Hidden):
        seen = Outlook(seen.word, "small counts are hidden, and so is what this rests on")
    return replace(result, outlook=seen)


def _most_periods(found: Sequence[Result]) -> int:
    """Return the place of the measure that is drawn: of those with the most periods the first; -1 if there is none."""
    numbers = [len(result.trend.periods) for result in found]
    return numbers.index(max(numbers)) if any(numbers) else -1


def _as_drawn(result: Result, until: str, last: str) -> Result:
    drawn = _against_baseline(result.measure, result.trend, until, last, drawn=True)
    return replace(drawn, outside=result.outside, outlook=result.outlook, drawn=True)


def _result(
    plan: Plan,
    checklist: str,
    measure: Measure,
    versions: Sequence[Checklist],
    tallies: Tallies,
    small: int,
    last: str,
    begins: int,
) -> Result:
    series = Series(checklist, measure.section, measure.item, measure.judged_good)
    target = None if measure.target is None else measure.target / 100
    if not versions:
        nothing = Trend(series, ("", ""), "month", (), small=small)
        said = Verdict(TOO_FEW, "no audit has been begun with its checklist")
        return Result(measure, nothing, said, said)
    try:
        course = trend(versions, tallies, series, target=target, small=small, last=last, begins=begins)
    except AuditError as error:
        raise AuditError(f"The plan's measure {measure.title!r}: {error.message}", error.hint) from None
    if not course.segments:
        said = Verdict(TOO_FEW, "no audit is finished yet")
        return Result(measure, course, said, said)
    against = _against_baseline(measure, course, plan.baseline, last)
    return replace(against, outside=_since(series, plan.baseline, versions, tallies))


def _since(series: Series, until: str, versions: Sequence[Checklist], tallies: Tallies) -> Count:
    """Return the answers of a series after the month `until` as they count; judgements are none."""
    if series.good:
        return Count()
    by_digest = {checklist.digest: checklist for checklist in versions}
    of_month = answered(by_digest, tallies.of(by_digest), series)
    return sum((added for _, month, added in of_month if month > until), Count())


def _against_baseline(
    measure: Measure, course: Trend, until: str, last: str, *, drawn: bool = False
) -> Result:
    """Return a measure's now against its baseline, or without one against the beginning of its trend.

    `drawn` says that the trend's periods stand on the page too, from which windows could be subtracted.
    """
    both = course.judged
    true = verdicts.against(course.counted, until, last) if until else both.beginning
    verdict, lately = may_be_shown(course, true, both.lately, drawn=drawn)
    hidden = true.now is not None and verdict.now is None
    baseline, now = (HIDDEN, HIDDEN) if hidden else (verdict.before, verdict.now)
    if until and isinstance(baseline, Period):
        course = replace(course, forecast=(until, baseline.share))
    return Result(measure, course, verdict, lately, baseline, now)


def quantity(
    tallies: Tallies, measures: Sequence[Result], actions: Mapping[str, int], today: date, small: int
) -> Quantity:
    """Return how much was done up to the last whole month before `today`; `actions` are open, overdue and closed."""
    last = shifted(f"{today.year:04d}-{today.month:02d}", -1)
    first = shifted(last, -11)
    months = sorted(judged.group[0] for judged in tallies.judgements)
    done = sum(judged.number for judged in tallies.judgements if first <= judged.group[0] <= last)
    counts = {**actions, "in time": actions["open"] - actions["overdue"]}
    hide = hidden(counts, [("open", ["overdue", "in time"])], small)
    few = is_small(done, small) or any(
        result.measure.judged_good and _has_few(result.trend, small) for result in measures
    )
    return Quantity(
        *(HIDDEN if few else done, first, last, (months[0], months[-1]) if months else ("", "")),
        {name: HIDDEN if name in hide else number for name, number in counts.items()},
    )


def _has_few(course: Trend, small: int) -> bool:
    """Whether a period of the trend has so few audits that their sum over a year would help to find them."""
    return any(is_small(period.counted, small) for period, _ in course.periods)

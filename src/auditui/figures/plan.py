"""What the audits say of an improvement plan: each measure against its baseline, and how much was done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditui.core.audits.results import Part
from auditui.core.audits.score import COUNTED
from auditui.core.errors import AuditError
from auditui.core.periods import shifted
from auditui.figures import verdicts
from auditui.figures.suppression import HIDDEN, Hidden, hidden, is_small
from auditui.figures.trend import Series, Trend, trend
from auditui.figures.verdicts import Period

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from auditui.core.checklists.checklist import Checklist
    from auditui.core.plan import Measure, Plan, Recommendation
    from auditui.figures.tallies import Tallies


@dataclass(frozen=True)
class Result:
    """A measure with its trend, the baseline and the last third since, and the verdict of the one against the other.

    `baseline` and `now` are None where there is nothing, and HIDDEN where one of their periods is. `left_out` says of an
    item how many answers since the baseline are not applicable, of how many.
    """

    measure: Measure
    trend: Trend
    baseline: Period | Hidden | None
    now: Period | Hidden | None
    verdict: str
    reason: str
    left_out: tuple[int, int] = (0, 0)

    @property
    def leaves_much_out(self) -> bool:
        """Whether more than a fifth of the answers are not applicable, so that the figure speaks for the rest only."""
        number, of = self.left_out
        return 5 * number > of


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
) -> list[Result]:
    """Return what the audits say of each measure; AuditError for an item or section its checklist does not have.

    `known` has, by the id of each checklist that is measured, all its versions and its audits counted by month.
    """
    return [
        _result(plan, name, measure, *known[name], small)
        for measure in recommendation.measure
        for name in [measure.checklist or recommendation.checklist]
    ]


def _result(
    plan: Plan, checklist: str, measure: Measure, versions: Sequence[Checklist], tallies: Tallies, small: int
) -> Result:
    series = Series(checklist, measure.section, measure.item, measure.judged_good)
    target = None if measure.target is None else measure.target / 100
    if not versions:
        nothing = Trend(series, ("", ""), "month", (), small=small)
        return Result(measure, nothing, None, None, verdicts.TOO_FEW, "its checklist is not in use yet")
    try:
        course = trend(versions, tallies, series, target=target, small=small)
    except AuditError as error:
        raise AuditError(f"The plan's measure {measure.title!r}: {error.message}", error.hint) from None
    if not course.segments:
        return Result(measure, course, None, None, verdicts.TOO_FEW, "no audit is finished yet")
    against = _against_baseline(measure, course, plan.baseline)
    left_out = _not_applicable(measure.item, plan.baseline, versions, tallies)
    return replace(against, left_out=(0, 0) if is_small(left_out[0], small) else left_out)


def _not_applicable(
    item: str, until: str, versions: Sequence[Checklist], tallies: Tallies
) -> tuple[int, int]:
    """Return how many answers to an item after the month `until` are not applicable, and how many there are."""
    known = tallies.of({checklist.digest for checklist in versions})
    since = [tally for tally in known.answers if tally.item == item and tally.group[0] > until]
    answers = [tally for tally in since if tally.part in COUNTED or tally.part == Part.NOT_APPLICABLE]
    return (
        sum(tally.number for tally in answers if tally.part == Part.NOT_APPLICABLE),
        sum(tally.number for tally in answers),
    )


def _against_baseline(measure: Measure, course: Trend, until: str) -> Result:
    """Return a measure's last third against its baseline, or without one the verdict of its trend."""
    last = course.segments[-1]
    periods = last.reading.periods
    before, after = verdicts.parted(periods, until) if until else ([], list(periods))
    verdict, reason = verdicts.against(periods, until) if until else (course.verdict, course.reason)
    hide = {period.label for period, hidden in zip(periods, last.hidden, strict=True) if hidden}
    baseline, now = _pooled(before, hide), _pooled(after, hide)
    if isinstance(baseline, Period):
        course = replace(course, forecast=(until, baseline.share))
    if hide and (HIDDEN in (baseline, now) or not until):
        reason = "small counts are hidden, and so are the figures of the reason"
    return Result(measure, course, baseline, now, verdict, reason)


def _pooled(periods: Sequence[Period], hide: Collection[str]) -> Period | Hidden | None:
    """Return the periods as one; HIDDEN if one of them is, None if there is none."""
    if any(period.label in hide for period in periods):
        return HIDDEN
    return verdicts.pooled(periods) if periods else None


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

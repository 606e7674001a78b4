"""What the audits say of an improvement plan: each measure against its baseline, and how much was done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditui.core.audits.results import Part
from auditui.core.audits.score import COUNTED
from auditui.core.errors import AuditError
from auditui.core.periods import shifted
from auditui.figures import verdicts
from auditui.figures.releases import OWN_USE, group_of
from auditui.figures.runs import Series
from auditui.figures.series import Period
from auditui.figures.suppression import HIDDEN, Hidden, is_small
from auditui.figures.tallies import Selection
from auditui.figures.trend import Trend, may_be_shown, remember, trend
from auditui.figures.verdicts import TOO_FEW, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from auditui.core.checklists.checklist import Checklist
    from auditui.core.plan import Measure, Plan, Recommendation
    from auditui.figures.releases import Release
    from auditui.figures.tallies import Tallies

_NOT_BEGUN = "no audit has been begun with its checklist"


@dataclass(frozen=True)
class Result:
    """A measure with its trend, the verdict on now against the baseline, and what it did lately.

    Without a baseline the verdict is on now against the beginning of the trend. `baseline` and `now` are the windows
    compared: None where there is nothing, and HIDDEN where they are not to be shown. `left_out` says of an item how many
    answers since the baseline are not applicable, of how many; `drawn` that its trend stands on the page.
    """

    measure: Measure
    trend: Trend
    verdict: Verdict
    lately: Verdict
    baseline: Period | Hidden | None = None
    now: Period | Hidden | None = None
    left_out: tuple[int, int] = (0, 0)
    drawn: bool = False

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
    release: Release = OWN_USE,
    last: str = "",
) -> list[Result]:
    """Return what the audits say of each measure; AuditError for an item or section its checklist does not have.

    `known` has, by the id of each checklist that is measured, all its versions and its audits counted by month. `last` is
    the month that *now* ends with.
    """
    asked = [
        (measure, name, *known[name])
        for measure in recommendation.measure
        for name in [measure.checklist or recommendation.checklist]
    ]
    courses = [_course(*one, release, last) for one in asked]
    drawn = _most_periods(courses)
    said: dict[int, Result] = {}
    # What is drawn shows most, so it goes first; the others give way.
    for n in sorted(range(len(asked)), key=lambda n: n != drawn):
        measure, _, versions, tallies = asked[n]
        course = _course(*asked[n], release, last)
        result = _against_baseline(measure, course, plan.baseline, last, release, drawn=n == drawn)
        left_out = _not_applicable(measure.item, plan.baseline, versions, tallies)
        said[n] = replace(result, left_out=left_out, drawn=n == drawn)
        remember(course, release, result.verdict, result.lately, drawn=n == drawn)
    return [said[n] for n in range(len(asked))]


def _most_periods(courses: Sequence[Trend]) -> int:
    """Return the place of the measure that is drawn: of those with the most periods the first; -1 if there is none."""
    numbers = [len(course.periods) for course in courses]
    return numbers.index(max(numbers)) if any(numbers) else -1


def _course(
    measure: Measure,
    checklist: str,
    versions: Sequence[Checklist],
    tallies: Tallies,
    release: Release,
    last: str,
) -> Trend:
    series = Series(checklist, measure.section, measure.item, measure.judged_good)
    target = None if measure.target is None else measure.target / 100
    if not versions:
        return Trend(series, ("", ""), "month", (), small=release.small)
    try:
        return trend(versions, tallies, series, target=target, release=release, last=last)
    except AuditError as error:
        raise AuditError(f"The plan's measure {measure.title!r}: {error.message}", error.hint) from None


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


def _against_baseline(
    measure: Measure, course: Trend, until: str, last: str, release: Release, *, drawn: bool
) -> Result:
    """Return a measure's now against its baseline, or without one against the beginning of its trend.

    `drawn` says that the trend's periods stand on the page too, from which windows could be subtracted.
    """
    if not course.counted:
        said = Verdict(TOO_FEW, "no audit is finished yet" if course.titles[0] else _NOT_BEGUN)
        return Result(measure, course, said, said)
    both = verdicts.judged(course.counted, last)
    true = verdicts.against(course.counted, until, last) if until else both.beginning
    verdict, lately = may_be_shown(course, release, true, both.lately, drawn=drawn)
    hidden = true.now is not None and verdict.now is None
    baseline, now = (HIDDEN, HIDDEN) if hidden else (verdict.before, verdict.now)
    if until and isinstance(baseline, Period):
        course = replace(course, forecast=(until, baseline.share))
    return Result(measure, course, verdict, lately, baseline, now)


def quantity(
    tallies: Tallies, checklist: str, actions: Mapping[str, int], today: date, release: Release = OWN_USE
) -> Quantity:
    """Return how much was done up to the last whole month before `today`; `actions` are open, overdue and closed."""
    last = shifted(f"{today.year:04d}-{today.month:02d}", -1)
    first = shifted(last, -11)
    months = sorted(judged.group[0] for judged in tallies.judgements)
    done = sum(judged.number for judged in tallies.judgements if first <= judged.group[0] <= last)
    hide = _hidden_actions(actions, release.small)
    where = Selection(checklist, since=first, until=last)
    few = is_small(done, release.small) or release.gives_away(group_of(where), where, done)
    if not few:
        release.show(group_of(where), where, done)
    return Quantity(
        *(HIDDEN if few else done, first, last, (months[0], months[-1]) if months else ("", "")),
        {name: HIDDEN if name in hide else number for name, number in actions.items()},
    )


def _hidden_actions(actions: Mapping[str, int], small: int) -> set[str]:
    """Return which numbers of actions are hidden; open less overdue are those in time."""
    hide = {name for name, number in actions.items() if is_small(number, small)}
    overdue = hide & {"open", "overdue"} or is_small(actions["open"] - actions["overdue"], small)
    return hide | {"overdue"} if overdue else hide

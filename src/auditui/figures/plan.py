"""What the audits say of an improvement plan: each measure against its baseline, and how much was done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from auditui.core.errors import AuditError
from auditui.core.periods import JANUARY, shifted
from auditui.core.text import one_line
from auditui.figures import verdicts
from auditui.figures.counting import Count
from auditui.figures.groups import group_of
from auditui.figures.line import Outlook, outlook
from auditui.figures.releases import OWN_USE
from auditui.figures.runs import Series, answered
from auditui.figures.series import Period, of_months
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

#: All versions of a checklist and its audits; a measure with these.
Counted: TypeAlias = "tuple[Sequence[Checklist], Tallies]"
Asked: TypeAlias = "tuple[Measure, Sequence[Checklist], Tallies]"

_NONE = Count()
_NOT_BEGUN = "no audit has been begun with its checklist"


@dataclass(frozen=True)
class Result:
    """A measure with its trend, the verdict on now against the baseline, and what it did lately.

    Without a baseline the verdict is on now against the beginning of the trend. `baseline` and `now` are the windows
    compared: None where there is nothing, and HIDDEN where they are not to be shown. `outside` are the answers since the
    baseline as they count, those not applicable among them; `drawn` that its trend stands on a page; `outlook` whether
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
    known: Mapping[str, Counted],
    release: Release = OWN_USE,
    last: str = "",
    begins: int = JANUARY,
) -> list[Result]:
    """Return what the audits say of each measure; AuditError for an item or section its checklist does not have.

    `known` has, by `key_of` each measure, all versions of its checklist and its audits counted by month, for a measure of a
    team those of all teams too. The first measure of all teams is drawn, others where no figure has to give way to that.
    `last` is the month that *now* ends with; years begin in the month `begins`.
    """
    asked = [(measure, *known[key_of(measure, recommendation)]) for measure in recommendation.measure]
    courses, results = _Courses(recommendation, release, last, begins), dict[int, Result]()
    alone = [n for n, (measure, *_) in enumerate(asked) if not measure.team]
    drawn = next((n for n in alone if courses.of(*asked[n]).periods), -1)

    def measured(n: int) -> tuple[Trend, Result]:
        course = courses.of(*asked[n])
        result = _against_baseline(asked[n][0], course, plan.baseline, last, release, drawn=n == drawn)
        return course, replace(result, outside=_since(course.series, plan.baseline, *asked[n][1:]))

    # What is drawn shows most, so it goes first; the others give way.
    for n in sorted(alone, key=lambda n: n != drawn):
        course, result = measured(n)
        results[n] = _with_outlook(result, plan, recommendation, last)
        remember(course, release, result.verdict, result.lately, drawn=n == drawn)
    for of_teams in _of_teams(asked):
        both = {n: measured(n) for n in of_teams}
        whole = known[key_of(replace(asked[of_teams[0]][0], team=""), recommendation)]
        hide = _tell_of_a_team([result for _, result in both.values()], whole, release.small)
        for n, (course, result) in both.items():
            results[n] = _hidden(result) if hide else _with_outlook(result, plan, recommendation, last)
            if not hide:
                remember(course, release, result.verdict, result.lately, drawn=False)
    for n in filter(lambda n: n != drawn, alone):
        results[n] = _drawn_beside(results[n], courses.of(*asked[n]), plan.baseline, last, release)
    return [results[n] for n in range(len(asked))]


def _drawn_beside(result: Result, course: Trend, until: str, last: str, release: Release) -> Result:
    """Return a measure that is drawn too where its periods may stand beside all that is shown, as it is where they may not.

    No figure gives way to a picture.
    """
    again = _against_baseline(result.measure, course, until, last, release, drawn=True)
    same = (again.verdict, again.lately, again.now) == (result.verdict, result.lately, result.now)
    if not course.segments or not same or any(any(segment.hidden) for segment in course.segments):
        return result
    remember(again.trend, release, again.verdict, again.lately, drawn=True)
    return replace(result, trend=again.trend, drawn=True)


def key_of(measure: Measure, recommendation: Recommendation) -> str:
    """Return under which key `results` looks for what a measure is counted from: its checklist, with its team if it has one."""
    checklist = measure.checklist or recommendation.checklist
    return f"{checklist}, {measure.team}" if measure.team else checklist


def _of_teams(asked: Sequence[Asked]) -> list[list[int]]:
    """Return the places of measures of teams, those of one series together."""
    together: dict[Measure, list[int]] = {}
    for n, (measure, *_) in enumerate(asked):
        if measure.team:
            together.setdefault(replace(measure, team="", title="", target=None, asks=""), []).append(n)
    return list(together.values())


def _tell_of_a_team(results: Sequence[Result], whole: Counted, small: int) -> bool:
    """Whether figures of teams beside that of all would tell of few audits: of a team that is hidden, or of those not named.

    Then none of them is shown.
    """
    versions, tallies = whole
    for result in results if small else ():
        windows = [verdict.before for verdict in (result.verdict, result.lately)]
        windows += [verdict.now for verdict in (result.verdict, result.lately)]
        if isinstance(result.now, Hidden) or isinstance(result.baseline, Hidden):
            return True
        for window in filter(None, windows):
            first, _, until = window.label.partition(" to ")
            months = trend(versions, tallies, result.trend.series).counted
            rest = of_months(months, first, until or first).answering - sum(
                of_months(other.trend.counted, first, until or first).answering for other in results
            )
            if is_small(rest, small):
                return True
    return False


def _hidden(result: Result) -> Result:
    """Return a measure without its figures."""
    verdict, lately = (
        Verdict(said.word, "small counts are hidden, and so are the figures of the reason")
        for said in (result.verdict, result.lately)
    )
    return replace(result, verdict=verdict, lately=lately, baseline=HIDDEN, now=HIDDEN)


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


@dataclass(frozen=True)
class _Courses:
    """How the measures of a recommendation become trends."""

    recommendation: Recommendation
    release: Release
    last: str
    begins: int

    def of(self, measure: Measure, versions: Sequence[Checklist], tallies: Tallies) -> Trend:
        """Return the trend of a measure; AuditError, with its title, for a part that is not there."""
        checklist = measure.checklist or self.recommendation.checklist
        series = Series(checklist, measure.section, measure.item, measure.judged_good)
        if not versions:
            return Trend(series, ("", ""), "month", (), small=self.release.small)
        target = None if measure.target is None else measure.target / 100
        where, release = self.release.closed(Selection(checklist, measure.team)), self.release
        try:
            return trend(
                *(versions, tallies, series),
                where=where,
                target=target,
                release=release,
                last=self.last,
                begins=self.begins,
            )
        except AuditError as error:
            raise AuditError(f"The plan's measure {measure.title!r}: {error.message}", error.hint) from None


def _since(series: Series, until: str, versions: Sequence[Checklist], tallies: Tallies) -> Count:
    """Return the answers of a series after the month `until` as they count; judgements are none."""
    if series.good:
        return Count()
    by_digest = {checklist.digest: checklist for checklist in versions}
    of_month = answered(by_digest, tallies.of(by_digest), series)
    return sum((added for _, month, added in of_month if month > until), Count())


def _against_baseline(
    measure: Measure, course: Trend, until: str, last: str, release: Release, *, drawn: bool
) -> Result:
    """Return a measure's now against its baseline, or without one against the beginning of its trend.

    `drawn` says that the trend's periods stand on the page too, from which windows could be subtracted.
    """
    if not course.counted:
        of_team = f" of a team called {one_line(measure.team, 60)}" if measure.team else ""
        said = Verdict(TOO_FEW, f"no audit{of_team} is finished yet" if course.titles[0] else _NOT_BEGUN)
        return Result(measure, course, said, said)
    both = course.judged
    true = verdicts.against(course.counted, until, last) if until else both.beginning
    verdict, lately = may_be_shown(course, release, true, both.lately, drawn=drawn)
    hidden = true.now is not None and verdict.now is None
    baseline, now = (HIDDEN, HIDDEN) if hidden else (verdict.before, verdict.now)
    if until and isinstance(baseline, Period):
        course = replace(course, forecast=(until, baseline.share))
    return Result(measure, course, verdict, lately, baseline, now, drawn=drawn)


def quantity(
    tallies: Tallies, checklist: str, actions: Mapping[str, int], today: date, release: Release = OWN_USE
) -> Quantity:
    """Return how much was done up to the last whole month before `today`; `actions` are open, overdue and closed."""
    last = shifted(f"{today.year:04d}-{today.month:02d}", -1)
    first = shifted(last, -11)
    months = sorted(judged.group[0] for judged in tallies.judgements)
    done = sum(judged.number for judged in tallies.judgements if first <= judged.group[0] <= last)
    counts = {**actions, "in time": actions["open"] - actions["overdue"]}
    hide = _hidden_actions(counts, release.small)
    where = Selection(checklist, since=first, until=last)
    few = is_small(done, release.small) or release.gives_away(group_of(where), where, done)
    if not few:
        release.show(group_of(where), where, done)
    return Quantity(
        *(HIDDEN if few else done, first, last, (months[0], months[-1]) if months else ("", "")),
        {name: HIDDEN if name in hide else number for name, number in counts.items()},
    )


def _hidden_actions(counts: Mapping[str, int], small: int) -> set[str]:
    """Return which numbers of actions are hidden; those overdue and those in time make up the open ones."""
    hide = {name for name, number in counts.items() if is_small(number, small)}
    parts = {"overdue", "in time"}
    return hide | parts if hide & {"open", *parts} else hide

"""One figure over time, as a value: its periods, limits where they are earned, breaks where the checklist changed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditui.core.errors import AuditError
from auditui.core.periods import JANUARY, LENGTHS, MONTH, months_of, shifted
from auditui.core.scale import FOUR_WORDS, Scale
from auditui.figures import limits, verdicts
from auditui.figures import series as lengths
from auditui.figures.cells import by_more_than_checklist
from auditui.figures.counting import Count
from auditui.figures.period_numbers import are_few, counts, hidden_periods, in_period, in_window, numbers
from auditui.figures.releases import OWN_USE
from auditui.figures.runs import Run, Series, part_title, runs_of
from auditui.figures.suppression import is_small
from auditui.figures.tallies import Selection
from auditui.figures.verdicts import Verdict, Verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.causes import Cause
    from auditui.figures.limits import Reading
    from auditui.figures.releases import Release
    from auditui.figures.series import Period
    from auditui.figures.tallies import Tallies

#: Why a verdict is what it is, where its counts or those of its periods are hidden.
_UNSAID = Verdict("", "by the same rules; small counts are hidden, and so are the figures of the reason")
_UNJUDGED = Verdicts(*[Verdict(verdicts.TOO_FEW, "nothing is counted yet")] * 2)
_NONE = Count()


@dataclass(frozen=True)
class Segment:
    """The periods between two breaks; `hidden` marks those whose counts are not shown, by place.

    `groups` name what its numbers are of (releases.group_of).
    """

    versions: str
    reading: Reading
    hidden: tuple[bool, ...]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trend:
    """A figure over time. Versions that may not be compared are segments of their own; the months of the last are judged.

    `titles` are those of the checklist and of the section or item, if it is of one. `target` is a proportion or None.
    `small` is the count up to which figures are hidden, 0 for none; `longer` says that its periods are longer than they
    would be, so that fewer are hidden. `months` are the first and the last month with audits that count. `forecast` is
    the last month of a baseline and its share, which is drawn over the periods after it. `counted` are the months of the
    last segment, which the verdicts are of, `groups` those they are counts of, `answers` its answers as they count. `frame` says what the lists that files are
    drawn from cannot show, `remarks` what else is to be said with it, `causes` what was noted. `where` selects its audits;
    `left_out` are those of them on versions that are not among the standing ones. `scales` are what the audits of each
    segment were judged on. `verdicts` are as they may be shown with its periods, `judged` as they are.
    """

    series: Series
    titles: tuple[str, str]
    length: str
    segments: tuple[Segment, ...]
    target: float | None = None
    small: int = 0
    months: tuple[str, str] = ("", "")
    longer: bool = False
    forecast: tuple[str, float] | None = None
    where: Selection = Selection()
    left_out: int = 0
    answers: Count = _NONE
    frame: str = ""
    scales: tuple[Scale, ...] = (FOUR_WORDS,)
    counted: tuple[Period, ...] = ()
    groups: tuple[str, ...] = ()
    verdicts: Verdicts = _UNJUDGED
    judged: Verdicts = _UNJUDGED
    remarks: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()

    @property
    def design_effect(self) -> float:
        """How many of its pooled answers tell as much as one."""
        return self.counted[0].counted / self.counted[0].effective_n if self.counted else 1.0

    @property
    def periods(self) -> list[tuple[Period, bool]]:
        """Every period of every segment, each with whether its counts are hidden."""
        return [
            pair
            for segment in self.segments
            for pair in zip(segment.reading.periods, segment.hidden, strict=True)
        ]


def trend(
    versions: Sequence[Checklist],
    tallies: Tallies,
    series: Series,
    *,
    where: Selection = Selection(),
    length: str = "",
    target: float | None = None,
    release: Release = OWN_USE,
    last: str = "",
    begins: int = JANUARY,
) -> Trend:
    """Return the trend of a series, of the finished audits that `tallies` count by month.

    `versions` are all of its checklist, the lowest first; `where` selected the audits. `length` is one of LENGTHS, of years
    that begin in the month `begins`; without one the data decide. `last` is the last month that is over: no verdict is of
    later ones. `release` hides what tells of few audits, on this page or beside others: only periods that are over are
    shown, made longer, up to years, until none is hidden, and where that does not help no line is drawn that would give a
    count back. AuditError for a checklist or part that is not there.
    """
    if not versions:
        raise AuditError(
            f"There is no checklist {series.checklist!r} in this store", "auditui checklist list shows them"
        )
    titles = (versions[-1].title, part_title(versions, series))
    runs = runs_of(versions, tallies, series, where)
    wanted = length or (lengths.length_for(runs[-1].months, begins) if runs else MONTH)
    used, drawn = _drawn(runs, wanted, begins, release, where)
    labels = sorted(month.label for run in runs for month in run.months) or [""]
    course = Trend(
        *(series, titles, used, tuple(segment for _, segment in drawn)),
        *(target, release.small, (labels[0], labels[-1])),
        longer=used != wanted,
        where=where,
        left_out=_left_out(versions, tallies),
        frame=versions[-1].frame,
        scales=tuple(run.scale for run, _ in drawn) or (versions[-1].scale,),
    )
    return _judged_by_months(course, runs[-1], last, release) if runs else course


def _drawn(
    runs: Sequence[Run], wanted: str, begins: int, release: Release, where: Selection
) -> tuple[str, list[tuple[Run, Segment]]]:
    """Return the shortest periods, not shorter than wanted, of which none is hidden; else the longest there are."""
    drawn = wanted, [_segment(run, wanted, begins, release, where) for run in runs]
    for length in list(LENGTHS)[list(LENGTHS).index(wanted) :]:
        segments = [_segment(run, length, begins, release, where) for run in runs]
        if any(segment.hidden for segment in segments):
            drawn = length, segments
        if not any(any(segment.hidden) for segment in segments):
            break
    return drawn[0], [pair for pair in zip(runs, drawn[1], strict=True) if pair[1].hidden]


def _left_out(versions: Sequence[Checklist], tallies: Tallies) -> int:
    standing = {checklist.digest for checklist in versions}
    return sum(judged.number for judged in tallies.judgements if judged.checklist not in standing)


def _judged_by_months(course: Trend, run: Run, last: str, release: Release) -> Trend:
    course = dataclasses.replace(course, counted=tuple(run.months), answers=run.answers, groups=run.groups)
    both = verdicts.judged(course.counted, last)
    shown = Verdicts(*may_be_shown(course, release, both.beginning, both.lately))
    return dataclasses.replace(course, verdicts=shown, judged=both)


def remember(course: Trend, release: Release, *said: Verdict, drawn: bool = True) -> None:
    """Remember what a page shows of a trend: the windows of these verdicts and, where it is drawn, its periods."""
    windows = [window for verdict in said for window in (verdict.before, verdict.now) if window]
    for window in windows:
        _show(window, in_window(window), course.groups, release)
    for number in _of_periods(course) if drawn and release.small else ():
        release.show(*number)


def may_stand_alone(course: Trend, window: Period, release: Release) -> bool:
    """Whether the counts of a window of a trend may be shown by themselves; they are remembered if so."""
    if release.small and _is_told(window, in_window(window), course.groups, release):
        return False
    _show(window, in_window(window), course.groups, release)
    return True


def _show(period: Period, where: Selection, groups: Sequence[str], release: Release) -> None:
    for number in numbers(period, where, groups):
        release.show(*number)


def _of_periods(course: Trend) -> list[tuple[str, Selection, int]]:
    """Return every number of the periods that are shown."""
    return [
        number
        for segment in course.segments
        for period, hide in zip(segment.reading.periods, segment.hidden, strict=True)
        if not hide
        for number in numbers(period, in_period(period), segment.groups)
    ]


def _is_told(period: Period, where: Selection, groups: Sequence[str], release: Release) -> bool:
    """Whether showing a period would tell of few audits, by itself or beside what was shared."""
    return are_few(period, groups, release) or any(
        release.gives_away(*number) for number in numbers(period, where, groups)
    )


def may_be_shown(course: Trend, release: Release, *said: Verdict, drawn: bool = True) -> list[Verdict]:
    """Return verdicts on a trend that stand on one page, as many of the first as may with their counts, others without.

    A reader can subtract their windows from one another and, where the trend is `drawn` on the page, from its periods. So
    every stretch of months between the ends of any two of them must be one that could be shown by itself.
    """
    shown = len(said)
    while shown and not _may_be_subtracted(course, release, said[:shown], drawn=drawn):
        shown -= 1
    return [*said[:shown], *(replace(_UNSAID, word=verdict.word) for verdict in said[shown:])]


def _may_be_subtracted(course: Trend, release: Release, said: Sequence[Verdict], *, drawn: bool) -> bool:
    if not release.small:
        return True
    drawn = drawn and bool(course.segments)
    if drawn and any(course.segments[-1].hidden):
        return False
    ends = {months_of(period.label)[1] for period in course.segments[-1].reading.periods} if drawn else set()
    windows = [window for verdict in said for window in (verdict.before, verdict.now) if window]
    if _are_told(course, windows, release, drawn=drawn):
        return False
    of_windows = [{shifted(where.since, -1), where.until} for where in map(in_window, windows)]
    if any(map(by_more_than_checklist, course.groups)) and _cut(of_windows, ends):
        return False
    return not _tells_between(course, ends.union(*of_windows), release)


def _are_told(course: Trend, windows: Sequence[Period], release: Release, *, drawn: bool) -> bool:
    """Whether windows tell of few audits, each beside the periods that are drawn and the windows before it."""
    in_turn = {-1: _of_periods(course) if drawn else []}
    in_turn |= {n: numbers(window, in_window(window), course.groups) for n, window in enumerate(windows)}
    return any(are_few(window, course.groups, release) for window in windows) or bool(
        release.told_in_turn(in_turn)
    )


def _tells_between(course: Trend, ends: set[str], release: Release) -> bool:
    """Whether the months between two neighbouring ends are of few audits."""
    stretches = [
        lengths.pooled([month for month in course.counted if before < month.label <= end])
        for before, end in pairwise(["", *sorted(ends)])
    ]
    return any(
        is_small(number, release.small)
        for stretch in stretches
        if stretch.counted
        for number in counts(stretch, course.groups)
    )


def _cut(windows: Sequence[set[str]], ends: set[str]) -> bool:
    """Whether windows cut one another, or the periods that end so: of a team and the like only whole ones are shared."""
    if ends:
        before = shifted(min(ends), -1)
        return any(end not in ends and end > before for window in windows for end in window)
    return any(min(one) < end < max(one) for one, other in permutations(windows, 2) for end in other)


def _segment(run: Run, length: str, begins: int, release: Release, where: Selection) -> Segment:
    periods = lengths.merged(run.months, length, begins)
    if release.small:
        until = release.closed(where).until or "9999-12"
        periods = [period for period in periods if months_of(period.label)[1] <= until]
    reading = limits.read(periods)
    hidden = hidden_periods(periods, run.groups, release)
    if any(hidden):
        why = "no limits: they would give small counts back"
        reading = replace(reading, chart=None, limits="", why=why, steps=())
    return Segment(run.versions, reading, hidden, run.groups)

"""One figure over time, as a value: its periods, limits where they are earned, breaks where the checklist changed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditui.core.errors import AuditError
from auditui.core.periods import LENGTHS, MONTH, months_of, shifted
from auditui.figures import limits, verdicts
from auditui.figures import series as lengths
from auditui.figures.releases import OWN_USE
from auditui.figures.runs import Run, Series, part_title, runs_of
from auditui.figures.suppression import hidden, is_small
from auditui.figures.tallies import Selection
from auditui.figures.verdicts import Verdict, Verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.limits import Reading
    from auditui.figures.releases import Release
    from auditui.figures.series import Period
    from auditui.figures.tallies import Tallies

#: Why a verdict is what it is, where its counts or those of its periods are hidden.
_UNSAID = Verdict("", "by the same rules; small counts are hidden, and so are the figures of the reason")
_UNJUDGED = Verdicts(*[Verdict(verdicts.TOO_FEW, "nothing is counted yet")] * 2)


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
    last segment, which the verdicts are of, and `groups` those they are counts of. `frame` says what the lists that files are drawn from cannot show, `remarks`
    what else is to be said with it.
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
    team: str = ""
    frame: str = ""
    counted: tuple[Period, ...] = ()
    groups: tuple[str, ...] = ()
    verdicts: Verdicts = _UNJUDGED
    remarks: tuple[str, ...] = ()

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
    team: str = "",
    length: str = "",
    target: float | None = None,
    release: Release = OWN_USE,
    where: Selection = Selection(),
    last: str = "",
) -> Trend:
    """Return the trend of a series, of the finished audits that `tallies` count by month.

    `versions` are all of its checklist, the lowest first. `length` is one of LENGTHS; without one the data decide. `last`
    is the last month that is over: later ones are drawn, and no verdict is of them. `release` hides what tells of few audits,
    on this page or beside others: only periods that are over are shown, made longer, up to years, until none is hidden, and
    where that does not help no line is drawn that would give a count back. `team` is whose audits these are, if of one
    only, and `where` what was selected. AuditError for a checklist, section or item that is not there.
    """
    if not versions:
        raise AuditError(
            f"There is no checklist {series.checklist!r} in this store", "auditui checklist list shows them"
        )
    titles = (versions[-1].title, part_title(versions, series))
    runs = runs_of(versions, tallies, series, where)
    wanted = length or (lengths.length_for(runs[-1].months) if runs else MONTH)
    used, segments = _drawn(runs, wanted, release, where)
    labels = sorted(month.label for run in runs for month in run.months) or [""]
    course = Trend(
        *(series, titles, used, segments, target, release.small, (labels[0], labels[-1])),
        longer=used != wanted,
        team=team,
        counted=tuple(runs[-1].months) if runs else (),
        frame=versions[-1].frame,
        groups=runs[-1].groups if runs else (),
    )
    return _judged_by_months(course, last, release) if runs else course


def _drawn(
    runs: Sequence[Run], wanted: str, release: Release, where: Selection
) -> tuple[str, tuple[Segment, ...]]:
    """Return the shortest periods, not shorter than wanted, of which none is hidden; else the longest there are."""
    drawn = wanted, tuple(_segment(run, wanted, release, where) for run in runs)
    for length in list(LENGTHS)[list(LENGTHS).index(wanted) :]:
        segments = tuple(_segment(run, length, release, where) for run in runs)
        if any(segment.hidden for segment in segments):
            drawn = length, segments
        if not any(any(segment.hidden) for segment in segments):
            break
    return drawn[0], tuple(segment for segment in drawn[1] if segment.hidden)


def _judged_by_months(course: Trend, last: str, release: Release) -> Trend:
    both = verdicts.judged(course.counted, last)
    said = may_be_shown(course, release, both.beginning, both.lately)
    return dataclasses.replace(course, verdicts=Verdicts(*said))


def remember(course: Trend, release: Release, *said: Verdict, drawn: bool = True) -> None:
    """Remember what a page shows of a trend: the windows of these verdicts and, where it is drawn, its periods."""
    windows = [window for verdict in said for window in (verdict.before, verdict.now) if window]
    for window in windows:
        _show(window, _window(window), course.groups, release)
    for segment in course.segments if drawn and release.small else ():
        for period, hide in zip(segment.reading.periods, segment.hidden, strict=True):
            if not hide:
                since, until = months_of(period.label)
                _show(period, Selection(since=since, until=until), segment.groups, release)


def _show(period: Period, where: Selection, groups: Sequence[str], release: Release) -> None:
    for group, number in zip(groups, _counts(period, groups), strict=True):
        release.show(group, where, number)


def _window(period: Period) -> Selection:
    first, _, last = period.label.partition(" to ")
    return Selection(since=first, until=last or first)


def _counts(period: Period, groups: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers a period shows of its groups: the audits behind it and, of judgements, on which side they are."""
    sides = (period.met, period.counted - period.met) if len(groups) > 1 else ()
    return (period.answering, *sides)


def _is_told(period: Period, where: Selection, groups: Sequence[str], release: Release) -> bool:
    """Whether showing a period would tell of few audits, by itself or beside what was shared."""
    return any(
        is_small(number, release.small) or release.gives_away(group, where, number)
        for group, number in zip(groups, _counts(period, groups), strict=True)
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
    if any(_is_told(window, _window(window), course.groups, release) for window in windows):
        return False
    for window in windows:
        where = _window(window)
        ends |= {shifted(where.since, -1), where.until}
    stretches = [
        lengths.pooled([month for month in course.counted if before < month.label <= end])
        for before, end in pairwise(["", *sorted(ends)])
    ]
    return not any(
        is_small(number, release.small)
        for stretch in stretches
        if stretch.counted
        for number in _counts(stretch, course.groups)
    )


def _segment(run: Run, length: str, release: Release, where: Selection) -> Segment:
    periods = lengths.merged(run.months, length)
    if release.small:
        until = release.closed(where).until or "9999-12"
        periods = [period for period in periods if months_of(period.label)[1] <= until]
    reading = limits.read(periods)
    hidden = _hidden_periods(periods, run.groups, release)
    if any(hidden):
        why = "no limits: they would give small counts back"
        reading = replace(reading, chart=None, limits="", why=why, steps=())
    return Segment(run.versions, reading, hidden, run.groups)


def _hidden_periods(periods: Sequence[Period], groups: Sequence[str], release: Release) -> tuple[bool, ...]:
    """Mark the periods that are not shown, so that the sum of all does not give them back."""
    if not release.small:
        return (False,) * len(periods)
    windows = [Selection(since=since, until=until) for since, until in (months_of(p.label) for p in periods)]
    told = {n for n, period in enumerate(periods) if _is_told(period, windows[n], groups, release)}
    counts = {n: period.answering for n, period in enumerate(periods)}
    hide = hidden(counts, [counts], release.small, lambda n: release.lot(groups[0], periods[n].label), told)
    return tuple(n in hide for n in counts)

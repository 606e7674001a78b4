"""One figure over time, as a value: its periods, limits where they are earned, breaks where the checklist changed."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from auditui.core.checklists.lineage import Lineages
from auditui.core.errors import AuditError
from auditui.core.periods import JANUARY, LENGTHS, MONTH, months_of, shifted
from auditui.core.scale import FOUR_WORDS, Scale
from auditui.figures import limits, verdicts
from auditui.figures import series as lengths
from auditui.figures.counting import Count, Group, Spread, count
from auditui.figures.disclosure import OF_MET, hidden_figures
from auditui.figures.series import Period
from auditui.figures.suppression import is_small
from auditui.figures.tallies import Selection
from auditui.figures.verdicts import Verdict, Verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.causes import Cause
    from auditui.figures.limits import Reading
    from auditui.figures.tallies import Tallies

#: Why a verdict is what it is, where its counts or those of its periods are hidden.
_UNSAID = Verdict("", "by the same rules; small counts are hidden, and so are the figures of the reason")
_UNJUDGED = Verdicts(*[Verdict(verdicts.TOO_FEW, "nothing is counted yet")] * 2)

_NONE = Count()


@dataclass(frozen=True)
class Series:
    """What a trend is of: a checklist's answers, those of one section or item, or its audits judged good enough."""

    checklist: str
    section: str = ""
    item: str = ""
    good: bool = False


@dataclass(frozen=True)
class Segment:
    """The periods between two breaks; `hidden` marks those whose counts are not shown, by place."""

    versions: str
    reading: Reading
    hidden: tuple[bool, ...]


@dataclass(frozen=True)
class Trend:
    """A figure over time. Versions that may not be compared are segments of their own; the months of the last are judged.

    `titles` are those of the checklist and of the section or item, if it is of one. `target` is a proportion or None.
    `small` is the count up to which figures are hidden, 0 for none; `longer` says that its periods are longer than they
    would be, so that fewer are hidden. `months` are the first and the last month with audits that count. `forecast` is
    the last month of a baseline and its share, which is drawn over the periods after it. `counted` are the months of the
    last segment, which the verdicts are of, `answers` those of it as they count. `frame` says what the lists that files are
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
    small: int = 0,
    last: str = "",
    begins: int = JANUARY,
) -> Trend:
    """Return the trend of a series, of the finished audits that `tallies` count by month.

    `versions` are all of its checklist, the lowest first; `where` selected the audits. `length` is one of LENGTHS, of years
    that begin in the month `begins`; without one the data decide. `last` is the last month that is over: no verdict is of
    later ones. `small` above 0 hides counts from 1 to that number: periods are made longer, up to years, until none shows
    one, and else no line is drawn that would give one back. AuditError for a checklist or part that is not there.
    """
    if not versions:
        raise AuditError(
            f"There is no checklist {series.checklist!r} in this store", "auditui checklist list shows them"
        )
    titles = (versions[-1].title, _part_title(versions, series))
    runs = runs_of(versions, tallies, series)
    wanted = length or (lengths.length_for(runs[-1].months, begins) if runs else MONTH)
    for used in list(LENGTHS)[list(LENGTHS).index(wanted) :]:
        segments = tuple(_segment(run, used, begins, small) for run in runs)
        if not any(any(segment.hidden) for segment in segments):
            break
    labels = sorted(month.label for run in runs for month in run.months) or [""]
    course = Trend(
        *(series, titles, used, segments, target, small, (labels[0], labels[-1])),
        longer=used != wanted,
        where=where,
        left_out=_left_out(versions, tallies),
        frame=versions[-1].frame,
        scales=tuple(run.scale for run in runs) or (versions[-1].scale,),
    )
    return _judged_by_months(course, runs[-1], last) if runs else course


def _left_out(versions: Sequence[Checklist], tallies: Tallies) -> int:
    standing = {checklist.digest for checklist in versions}
    return sum(judged.number for judged in tallies.judgements if judged.checklist not in standing)


def _judged_by_months(course: Trend, run: Run, last: str) -> Trend:
    course = dataclasses.replace(course, counted=tuple(run.months), answers=run.answers)
    both = verdicts.judged(course.counted, last)
    shown = Verdicts(*may_be_shown(course, both.beginning, both.lately))
    return dataclasses.replace(course, verdicts=shown, judged=both)


def may_be_shown(course: Trend, *said: Verdict, drawn: bool = True) -> list[Verdict]:
    """Return verdicts on a trend that stand on one page, as many of the first as may with their counts, others without.

    A reader can subtract their windows from one another and, where the trend is `drawn` on the page, from its periods. So
    every stretch of months between the ends of any two of them must be one that could be shown by itself.
    """
    shown = len(said)
    while shown and not _may_be_subtracted(course, said[:shown], drawn=drawn):
        shown -= 1
    return [*said[:shown], *(replace(_UNSAID, word=verdict.word) for verdict in said[shown:])]


def _may_be_subtracted(course: Trend, said: Sequence[Verdict], *, drawn: bool) -> bool:
    if not course.small:
        return True
    if drawn and any(course.segments[-1].hidden):
        return False
    ends = {months_of(period.label)[1] for period in course.segments[-1].reading.periods if drawn}
    for window in (window for verdict in said for window in (verdict.before, verdict.now) if window):
        first, _, final = window.label.partition(" to ")
        ends |= {shifted(first, -1), final or first}
    stretches = [
        lengths.pooled([month for month in course.counted if before < month.label <= end])
        for before, end in pairwise(["", *sorted(ends)])
    ]
    return not any(
        is_small(number, course.small)
        for stretch in stretches
        for number in (stretch.met, stretch.counted - stretch.met, stretch.audits)
    )


def _part_title(versions: Sequence[Checklist], series: Series) -> str:
    """Return the newest title of the section or item; AuditError if no version has it."""
    newest = versions[-1]
    for checklist in reversed(versions) if series.item or series.section else ():
        for part in checklist.items if series.item else checklist.sections:
            if part.id == (series.item or series.section):
                return part.title
    if series.item:
        raise AuditError(f"{newest.id} has no item {series.item!r}", f"auditui checklist show {newest.id}")
    if series.section:
        known = ", ".join(section.id for section in newest.sections)
        raise AuditError(f"{newest.id} has no section {series.section!r}", f"It has {known}")
    return ""


class Run(NamedTuple):
    """Versions that may be compared, their months in order, all their answers, and the scale of their judgements."""

    versions: str
    months: list[Period]
    answers: Count
    scale: Scale


def runs_of(versions: Sequence[Checklist], tallies: Tallies, series: Series) -> list[Run]:
    """Return the stretches of versions that may be compared, in order, each with its months."""
    by_digest = {checklist.digest: checklist for checklist in versions}
    tallies = tallies.of(by_digest)
    lineages = Lineages(versions)
    origin = origins(versions, lineages, series)
    audits: Counter[tuple[int, str]] = Counter()
    for judged in tallies.judgements:
        if judged.checklist in origin:
            audits[origin[judged.checklist], judged.group[0]] += judged.number
    spreads: defaultdict[int, Spread] = defaultdict(Spread)
    for spread in tallies.spreads if not series.item and not series.good else ():
        if spread.section == series.section:
            spreads[origin[spread.checklist]] += spread.spread
    counts: defaultdict[tuple[int, str], Count] = defaultdict(Count)
    joined: defaultdict[int, set[int]] = defaultdict(set)
    for digest, month, added in counted(by_digest, tallies, series):
        counts[origin[digest], month] += added
        joined[origin[digest]].add(by_digest[digest].version)
    months: defaultdict[int, list[Period]] = defaultdict(list)
    answers: defaultdict[int, Count] = defaultdict(Count)
    for (first, month), sums in sorted(counts.items()):
        answers[first] += sums
        if sums.counted:
            effective_n = sums.counted / spreads[first].design_effect
            months[first].append(Period(month, sums.met, sums.counted, effective_n, audits[first, month]))
    scales = {origin[digest]: checklist.scale for digest, checklist in by_digest.items() if digest in origin}
    return [
        Run(lineages.said(joined[first]), periods, answers[first], scales[first])
        for first, periods in months.items()
    ]


def origins(versions: Sequence[Checklist], lineages: Lineages, series: Series) -> dict[str, int]:
    """Return by digest the first version whose figures are joined with each; versions without the item have none."""
    if series.good:
        return {checklist.digest: lineages.judged(checklist) for checklist in versions}
    if series.item:
        asking = [checklist for checklist in versions if checklist.item(series.item) is not None]
        return {checklist.digest: lineages.item(checklist, series.item) for checklist in asking}
    return {checklist.digest: lineages.pooled(checklist, series.section) for checklist in versions}


def counted(
    by_digest: dict[str, Checklist], tallies: Tallies, series: Series
) -> Iterator[tuple[str, str, Count]]:
    """Yield what the series is of, each count with its checklist and month."""
    return _judged(by_digest, tallies) if series.good else answered(by_digest, tallies, series)


def _judged(by_digest: dict[str, Checklist], tallies: Tallies) -> Iterator[tuple[str, str, Count]]:
    """Yield audits judged good enough on the scale of their checklist, of all, each with its checklist and month."""
    for judged in tallies.judgements:
        good = judged.number if by_digest[judged.checklist].scale.is_met(judged.judgement) else 0
        yield judged.checklist, judged.group[0], Count(good, judged.number)


def answered(
    by_digest: dict[str, Checklist], tallies: Tallies, series: Series
) -> Iterator[tuple[str, str, Count]]:
    """Yield the answers of the series, each with its checklist and month."""
    for tally in tallies.answers:
        checklist = by_digest[tally.checklist]
        item = checklist.item(tally.item)
        if (
            item is not None
            and series.item in ("", item.id)
            and series.section in ("", checklist.section_of(item.id).id)
        ):
            yield tally.checklist, tally.group[0], count(tally.part, tally.number)


def _segment(run: Run, length: str, begins: int, small: int) -> Segment:
    periods = lengths.merged(run.months, length, begins)
    groups = [Group(Count(period.met, period.counted), audits=period.audits) for period in periods]
    hide = hidden_figures([*groups, sum(groups, Group())], small, total=True, judged=False)
    hidden = tuple(bool(OF_MET & names) for names in hide[:-1])
    reading = limits.read(periods)
    if any(hidden):
        why = "no limits: they would give small counts back"
        reading = replace(reading, chart=None, limits="", why=why, steps=())
    return Segment(run.versions, reading, hidden)

"""One figure over time: its periods, limits where they are earned, breaks where the checklist changed, a verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from auditui.core.checklists.lineage import Lineages
from auditui.core.errors import AuditError
from auditui.core.grades import rank
from auditui.core.periods import LENGTHS, MONTH
from auditui.figures import trends
from auditui.figures.counting import Count, Spread, count
from auditui.figures.trends import Period, Reading
from auditui.report import charts
from auditui.report.document import Document, Figure, Paragraph
from auditui.report.sharing import OF_MET, PROPORTION, Group, hidden_figures, proportion, said_of_hidden
from auditui.report.table import HIDDEN, Column, Table, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.checklists.checklist import Checklist
    from auditui.store import Reader, Tallies, Where

_LONGER = dict(pairwise(LENGTHS))


@dataclass(frozen=True)
class Of:
    """What the trend is of: a checklist's answers, those of one section or item, or its audits judged good or better."""

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
    """A figure over time. Versions that may not be compared are segments of their own; the last one is judged.

    `target` is a proportion or None. `small` is the count up to which figures are hidden, 0 for none;
    `longer` says that its periods are longer than they would be, so that fewer are hidden. `months` are the first and
    the last month with audits that count. `forecast` is the last
    month of a baseline and its share, which is drawn over the periods after it.
    """

    title: str
    unit: str
    length: str
    segments: tuple[Segment, ...]
    target: float | None
    small: int
    months: tuple[str, str]
    longer: bool = False
    forecast: tuple[str, float] | None = None

    @property
    def verdict(self) -> str:
        """Better, worse, no clear change, or too few to say: of the time since the last break."""
        return self.segments[-1].reading.verdict if self.segments else trends.TOO_FEW

    @property
    def reason(self) -> str:
        """Why the verdict is what it is; without counts where some are hidden."""
        if not self.segments:
            return "nothing is counted yet"
        if any(any(each.hidden) for each in self.segments):
            return "by the same rules; small counts are hidden, and so are the figures of the reason"
        return self.segments[-1].reading.reason


def trend(
    store: Reader,
    where: Where,
    of: Of,
    *,
    length: str = "",
    target: float | None = None,
    small: int = 0,
    progress: Callable[[int, int], None] | None = None,
    tallies: Tallies | None = None,
) -> Trend:
    """Return the trend of what `of` names, of the finished audits `where` selects.

    `tallies`, if given, are those audits counted by month, which need not be read again then. `length` is one of LENGTHS; without one the data decide. `small` above 0 hides counts from 1 to that
    number: periods are made longer, up to years, until none shows one, and where that does not help no line is
    drawn that would give a count back. AuditError for a checklist, section or item that is not there.
    """
    versions = store.versions(of.checklist)
    if not versions:
        raise AuditError(
            f"There is no checklist {of.checklist!r} in this store", "auditui checklist list shows them"
        )
    title, unit = _named(versions, of)
    if tallies is None:
        tallies = store.tallies(replace(where, checklist=of.checklist), ("month",), progress)
    segments = _months(versions, Lineages(versions), tallies, of)
    if not length:
        length = trends.length_for(segments[-1][1]) if segments else MONTH
    made = _segments(segments, length, small)
    asked = length
    while any(any(each.hidden) for each in made) and length in _LONGER:
        length = _LONGER[length]
        made = _segments(segments, length, small)
    if where.team:
        title += f", {where.team}"
    labels = sorted(each.label for _, months in segments for each in months) or [""]
    return Trend(title, unit, length, made, target, small, (labels[0], labels[-1]), longer=length != asked)


def _named(versions: list[Checklist], of: Of) -> tuple[str, str]:
    newest = versions[-1]
    if of.good:
        return f"{newest.title}: audits judged good or better", "audits"
    if of.item:
        for checklist in reversed(versions):
            item = checklist.item(of.item)
            if item is not None:
                return f"{newest.title}: {item.title}", "answers"
        raise AuditError(f"{newest.id} has no item {of.item!r}", f"auditui checklist show {newest.id}")
    if of.section:
        for checklist in reversed(versions):
            for section in checklist.sections:
                if section.id == of.section:
                    return f"{newest.title}: {section.title}", "answers"
        known = ", ".join(section.id for section in newest.sections)
        raise AuditError(f"{newest.id} has no section {of.section!r}", f"It has {known}")
    return f"{newest.title}: standard met", "answers"


def _months(
    versions: list[Checklist], lineages: Lineages, tallies: Tallies, of: Of
) -> list[tuple[str, list[Period]]]:
    """Return for every run of versions that may be compared its name and its months, in order."""
    by_digest = {each.digest: each for each in versions}
    counts: defaultdict[tuple[int, str], Count] = defaultdict(Count)
    audits: Counter[tuple[int, str]] = Counter()
    spreads: defaultdict[int, Spread] = defaultdict(Spread)
    joined: defaultdict[int, set[int]] = defaultdict(set)

    def origin(checklist: Checklist) -> int:
        return versions[0].version if of.good else _origin(lineages, checklist, of)

    for tally in tallies.answers if not of.good else ():
        checklist = by_digest[tally.checklist]
        item = checklist.item(tally.item)
        if item is not None and _is_of(of, checklist, tally.item):
            counts[origin(checklist), tally.group[0]] += count(item, tally.value, tally.number)
            joined[origin(checklist)].add(checklist.version)
    for judged in tallies.judgements:
        checklist = by_digest[judged.checklist]
        audits[origin(checklist), judged.group[0]] += judged.number
        if of.good:
            met = judged.number if rank(judged.judgement) >= rank("good") else 0
            counts[origin(checklist), judged.group[0]] += Count(met, judged.number)
            joined[origin(checklist)].add(checklist.version)
    for spread in tallies.spreads if not of.item and not of.good else ():
        if spread.section == of.section:
            spreads[origin(by_digest[spread.checklist])] += spread.spread
    found = []
    for first in sorted(joined):
        months = [
            Period(
                month,
                each.met,
                each.counted,
                each.counted / spreads[first].design_effect,
                audits[start, month],
            )
            for (start, month), each in sorted(counts.items())
            if start == first and each.counted
        ]
        if months:
            found.append((lineages.said(joined[first]), months))
    return found


def _origin(lineages: Lineages, checklist: Checklist, of: Of) -> int:
    return lineages.item(checklist, of.item) if of.item else lineages.pooled(checklist, of.section)


def _is_of(of: Of, checklist: Checklist, item: str) -> bool:
    if of.section and checklist.section_of(item).id != of.section:
        return False
    return of.item in ("", item)


def _segments(segments: list[tuple[str, list[Period]]], length: str, small: int) -> tuple[Segment, ...]:
    made = []
    for versions, months in segments:
        periods = trends.merged(months, length)
        hidden = (False,) * len(periods)
        if small:
            groups = [Group(Count(each.met, each.counted), audits=each.audits) for each in periods]
            found = hidden_figures([*groups, sum(groups, Group())], small, total=True, judged=False)
            hidden = tuple(bool(OF_MET & each) for each in found[:-1])
        reading = trends.read(periods)
        if any(hidden):
            reading = replace(
                reading, chart=None, limits="", why="no limits: they would give small counts back"
            )
        made.append(Segment(versions, reading, hidden))
    return tuple(made)


def _figures(period: Period, *, hidden: bool) -> list[Value]:
    if hidden:
        return proportion(HIDDEN, HIDDEN, None)
    return proportion(period.met, period.counted, period.interval)


def as_table(trend: Trend) -> Table:
    """Return every number and rule of a trend, a row for each period."""
    columns = (
        *(
            Column("versions", "Versions", data_only=len(trend.segments) < 2),
            Column("period", trend.length.capitalize()),
        ),
        *PROPORTION,
        *(
            Column("lower", "Lower", places=0),
            Column("centre", "Centre", places=0),
            Column("upper", "Upper", places=0),
        ),
        *(Column("limits", "Limits", data_only=True), Column("signals", "Signals")),
        *(Column("target", "Target", data_only=True), Column("verdict", "Verdict", data_only=True)),
        Column("reason", "Reason", data_only=True),
    )
    rows: list[tuple[Value, ...]] = []
    for segment in trend.segments:
        chart = segment.reading.chart
        for n, (each, hide) in enumerate(zip(segment.reading.periods, segment.hidden, strict=True)):
            point = chart.points[n] if chart and segment.reading.limits else None
            rows.append(
                (
                    *(segment.versions, each.label, *_figures(each, hidden=hide)),
                    *(
                        (100 * point.lower, 100 * chart.centre, 100 * point.upper)
                        if point and chart
                        else (None,) * 3
                    ),
                    segment.reading.limits,
                    "; ".join(f"{name} ({'high' if side > 0 else 'low'})" for name, side in point.signals)
                    if point
                    else "",
                    None if trend.target is None else 100 * trend.target,
                    *(trend.verdict, trend.reason),
                )
            )
    return Table(trend.title, columns, tuple(rows), notes(trend))


def overview(found: list[Trend]) -> Table:
    """Return a row for each trend: its last period, and what it says."""
    columns = (
        *(Column("trend", "Trend"), Column("last", "Last period")),
        *PROPORTION[:4],
        *(Column("verdict", "Verdict"), Column("reason", "Reason", data_only=True)),
    )
    rows: list[tuple[Value, ...]] = []
    for each in found:
        if each.segments:
            last = each.segments[-1]
            period = last.reading.periods[-1]
            figures = _figures(period, hidden=last.hidden[-1])[:4]
            rows.append((each.title, period.label, *figures, each.verdict, each.reason))
    said = tuple(f"{each.title}: {sentence(each)}" for each in found if each.segments)
    return Table(
        "Trends",
        columns,
        tuple(rows),
        (*said, "auditui trend CHECKLIST draws one, with every period and rule."),
    )


def notes(trend: Trend) -> tuple[str, ...]:
    """Return what must be said with a trend."""
    said = [
        f"Met: {trend.unit} that reach the standard, of those that count, by the month an audit was finished."
        if trend.unit == "answers"
        else "Met: audits judged good or outstanding, of all, by the month they were finished."
    ]
    if trend.segments:
        last = trend.segments[-1].reading
        said.append(f"Limits: {last.limits}, {last.why}." if last.limits else f"{last.why.capitalize()}.")
    if len(trend.segments) > 1:
        said.append(
            "Break: versions that may not be compared. The verdict is of the time since the last break."
        )
    said.append(
        "Better or worse is said when the last period is part of a special cause, or the last third of the periods"
        " differs from the first by more than chance would do; of series that do not change, at most 1 in 20 is called so."
    )
    if trend.length != MONTH and trend.segments:
        said.append(
            f"The audits are from {trend.months[0]} to {trend.months[1]}: the first and last {trend.length} may be"
            " there in part."
        )
    if trend.longer:
        said.append(
            f"Each period is a {trend.length}: shorter ones would show small counts. Drawn in shorter ones, as on the"
            " screen, the last of it and the verdict can be others."
        )
    if trend.small:
        said.append(said_of_hidden(trend.small))
    return tuple(said)


def sentence(trend: Trend) -> str:
    """Return the verdict with its reason, as a sentence."""
    return f"{trend.verdict.capitalize()}: {trend.reason}."


def figure(trend: Trend, width: int = 78, height: int = 11) -> Figure:
    """Return the trend's picture."""
    return Figure(
        charts.svg(trend), tuple(charts.lines(trend, width, height)), f"{trend.title}. {sentence(trend)}"
    )


def as_document(trend: Trend, width: int = 78) -> Document:
    """Return the trend as a page: picture, verdict, table."""
    if not trend.segments:
        return Document(trend.title, (Paragraph("No finished audits here yet, so there is no trend."),))
    return Document(
        trend.title,
        (
            figure(trend, width),
            Paragraph(sentence(trend), "strong"),
            replace(as_table(trend), title="Every period"),
        ),
    )

"""A trend in words, columns and pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from auditui.core.periods import MONTH, shifted
from auditui.figures import trend as figures
from auditui.figures.releases import OWN_USE
from auditui.figures.suppression import HIDDEN
from auditui.figures.tallies import Selection
from auditui.report import charts
from auditui.report.document import Document, Figure, Paragraph
from auditui.report.sharing import (
    PROPORTION,
    key_to_hidden,
    of_corrections,
    of_erased,
    proportion,
    scope,
    scoped,
)
from auditui.report.table import Column, Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from auditui.figures.releases import Release
    from auditui.figures.runs import Series
    from auditui.figures.series import Period
    from auditui.figures.spc import Chart
    from auditui.figures.trend import Segment, Trend
    from auditui.figures.verdicts import Verdict
    from auditui.store import Reader


def trend(
    store: Reader,
    selection: Selection,
    series: Series,
    *,
    today: date | None = None,
    length: str = "",
    target: float | None = None,
    release: Release = OWN_USE,
    progress: Callable[[int, int], None] | None = None,
) -> Trend:
    """Read and return the trend of a series, of the finished audits selected; the rest is as in figures.trend.

    Verdicts are of months that were over on `today`; without it of all. `progress` is for what must be read audit by audit.
    """
    selection, small = release.closed(selection), release.small
    versions = store.versions(series.checklist)
    tallies = store.tallies(replace(selection, checklist=series.checklist), ("month",), progress)
    last = last_month(store, (series.checklist,), today, selection.until)
    course = figures.trend(
        *(versions, tallies, series),
        team=selection.team,
        length=length,
        target=target,
        release=release,
        where=selection,
        last=last,
    )
    figures.remember(course, release, course.verdicts.beginning, course.verdicts.lately)
    where = replace(selection, checklist=series.checklist)
    corrected = of_corrections(store.corrections(where), small)
    return replace(course, remarks=(scope(where), *corrected, *of_erased(tallies, small)))


def last_month(store: Reader, checklists: Iterable[str], today: date | None, until: str = "") -> str:
    """Return the last month with finished audits of these checklists, of those that are over and not after `until`."""
    last = [months[1] for name in checklists if (months := store.months(Selection(name)))]
    whole = shifted(f"{today.year:04d}-{today.month:02d}", -1) if today else ""
    return min(filter(None, (max(last, default=""), whole, until)), default="")


def title(trend: Trend) -> str:
    """Return what the trend is of, in words."""
    checklist, part = trend.titles
    what = "audits judged good or better" if trend.series.good else part or "standard met"
    return f"{checklist}: {what}" + (f", {trend.team}" if trend.team else "")


_COLUMNS = columns(
    "lower: Lower | centre: Centre | upper: Upper | limits: (Limits) | signals: Signals | target: (Target)"
    "| since_beginning: (Since the beginning) | reason: (Reason) | lately: (Lately) | lately_reason: (Why) | of: (Of)"
)
_OVERVIEW = (
    *columns("trend: Trend | last: Last period"),
    *PROPORTION[:4],
    *columns(
        "since_beginning: Since the beginning | reason: (Reason) | lately: Lately | lately_reason: (Why)"
    ),
)


def as_table(trend: Trend) -> Table:
    """Return every number and rule of a trend, a row for each period."""
    heads = (
        Column("versions", "Versions", data_only=len(trend.segments) < 2),
        Column("period", trend.length.capitalize()),
        *PROPORTION,
        *_COLUMNS,
    )
    target = None if trend.target is None else 100 * trend.target
    rows = tuple(
        (*row, target, *_said(trend), "".join(trend.remarks[:1]))
        for segment in trend.segments
        for row in _rows(segment)
    )
    return Table(title(trend), heads, rows, notes(trend))


def _said(trend: Trend) -> tuple[str, ...]:
    beginning, lately = trend.verdicts.beginning, trend.verdicts.lately
    return beginning.word, beginning.reason, lately.word, lately.reason


def _rows(segment: Segment) -> list[tuple[Value, ...]]:
    reading = segment.reading
    chart = reading.chart if reading.limits else None
    return [
        (
            *(segment.versions, period.label, *_figures(period, hidden=hidden)),
            *_limits(chart, n),
            reading.limits,
            _signals(chart, n),
        )
        for n, (period, hidden) in enumerate(zip(reading.periods, segment.hidden, strict=True))
    ]


def _figures(period: Period, *, hidden: bool) -> list[Value]:
    if hidden:
        return proportion(HIDDEN, HIDDEN, None)
    return proportion(period.met, period.counted, period.interval)


def _limits(chart: Chart | None, n: int) -> tuple[Value, ...]:
    if chart is None:
        return None, None, None
    point = chart.points[n]
    return 100 * point.lower, 100 * point.centre, 100 * point.upper


def _signals(chart: Chart | None, n: int) -> str:
    signals = chart.points[n].signals if chart else ()
    return "; ".join(f"{rule} ({'high' if side > 0 else 'low'})" for rule, side in signals)


def overview(trends: Sequence[Trend], selection: Selection = Selection()) -> Table:
    """Return a row for each trend that has a period: its last one, and what the trend says; they are of `selection`."""
    shown = [trend for trend in trends if trend.segments]
    rows: list[tuple[Value, ...]] = []
    for trend in shown:
        period, hidden = trend.periods[-1]
        figures_ = _figures(period, hidden=hidden)[:4]
        rows.append((title(trend), period.label, *figures_, *_said(trend)))
    sentences = (f"{title(trend)}: {' '.join(sentences_of(trend))}" for trend in shown)
    hint = "auditui trend CHECKLIST draws one, with every period and rule."
    return scoped(Table("Trends", _OVERVIEW, tuple(rows), (*sentences, hint)), scope(selection))


def notes(trend: Trend) -> tuple[str, ...]:
    """Return what must be said with a trend."""
    lines = [
        "Met: audits judged good or outstanding, of all, by the month they were finished."
        if trend.series.good
        else "Met: answers that reach the standard, of those that count, by the month an audit was finished."
    ]
    if trend.segments:
        last = trend.segments[-1].reading
        lines.append(f"Limits: {last.limits}, {last.why}." if last.limits else f"{last.why.capitalize()}.")
    if len(trend.segments) > 1:
        lines.append(
            "Break: versions that may not be compared. The verdicts are of the time since the last break."
        )
    lines += [_steps(segment) for segment in trend.segments if segment.reading.steps]
    lines.append(RULE)
    if trend.length != MONTH and trend.segments:
        lines.append(
            f"The audits are from {trend.months[0]} to {trend.months[1]}: the first and last {trend.length} may be"
            " there in part."
        )
    if trend.frame:
        lines.append(trend.frame)
    if trend.longer:
        lines.append(
            f"Each period is a {trend.length}: shorter ones would show small counts. The verdicts are of months all the same."
        )
    if trend.small:
        lines.append(key_to_hidden(trend.small))
    return (*trend.remarks[:1], *lines, *trend.remarks[1:])


#: How the verdicts of a trend come about, and how far they can be trusted.
RULE = (
    "Better or worse: two windows of months differ by more than chance would do, or for the time since the beginning the"
    " straight line through all months does. Of series that do not change at most 1 in 20 is called so, where months are"
    " independent of one another; with a season, or new auditors half-way, more are. Marks on the chart are single periods"
    " that stand out; no verdict is made of them."
)


def _steps(segment: Segment) -> str:
    """Say where limits are drawn anew."""
    said = [
        f"{segment.reading.periods[step.at].label} ({step.before.share:.0%} before, {step.after.share:.0%} from then on)"
        for step in segment.reading.steps
    ]
    return f"Limits are drawn anew from {', '.join(said)}: the level is another there."


def sentence(verdict: Verdict, of: str) -> str:
    """Return a verdict with its reason as a sentence; `of` says what it is of."""
    return f"{of}: {verdict.word}. {verdict.reason[:1].upper()}{verdict.reason[1:]}."


def in_short(verdict: Verdict, of: str) -> str:
    """Return a verdict with its two percentages, for a line of a small screen."""
    before, now = verdict.before, verdict.now
    if before is None or now is None or not before.counted or not now.counted:
        return sentence(verdict, of)
    return f"{of}: {verdict.word}, {now.share:.0%} in {now.label}, {before.share:.0%} before."


def sentences_of(trend: Trend, said: Callable[[Verdict, str], str] = sentence) -> tuple[str, str]:
    """Return both readings of a trend as sentences, each as `said` has it."""
    both = trend.verdicts
    return said(both.beginning, "Since the beginning"), said(both.lately, "Lately")


def figure(trend: Trend, name: str, width: int = 78, says: Sequence[str] = ()) -> Figure:
    """Return the trend's picture under a name; `says` are the sentences that stand with it, those of the trend if none."""
    words = " ".join(says or sentences_of(trend))
    return Figure(
        charts.svg(trend, ". ".join((name, *trend.remarks[:1]))),
        tuple(charts.lines(trend, width)),
        f"{name}. {words}",
    )


def as_document(trend: Trend, width: int = 78) -> Document:
    """Return the trend as a page: picture, verdict, table."""
    name = title(trend)
    if not trend.segments:
        nothing = Paragraph("No finished audits here yet, so there is no trend.")
        return Document(name, (nothing, *(Paragraph(words, "small") for words in trend.remarks[:1])))
    picture = figure(trend, name, width)
    every_period = replace(as_table(trend), title="Every period")
    said = (Paragraph(words, "strong") for words in sentences_of(trend))
    return Document(name, (picture, *said, every_period), picture.svg)

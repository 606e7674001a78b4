"""A trend in words, columns and pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from auditui.core.periods import MONTH
from auditui.figures import trend as figures
from auditui.figures.suppression import HIDDEN
from auditui.report import charts
from auditui.report.document import Document, Figure, Paragraph
from auditui.report.sharing import PROPORTION, key_to_hidden, of_erased, proportion
from auditui.report.table import Column, Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from auditui.figures.spc import Chart
    from auditui.figures.tallies import Selection
    from auditui.figures.trend import Segment, Series, Trend
    from auditui.figures.verdicts import Period
    from auditui.store import Reader


def trend(
    store: Reader,
    selection: Selection,
    series: Series,
    *,
    length: str = "",
    target: float | None = None,
    small: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Trend:
    """Read and return the trend of a series, of the finished audits selected; the rest is as in figures.trend.

    `progress` is for what must be read audit by audit.
    """
    versions = store.versions(series.checklist)
    tallies = store.tallies(replace(selection, checklist=series.checklist), ("month",), progress)
    made = figures.trend(
        versions, tallies, series, team=selection.team, length=length, target=target, small=small
    )
    return replace(made, outside=of_erased(tallies, small))


def title(trend: Trend) -> str:
    """Return what the trend is of, in words."""
    checklist, part = trend.titles
    what = "audits judged good or better" if trend.series.good else part or "standard met"
    return f"{checklist}: {what}" + (f", {trend.team}" if trend.team else "")


_COLUMNS = columns(
    "lower: Lower | centre: Centre | upper: Upper | limits: (Limits) | signals: Signals | target: (Target)"
    "| verdict: (Verdict) | reason: (Reason)"
)
_OVERVIEW = (
    *columns("trend: Trend | last: Last period"),
    *PROPORTION[:4],
    *columns("verdict: Verdict | reason: (Reason)"),
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
        (*row, target, trend.verdict, trend.reason) for segment in trend.segments for row in _rows(segment)
    )
    return Table(title(trend), heads, rows, notes(trend))


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
    return 100 * point.lower, 100 * chart.centre, 100 * point.upper


def _signals(chart: Chart | None, n: int) -> str:
    signals = chart.points[n].signals if chart else ()
    return "; ".join(f"{rule} ({'high' if side > 0 else 'low'})" for rule, side in signals)


def overview(trends: Sequence[Trend]) -> Table:
    """Return a row for each trend that has a period: its last one, and what the trend says."""
    shown = [trend for trend in trends if trend.segments]
    rows: list[tuple[Value, ...]] = []
    for trend in shown:
        period, hidden = trend.periods[-1]
        figures_ = _figures(period, hidden=hidden)[:4]
        rows.append((title(trend), period.label, *figures_, trend.verdict, trend.reason))
    sentences = (f"{title(trend)}: {sentence(trend)}" for trend in shown)
    hint = "auditui trend CHECKLIST draws one, with every period and rule."
    return Table("Trends", _OVERVIEW, tuple(rows), (*sentences, hint))


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
            "Break: versions that may not be compared. The verdict is of the time since the last break."
        )
    lines.append(
        "Better or worse is said when the last period is part of a special cause, or the last third of the periods"
        " differs from the first by more than chance would do; of series that do not change, at most 1 in 20 is called so."
    )
    if trend.length != MONTH and trend.segments:
        lines.append(
            f"The audits are from {trend.months[0]} to {trend.months[1]}: the first and last {trend.length} may be"
            " there in part."
        )
    if trend.frame:
        lines.append(trend.frame)
    if trend.longer:
        lines.append(
            f"Each period is a {trend.length}: shorter ones would show small counts. Drawn in shorter ones, as on the"
            " screen, the last of it and the verdict can be others."
        )
    if trend.small:
        lines.append(key_to_hidden(trend.small))
    return (*lines, *trend.outside)


def sentence(trend: Trend) -> str:
    """Return the verdict with its reason, as a sentence."""
    return f"{trend.verdict.capitalize()}: {trend.reason}."


def figure(trend: Trend, name: str, width: int = 78) -> Figure:
    """Return the trend's picture under a name."""
    return Figure(charts.svg(trend, name), tuple(charts.lines(trend, width)), f"{name}. {sentence(trend)}")


def as_document(trend: Trend, width: int = 78) -> Document:
    """Return the trend as a page: picture, verdict, table."""
    name = title(trend)
    if not trend.segments:
        return Document(name, (Paragraph("No finished audits here yet, so there is no trend."),))
    picture = figure(trend, name, width)
    every_period = replace(as_table(trend), title="Every period")
    return Document(name, (picture, Paragraph(sentence(trend), "strong"), every_period), picture.svg)

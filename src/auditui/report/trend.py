"""A trend in words, columns and pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from auditui.core.periods import JANUARY, MONTH, shifted
from auditui.figures import trend as figures
from auditui.figures.causes import lettered, letters_of
from auditui.figures.releases import OWN_USE
from auditui.figures.suppression import HIDDEN
from auditui.figures.tallies import Selection
from auditui.report import charts
from auditui.report.document import Block, Document, Figure, Paragraph
from auditui.report.drawing import ASSURANCE
from auditui.report.evened import of_trend
from auditui.report.notes import alike, by_practice, in_months, left_out, met, noted_causes, outside
from auditui.report.scope import Scope, scoped
from auditui.report.sharing import (
    PROPORTION,
    key_to_hidden,
    of_corrections,
    of_drawn,
    of_erased,
    proportion,
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
    begins: int = JANUARY,
    progress: Callable[[int, int], None] | None = None,
) -> Trend:
    """Read and return the trend of a series, of the finished audits selected; the rest is as in figures.trend.

    Verdicts are of months that were over on `today`; without it of all. `progress` is for what must be read audit by audit.
    """
    versions, small = store.versions(series.checklist), release.small
    where = replace(release.closed(selection), checklist=series.checklist)
    tallies = store.tallies(where, ("month",), progress)
    last = last_month(store, (series.checklist,), today, where)
    course = figures.trend(
        versions,
        tallies,
        series,
        where=where,
        length=length,
        target=target,
        release=release,
        last=last,
        begins=begins,
    )
    figures.remember(course, release, course.verdicts.beginning, course.verdicts.lately)
    corrected = of_corrections(store.corrections(where), small)
    audits = sum(judged.number for judged in tallies.judgements)
    drawn = of_drawn(store.drawn_audits(where), audits, release, where)
    remarks = (*corrected, *drawn, *of_erased(tallies, small), *of_trend(store, course))
    return replace(course, remarks=remarks, causes=tuple(store.causes(series.checklist)))


def scope(trend: Trend) -> Scope:
    """Return what the trend is of."""
    return Scope(trend.where, left_out=left_out(trend.left_out, trend.small))


def last_month(
    store: Reader, checklists: Iterable[str], today: date | None, where: Selection = Selection()
) -> str:
    """Return the last month with finished audits of these checklists, of those that are over and in `where`."""
    last = [
        months[1] for name in checklists if (months := store.months(Selection(name, practice=where.practice)))
    ]
    whole = shifted(f"{today.year:04d}-{today.month:02d}", -1) if today else ""
    return min(filter(None, (max(last, default=""), whole, where.until)), default="")


def title(trend: Trend) -> str:
    """Return what the trend is of, in words."""
    checklist, part = trend.titles
    what = f"audits judged {trend.scales[-1].met_or_better}" if trend.series.good else part or "standard met"
    where = trend.where
    return f"{checklist}: {what}{f', {where.team}' if where.team else ''}{by_practice(where)}"


_COLUMNS = columns(
    "lower: Lower | centre: Centre | upper: Upper | limits: (Limits) | signals: Signals | target: (Target)"
    "| since_beginning: (Since the beginning) | reason: (Reason) | lately: (Lately) | lately_reason: (Why)"
    "| design_effect: (Design effect) | not_applicable: (N/A in all) | causes: (Noted causes)"
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
    labels = [period.label for period, _ in trend.periods]
    noted = dict(zip(labels, letters_of(trend.causes, labels), strict=True))
    words = {letter: f"{cause.month}: {cause.what}" for letter, cause in lettered(trend.causes)}
    limited = any(segment.reading.limits for segment in trend.segments)
    heads = (
        Column("versions", "Versions", data_only=len(trend.segments) < 2),
        Column("period", trend.length.capitalize()),
        *PROPORTION,
        *(replace(column, data_only=column.data_only or not limited) for column in _COLUMNS),
    )
    target = None if trend.target is None else 100 * trend.target
    # What is outside the count would tell how many audits there are.
    outside_count = HIDDEN if trend.small else trend.answers.not_applicable
    rows = tuple(
        (
            *(*row, target, *_said(trend), round(trend.design_effect, 2), outside_count),
            "; ".join(words[letter] for letter in noted[str(row[1])]),
        )
        for segment in trend.segments
        for row in _rows(segment)
    )
    return scoped(Table(title(trend), heads, rows, notes(trend)), scope(trend), trend.remarks)


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
    sparks = tuple(map(charts.in_a_line, shown))
    return scoped(Table("Trends", _OVERVIEW, tuple(rows), (*sentences, hint), sparks), Scope(selection))


def _why_broken(trend: Trend) -> str:
    if not trend.series.good:
        return "versions that may not be compared"
    spans = ", then ".join(scale.span for scale in trend.scales)
    return f"judgements on scales that differ ({spans}) are never joined"


def notes(trend: Trend) -> tuple[str, ...]:
    """Return what must be said with a trend."""
    lines = [met(trend)]
    if trend.segments:
        last = trend.segments[-1].reading
        lines.append(f"Limits: {last.limits}, {last.why}." if last.limits else f"{last.why.capitalize()}.")
    if len(trend.segments) > 1:
        lines.append(f"Break: {_why_broken(trend)}. The verdicts are of the time since the last break.")
    lines += [_steps(segment) for segment in trend.segments if segment.reading.steps]
    lines += noted_causes(trend)
    lines += filter(None, (alike(trend.design_effect), outside(trend.answers, trend.small)))
    lines.append(RULE)
    if trend.length != MONTH and trend.segments:
        lines.append(
            f"The audits are from {trend.months[0]} to {trend.months[1]}: the first and last {trend.length} may be"
            f" there in part. {in_months(trend.periods[-1][0].label)}"
        )
    if trend.frame:
        lines.append(trend.frame)
    if trend.longer:
        lines.append(
            f"Each period is a {trend.length}: shorter ones would show small counts. The verdicts are of months all the same."
        )
    if trend.small:
        lines.append(key_to_hidden(trend.small))
    return tuple(lines)


#: Where at most 1 in 20 is called so by chance, and what no verdict is made of.
SURE = (
    "where months are independent of one another; with a season, or new auditors half-way, more are. Marks on the chart are"
    " single periods that stand out; no verdict is made of them."
)
#: How the verdicts of a trend come about, and how far they can be trusted.
RULE = (
    "Better or worse: two windows of months differ by more than chance would do, or for the time since the beginning the"
    f" straight line through all months does. Of series that do not change at most 1 in 20 is called so, {SURE}"
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


def figure(
    trend: Trend,
    name: str,
    read: Sequence[tuple[str, Verdict]] = (),
    says: Sequence[str] = (),
    caption: str = "",
) -> Figure:
    """Return the trend's picture under a name.

    `read` are the verdicts that stand with it, each with what it is of, and `says` sentences that name it; those of the trend if
    none.
    """
    drawn = charts.course(trend, name, read)
    target = [f"{icon.of}: {icon.word}." for icon in drawn.icons if icon.kind == ASSURANCE]
    words = (*(says or (f"{name}.", *sentences_of(trend))), *target, str(scope(trend)))
    return Figure(drawn, " ".join(words), caption)


def as_document(trend: Trend) -> Document:
    """Return the trend as a page: picture, verdict, table."""
    name = title(trend)
    if not trend.segments:
        nothing = Paragraph("No finished audits here yet, so there is no trend.")
        return Document(name, (nothing, *(Paragraph(words, "small") for words in scope(trend).words)))
    picture = figure(trend, name)
    every_period = replace(as_table(trend), title="Every period")
    said = sentences_of(trend)
    blocks: tuple[Block, ...] = (picture, *(Paragraph(words, "strong") for words in said), every_period)
    return Document(name, blocks, picture.drawing, (*said, *noted_causes(trend), *scope(trend).words))

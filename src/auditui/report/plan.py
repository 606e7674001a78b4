"""The improvement plan as a report: one page a recommendation, each measure with its baseline, target and verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.periods import shifted
from auditui.figures import trends
from auditui.figures.suppression import hidden, is_small
from auditui.report.document import Block, Document, Facts, Heading, NewPage, Paragraph
from auditui.report.sharing import PROPORTION, proportion
from auditui.report.table import HIDDEN, Column, Table, Value
from auditui.report.trend import Of, Trend, figure, trend
from auditui.store import Where

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from auditui.core.plan import Measure, Plan, Recommendation
    from auditui.figures.trends import Period
    from auditui.store import Reader, Tallies

_CURVE = {
    trends.BETTER: "the curve has turned",
    trends.WORSE: "the curve has turned the wrong way",
    trends.NO_CHANGE: "as far as can be seen the curve has not turned",
    trends.TOO_FEW: "whether the curve has turned cannot be seen yet",
}


@dataclass(frozen=True)
class Measured:
    """A measure with its trend, the baseline and the last third since, and the verdict of the one against the other.

    `baseline` and `now` are None where there is nothing, and HIDDEN where one of their periods is.
    """

    measure: Measure
    trend: Trend
    baseline: Period | str | None
    now: Period | str | None
    verdict: str
    reason: str


def measured(
    store: Reader, plan: Plan, recommendation: Recommendation, measure: Measure, tallies: Tallies, small: int
) -> Measured:
    """Return what the audits say of a measure; AuditError for an item or section the checklist does not have."""
    if not store.versions(recommendation.checklist):
        nothing = Trend(measure.title, "answers", "month", (), None, small, ("", ""))
        return Measured(measure, nothing, None, None, trends.TOO_FEW, "its checklist is not in use yet")
    try:
        found = trend(
            store,
            Where(),
            Of(recommendation.checklist, measure.section, measure.item, measure.judged_good),
            target=None if measure.target is None else measure.target / 100,
            small=small,
            tallies=tallies,
        )
    except AuditError as error:
        raise AuditError(f"The plan's measure {measure.title!r}: {error.message}", error.hint) from None
    found = replace(found, title=measure.title)
    if not found.segments:
        return Measured(measure, found, None, None, trends.TOO_FEW, "no audit is finished yet")
    last = found.segments[-1]
    periods, until = last.reading.periods, plan.baseline
    before, after = trends.parted(periods, until) if until else ([], list(periods))
    verdict, reason = trends.against(periods, until) if until else (found.verdict, found.reason)
    hidden = {each.label for each, hide in zip(periods, last.hidden, strict=True) if hide}
    baseline, now = _pooled(before, hidden), _pooled(after, hidden)
    if isinstance(baseline, trends.Period):
        found = replace(found, forecast=(until, baseline.share))
    if hidden and (HIDDEN in (baseline, now) or not until):
        reason = "small counts are hidden, and so are the figures of the reason"
    return Measured(measure, found, baseline, now, verdict, reason)


def _pooled(periods: Sequence[Period], hidden: Collection[str]) -> Period | str | None:
    """Return the periods as one; HIDDEN if one of them is, None if there is none."""
    if any(each.label in hidden for each in periods):
        return HIDDEN
    return trends.pooled(periods) if periods else None


def as_table(plan: Plan, pages: list[tuple[Recommendation, list[Measured]]]) -> Table:
    """Return every measure of the plan as a row."""
    columns = (
        Column("recommendation", "Recommendation"),
        *_MEASURES,
        Column("reason", "Reason", data_only=True),
    )
    rows = tuple(
        (recommendation.title, *_row(each), each.reason) for recommendation, found in pages for each in found
    )
    return Table(plan.title, columns, rows)


_MEASURES = (
    Column("asks", "Asks"),
    Column("measure", "Measure"),
    *(Column("baseline_met", "Met", data_only=True), Column("baseline_counted", "Of", data_only=True)),
    Column("baseline", "Baseline", page_only=True),
    Column("baseline_percent", "%"),
    *(Column("now_met", "Met", data_only=True), Column("now_counted", "Of", data_only=True)),
    Column("now", "Now", page_only=True),
    *(
        Column("now_percent", "%"),
        Column("low", "Low", data_only=True),
        Column("high", "High", data_only=True),
    ),
    Column("interval", "95 %", page_only=True),
    *(Column("target", "Target"), Column("verdict", "Verdict")),
)


def _row(each: Measured) -> tuple[Value, ...]:
    asks: list[Value] = [each.measure.asks.capitalize(), each.measure.title]
    baseline, now = _share(each.baseline), _share(each.now)
    return (*asks, *baseline[:4], *now, each.measure.target, each.verdict)


def _share(period: Period | str | None) -> list[Value]:
    """Return k of n, the percentage and its interval; HIDDEN throughout, or nothing."""
    if isinstance(period, str):
        return [period] * len(PROPORTION)
    if period is None:
        return [None, None, "-", None, None, None, "-"]
    return proportion(period.met, period.counted, period.interval)


def report(store: Reader, plan: Plan, *, today: date, small: int) -> tuple[Document, Table]:
    """Return the plan as a page to be read, and its measures as data. `small` above 0 hides small counts."""
    pages: list[tuple[Recommendation, list[Measured]]] = []
    rest: list[Block] = []
    for each in plan.recommendation:
        tallies = store.tallies(Where(each.checklist), ("month",))
        found = [measured(store, plan, each, measure, tallies, small) for measure in each.measure]
        how_much = _how_much(store, each, tallies, found, today, small)
        pages.append((each, found))
        rest += [NewPage(), *_page(plan, each, how_much, found, today)]
    blocks: list[Block] = [*_front(plan, pages, today), *rest]
    blocks += [NewPage(), *_method(plan, pages, small)]
    return Document(plan.title, tuple(blocks)), as_table(plan, pages)


def _front(plan: Plan, pages: list[tuple[Recommendation, list[Measured]]], today: date) -> list[Block]:
    measures = sum(len(found) for _, found in pages)
    said = (
        f"{measures} measures, each against {'its baseline' if plan.baseline else 'its own beginning'}; of measures that do"
        " not change about 1 in 20 is called better or worse by chance. Each area has a page."
    )
    columns = (Column("area", "Area to improve"), *(Column(word, word.capitalize()) for word in _CURVE))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (each.title, *(sum(one.verdict == word for one in found) for word in _CURVE)) for each, found in pages
    )
    dates: list[tuple[str, str]] = []
    if plan.published:
        dates.append(("Inspection report published", plan.published.isoformat()))
    if plan.response_due:
        dates.append(("Response due, as the plan states", plan.response_due.isoformat()))
    if plan.response_counted:
        dates.append(
            (
                "70 working days after publication, by our count; from when to count is not confirmed",
                plan.response_counted.isoformat(),
            )
        )
    calendar = Table(
        "Who hears of it",
        (Column("to", "To"), Column("next", "Next"), Column("every", "Every"), Column("left", "In days")),
        tuple(
            (each.to, day.isoformat(), each.every, (day - today).days)
            for day, each in sorted(
                ((each.coming(today), each) for each in plan.reporting), key=itemgetter(0)
            )
        ),
        ("Where the day in the plan is past, the next one is counted from it.",)
        if any(each.next < today for each in plan.reporting)
        else (),
    )
    return [
        Paragraph(f"As of {today.isoformat()}. Figures: finished case-file audits only.", "small"),
        Table(
            "Measures by verdict, against the baseline" if plan.baseline else "Measures by verdict",
            columns,
            rows,
            (said,),
        ),
        *([Facts(tuple(dates))] if dates else []),
        *([calendar] if plan.reporting else []),
        Paragraph(
            "Audits measure what the service does in the files that were read. They are not a measure of how all"
            " children fare, and more audits are not better outcomes.",
            "small",
        ),
    ]


def _page(
    plan: Plan,
    recommendation: Recommendation,
    how_much: list[tuple[str, str]],
    found: list[Measured],
    today: date,
) -> list[Block]:
    left = (recommendation.due - today).days
    due = f"{recommendation.due.isoformat()} ({f'in {left} days' if left >= 0 else f'{-left} days ago'})"
    facts = [("Answers for it", recommendation.owner), ("Due", due)]
    if recommendation.finding:
        facts.insert(0, ("What inspectors found", recommendation.finding))
    head = _drawn(found)
    blocks: list[Block] = [
        Heading(1, recommendation.title),
        Facts(tuple(facts)),
        Heading(2, "How much did we do?"),
        Facts(tuple(how_much)),
        Heading(2, "How well did we do it? Is anyone better off?"),
        Table("Measures", _MEASURES, tuple(_row(each) for each in found), _of_measures(plan, found)),
    ]
    for each in found:
        said = (
            f"{each.measure.title}: {each.verdict}; {_CURVE[each.verdict]}."
            if plan.baseline
            else f"{each.measure.title}: {each.verdict}."
        )
        blocks.append(Paragraph(f"{said} {each.reason[:1].upper()}{each.reason[1:]}.", ""))
    if head:
        by = f", by {head.trend.length}" + (
            ": shorter periods would show small counts" if head.trend.longer else ""
        )
        blocks += [Paragraph(f"Over time: {head.measure.title}{by}", "strong"), figure(head.trend)]
    return blocks


def _drawn(found: list[Measured]) -> Measured | None:
    """Return the measure to draw, which is that with the most periods; the first of several."""
    drawn = [each for each in found if each.trend.segments]
    return max(
        drawn, key=lambda each: sum(len(one.reading.periods) for one in each.trend.segments), default=None
    )


def _of_measures(plan: Plan, found: list[Measured]) -> tuple[str, ...]:
    said = [
        "Now: the last third of the periods since the baseline. 95 %: interval of the percentage now.",
    ]
    begun = min((each.trend.months[0] for each in found if each.trend.months[0]), default="the first audit")
    if plan.baseline:
        said.insert(
            0,
            f"Baseline: from {begun} to {plan.baseline}. If nothing changes, the forecast is the baseline's percentage.",
        )
    if any(each.trend.longer for each in found):
        said.append("Some are in longer periods than on the screen, which shows small counts.")
    if any(each.trend.segments[1:] for each in found):
        said.append(
            "Where the checklist changed so that answers may not be compared, only the time since is used."
        )
    return tuple(said)


def _how_much(
    store: Reader,
    recommendation: Recommendation,
    tallies: Tallies,
    found: list[Measured],
    today: date,
    small: int,
) -> list[tuple[str, str]]:
    """Return how many audits and actions there are; audits of the last twelve whole months against those planned."""
    last = shifted(f"{today.year:04d}-{today.month:02d}", -1)
    since = shifted(last, -11)
    months = sorted(each.group[0] for each in tallies.judgements)
    begun, ended = (months[0], months[-1]) if months else ("", "")
    done = sum(each.number for each in tallies.judgements if since <= each.group[0] <= last)
    actions = store.action_counts(recommendation.checklist, today.isoformat())
    counts = {
        "open": actions.open,
        "overdue": actions.overdue,
        "closed": actions.closed,
        "in time": actions.open - actions.overdue,
    }
    hide = hidden(counts, [("open", ["overdue", "in time"])], small) if small else set()

    def shown(name: str) -> str:
        return HIDDEN if name in hide else str(counts[name])

    planned = f" of {recommendation.planned_audits} planned" if recommendation.planned_audits else ""
    told = any(each.measure.judged_good and _few(each.trend, small) for each in found)
    audits = HIDDEN if told or is_small(done, small) else str(done)
    period = f"{since} to {last}" + (f"; all there are: {begun} to {ended}" if ended else "")
    return [
        ("Audits finished", f"{audits}{planned}, {period}"),
        (
            "Actions from audits",
            f"{shown('open')} open, {shown('overdue')} of them overdue; {shown('closed')} closed with proof",
        ),
    ]


def _few(trend: Trend, small: int) -> bool:
    """Whether a period of the trend has so few audits that their sum over a year would help to find them."""
    return any(
        is_small(each.counted, small) for segment in trend.segments for each in segment.reading.periods
    )


def _method(plan: Plan, pages: list[tuple[Recommendation, list[Measured]]], small: int) -> list[Block]:
    number = sum(len(found) for _, found in pages)
    rule = (
        "Better or worse: the percentage now and that of the baseline differ by more than chance would do (Newcombe's interval"
        " of the difference, at 96 %)."
        if plan.baseline
        else "Better or worse: the last period is part of a special cause, or the last third of the periods differs from"
        " the first by more than chance would do."
    )
    said = [
        (
            "k of n: answers that reach the standard, of those that count, by the month an audit was finished; not recorded"
            " counts as not met. Of judgements: audits judged good or outstanding, of all."
        ),
        (
            f"{rule} Of measures that do not change, at most 1 in 20 is called so; there are {number} here, so one called so"
            " by chance would be no wonder. No clear change means that these audits show none, not that there is none."
        ),
        (
            "Periods are the calendar's: the first and the last may be there in part. Limits are drawn only where 13"
            " periods or more earn them."
        ),
        (
            "Audited files are not all files. Figures speak for the service as far as files were drawn at random,"
            " and they rest on auditors' readings: two auditors can differ."
        ),
    ]
    if small:
        said.append(
            f"Counts from 1 to {small} are not shown ({HIDDEN}), nor what would give them back; periods are made longer"
            " where shorter ones would show them, so that what is now, and with it a verdict, can be another than in"
            " figures that show them."
        )
    return [Heading(1, "How these figures are made"), *map(Paragraph, said)]

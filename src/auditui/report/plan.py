"""The improvement plan as a report: one page a recommendation, each measure with its baseline, target and verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from auditui.figures import verdicts
from auditui.figures.plan import Quantity, Result, quantity, results
from auditui.figures.releases import OWN_USE
from auditui.figures.series import Period
from auditui.figures.suppression import HIDDEN, Hidden
from auditui.figures.tallies import Selection
from auditui.report.document import Block, Document, Facts, Heading, NewPage, Paragraph
from auditui.report.measures import MEASURES, months, row
from auditui.report.table import Column, Table, columns
from auditui.report.trend import RULE, figure, last_month, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from auditui.core.plan import Plan, Recommendation
    from auditui.figures.releases import Release
    from auditui.store import Reader

_CURVE = {
    verdicts.BETTER: "the curve has turned",
    verdicts.WORSE: "the curve has turned the wrong way",
    verdicts.NO_CHANGE: "as far as can be seen the curve has not turned",
    verdicts.TOO_FEW: "whether the curve has turned cannot be seen yet",
}


@dataclass(frozen=True)
class Area:
    """An area to improve: what the plan asks, what the audits say of each measure, and how much was done."""

    recommendation: Recommendation
    results: Sequence[Result]
    quantity: Quantity


def report(store: Reader, plan: Plan, *, today: date, release: Release = OWN_USE) -> tuple[Document, Table]:
    """Return the plan as a page to be read, and its measures as data. `release` hides small counts.

    AuditError for an item or section that its checklist does not have.
    """
    measured = {measure.checklist for area in plan.recommendation for measure in area.measure}
    last = last_month(store, filter(None, measured | {area.checklist for area in plan.recommendation}), today)
    areas = [
        _area(store, plan, recommendation, today, release, last) for recommendation in plan.recommendation
    ]
    blocks = _front(plan, areas, today)
    for area in areas:
        blocks += [NewPage(), *_page(plan, area, today)]
    blocks += [NewPage(), *_method(plan, areas, release.small)]
    return Document(plan.title, tuple(blocks)), as_table(plan, areas)


def _area(
    store: Reader, plan: Plan, recommendation: Recommendation, today: date, release: Release, last: str
) -> Area:
    checklist = recommendation.checklist
    of_each = {measure.checklist or checklist for measure in recommendation.measure} | {checklist}
    known = {
        name: (store.versions(name), store.tallies(release.closed(Selection(name)), ("month",)))
        for name in of_each
    }
    measures = results(plan, recommendation, known, release, last)
    _, tallies = known[checklist]
    actions = store.action_counts(checklist, today.isoformat())
    return Area(recommendation, measures, quantity(tallies, checklist, actions._asdict(), today, release))


def as_table(plan: Plan, areas: Sequence[Area]) -> Table:
    """Return every measure of the plan as a row."""
    reasons = columns(
        "reason: (Reason) | lately_reason: (Why) | baseline_months: (Baseline) | now_months: (Now)"
    )
    heads = (*columns("recommendation: Recommendation"), *MEASURES, *reasons)
    rows = tuple(
        (
            area.recommendation.title,
            *row(result),
            result.verdict.reason,
            result.lately.reason,
            *months(result),
        )
        for area in areas
        for result in area.results
    )
    return Table(plan.title, heads, rows)


def _front(plan: Plan, areas: Sequence[Area], today: date) -> list[Block]:
    dates = _dates(plan)
    return [
        Paragraph(f"As of {today.isoformat()}. Figures: finished case-file audits only.", "small"),
        _verdicts(plan, areas),
        *([Facts(dates)] if dates else []),
        *([_calendar(plan, today)] if plan.reporting else []),
        Paragraph(
            "Audits measure what the service does in the files that were read. They are not a measure of how all"
            " children fare, and more audits are not better outcomes.",
            "small",
        ),
    ]


def _verdicts(plan: Plan, areas: Sequence[Area]) -> Table:
    """Return how many measures of each area have which verdict."""
    measures = sum(len(area.results) for area in areas)
    note = (
        f"{measures} measures, each now against {'its baseline' if plan.baseline else 'its own beginning'}; of measures that"
        " do not change about 1 in 20 is called better or worse by chance. Each area has a page, with what happened lately."
    )
    return Table(
        "Measures by verdict, against the baseline" if plan.baseline else "Measures by verdict",
        (Column("area", "Area to improve"), *(Column(verdict, verdict.capitalize()) for verdict in _CURVE)),
        tuple((area.recommendation.title, *_tallied(area.results)) for area in areas),
        (note,),
    )


def _tallied(measures: Sequence[Result]) -> list[int]:
    counts = Counter(result.verdict.word for result in measures)
    return [counts[verdict] for verdict in _CURVE]


def _dates(plan: Plan) -> tuple[tuple[str, str], ...]:
    dates = {
        "Inspection report published": plan.published,
        "Response due, as the plan states": plan.response_due,
        "70 working days after publication, by our count; from when to count is not confirmed": plan.response_counted,
    }
    return tuple((what, day.isoformat()) for what, day in dates.items() if day)


def _calendar(plan: Plan, today: date) -> Table:
    """Return who receives a report on the plan when, the next first."""
    coming = sorted(((report.coming(today), report) for report in plan.reporting), key=itemgetter(0))
    past = any(report.next < today for report in plan.reporting)
    return Table(
        "Who hears of it",
        columns("to: To | next: Next | every: Every | left: In days"),
        tuple((report.to, day.isoformat(), report.every, (day - today).days) for day, report in coming),
        ("Where the day in the plan is past, the next one is counted from it.",) if past else (),
    )


def _page(plan: Plan, area: Area, today: date) -> list[Block]:
    recommendation = area.recommendation
    left = (recommendation.due - today).days
    due = f"{recommendation.due.isoformat()} ({f'in {left} days' if left >= 0 else f'{-left} days ago'})"
    facts = [("Answers for it", recommendation.owner), ("Due", due)]
    if recommendation.finding:
        facts.insert(0, ("What inspectors found", recommendation.finding))
    return [
        Heading(1, recommendation.title),
        Facts(tuple(facts)),
        Heading(2, "How much did we do?"),
        Facts(_how_much(area)),
        Heading(2, "How well did we do it? Is anyone better off?"),
        Table("Measures", MEASURES, tuple(map(row, area.results)), _of_measures(plan, area.results)),
        *(Paragraph(_sentence(plan, result)) for result in area.results),
        *_drawn(plan, area.results),
    ]


def _sentence(plan: Plan, result: Result) -> str:
    return f"{result.measure.title}. {' '.join(_said(plan, result))}"


def _said(plan: Plan, result: Result) -> tuple[str, str]:
    """Return the two readings of a measure as sentences, the same beside its picture as in it."""
    against = "Against the baseline" if plan.baseline else "Since the beginning"
    curve = f" ({_CURVE[result.verdict.word]})" if plan.baseline else ""
    return sentence(result.verdict, against + curve), sentence(result.lately, "Lately")


def _drawn(plan: Plan, measures: Sequence[Result]) -> list[Block]:
    """Return the picture of the measure with the most periods, the first of several."""
    drawn = next((result for result in measures if result.drawn), None)
    if drawn is None:
        return []
    longer = ": shorter periods would show small counts" if drawn.trend.longer else ""
    title = drawn.measure.title
    return [
        Paragraph(f"Over time: {title}, by {drawn.trend.length}{longer}", "strong"),
        figure(drawn.trend, title, says=_said(plan, drawn)),
    ]


def _of_measures(plan: Plan, measures: Sequence[Result]) -> tuple[str, ...]:
    begun = min(
        (result.trend.months[0] for result in measures if result.trend.months[0]), default="the first audit"
    )
    hidden = any(isinstance(result.now, Hidden) for result in measures)
    aimed = any(result.measure.target is not None for result in measures)
    now = next(
        iter({result.now.label for result in measures if isinstance(result.now, Period)}), "the last months"
    )
    frame = next((result.trend.frame for result in measures), "")
    much = ", ".join(result.measure.title for result in measures if result.leaves_much_out)
    broken = any(result.trend.segments[1:] for result in measures)
    baseline = (
        f"Baseline: none; it ends with {plan.baseline}, and the first audit is of {begun}."
        if plan.baseline and plan.baseline < begun[: len(plan.baseline)] and begun[0].isdigit()
        else f"Baseline: from {begun} to {plan.baseline}. If nothing changes, the forecast is the baseline's percentage."
    )
    notes = {
        baseline: bool(plan.baseline),
        f"Now: {now}. 95 %: interval of the percentage now. Lately: the last quarter or half-year against the year before it.": True,
        "To target: points that now falls short; about: the target lies within its 95 %.": aimed,
        "Where c stands, the measure's months would show small counts.": hidden,
        frame: bool(frame),
        f"More than a fifth of the answers are not applicable and left out of: {much}.": bool(much),
        "Where the checklist changed so that answers may not be compared, only the time since is used.": broken,
    }
    return tuple(note for note, holds in notes.items() if holds)


def _how_much(area: Area) -> tuple[tuple[str, str], ...]:
    """Say how many audits there are, of those planned for a year, and how many actions."""
    done, planned = area.quantity, area.recommendation.planned_audits
    of_planned = f" of {planned} planned" if planned else ""
    begun, ended = done.months
    months = f"{done.first} to {done.last}" + (f"; all there are: {begun} to {ended}" if ended else "")
    actions = done.actions
    still_open = f"{actions['open']} open, {actions['overdue']} of them overdue"
    return (
        ("Audits finished", f"{done.audits}{of_planned}, {months}"),
        ("Actions from audits", f"{still_open}; {actions['closed']} closed with proof"),
    )


_METHOD = (
    (
        "Periods are the calendar's: the first and the last may be there in part. Limits are drawn only where 12 periods or"
        " more earn them."
    ),
    (
        "Audited files are not all files. Figures speak for the service as far as files were drawn at random, and they rest"
        " on auditors' readings: two auditors can differ."
    ),
)
_COUNTS = (
    "k of n: answers that reach the standard, of those that count, by the month an audit was finished; not recorded counts"
    " as not met. Of judgements: audits judged good or outstanding, of all."
)


def _method(plan: Plan, areas: Sequence[Area], small: int) -> list[Block]:
    number = sum(len(area.results) for area in areas)
    against = (
        "Against the baseline: the percentage of the last months, at most six, and that of the baseline differ by more than"
        " chance would do (Newcombe's interval of the difference, at 96 %, widened where months or few audits make it less"
        " sure)."
    )
    chance = (
        f"There are {number} measures here, so that one called better or worse by chance would be no wonder. No clear change"
        " means that these audits show none, not that there is none."
    )
    paragraphs = [_COUNTS, *([against] if plan.baseline else []), RULE, chance, *_METHOD]
    if small:
        paragraphs.append(
            f"Counts from 1 to {small} are not shown ({HIDDEN}), nor what would give them back; the periods of charts are"
            " made longer where shorter ones would show them. Verdicts are of the same months in every form."
        )
    return [Heading(1, "How these figures are made"), *map(Paragraph, paragraphs)]

"""The improvement plan as a report: one page a recommendation, each measure with its baseline, target and verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING

from auditui.core.periods import JANUARY
from auditui.core.scale import FOUR_WORDS
from auditui.figures import verdicts
from auditui.figures.plan import Quantity, Result, quantity, results
from auditui.figures.releases import OWN_USE
from auditui.figures.series import Period
from auditui.figures.suppression import HIDDEN, Hidden
from auditui.figures.tallies import Selection
from auditui.report.document import Block, Document, Facts, Heading, NewPage, Paragraph
from auditui.report.measures import MEASURES, months, outlook_cells, outlook_sentence, read, row
from auditui.report.method import how_made
from auditui.report.notes import alike, left_out, much_outside, noted_causes, share_outside
from auditui.report.sharing import drawn_share
from auditui.report.table import Column, Table, columns
from auditui.report.trend import figure, last_month, sentence

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
    """An area to improve: what the plan asks, what the audits say of each measure, how much was done, and on which files."""

    recommendation: Recommendation
    results: Sequence[Result]
    quantity: Quantity
    drawn: str


def report(
    store: Reader, plan: Plan, *, today: date, release: Release = OWN_USE, begins: int = JANUARY
) -> tuple[Document, Table]:
    """Return the plan as a page to be read, and its measures as data.

    `release` hides small counts; years begin in the month `begins`. AuditError for an item or section that its
    checklist does not have.
    """
    measured = {measure.checklist for area in plan.recommendation for measure in area.measure}
    last = last_month(store, filter(None, measured | {area.checklist for area in plan.recommendation}), today)
    areas = [
        _area(store, plan, recommendation, (today, last), release, begins)
        for recommendation in plan.recommendation
    ]
    blocks = _front(plan, areas, today)
    for area in areas:
        blocks += [NewPage(), *_page(plan, area, today)]
    blocks += [
        NewPage(),
        *_how_made(plan, areas, release.small),
    ]
    return Document(plan.title, tuple(blocks)), as_table(plan, areas)


def _area(
    store: Reader,
    plan: Plan,
    recommendation: Recommendation,
    when: tuple[date, str],
    release: Release,
    begins: int,
) -> Area:
    checklist, (today, last) = recommendation.checklist, when
    of_each = {measure.checklist or checklist for measure in recommendation.measure} | {checklist}
    known = {
        name: (store.versions(name), store.tallies(release.closed(Selection(name)), ("month",)))
        for name in of_each
    }
    measures = [
        replace(
            result, trend=replace(result.trend, causes=tuple(store.causes(result.trend.series.checklist)))
        )
        for result in results(plan, recommendation, known, release, last, begins)
    ]
    _, tallies = known[checklist]
    actions = store.action_counts(checklist, today.isoformat())
    drawn = store.drawn_audits(release.closed(Selection(checklist))).audits
    share = drawn_share(drawn, sum(judged.number for judged in tallies.judgements))
    done = quantity(tallies, checklist, actions._asdict(), today, release)
    return Area(recommendation, measures, done, share)


def as_table(plan: Plan, areas: Sequence[Area]) -> Table:
    """Return every measure of the plan as a row."""
    reasons = columns(
        "reason: (Reason) | lately_reason: (Why) | baseline_months: (Baseline) | now_months: (Now)"
        "| design_effect: (Design effect) | not_applicable: (N/A since the baseline)"
        "| outlook: (Target by its date) | outlook_low: (Low) | outlook_high: (High)"
    )
    heads = (*columns("recommendation: Recommendation | of_checklist: (Checklist)"), *MEASURES, *reasons)
    rows = tuple(
        (
            area.recommendation.title,
            result.trend.series.checklist,
            *row(result),
            result.verdict.reason,
            result.lately.reason,
            *months(result),
            round(result.trend.design_effect, 2),
            HIDDEN if result.trend.small else result.outside.not_applicable,
            *outlook_cells(result),
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
        " do not change at most 1 in 20 is called better or worse by chance, where months are independent of one another. Each"
        " area has a page, with what happened lately."
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
    of = (
        ", ".join(dict.fromkeys(result.trend.series.checklist for result in area.results))
        or recommendation.checklist
    )
    measured = f"finished audits of {of}, all teams"
    facts = [("Answers for it", recommendation.owner), ("Due", due), ("Measured by", measured)]
    if recommendation.finding:
        facts.insert(0, ("What inspectors found", recommendation.finding))
    return [
        Heading(1, recommendation.title),
        Facts(tuple(facts)),
        Heading(2, "How much did we do?"),
        Facts(_how_much(area)),
        Heading(2, "How well did we do it? Is anyone better off?"),
        Table("Measures", MEASURES, tuple(map(row, area.results)), _of_measures(plan, area.results)),
        *(Paragraph(_sentence(plan, area, result)) for result in area.results),
        *_drawn(plan, area.results),
    ]


def _sentence(plan: Plan, area: Area, result: Result) -> str:
    ahead = outlook_sentence(result, area.recommendation.due)
    return " ".join(filter(None, (f"{result.measure.title}.", *_said(plan, result), ahead)))


def _said(plan: Plan, result: Result) -> tuple[str, str]:
    """Return the two readings of a measure as sentences, the same beside its picture as in it."""
    (against, verdict), (of, lately) = read(result, plan.baseline)
    curve = f" ({_CURVE[result.verdict.word]})" if plan.baseline else ""
    return sentence(verdict, against + curve), sentence(lately, of)


def _drawn(plan: Plan, measures: Sequence[Result]) -> list[Block]:
    """Return the picture of the measure with the most periods, the first of several."""
    drawn = next((result for result in measures if result.drawn), None)
    if drawn is None:
        return []
    longer = ": shorter periods would show small counts" if drawn.trend.longer else ""
    title = drawn.measure.title
    return [
        Paragraph(f"Over time: {title}, by {drawn.trend.length}{longer}", "strong"),
        figure(drawn.trend, title, read(drawn, plan.baseline), _said(plan, drawn)),
        *(Paragraph(words, "small") for words in noted_causes(drawn.trend)),
    ]


def _of_measures(plan: Plan, measures: Sequence[Result]) -> tuple[str, ...]:
    begun = min(
        (result.trend.months[0] for result in measures if result.trend.months[0]), default="the first audit"
    )
    hidden = any(isinstance(result.now, Hidden) for result in measures)
    aimed = any(result.measure.target is not None for result in measures)
    now = next((f"{result.now.label}, " for result in measures if isinstance(result.now, Period)), "")
    frame = next((result.trend.frame for result in measures), "")
    much = much_outside(result.measure.title for result in measures if result.leaves_much_out)
    applicable = "; ".join(filter(None, map(_outside, measures)))
    effect = max((result.trend.design_effect for result in measures), default=1.0)
    left = {left_out(result.trend.left_out, result.trend.small) for result in measures}
    broken = any(result.trend.segments[1:] for result in measures)
    baseline = (
        f"Baseline: none; it ends with {plan.baseline}, and the first audit is of {begun}."
        if plan.baseline and plan.baseline < begun[: len(plan.baseline)] and begun[0].isdigit()
        else f"Baseline: from {begun} to {plan.baseline}. If nothing changes, the forecast is the baseline's percentage."
    )
    notes = {
        baseline: bool(plan.baseline),
        f"Now: {now}at most six months, up to the last with audits that is over. 95 %: interval of the percentage now. Lately: the last quarter or half-year against the year before it.": True,
        "To target: points that now falls short; about: the target lies within its 95 %.": aimed,
        "Where c stands, the measure's months would show small counts.": hidden,
        frame: bool(frame),
        f"Not applicable, and so outside the count: {applicable}.": bool(applicable),
        much: bool(much),
        f"Pooled answers: {alike(effect)}": effect >= 1.05,
        **dict.fromkeys(sorted(left - {""}), True),
        "Where the checklist changed so that answers may not be compared, only the time since is used.": broken,
    }
    return tuple(note for note, holds in notes.items() if holds)


def _outside(result: Result) -> str:
    """Say of a measure how many answers are not applicable; nothing where none is."""
    share = share_outside(result.outside, result.trend.small)
    return f"{result.measure.title} ({share})" if share else ""


def _how_much(area: Area) -> tuple[tuple[str, str], ...]:
    """Say how many audits there are, of those planned for a year, and how many actions."""
    done, planned = area.quantity, area.recommendation.planned_audits
    of_planned = f" of {planned} planned" if planned else ""
    begun, ended = done.months
    months = f"{done.first} to {done.last}" + (
        f"; the first of all was in {begun}, the last in {ended}" if ended else ""
    )
    actions = done.actions
    still_open = f"{actions['open']} open, {actions['overdue']} of them overdue"
    return (
        ("Audits finished", f"{done.audits}{of_planned}, {months}"),
        ("Drawn at random", area.drawn),
        ("Actions from audits", f"{still_open}; {actions['closed']} closed with proof"),
    )


def _how_made(plan: Plan, areas: Sequence[Area], small: int) -> list[Block]:
    measures = [result for area in areas for result in area.results]
    scales = {result.trend.scales[-1]: None for result in measures if result.measure.judged_good}
    return how_made(len(measures), list(scales or {FOUR_WORDS: None}), small, baseline=bool(plan.baseline))

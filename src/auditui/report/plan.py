"""The improvement plan as a report: a front page, one page a recommendation, its outcomes, and how the figures are made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from auditui.core.periods import JANUARY
from auditui.core.scale import FOUR_WORDS
from auditui.figures.plan import key_of, quantity, results
from auditui.figures.releases import OWN_USE
from auditui.figures.suppression import HIDDEN
from auditui.figures.tallies import Selection
from auditui.report import outcomes, plan_area, plan_front, plan_measures, spelt
from auditui.report.document import Block, Document, Heading, Logo, NewPage, Paragraph
from auditui.report.evened import of_verdict
from auditui.report.measures import MEASURES, months, outlook_cells, row
from auditui.report.method import how_made
from auditui.report.plan_area import Area
from auditui.report.sharing import drawn_share
from auditui.report.table import Table, columns
from auditui.report.trend import last_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from auditui.core.plan import Plan, Recommendation
    from auditui.figures.plan import Counted, Result
    from auditui.figures.releases import Release
    from auditui.store import Reader


def report(
    store: Reader,
    plan: Plan,
    *,
    today: date,
    release: Release = OWN_USE,
    begins: int = JANUARY,
    logo: Logo | None = None,
) -> tuple[Document, Table]:
    """Return the plan as a page to be read, and its measures as data.

    `release` hides small counts; years begin in the month `begins`; `logo` stands above the title. AuditError for an item or
    section that its checklist does not have.
    """
    plan = plan.known_by(f"{today:%Y-%m}")
    measured = {measure.checklist for area in plan.recommendation for measure in area.measure}
    last = last_month(store, filter(None, measured | {area.checklist for area in plan.recommendation}), today)
    areas = [
        _area(store, plan, recommendation, (today, last), release, begins)
        for recommendation in _by_area(plan)
    ]
    of_outcomes = outcomes.page(plan)
    of_measures = plan_measures.page(plan, areas)
    pages = [*([of_measures] if of_measures else []), *(plan_area.page(plan, area, today) for area in areas)]
    pages += [of_outcomes] if of_outcomes else []
    pages.append(_how_made(plan, areas, release.small))
    headings = [page[0].text for page in pages if isinstance(page[0], Heading)]
    blocks = [*plan_front.front(plan, areas, headings, today), *plan_front.glance(plan, areas, today)]
    for page in pages:
        blocks += [NewPage(), *page]
    above: list[Block] = [logo] if logo else []
    above += [Paragraph(plan.council, "strong")] if plan.council else []
    below = f"{plan_front.audits(areas)}. As of {spelt.day(today)}."
    return Document(plan.title, tuple(blocks), None, (below,), tuple(above)), as_table(plan, areas)


def _by_area(plan: Plan) -> list[Recommendation]:
    """Return the recommendations by priority area, in the order of the plan."""
    order = {area.title: n for n, area in enumerate(plan.area)}
    of = [(plan.area_of(one), one) for one in plan.recommendation]
    return [one for _, one in sorted(of, key=lambda pair: order[pair[0].title] if pair[0] else len(order))]


def _area(
    store: Reader,
    plan: Plan,
    recommendation: Recommendation,
    when: tuple[date, str],
    release: Release,
    begins: int,
) -> Area:
    checklist, (today, last) = recommendation.checklist, when
    known = dict(_known(store, recommendation, release))
    measures = [
        replace(
            result, trend=replace(result.trend, causes=tuple(store.causes(result.trend.series.checklist)))
        )
        for result in results(plan, recommendation, known, release, last, begins)
    ]
    measures = [_of_team(result) for result in measures]
    _, tallies = known[checklist]
    actions = store.action_counts(checklist, today.isoformat())
    drawn = store.drawn_audits(release.closed(Selection(checklist))).audits
    share = drawn_share(drawn, sum(judged.number for judged in tallies.judgements))
    done = quantity(tallies, checklist, actions._asdict(), today, release)
    return Area(recommendation, measures, done, share, tuple(_evened(store, measures)))


def _evened(store: Reader, measures: Sequence[Result]) -> Iterator[str]:
    """Yield of each measure that is called better or worse how far others audited; nothing of what is passed on."""
    for result in measures:
        of = result.measure.title
        yield from of_verdict(store, result.trend, of, result.verdict)
        yield from of_verdict(store, result.trend, f"{of}, lately", result.lately)


def _known(store: Reader, recommendation: Recommendation, release: Release) -> Iterator[tuple[str, Counted]]:
    """Yield what the measures of a recommendation are counted from, by their keys, and all of its own checklist."""
    wanted = {recommendation.checklist: (recommendation.checklist, "")}
    for measure in recommendation.measure:
        checklist = measure.checklist or recommendation.checklist
        wanted |= {checklist: (checklist, ""), key_of(measure, recommendation): (checklist, measure.team)}
    for key, (checklist, team) in wanted.items():
        where = release.closed(Selection(checklist, team=team))
        yield key, (store.versions(checklist), store.tallies(where, ("month",)))


def _of_team(result: Result) -> Result:
    """Return a measure whose title says of which team it is."""
    measure = result.measure
    if not measure.team or measure.team in measure.title:
        return result
    return replace(result, measure=replace(measure, title=f"{measure.title}, {measure.team}"))


def as_table(plan: Plan, areas: Sequence[Area]) -> Table:
    """Return every measure of the plan as a row, then every outcome, whose numbers are no audits' and have columns of their own."""
    reasons = columns(
        "reason: (Reason) | lately_reason: (Why) | baseline_months: (Baseline) | now_months: (Now)"
        "| design_effect: (Design effect) | not_applicable: (N/A since the baseline)"
        "| outlook: (Target by its date) | outlook_low: (Low) | outlook_high: (High)"
    )
    heads = (
        *columns("recommendation: Recommendation | of_checklist: (Checklist)"),
        *MEASURES,
        *reasons,
        *outcomes.DATA,
    )
    measured = tuple(
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
            *[None] * len(outcomes.DATA),
        )
        for area in areas
        for result in area.results
    )
    names = [column.name for column in heads]
    beside = tuple(tuple(map(cells.get, names)) for cells in outcomes.data(plan))
    return Table(plan.title, heads, (*measured, *beside))


def _how_made(plan: Plan, areas: Sequence[Area], small: int) -> list[Block]:
    measures = [result for area in areas for result in area.results]
    scales = {result.trend.scales[-1]: None for result in measures if result.measure.judged_good}
    effects = [result.trend.design_effect for result in measures]
    return how_made(
        len(measures),
        list(scales or {FOUR_WORDS: None}),
        small,
        max(effects, default=1.0),
        list(_also(plan, areas)),
        baseline=bool(plan.baseline),
    )


def _also(plan: Plan, areas: Sequence[Area]) -> Iterator[str]:
    """Yield what the lists that files were drawn from cannot show, and how much was not applicable."""
    results = [result for area in areas for result in area.results]
    yield from filter(
        None, [" ".join(dict.fromkeys(filter(None, (result.trend.frame for result in results))))]
    )
    shares = [
        f"{area.recommendation.title}: {words}"
        for area in areas
        if (words := plan_area.outside(area.results))
    ]
    since = "since the baseline" if plan.baseline else "in all months"
    if shares:
        yield f"Part of the answers {since} is not applicable, and so not counted. {'. '.join(shares)}."

"""The front of an improvement plan's report: what it is, of when, of which audits, and the sentences that matter."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING

from auditui.core.text import number_of
from auditui.figures import verdicts
from auditui.figures.outcomes import NOT_TURNED, TURNED
from auditui.figures.series import Period
from auditui.figures.suppression import Hidden
from auditui.report import outcomes, spelt
from auditui.report.document import Block, Contents, Facts, Heading, Items, NewPage, Paragraph
from auditui.report.measures import is_about
from auditui.report.plan_area import CURVE
from auditui.report.table import Column, Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from auditui.core.plan import Plan
    from auditui.figures.plan import Result
    from auditui.report.plan_area import Area

_HEADING = "The plan at a glance"
_AUDITS = (
    "Audits measure what the service does in the files that were read. They are not a measure of how all children fare, and"
    " more audits are not better outcomes."
)


def front(plan: Plan, areas: Sequence[Area], headings: Sequence[str], today: date) -> list[Block]:
    """Return the front page; `headings` are those of the pages that follow the plan at a glance."""
    return [
        Paragraph(f"Report on the improvement plan, as of {spelt.day(today)}", "strong"),
        Facts((("What", _what(plan)), ("When", _when(areas, today)), ("Selection", selection(areas)))),
        Paragraph("What matters", "strong"),
        Items(tuple(sentences(plan, areas))),
        Paragraph("Contents", "strong"),
        Contents((_HEADING, *headings)),
    ]


def glance(plan: Plan, areas: Sequence[Area], today: date) -> list[Block]:
    """Return the plan on one page: its areas and what reports on them, verdicts, outcomes, dates, and who is told."""
    dates = _dates(plan)
    return [
        NewPage(),
        Heading(1, _HEADING),
        *_focus(plan),
        _verdicts(plan, areas),
        *([outcomes.table(plan)] if plan.outcome else []),
        *([Facts(dates)] if dates else []),
        *_reporting(plan, today),
        Paragraph(_AUDITS, "small"),
    ]


def _what(plan: Plan) -> str:
    parts = [number_of(len(plan.recommendation), "recommendation")]
    if plan.outcome:
        parts.append(number_of(len(plan.outcome), "outcome"))
    whose = f"{plan.council}: " if plan.council else ""
    each = "each " if len(plan.parts) > 1 else ""
    return f"{whose}{spelt.listed(parts)}, {each}with its measures, the story behind them, partners and next steps"


def _when(areas: Sequence[Area], today: date) -> str:
    results = [result for area in areas for result in area.results]
    now = next((result.now.label for result in results if isinstance(result.now, Period)), "")
    stands = f"As the figures stood on {spelt.day(today)}"
    return f"{stands}. “Now” is {spelt.months(now)}." if now else f"{stands}."


def selection(areas: Sequence[Area]) -> str:
    """Say which audits the figures are of."""
    results = [result for area in areas for result in area.results]
    of = list(dict.fromkeys(result.trend.titles[0] for result in results if result.trend.titles[0]))
    return f"{audits(areas)}: {'; '.join(of)}" if of else audits(areas)


def audits(areas: Sequence[Area]) -> str:
    """Say of which audits and teams the figures are."""
    of_team = any(result.measure.team for area in areas for result in area.results)
    return f"Finished case-file audits, all teams{', or the team that a measure names' if of_team else ''}"


def sentences(plan: Plan, areas: Sequence[Area]) -> Iterator[str]:
    """Yield the three sentences that matter: since the baseline, against the targets, and the outcomes or the work done."""
    results = [result for area in areas for result in area.results]
    yield _since(plan, results)
    yield _against_targets(results)
    yield _of_outcomes(plan) if plan.outcome else _of_work(areas)


def _since(plan: Plan, results: Sequence[Result]) -> str:
    if not results:
        return "The plan has no measure yet, so nothing can be said of how the service does."
    if len(results) == 1:
        (only,) = results
        return f"The plan has one measure, “{only.measure.title}”: {_ONE[only.verdict.word].format(_than(plan, 'its'))}."
    counts = Counter(result.verdict.word for result in results)
    whose = "its" if counts[verdicts.BETTER] <= 1 else "their"
    named = [_title(result, results) for result in results if result.verdict.word == verdicts.BETTER]
    parts = [
        f"{spelt.number(counts[verdicts.BETTER])} {_are(counts[verdicts.BETTER])} better {_than(plan, whose)}{_named(named)}",
        f"{spelt.number(counts[verdicts.WORSE])} {_are(counts[verdicts.WORSE])} worse",
        f"{spelt.number(counts[verdicts.NO_CHANGE])} {_shows(counts[verdicts.NO_CHANGE])} no clear change",
    ]
    if few := counts[verdicts.TOO_FEW]:
        parts.append(f"for {spelt.number(few)} there are too few audits to say")
    return f"Of {spelt.number(len(results))} measures, {spelt.listed(parts)}."


#: What is said of the only measure of a plan.
_ONE = {
    verdicts.BETTER: "it is better {}",
    verdicts.WORSE: "it is worse {}",
    verdicts.NO_CHANGE: "it shows no clear change",
    verdicts.TOO_FEW: "there are too few audits to say how it moves",
}


def _than(plan: Plan, whose: str) -> str:
    return f"than {whose} baseline" if plan.baseline else "than at the beginning"


def _title(result: Result, results: Sequence[Result]) -> str:
    """Return the title of a measure; where several have it, with that of its checklist."""
    title = result.measure.title
    alike = sum(other.measure.title == title for other in results) > 1
    return f"{title}: {result.trend.titles[0]}" if alike and result.trend.titles[0] else title


def _named(titles: Sequence[str]) -> str:
    return f" ({', '.join(f'“{title}”' for title in titles)})" if 0 < len(titles) <= 3 else ""


def _are(number: int) -> str:
    return "is" if number <= 1 else "are"


def _shows(number: int) -> str:
    return "shows" if number <= 1 else "show"


def _against_targets(results: Sequence[Result]) -> str:
    aimed = [(result, result.measure.target) for result in results if result.measure.target is not None]
    if not aimed:
        return "No measure has a target."
    now = [
        (result.now, target, _title(result, results))
        for result, target in aimed
        if isinstance(result.now, Period) and result.now.counted
    ]
    known = [(target - 100 * period.share, title) for period, target, title in now]
    reached = sum(short <= 0 for short, _ in known)
    unknown, about = len(aimed) - len(known), sum(is_about(period, target) for period, target, _ in now)
    lie = "lies" if about == 1 else "lie"
    rest = (
        f"; {spelt.number(about)}, reached or not, {lie} within what these audits leave open" if about else ""
    )
    rest += f"; for {spelt.number(unknown)} no figure is shown" if unknown else ""
    whole = f"Of {spelt.number(len(aimed))} targets, {spelt.number(reached)} {_are(reached)} reached"
    if not known or reached == len(known):
        return f"{whole}{rest}."
    short, title = max(known)
    return f"{whole}{rest}; the furthest away is “{title}”, {short:.0f} points short."


def _of_outcomes(plan: Plan) -> str:
    stand = outcomes.standings(plan)
    turned = [f"“{outcome.title}”" for outcome, where in stand if where.curve == TURNED]
    not_turned = [f"“{outcome.title}”" for outcome, where in stand if where.curve == NOT_TURNED]
    unsaid = len(stand) - len(turned) - len(not_turned)
    parts = []
    if turned:
        parts.append(f"the curve has turned for {spelt.listed(turned)}")
    if not_turned:
        parts.append(
            f"it has not turned for {spelt.listed(not_turned)}"
            if turned
            else f"the curve has not turned for {spelt.listed(not_turned)}"
        )
    if unsaid:
        parts.append(f"for {spelt.number(unsaid)} it cannot be said")
    whole = "Of the one outcome" if len(stand) == 1 else f"Of {spelt.number(len(stand))} outcomes"
    return f"{whole} counted outside the audits, {'; '.join(parts)}."


def _of_work(areas: Sequence[Area]) -> str:
    planned = sum(area.recommendation.planned_audits for area in areas)
    done = _sum([area.quantity.audits for area in areas])
    still_open, overdue = (
        _sum([area.quantity.actions[name] for area in areas]) for name in ("open", "overdue")
    )
    if done is None:
        audits = "How many audits were finished in the year stands on the pages that follow"
    else:
        of_planned = f" of {planned} planned" if planned else ""
        were = "was" if done == 1 else "were"
        audits = f"{number_of(done, 'audit')}{of_planned} {were} finished in the last twelve whole months"
    if still_open is None or overdue is None:
        return f"{audits}."
    return f"{audits}; of their actions {still_open} {_are(still_open)} open, and of these {overdue} {_are(overdue)} overdue."


def _sum(numbers: Sequence[int | Hidden]) -> int | None:
    """Return the sum of numbers that are all shown; None where one is not."""
    shown = [number for number in numbers if not isinstance(number, Hidden)]
    return sum(shown) if len(shown) == len(numbers) else None


def _focus(plan: Plan) -> Iterator[Table]:
    """Yield for every priority area its focus areas, with what reports on each."""
    for area in plan.area:
        rows = tuple(
            (
                name,
                "; ".join(part.title for part in plan.parts if name in part.focus)
                or "nothing in this report",
            )
            for name in area.focus
        )
        yield Table(
            f"Priority area: {area.title}", columns("focus: Focus area | parts: What reports on it"), rows
        )


def _verdicts(plan: Plan, areas: Sequence[Area]) -> Table:
    """Return how many measures of each area have which verdict."""
    measures = sum(len(area.results) for area in areas)
    note = (
        f"{number_of(measures, 'measure')}, each now against {'its baseline' if plan.baseline else 'its own beginning'}. Of"
        " measures that do not change, at most 1 in 20 is called better or worse by chance, where months are independent of one"
        " another."
    )
    return Table(
        "Measures against the baseline" if plan.baseline else "Measures since the beginning",
        (Column("area", "Recommendation"), *(Column(verdict, verdict.capitalize()) for verdict in CURVE)),
        tuple((area.recommendation.title, *_tallied(area.results)) for area in areas),
        (note,),
    )


def _tallied(measures: Sequence[Result]) -> list[int]:
    counts = Counter(result.verdict.word for result in measures)
    return [counts[verdict] for verdict in CURVE]


def _dates(plan: Plan) -> tuple[tuple[str, str], ...]:
    rows = []
    if plan.published:
        rows.append(("Inspection report published", spelt.day(plan.published)))
    if plan.response_due:
        rows.append(("Response due, as the plan states", spelt.day(plan.response_due)))
    if counted := plan.response_counted:
        how = "counted from the day after; from which day to count is not confirmed"
        rows.append(("70 working days after publication", f"{spelt.day(counted)}, {how}"))
    return tuple(rows)


def _reporting(plan: Plan, today: date) -> Iterator[Table]:
    """Yield to whom the plan was last reported, with the minute that says so, and when it is next, the next first."""
    if not plan.reporting:
        return
    rows, unreported = [], []
    for report in sorted(plan.reporting, key=lambda report: report.coming(today)):
        if days := report.unreported(today):
            unreported.append(f"{report.to} ({_on(days)})")
        past = [done for done in report.reported if done.on <= today]
        last = max(past, key=attrgetter("on"), default=None)
        on, minute = (spelt.day(last.on), last.minute or "none given") if last else ("not yet", "")
        rows.append((report.to, on, minute, spelt.day(report.coming(today)), report.every))
    heads = "to: Reported to | on: Last on | minute: Minute | next: Next on | every: Every"
    note = (f"Planned and past, with no report noted since: {'; '.join(unreported)}.",) if unreported else ()
    yield Table("Reporting", columns(heads), tuple(rows), note)


def _on(days: Sequence[date]) -> str:
    """Return up to three days, of more how many and the first."""
    if len(days) > 3:
        return f"{len(days)} days, the first {spelt.day(days[0])}"
    return spelt.listed([spelt.day(day) for day in days])

"""The page of one recommendation: its measure drawn against target and baseline, the others beside it, and the lead's words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec import structs

from auditui.core.periods import is_month
from auditui.figures import verdicts
from auditui.figures.line import UNSAID, WOULD, WOULD_NOT
from auditui.figures.suppression import Hidden
from auditui.report import spelt
from auditui.report.document import Block, Facts, Heading, Items, Paragraph
from auditui.report.measures import MEASURES, is_about, read, row
from auditui.report.notes import left_out, much_outside, noted_causes, share_outside
from auditui.report.outcomes import told
from auditui.report.table import Table, columns
from auditui.report.trend import figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from auditui.core.plan import Plan, Recommendation
    from auditui.figures.plan import Quantity, Result
    from auditui.figures.series import Period
    from auditui.figures.trend import Trend
    from auditui.figures.verdicts import Verdict
    from auditui.report.table import Value

CURVE = {
    verdicts.BETTER: "the curve has turned",
    verdicts.WORSE: "the curve has turned the wrong way",
    verdicts.NO_CHANGE: "as far as can be seen, the curve has not turned",
    verdicts.TOO_FEW: "whether the curve has turned cannot be seen yet",
}
_CHANCE = {
    verdicts.BETTER: "better by more than chance would do",
    verdicts.WORSE: "worse by more than chance would do",
    verdicts.NO_CHANGE: "a difference that chance alone could make",
}
#: What the page shows of a measure; how many of how many stand with their percentage.
_ON_PAGE = "measure: Measure | baseline: Baseline | now: Now | interval: 95 % | to_target: Target | verdict: Since {} | lately: Lately"
_FIGURES = ("baseline", "now", "interval")
#: How high the axes of its picture are, in points, so that all of a recommendation fits on a page.
_HEIGHT = 84.0
_QUESTIONS = {"how well": "How well did we do it?", "better off": "Is anyone better off?"}


@dataclass(frozen=True)
class Area:
    """An area to improve: what the plan asks, what the audits say of each measure, how much was done, and on which files.

    `evened` says of measures that are called better or worse how far that may be who audited.
    """

    recommendation: Recommendation
    results: Sequence[Result]
    quantity: Quantity
    drawn: str
    evened: tuple[str, ...] = ()


def page(plan: Plan, area: Area, today: date) -> list[Block]:
    """Return the page of a recommendation as of a day."""
    recommendation = area.recommendation
    return [
        Heading(1, recommendation.title),
        Facts(tuple(_facts(plan, recommendation, today))),
        Facts((_how_much(area),)),
        *_headline(plan, area.results),
        *_tables(plan, area),
        *_in_own_words(recommendation),
    ]


def _facts(plan: Plan, recommendation: Recommendation, today: date) -> Iterator[tuple[str, str]]:
    if area := plan.area_of(recommendation):
        yield "Priority area", f"{area.title}: {'; '.join(recommendation.focus)}"
    if recommendation.finding:
        yield "What inspectors found", recommendation.finding
    left = (recommendation.due - today).days
    ahead = f"in {_days(left)}" if left > 0 else f"{_days(-left)} ago" if left else "today"
    yield "Lead", f"{recommendation.owner}; due on {spelt.day(recommendation.due)}, {ahead}"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def _headline(plan: Plan, results: Sequence[Result]) -> list[Block]:
    """Return the recommendation's own measure in a sentence and as a picture against target and baseline."""
    result = next((result for result in results if result.drawn), None)
    if result is None:
        return [Paragraph(said(plan, one), "strong") for one in results[:1]]
    words = said(plan, result)
    title = f"Over time: {result.measure.title}, by {_length(result.trend)}"
    longer = ", since shorter periods would show small counts" if result.trend.longer else ""
    picture = figure(
        result.trend, result.measure.title, read(result, plan.baseline), (words,), title + longer
    )
    picture = structs.replace(picture, drawing=structs.replace(picture.drawing, height=_HEIGHT))
    causes = (Paragraph(noted, "small") for noted in noted_causes(result.trend))
    return [Paragraph(words, "strong"), picture, *causes]


def _length(trend: Trend) -> str:
    """Return how long the periods of a picture are; of longer ones than a month which months the last is of."""
    last = trend.periods[-1][0].label
    return trend.length if is_month(last) else f"{trend.length} ({last} is {spelt.months(last)})"


def said(plan: Plan, result: Result) -> str:
    """Say what a measure is now against its baseline, whether the curve has turned, and how far its target is."""
    title, word = result.measure.title, result.verdict.word
    before, now = result.baseline, result.now
    if isinstance(now, Hidden) or isinstance(before, Hidden):
        return f"{title}: {word}. Its figures are not shown, since its months would show small counts."
    if now is None or not now.counted:
        return f"{title}: {word}. {_why(result.verdict)}."
    parts = [f"{title}: {_share(now)} in {spelt.months(now.label)}"]
    if before is not None and before.counted:
        what = "the baseline" if plan.baseline else "the beginning"
        parts.append(f"{_share(before)} in {what}, {spelt.months(before.label)}")
    curve = CURVE[word] if plan.baseline else word
    why = f"This is {_CHANCE[word]}: {curve}." if word in _CHANCE else f"{_why(result.verdict)}, so {curve}."
    return f"{'; it was '.join(parts)}. {why}{_aim(result, now)}"


def _why(verdict: Verdict) -> str:
    """Return the reason of a verdict as a sentence begins, its months in words."""
    reason = verdict.reason
    for window in filter(None, (verdict.before, verdict.now)):
        reason = reason.replace(window.label, spelt.months(window.label)) if window.label else reason
    there = "there are " if reason.startswith("fewer than ") else ""
    said = there + reason
    return said[:1].upper() + said[1:]


def _share(period: Period) -> str:
    return f"{period.met} of {period.counted} ({100 * period.share:.0f} %)"


def _aim(result: Result, now: Period) -> str:
    target = result.measure.target
    if target is None:
        return ""
    short, about = target - 100 * now.share, "about " if is_about(now, target) else ""
    if short <= 0:
        return f" The target of {target:g} % is {about}reached."
    points = f"{short:.0f} points" if short >= 1.5 else "a point" if short >= 0.5 else "less than a point"
    return f" The target is {target:g} %, {about}{points} more."


def _tables(plan: Plan, area: Area) -> Iterator[Table]:
    """Yield the measures by what they ask; what is to be said with them stands under the last."""
    named = columns(_ON_PAGE.format("the baseline" if plan.baseline else "the beginning"))
    heads = tuple(replace(column, figures=column.name in _FIGURES) for column in named)
    asked = [asks for asks in _QUESTIONS if any(result.measure.asks == asks for result in area.results)]
    for asks in asked:
        cells = [_cells(result) for result in area.results if result.measure.asks == asks]
        rows = tuple(tuple(of[column.name] for column in heads) for of in cells)
        yield Table(_QUESTIONS[asks], heads, rows, tuple(_notes(plan, area)) if asks == asked[-1] else ())


def _cells(result: Result) -> dict[str, Value]:
    """Return the cells of a measure by column."""
    cells = dict(zip([column.name for column in MEASURES], row(result), strict=True))
    for window in ("baseline", "now"):
        percent = cells[f"{window}_percent"]
        if isinstance(percent, float | int):
            cells[window] = f"{cells[window]}, {percent:.0f} %"
    if (target := result.measure.target) is not None:
        cells["to_target"] = f"{target:g} %: {cells['to_target']}" if cells["to_target"] else f"{target:g} %"
    return cells


def _notes(plan: Plan, area: Area) -> Iterator[str]:
    """Yield what is to be said with the measures of this page, and not with those of others."""
    results = area.results
    yield from _baseline(plan, results)
    yield from _by_date(area)
    yield from area.evened
    if any(isinstance(result.now, Hidden) for result in results):
        yield "Where c stands, the months of the measure would show small counts."
    if much := much_outside(result.measure.title for result in results if result.leaves_much_out):
        yield much
    yield from sorted({left_out(result.trend.left_out, result.trend.small) for result in results} - {""})
    if any(result.trend.segments[1:] for result in results):
        yield "Where the checklist changed so that answers may not be compared, only the time since is used."


def _baseline(plan: Plan, results: Sequence[Result]) -> Iterator[str]:
    begun = min((result.trend.months[0] for result in results if result.trend.months[0]), default="")
    if not plan.baseline:
        return
    if begun and plan.baseline < begun:
        yield f"There is no baseline: it ends with {spelt.month(plan.baseline)}, and the first audit is of {spelt.month(begun)}."
    elif begun:
        yield f"The baseline is {spelt.months(f'{begun} to {plan.baseline}')}; its percentage, carried on, is the forecast if nothing changes."


def _by_date(area: Area) -> Iterator[str]:
    """Yield whether targets would be reached by the day the recommendation is due, if the last months ran on."""
    asked: dict[str, list[str]] = {}
    for result in area.results:
        if result.outlook and result.measure.target is not None:
            asked.setdefault(result.outlook.word, []).append(result.measure.title)
    if not asked:
        return
    due = spelt.day(area.recommendation.due)
    if set(asked) == {UNSAID}:
        yield f"Whether targets will be reached by {due} cannot be said from how the last months ran."
        return
    words = {
        WOULD: "would reach their target",
        WOULD_NOT: "would not reach their target",
        UNSAID: "cannot be said",
    }
    parts = [f"{spelt.listed(asked[word])}: {words[word]}" for word in words if word in asked]
    yield f"By {due}, if the last months ran on in a straight line: {'; '.join(parts)}."


def _in_own_words(recommendation: Recommendation) -> list[Block]:
    """Return what the lead wrote in the plan: the story behind the figures, partners and next steps."""
    blocks: list[Block] = []
    if story := told(recommendation.story):
        blocks += [Heading(2, "The story behind the figures"), *map(Paragraph, story)]
    if recommendation.partners:
        blocks.append(Facts((("Partners", "; ".join(recommendation.partners)),)))
    if recommendation.next:
        blocks += [Heading(2, "Next steps"), Items(recommendation.next)]
    return blocks


def _how_much(area: Area) -> tuple[str, str]:
    """Say how many audits there are, of those planned for a year, and how many actions."""
    done, planned, actions = area.quantity, area.recommendation.planned_audits, area.quantity.actions
    of_planned = f" of {planned} planned audits" if planned else " audits"
    of = list(dict.fromkeys(result.trend.titles[0] for result in area.results if result.trend.titles[0]))
    on = f" ({'; '.join(of)})" if of else ""
    audits = f"{done.audits}{of_planned} finished, {spelt.months(f'{done.first} to {done.last}')}{on}, {area.drawn}."
    acted = f"Actions: {actions['open']} open ({actions['overdue']} overdue), {actions['closed']} closed."
    return "How much was done", f"{audits} {acted}"


def outside(results: Sequence[Result]) -> str:
    """Say of which measures how many answers are not applicable; of hidden counts only where it is one in twenty or more."""
    shares = [(one, share_outside(one.outside, one.trend.small)) for one in results]
    kept = [(one, share) for one, share in shares if share.startswith("about") or not one.trend.small]
    return ", ".join(f"{one.measure.title} ({share})" for one, share in kept if share)

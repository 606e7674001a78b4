"""The page of a plan on which every measure is drawn, those of a recommendation beside one another on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.report.charts import course
from auditui.report.document import Block, Figure, Heading, Paragraph
from auditui.report.drawing import Course, Courses
from auditui.report.measures import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditui.core.plan import Plan
    from auditui.report.plan_area import Area

HEADING = "Every measure over time"
_WHAT = (
    "Percent met of each measure by period, from 0 to 100 %, with the last one. The icon is its verdict {}: with a blue H better,"
    " with an orange L worse, grey no clear change, dashed too few to say."
)


def page(plan: Plan, areas: Sequence[Area]) -> list[Block]:
    """Return the page; nothing where no recommendation has two measures that can be drawn."""
    figures = list(_figures(plan, areas))
    if not figures:
        return []
    against = "against the baseline" if plan.baseline else "since the beginning"
    return [Heading(1, HEADING), Paragraph(_WHAT.format(against), "small"), *figures]


def _figures(plan: Plan, areas: Sequence[Area]) -> Iterator[Figure]:
    for area in areas:
        drawn = [
            course(result.trend, result.measure.title, read(result, plan.baseline))
            for result in area.results
            if result.drawn
        ]
        if len(drawn) > 1:
            title = area.recommendation.title
            yield Figure(Courses(title, tuple(drawn)), f"{title}. {'; '.join(map(_said, drawn))}.", title)


def _said(drawn: Course) -> str:
    """Say what a course ends with and what its verdict is, for whoever does not see it."""
    last, verdict = drawn.last, drawn.icons[0] if drawn.icons else None
    now = f"{last.value:.0%} in {last.label}" if last and last.value is not None else "no period shown"
    aim = f", target {drawn.target:.0%}" if drawn.target is not None else ""
    return f"{drawn.title}: {now}{aim}{f', {verdict.word}' if verdict else ''}"

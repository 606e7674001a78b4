"""Outcomes that no audit counts: where each stands against its forecast, its picture, and its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.figures.outcomes import NOT_TURNED, TURNED, baseline_of, forecast_line, standing
from auditui.report import outcome_picture, spelt
from auditui.report.document import Block, Facts, Figure, Heading, Paragraph
from auditui.report.drawing import Ready
from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditui.core.plan import Outcome, Plan
    from auditui.figures.outcomes import Standing
    from auditui.report.table import Value

HEADING = "Outcomes: is anyone better off?"
_CURVE = {TURNED: "the curve has turned", NOT_TURNED: "the curve has not turned"}
_WHAT = (
    "These numbers are not from audits. They come from the sources named with them and were typed into the plan. The curve has"
    " turned where the latest number is better than the forecast, which says what would be if nothing changed. Nobody can tell"
    " from one number what made it so, and one number may be chance."
)


def standings(plan: Plan) -> list[tuple[Outcome, Standing]]:
    """Return every outcome of a plan with where it stands."""
    return [(outcome, standing(outcome, baseline_of(outcome, plan.baseline))) for outcome in plan.outcome]


def page(plan: Plan) -> list[Block]:
    """Return the page of outcomes; nothing where the plan has none."""
    if not plan.outcome:
        return []
    blocks: list[Block] = [Heading(1, HEADING), Paragraph(_WHAT, "small")]
    for outcome, where in standings(plan):
        blocks += _one(plan, outcome, where)
    return blocks


def _one(plan: Plan, outcome: Outcome, where: Standing) -> list[Block]:
    baseline = baseline_of(outcome, plan.baseline)
    said = sentence(outcome, where)
    rows = {
        "Focus area": "; ".join(outcome.focus),
        "Source": outcome.source,
        "Partners": "; ".join(outcome.partners),
        "Next steps": "; ".join(outcome.next),
    }
    return [
        Heading(2, outcome.title),
        Paragraph(said, "strong"),
        *([_figure(outcome, baseline, said)] if outcome.point else []),
        *map(Paragraph, told(outcome.story)),
        Facts(tuple((term, words) for term, words in rows.items() if words)),
    ]


def sentence(outcome: Outcome, where: Standing) -> str:
    """Say where an outcome stands."""
    if where.last is None:
        return "There is no number yet."
    month, number = where.last
    latest = f"{_with_unit(outcome, number)} in {spelt.month(month)}"
    if where.forecast is None:
        return f"{latest}. Whether the curve has turned cannot be said: {where.why}."
    return f"{latest}, where {_forecast(outcome, where.forecast, where.last)} was forecast: {_CURVE[where.curve]}."


def table(plan: Plan) -> Table:
    """Return where the outcomes of a plan stand, as a table."""
    rows = tuple(
        (
            outcome.title,
            outcome.unit,
            _in_month(where.last),
            "" if where.forecast is None else _forecast(outcome, where.forecast, where.last),
            outcome.better,
            _CURVE.get(where.curve, f"cannot be said: {where.why}"),
        )
        for outcome, where in standings(plan)
    )
    heads = columns(
        "outcome: Outcome | unit: Counted in | latest: Latest | forecast: Forecast | better: Better is | curve: Curve"
    )
    return Table("Outcomes", heads, rows)


#: The columns that an outcome has in data beside those of measures.
DATA = columns(
    "latest: (Latest) | latest_month: (Month) | forecast: (Forecast) | unit: (Counted in) | better: (Better is) | source: (Source)"
)


def data(plan: Plan) -> Iterator[dict[str, Value]]:
    """Yield the cells of each outcome by column: what measures have too, and DATA."""
    for outcome, where in standings(plan):
        month, latest = where.last or ("", None)
        yield {
            "asks": "Outcome",
            "measure": outcome.title,
            "verdict": _CURVE.get(where.curve, where.curve),
            "reason": where.why,
            "latest": latest,
            "latest_month": month,
            "forecast": where.forecast,
            "unit": outcome.unit,
            "better": outcome.better,
            "source": outcome.source,
        }


def told(story: str) -> list[str]:
    """Return the paragraphs of a story, between which lines are empty, each as one line."""
    return [" ".join(words.split()) for words in story.split("\n\n") if words.strip()]


def _in_month(last: tuple[str, float] | None) -> str:
    return f"{spelt.value(last[1])} ({spelt.month(last[0])})" if last else "none yet"


def _with_unit(outcome: Outcome, number: float) -> str:
    return " ".join(filter(None, (spelt.value(number), outcome.unit)))


def _forecast(outcome: Outcome, forecast: float, last: tuple[str, float] | None) -> str:
    """Return a forecast, on the line between two: a decimal at least, and as many as tell it from the latest number."""
    first = max(_places(outcome), 1)
    told = (n for n in range(first, 4) if last and f"{forecast:.{n}f}" != f"{last[1]:.{n}f}")
    return spelt.value(forecast, next(told, first))


def _places(outcome: Outcome) -> int:
    """Return how many decimals the numbers of an outcome have."""
    numbers = [spelt.value(point.value) for point in (*outcome.point, *outcome.forecast)]
    return max(len(number.partition(".")[2]) for number in numbers)


def _figure(outcome: Outcome, baseline: str, said: str) -> Figure:
    line = forecast_line(outcome, baseline)
    numbers = [f"{spelt.month(point.at)} {spelt.value(point.value)}" for point in outcome.point]
    ahead = [f"{spelt.month(point.at)} {spelt.value(point.value)}" for point in outcome.forecast]
    words = [f"{outcome.title}. {said}", f"Numbers: {_first_and_last(numbers)}."]
    words += [f"Forecast: {_first_and_last(ahead)}."] if ahead else []
    counted = f"Counted in {outcome.unit}" if outcome.unit else outcome.title
    drawn = outcome_picture.svg(outcome, line, baseline)
    return Figure(
        Ready(outcome.title, drawn, tuple(_lines(outcome, baseline))),
        " ".join(words),
        f"{counted}: {outcome.better} is better",
    )


_MOST_IN_WORDS = 24


def _first_and_last(numbers: Sequence[str]) -> str:
    """Return so many numbers as can be listened to, the last of them."""
    left_out = len(numbers) - _MOST_IN_WORDS
    earlier = f"{left_out} earlier ones, then " if left_out > 0 else ""
    return earlier + "; ".join(numbers[-_MOST_IN_WORDS:])


def _lines(outcome: Outcome, baseline: str) -> list[str]:
    """Return the numbers as lines for a terminal: of the baseline, since, and the forecast."""
    rows = [
        (point.at, spelt.value(point.value), "" if point.at > baseline else "baseline")
        for point in outcome.point
    ]
    rows += [
        (point.at, spelt.value(point.value), "forecast if nothing changes") for point in outcome.forecast
    ]
    widest = max((len(number) for _, number, _ in rows), default=0)
    return [f"  {month}  {number.rjust(widest)}  {kind}".rstrip() for month, number, kind in rows]

"""Numbers that no audit counts, against their own forecast: whether the curve has turned."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core.periods import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.core.plan import Outcome, Point

TURNED, NOT_TURNED, UNSAID = "turned", "not turned", "cannot be said"


class Standing(Struct, frozen=True):
    """Where an outcome stands: its curve is one of the words above, and why where it cannot be said.

    `last` is its latest number and that number's month, `forecast` what was forecast for that month; each None where there
    is none.
    """

    curve: str
    why: str = ""
    last: tuple[str, float] | None = None
    forecast: float | None = None


def baseline_of(outcome: Outcome, plans: str) -> str:
    """Return the last month of an outcome's history: its own, the plan's, or "" for none."""
    return outcome.baseline or plans


def standing(outcome: Outcome, baseline: str) -> Standing:
    """Return whether the latest number after the month `baseline` is better than its forecast.

    Turning the curve is to do better than the forecast, the baseline carried on (Mark Friedman, Trying Hard Is Not Good
    Enough). Between two forecasts the straight line counts; beyond the last nothing is said.
    """
    since = [point for point in outcome.point if point.at > baseline]
    if not outcome.point:
        return Standing(UNSAID, "there is no number yet")
    last = (outcome.point[-1].at, outcome.point[-1].value)
    if not outcome.forecast:
        return Standing(UNSAID, "no forecast is given", last)
    if not since:
        return Standing(UNSAID, "there is no number since the baseline", last)
    expected = at(forecast_line(outcome, baseline), last[0])
    if expected is None:
        return Standing(UNSAID, "the forecast does not reach the latest number", last)
    ahead = last[1] - expected if outcome.better == "higher" else expected - last[1]
    return Standing(TURNED if ahead > 0 else NOT_TURNED, "", last, expected)


def forecast_line(outcome: Outcome, baseline: str) -> list[Point]:
    """Return the forecast as points, from the last number of the baseline on; none where there is no forecast."""
    history = [point for point in outcome.point if point.at <= baseline]
    ahead = [point for point in outcome.forecast if not history or point.at > history[-1].at]
    return [*history[-1:], *ahead] if ahead else []


def at(line: Sequence[Point], month: str) -> float | None:
    """Return the height of a line of points in a month; None outside of it."""
    for point in line:
        if point.at == month:
            return point.value
    for one, other in pairwise(line):
        if one.at < month < other.at:
            part = (number(month) - number(one.at)) / (number(other.at) - number(one.at))
            return one.value + part * (other.value - one.value)
    return None

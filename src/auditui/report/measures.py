"""A measure of an improvement plan as a row: baseline, now, target and verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.figures.line import UNSAID
from auditui.figures.series import Period
from auditui.figures.suppression import HIDDEN, Hidden
from auditui.report.sharing import PROPORTION, proportion
from auditui.report.table import Value, columns

if TYPE_CHECKING:
    from datetime import date

    from auditui.figures.plan import Result
    from auditui.figures.verdicts import Verdict

MEASURES = columns(
    "asks: Asks | measure: Measure | baseline_met: (Met) | baseline_counted: (Of) | baseline: <Baseline> | baseline_percent: %"
    "| now_met: (Met) | now_counted: (Of) | now: <Now> | now_percent: % | low: (Low) | high: (High) | interval: <95 %>"
    "| target: Target | gap: (Gap) | to_target: To target | verdict: Verdict | lately: Lately"
)


def is_about(now: Period, target: float) -> bool:
    """Whether a target in percent lies within the interval of now, so that these audits cannot tell whether it is reached."""
    return now.interval is not None and now.interval.low < target / 100 <= now.interval.high


def gap(result: Result) -> tuple[Value, Value]:
    """Return by how many points now falls short of the target, and in words whether it is reached."""
    now, target = result.now, result.measure.target
    if isinstance(now, Hidden):
        return HIDDEN, HIDDEN
    if target is None or now is None or not now.counted or now.interval is None:
        return None, ""
    short, about = target - 100 * now.share, "about " if is_about(now, target) else ""
    return short, about + (f"{short:.0f} short" if short > 0 else "reached")


def months(result: Result) -> list[str]:
    """Return which months the baseline and now are of, where they are shown."""
    return [window.label if isinstance(window, Period) else "" for window in (result.baseline, result.now)]


def read(result: Result, baseline: str) -> tuple[tuple[str, Verdict], tuple[str, Verdict]]:
    """Return the two verdicts on a measure, each with what it is of."""
    against = "Against the baseline" if baseline else "Since the beginning"
    return (against, result.verdict), ("Lately", result.lately)


def row(result: Result) -> tuple[Value, ...]:
    """Return the cells of a measure, for the columns of MEASURES."""
    asks: list[Value] = [result.measure.asks.capitalize(), result.measure.title]
    baseline, now = _share(result.baseline), _share(result.now)
    return (
        *asks,
        *baseline[:4],
        *now,
        result.measure.target,
        *gap(result),
        result.verdict.word,
        result.lately.word,
    )


def _share(period: Period | Hidden | None) -> list[Value]:
    """Return k of n, the percentage and its interval; HIDDEN throughout, or nothing."""
    if isinstance(period, Hidden):
        return [period] * len(PROPORTION)
    if period is None:
        return [None, None, "-", None, None, None, "-"]
    return proportion(period.met, period.counted, period.interval)


def outlook_cells(result: Result) -> tuple[Value, ...]:
    """Return whether the target would be reached by its date, and between which percentages the line then is."""
    seen = result.outlook
    if seen is None:
        return "", None, None
    if seen.interval is None:
        return seen.word, None, None
    return seen.word, *(round(100 * end) for end in seen.interval)


def outlook_sentence(result: Result, due: date) -> str:
    """Say whether the target would be reached by its date if the last months ran on; nothing without a target."""
    seen, target = result.outlook, result.measure.target
    if seen is None or target is None:
        return ""
    asked = f"Whether {target:.0f} % would be reached by {due.isoformat()}"
    if seen.interval is None:
        return f"{asked}: {seen.word} ({seen.reason})."
    low, high = (100 * end for end in seen.interval)
    ran_on = f"If {seen.reason} ran on, it would then be between {low:.0f} and {high:.0f} %"
    if seen.word == UNSAID:
        return f"{asked}: {seen.word}. {ran_on}."
    return f"{ran_on}: {target:.0f} % {seen.word} by {due.isoformat()}, as far as a straight line can say."

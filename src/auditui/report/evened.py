"""In words: whether a change may be that others did the auditing, and what it is with auditors evened out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from auditui.core.periods import months_of
from auditui.figures.evened import NOTABLE, of_windows
from auditui.figures.verdicts import BETTER, WORSE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.figures.evened import Gap, Mix
    from auditui.figures.trend import Trend
    from auditui.figures.verdicts import Verdict
    from auditui.store import Reader

#: Why a page that is passed on has none of it.
NOT_SHARED = (
    "Auditors are not evened out in what is passed on, since it would tell of single auditors' audits; on the terminal they"
    " are."
)


def sentence(of: str, mix: Mix) -> str:
    """Say of a change that is called so how far others audited, and what is left of it; nothing where few others did."""
    if mix.other < NOTABLE:
        return ""
    others = f"{of}: for both sides to have the same mix of auditors, {mix.other:.0%} of the audits would have to be others'."
    if mix.evened is None:
        return f"{others} Too few are by the same auditors to even that out: the change may be who audited."
    before, now = mix.audits
    left = (
        f"With auditors evened out the change is {points(mix.evened)} in place of {points(mix.plain)}, of {before} and"
        f" {now} audits by auditors of both sides"
    )
    return f"{others} {left}{': it may be who audited' if mix.may_explain else ''}."


def points(gap: Gap) -> str:
    """Return a difference in points, with its 95 % interval."""
    by, low, high = (100 * share for share in (gap.by, gap.low, gap.high))
    return f"{by:+.0f} ({low:+.0f}, {high:+.0f})"


def of_trend(store: Reader, trend: Trend) -> Iterator[str]:
    """Say it of both readings of a trend."""
    yield from of_verdict(store, trend, "Since the beginning", trend.judged.beginning)
    yield from of_verdict(store, trend, "Lately", trend.judged.lately)


def of_verdict(store: Reader, trend: Trend, of: str, verdict: Verdict) -> Iterator[str]:
    """Say it of a verdict on a trend that calls a change; nothing where it is for others' eyes."""
    if trend.small or trend.where.auditor:
        return
    versions = store.versions(trend.series.checklist)
    for before, now in _windows(verdict):
        sides = [
            store.tallies(replace(trend.where, since=since, until=until), ("auditor",))
            for since, until in (before, now)
        ]
        mix = of_windows(versions, trend.series, *sides)
        if mix and (words := sentence(of, mix)):
            yield words


def _windows(verdict: Verdict) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield the first and last months of the two windows of a verdict that calls a change."""
    if verdict.word in (BETTER, WORSE) and verdict.before and verdict.now:
        yield _ends(verdict.before.label), _ends(verdict.now.label)


def _ends(label: str) -> tuple[str, str]:
    first, _, last = label.partition(" to ")
    return (first, last) if last else months_of(first)

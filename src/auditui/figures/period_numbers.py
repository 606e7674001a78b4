"""The numbers that periods of a trend show, of which groups of audits, and which periods are hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.periods import months_of
from auditui.figures.suppression import hidden, is_small
from auditui.figures.tallies import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.figures.releases import Release
    from auditui.figures.series import Period


def numbers(period: Period, where: Selection, groups: Sequence[str]) -> list[tuple[str, Selection, int]]:
    """Return the numbers that a period shows, each of a group in the months selected."""
    return [(group, where, number) for group, number in zip(groups, counts(period, groups), strict=True)]


def counts(period: Period, groups: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers a period shows of its groups: the audits behind it and, of judgements, on which side they are."""
    sides = (period.met, period.counted - period.met) if len(groups) > 1 else ()
    return (period.answering, *sides)


def are_few(period: Period, groups: Sequence[str], release: Release) -> bool:
    """Whether a period is of few audits, or few of them are on one side."""
    return any(is_small(number, release.small) for number in counts(period, groups))


def in_period(period: Period) -> Selection:
    """Return what selects the months of a period."""
    since, until = months_of(period.label)
    return Selection(since=since, until=until)


def in_window(period: Period) -> Selection:
    """Return what selects the months of a window, whose label names its first and last."""
    first, _, last = period.label.partition(" to ")
    return Selection(since=first, until=last or first)


def hidden_periods(periods: Sequence[Period], groups: Sequence[str], release: Release) -> tuple[bool, ...]:
    """Mark the periods that are not shown, so that the sum of all does not give them back."""
    if not release.small:
        return (False,) * len(periods)
    told = {n for n, period in enumerate(periods) if are_few(period, groups, release)}
    told |= release.told_in_turn(
        {n: numbers(period, in_period(period), groups) for n, period in enumerate(periods) if n not in told}
    )
    audits = {n: period.answering for n, period in enumerate(periods)}
    hide = hidden(audits, [audits], release.small, lambda n: release.lot(groups[0], periods[n].label), told)
    return tuple(n in hide for n in audits)

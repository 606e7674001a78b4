"""The months of a series: what a trend is of, counted by month, a run for all versions that may be compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.checklists.lineage import Lineages
from auditui.core.errors import AuditError
from auditui.figures.counting import Count, Spread, count
from auditui.figures.groups import also_of, group_of, named_judgement, sides
from auditui.figures.series import Period
from auditui.figures.tallies import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.core.scale import Scale
    from auditui.figures.tallies import Tallies


@dataclass(frozen=True)
class Series:
    """What a trend is of: a checklist's answers, those of one section or item, or its audits judged good enough."""

    checklist: str
    section: str = ""
    item: str = ""
    good: bool = False


def part_title(versions: Sequence[Checklist], series: Series) -> str:
    """Return the newest title of the section or item; AuditError if no version has it."""
    newest = versions[-1]
    for checklist in reversed(versions) if series.item or series.section else ():
        for part in checklist.items if series.item else checklist.sections:
            if part.id == (series.item or series.section):
                return part.title
    if series.item:
        raise AuditError(f"{newest.id} has no item {series.item!r}", f"auditui checklist show {newest.id}")
    if series.section:
        known = ", ".join(section.id for section in newest.sections)
        raise AuditError(f"{newest.id} has no section {series.section!r}", f"It has {known}")
    return ""


class Run(NamedTuple):
    """Versions that may be compared, their months in order, all their answers, the scale of their judgements, and groups by name."""

    versions: str
    months: list[Period]
    answers: Count
    scale: Scale
    groups: tuple[str, ...] = ()


def runs_of(
    versions: Sequence[Checklist], tallies: Tallies, series: Series, where: Selection = Selection()
) -> list[Run]:
    """Return the stretches of versions that may be compared, in order, each with its months and its groups of audits."""
    by_digest = {checklist.digest: checklist for checklist in versions}
    tallies = tallies.of(by_digest)
    lineages = Lineages(versions)
    origin = origins(versions, lineages, series)
    audits: Counter[tuple[int, str]] = Counter()
    for judged in tallies.judgements:
        if judged.checklist in origin:
            audits[origin[judged.checklist], judged.group[0]] += judged.number
    spreads: defaultdict[int, Spread] = defaultdict(Spread)
    for spread in tallies.spreads if not series.item and not series.good else ():
        if spread.section == series.section:
            spreads[origin[spread.checklist]] += spread.spread
    counts: defaultdict[tuple[int, str], Count] = defaultdict(Count)
    joined: defaultdict[int, set[int]] = defaultdict(set)
    for digest, month, added in counted(by_digest, tallies, series):
        counts[origin[digest], month] += added
        joined[origin[digest]].add(by_digest[digest].version)
    months: defaultdict[int, list[Period]] = defaultdict(list)
    answers: defaultdict[int, Count] = defaultdict(Count)
    for (first, month), sums in sorted(counts.items()):
        answers[first] += sums
        if sums.counted:
            effective_n = sums.counted / spreads[first].design_effect
            months[first].append(Period(month, sums.met, sums.counted, effective_n, audits[first, month]))
    scales = {origin[digest]: checklist.scale for digest, checklist in by_digest.items() if digest in origin}
    several = len(set(origins(versions, lineages, replace(series, item="", section="")).values())) > 1
    where = replace(where, checklist=series.checklist)
    return [
        Run(
            *(lineages.said(joined[first]), periods, answers[first], scales[first]),
            _groups(series, first, where, scales[first], several=several),
        )
        for first, periods in months.items()
    ]


def _groups(series: Series, first: int, where: Selection, scale: Scale, *, several: bool) -> tuple[str, ...]:
    """Name what the numbers of a series are of, as a summary's rows do: audits, or those that answered an item."""
    if series.good:
        group = group_of(where, **({"judged": str(first)} if several else {}))
        return (group, *(also_of(group, judgement=named_judgement(side, scale)) for side in sides(scale)))
    if series.item:
        return (group_of(where, item=f"{series.item} {first}"),)
    return (group_of(where, **({"origin": str(first)} if several else {})),)


def origins(versions: Sequence[Checklist], lineages: Lineages, series: Series) -> dict[str, int]:
    """Return by digest the first version whose figures are joined with each; versions without the item have none."""
    if series.good:
        return {checklist.digest: lineages.judged(checklist) for checklist in versions}
    if series.item:
        asking = [checklist for checklist in versions if checklist.item(series.item) is not None]
        return {checklist.digest: lineages.item(checklist, series.item) for checklist in asking}
    return {checklist.digest: lineages.pooled(checklist, series.section) for checklist in versions}


def counted(
    by_digest: dict[str, Checklist], tallies: Tallies, series: Series
) -> Iterator[tuple[str, str, Count]]:
    """Yield what the series is of, each count with its checklist and month."""
    return _judged(by_digest, tallies) if series.good else answered(by_digest, tallies, series)


def _judged(by_digest: dict[str, Checklist], tallies: Tallies) -> Iterator[tuple[str, str, Count]]:
    """Yield audits judged good enough on the scale of their checklist, of all, each with its checklist and month."""
    for judged in tallies.judgements:
        good = judged.number if by_digest[judged.checklist].scale.is_met(judged.judgement) else 0
        yield judged.checklist, judged.group[0], Count(good, judged.number)


def answered(
    by_digest: dict[str, Checklist], tallies: Tallies, series: Series
) -> Iterator[tuple[str, str, Count]]:
    """Yield the answers of the series, each with its checklist and month."""
    for tally in tallies.answers:
        checklist = by_digest[tally.checklist]
        item = checklist.item(tally.item)
        if (
            item is not None
            and series.item in ("", item.id)
            and series.section in ("", checklist.section_of(item.id).id)
        ):
            yield tally.checklist, tally.group[0], count(tally.part, tally.number)

"""Whether two sides were audited by other people, and what is left of their difference once auditors are evened out.

Auditors differ, so that a figure moves where practice stands still and others do the auditing. Direct standardisation
over the auditors that both sides have: each side's share is the mean of theirs, weighted alike on both sides by how many
audits each made on both together. What is the mix's alone goes away.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core.checklists.lineage import Lineages
from auditui.core.periods import JANUARY
from auditui.figures.counting import Group, common_effect
from auditui.figures.grouping import Grouping
from auditui.figures.proportions import difference, standard_errors
from auditui.figures.runs import counted, origins
from auditui.figures.series import ANSWERS
from auditui.figures.verdicts import AUDITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.grouping import Key, Label
    from auditui.figures.runs import Series
    from auditui.figures.tallies import Tallies

#: From which share of other auditors on they are worth a word.
NOTABLE = 0.1


class Gap(Struct, frozen=True):
    """By how much a proportion is more than another, from -1 to 1, with its 95 % interval."""

    by: float
    low: float
    high: float

    @property
    def leaves_none_out(self) -> bool:
        """Whether it may be that there is no difference."""
        return self.low <= 0 <= self.high


class Mix(Struct, frozen=True):
    """Two sides of a comparison by who audited them.

    `other` is the share of either side's audits that would have to be another auditor's for both to have the same mix.
    `audits` are those of the auditors that both sides have, before and now. `plain` is the difference as it is, `evened` that
    with auditors evened out; None where too few audits are by the same auditors to say it.
    """

    other: float
    audits: tuple[int, int]
    plain: Gap
    evened: Gap | None

    @property
    def may_explain(self) -> bool:
        """Whether there is a difference, and none that is sure once auditors are evened out."""
        lost = self.evened is None or self.evened.leaves_none_out
        return self.other >= NOTABLE and lost and not self.plain.leaves_none_out


def evened(before: Mapping[str, Group], now: Mapping[str, Group]) -> Mix | None:
    """Return what two sides, each by auditor, come to with auditors evened out; None where nothing counts on one.

    It takes AUDITS audits and ANSWERS answers a side by auditors that both have, and half of each side's audits. The
    interval is Newcombe's, each side as sure as so many answers are that are weighted so unevenly (Kish 1965: (Σw)² over
    Σw²/n), over the design effect both have in common, with Student's t of two fewer than there are audits.
    """
    sides = [{name: group for name, group in side.items() if group.answers.counted} for side in (before, now)]
    if not all(sides):
        return None
    totals = [sum(group.answering for group in side.values()) for side in sides]
    other = sum(
        abs(_answering(sides[0], name) / totals[0] - _answering(sides[1], name) / totals[1])
        for name in sorted(sides[0].keys() | sides[1].keys())  # in one order, so that sums come out alike
    )
    both = sorted(sides[0].keys() & sides[1].keys())
    weights = [sides[0][name].answering + sides[1][name].answering for name in both]
    common = [[side[name] for name in both] for side in sides]
    audits = [sum(group.answering for group in side) for side in common]
    effect = common_effect(
        *(sum((group.spread for group in side.values()), Group().spread) for side in sides)
    )
    plain = _gap([_pooled(side.values(), effect) for side in sides], sum(totals))
    sayable = all(
        audits_ >= max(AUDITS, total / 2) and sum(group.answers.counted for group in side) >= ANSWERS
        for audits_, total, side in zip(audits, totals, common, strict=True)
    )
    gap = _gap([_weighted(side, weights, effect) for side in common], sum(audits)) if sayable else None
    return Mix(other / 2, (audits[0], audits[1]), plain, gap)


def _answering(side: Mapping[str, Group], name: str) -> int:
    return side[name].answering if name in side else 0


def _pooled(groups: Iterable[Group], effect: float) -> tuple[float, float]:
    """Return the share of all answers, and of how many independent ones it tells."""
    answers = sum(groups, Group()).answers
    return answers.met / answers.counted, answers.counted / effect


def _weighted(groups: Sequence[Group], weights: Sequence[int], effect: float) -> tuple[float, float]:
    """Return the weighted mean of the groups' shares, and of how many independent answers it tells."""
    pairs = list(zip(groups, weights, strict=True))
    share = sum(weight * group.answers.met / group.answers.counted for group, weight in pairs) / sum(weights)
    unevenness = sum(weight * weight / group.answers.counted for group, weight in pairs)
    return share, sum(weights) ** 2 / unevenness / effect


def _gap(sides: Sequence[tuple[float, float]], audits: int) -> Gap:
    reach = standard_errors(degrees=max(audits - 2, 1))
    return Gap(sides[1][0] - sides[0][0], *difference(sides[0], sides[1], reach=reach))


def of_rows(
    checklists: Sequence[Checklist],
    by: tuple[str, ...],
    now: Tallies,
    before: Tallies,
    begins: int = JANUARY,
) -> dict[tuple[Label, ...], Mix]:
    """Return by its labels the mix of each row of a compared summary by `by`, and under () of all rows together.

    Both are counted by `dimensions(by)` and then by auditor; rows of nothing on one side have none.
    """
    grouping, rows = Grouping(checklists, by, begins), Grouping(checklists, (*by, "auditor"), begins)
    sides: list[dict[Key, dict[str, Group]]] = []
    for tallies in (before, now):
        side: defaultdict[Key, dict[str, Group]] = defaultdict(dict)
        for key, group in rows.groups(tallies).items():
            name = str(key[-1][0])
            side[key[:-1]][name] = group
            side[()][name] = side[()].get(name, Group()) + group
        sides.append(side)
    labels = grouping.labels({key: Group() for side in sides for key in side if key})
    mixes = {
        labels.get(key, ()): evened(sides[0].get(key, {}), sides[1].get(key, {})) for key in ((), *labels)
    }
    return {label: mix for label, mix in mixes.items() if mix}


def of_windows(versions: Sequence[Checklist], series: Series, before: Tallies, now: Tallies) -> Mix | None:
    """Return the mix of two windows of a series, each counted by auditor, as far as its last versions are joined."""
    origin = origins(versions, Lineages(versions), series)
    last = max(
        (origin[judged.checklist] for judged in now.judgements if judged.checklist in origin), default=0
    )
    joined = {one.digest: one for one in versions if origin.get(one.digest) == last}
    sides = []
    for tallies in (before.of(joined), now.of(joined)):
        groups: defaultdict[str, Group] = defaultdict(Group)
        for _, name, answers in counted(joined, tallies, series):
            groups[name].answers += answers
        for spread in tallies.spreads if not series.item and not series.good else ():
            if spread.section == series.section:
                groups[spread.group[0]].spread += spread.spread
        sides.append(dict(groups))
    return evened(*sides)

"""What a sample that was drawn in groups says of all the files it was drawn from, whatever share each group gave."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from auditui.figures.counting import Spread, common_effect
from auditui.figures.proportions import ConfidenceInterval, standard_errors, wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Group(NamedTuple):
    """A group of a draw: how many files it has, and the answers of those audited that have any which count."""

    files: int
    audits: Spread


class Estimate(NamedTuple):
    """The share met in all files, from 0 to 1, with its 95 % interval."""

    share: float
    interval: ConfidenceInterval


def of_all_files(groups: Iterable[Group]) -> Estimate | None:
    """Return the share met in all files of the groups of which any was audited; None where no answer counts.

    Each audit stands for files / audits of its group: the combined ratio estimate of a stratified sample (Cochran, Sampling Techniques,
    1977, section 6.11). Each group has a Wilson interval of its own, by its effective number of answers (of the design effect within
    groups) and the files it has, so that one of which all or none is met is not taken to be sure; their distances from the shares, each by
    the group's weight, are added as squares (Zou and Donner, Statistics in Medicine 27, 2008). It reaches by Student's t with audits less groups
    as degrees of freedom.
    """
    read = [group for group in groups if group.audits.counted]
    if not read:
        return None
    weights = [group.files * group.audits.counted / group.audits.audits for group in read]
    shares = [group.audits.met / group.audits.counted for group in read]
    total = sum(weights)
    share = sum(weight * own for weight, own in zip(weights, shares, strict=True)) / total
    effect = _effect([group.audits for group in read])
    reach = standard_errors(degrees=max(1, sum(group.audits.audits for group in read) - len(read)))
    low = high = 0.0
    for weight, own, group in zip(weights, shares, read, strict=True):
        ends = _interval(group, effect, reach)
        low += (weight / total * (own - ends.low)) ** 2
        high += (weight / total * (ends.high - own)) ** 2
    return Estimate(share, ConfidenceInterval(max(0.0, share - sqrt(low)), min(1.0, share + sqrt(high))))


def _effect(groups: Sequence[Spread]) -> float:
    """Return the design effect within groups, each with its own share as it differs from the others'."""
    told = [one for one in groups if one.audits > 1]
    alone = sum(one.met * (one.counted - one.met) / one.counted for one in told)
    return max(1.0, sum(one.residual for one in told) / alone) if alone else common_effect(*groups)


def _interval(group: Group, effect: float, reach: float) -> ConfidenceInterval:
    audits, share = group.audits.audits, group.audits.met / group.audits.counted
    if audits >= group.files:
        return ConfidenceInterval(share, share)
    number = group.audits.counted / effect * (group.files - 1) / (group.files - audits)
    ends = wilson(share * number, number, reach=reach)
    assert ends is not None  # noqa: S101 - something counts
    return ends


def in_proportion(sizes: Mapping[str, int], files: Mapping[str, int]) -> bool:
    """Whether each group gave its share within one case, by how many `files` each has."""
    drawn, total = sum(sizes.values()), sum(files.values())
    return all(abs(sizes.get(name, 0) * total - drawn * number) <= total for name, number in files.items())

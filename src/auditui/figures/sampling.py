"""Draws that anyone can repeat, and how many cases are needed.

A case's ticket is the SHA-256 of the seed, a comma and its reference, in lower-case hexadecimal; the smallest are drawn.
So a case more or less on the list changes nothing for the others, the next ticket is the replacement, and `sha256sum` is
all that repeating a draw needs.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core.codes import team_key
from auditui.core.errors import AuditError
from auditui.figures.proportions import standard_errors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


class FrameCase(Struct, frozen=True):
    """A case of a list, by the id of its entry, with why it cannot be drawn, if it cannot. `strata` are by name.

    Of a file to be read again, `id` is that of its first audit (`again`); `certain` is drawn whatever its ticket.
    """

    id: str
    ref: str
    event: str
    team: str
    strata: dict[str, str]
    excluded: str = ""
    again: bool = False
    certain: bool = False

    @property
    def unit(self) -> str:
        """What its ticket is made of; of a file to be read again the id of its first audit, since a file has several."""
        return self.id if self.again else unit_name(self.ref, self.event)

    def group(self, parted_by: str) -> str:
        """Return the group it is drawn in: its team, or what a stratum says of it; "all" where the draw is not parted."""
        if self.certain:
            return CERTAIN
        label = self.team if parted_by == "team" else self.strata.get(parted_by, ALL)
        return label or UNKNOWN


class Rule(Struct, frozen=True):
    """How a sample is drawn: `size` cases, or as many as a percentage `within` so many points needs; parted by team or a stratum.

    `equal` gives each group as many, `floor` at least so many; of the teams in `without` nothing is drawn.
    """

    size: int = 0
    within: float = 0
    design_effect: float = 1
    parted_by: str = ""
    equal: bool = False
    floor: int = 0
    without: tuple[str, ...] = ()


class Drawing(Struct, frozen=True):
    """What a rule makes of a frame: the eligible cases by group, how many each gives, and how many were excluded by why."""

    groups: dict[str, list[FrameCase]]
    sizes: dict[str, int]
    excluded: dict[str, int]

    @property
    def eligible(self) -> int:
        """How many cases are eligible."""
        return sum(map(len, self.groups.values()))

    def drawn(self, seed: str) -> list[FrameCase]:
        """Return the cases that a seed draws, one group after the other by name, each in the order of its tickets."""
        return [
            case for name in sorted(self.groups) for case in draw(self.groups[name], self.sizes[name], seed)
        ]


ALL, UNKNOWN, CERTAIN = "all", "not known", "for certain"
#: How many audits of a new auditor are read again for certain: their first so many.
FIRST_FEW = 5


def planned(frame: Sequence[FrameCase], rule: Rule) -> Drawing:
    """Return what a rule makes of a frame, before any seed. AuditError for a rule that asks for no cases, or for too many."""
    without = set(map(team_key, rule.without))
    left_out = "of a team left out"
    whys = [case.excluded or (left_out if team_key(case.team) in without else "") for case in frame]
    excluded = dict(Counter(filter(None, whys)))
    groups = grouped((case for case, why in zip(frame, whys, strict=True) if not why), rule.parted_by)
    counts = {name: len(cases) for name, cases in groups.items()}
    size = rule.size or (
        size_within(rule.within / 100, sum(counts.values()), design_effect=rule.design_effect)
        if rule.within
        else 0
    )
    if not (size or rule.within):
        raise AuditError("How many cases?", "Give --size 24, or --within 10 for a figure within 10 points")
    return Drawing(groups, sizes(counts, size, equal=rule.equal, floor=rule.floor), excluded)


def planned_again(frame: Sequence[FrameCase], percent: float, size: int = 0) -> Drawing:
    """Return which finished audits are read again: all that are certain, and of the others `size`, or so many percent, rounded up."""
    groups = grouped((case for case in frame if not case.excluded), "")
    others = len(groups.get(ALL, ()))
    drawn = min(others, size or ceil(round(others * percent / 100, 9)))
    sizes = {name: len(cases) if name == CERTAIN else drawn for name, cases in groups.items()}
    return Drawing(groups, sizes, dict(Counter(case.excluded for case in frame if case.excluded)))


def grouped(cases: Iterable[FrameCase], parted_by: str) -> dict[str, list[FrameCase]]:
    """Return cases by the group they are drawn in; names that differ in capitals and spaces alone are one, as most cases have it."""
    groups: dict[str, list[FrameCase]] = {}
    for case in cases:
        groups.setdefault(case.group(parted_by), []).append(case)
    names: dict[str, str] = {}
    for name in sorted(groups, key=lambda name: (-len(groups[name]), name)):
        names.setdefault(team_key(name), name)
    joined: dict[str, list[FrameCase]] = {}
    for name, own in groups.items():
        joined.setdefault(names[team_key(name)], []).extend(own)
    return joined


def group_sizes(cases: Iterable[FrameCase], parted_by: str) -> dict[str, int]:
    """Return how many of the cases each group of a draw has."""
    return {name: len(own) for name, own in grouped(cases, parted_by).items()}


def ticket(seed: str, unit: str) -> str:
    """Return the ticket of a case, or of one event of it (`unit_name`), in lower-case hexadecimal."""
    return sha256(f"{seed},{unit}".encode()).hexdigest()


def unit_name(ref: str, event: str = "") -> str:
    """Return what a ticket is made of: the reference, with ``@`` and the event's ISO date where the list has events."""
    return f"{ref}@{event}" if event else ref


def draw(cases: Iterable[FrameCase], size: int, seed: str) -> list[FrameCase]:
    """Return the `size` cases with the smallest tickets, in that order; all of them if there are no more."""
    return sorted(cases, key=lambda case: (ticket(seed, case.unit), case.unit))[:size]


def next_ticket(
    eligible: Iterable[FrameCase], taken: Collection[str], out: str, seed: str, parted_by: str
) -> FrameCase | None:
    """Return the case that comes in for the case with the id `out`: the next ticket of its group; None if all are `taken`."""
    cases = list(eligible)
    group = next((team_key(case.group(parted_by)) for case in cases if case.id == out), ALL)
    left = [case for case in cases if case.id not in taken and team_key(case.group(parted_by)) == group]
    return next(iter(draw(left, 1, seed)), None)


def sizes(counts: Mapping[str, int], size: int, *, equal: bool = False, floor: int = 0) -> dict[str, int]:
    """Return how many of `size` each stratum gives, by name; `counts` are how many are eligible in each.

    In proportion to its count, or equally; at least `floor`, never more than it has. What is left over goes one by one to
    where the share is furthest behind (largest remainder), the first by name among equals. The sum is `size`, or all
    there are. AuditError if the floors alone are more than `size`.
    """
    names = sorted(name for name, count in counts.items() if count)
    given = {name: min(floor, counts[name]) for name in names}
    if sum(given.values()) > size:
        raise AuditError(
            f"{len(given)} groups of at least {floor} are more than {size}",
            "Draw more, or ask for less of each",
        )
    total = sum(counts[name] for name in names)
    wanted = min(size, total)
    share = {name: wanted / len(names) if equal else wanted * counts[name] / total for name in names}
    for name in names:
        given[name] = max(given[name], min(int(share[name]), counts[name]))
    while (so_far := sum(given.values())) != wanted:
        if so_far < wanted:
            with_more = [name for name in names if given[name] < counts[name]]
            given[max(with_more, key=lambda name: share[name] - given[name])] += 1
        else:
            above_floor = [name for name in names if given[name] > min(floor, counts[name])]
            given[max(above_floor, key=lambda name: given[name] - share[name])] -= 1
    return given


def size_within(margin: float, population: int, *, design_effect: float = 1, confidence: float = 0.95) -> int:
    """Return how many of `population` must be read for a percentage to be known within `margin` (0 to 1) to each side.

    Cochran, Sampling Techniques, 3rd edition 1977, section 4.4: n0 = z²p(1-p)/margin² at the worst, p = .5, times the
    design effect; n = n0 / (1 + (n0 - 1)/N), rounded up.
    """
    first = design_effect * (standard_errors(confidence) / 2 / margin) ** 2
    return min(population, ceil(first / (1 + (first - 1) / population))) if population else 0

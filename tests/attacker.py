"""The attacker of what was shared: a made-up council, pages of it in any order, and what is left open of every group.

An integer program (SciPy's HiGHS) holds every number that was shown, as the journal keeps it, over all combinations of
checklist, team, ethnicity group, judgement and month; of every group whose number is small it finds the least and the most that
the number could be.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations, product
from random import Random
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from auditui.core.scale import FOUR_WORDS
from auditui.figures.groups import sides
from auditui.figures.releases import Release
from auditui.figures.summary import summary
from auditui.figures.suppression import SMALL, is_small
from auditui.figures.tallies import JudgementTally, Selection, Tallies, Tally
from made import small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from auditui.figures.cells import Counts
    from auditui.figures.releases import Cell
    from auditui.figures.summary import Summary

CHECKLISTS = {"small": small(), "other": replace(small(), id="other")}
MONTHS = tuple(f"2026-{n:02d}" for n in range(1, 4))
VALUES = {
    "team": ("Care", "East", "North"),
    "ethnicity": ("Asian", "Black", "White"),
    "judgement": FOUR_WORDS.ids,
    "checklist": tuple(CHECKLISTS),
}
SIDES = sides(FOUR_WORDS)

#: What is known of an audit: checklist, team, ethnicity, judgement, month.
Audit = dict[str, str]
#: A page: what it groups by, and what it selects.
Page = tuple[tuple[str, ...], Selection]


def council(seed: int, audits: int, checklists: int = 1) -> list[Audit]:
    """Audits of a council whose teams, groups and checklists are of unlike size."""
    chance = Random(seed)
    weights = {
        "team": [chance.choice((1, 2, 4, 6, 8)) for _ in VALUES["team"]],
        "ethnicity": [chance.choice((1, 1, 2, 4, 9)) for _ in VALUES["ethnicity"]],
        "judgement": [2, 4, 5, 4],
        "checklist": [3, 1][:checklists] + [0] * (2 - checklists),
        "month": [1, 1, 1],
    }
    return [
        {
            name: chance.choices((VALUES | {"month": MONTHS})[name], chances)[0]
            for name, chances in weights.items()
        }
        for _ in range(audits)
    ]


def side_of(audit: Audit) -> str:
    return next(side for side, grades in SIDES.items() if audit["judgement"] in grades)


def reading(audits: list[Audit]) -> Callable[[tuple[str, ...], str], Counts]:
    """What a store reads for the tables: audits by month, checklist and dimensions."""

    def read(dimensions: tuple[str, ...], _: str) -> Counts:
        return Counter(
            (
                audit["month"],
                audit["checklist"],
                *(side_of(audit) if name == "side" else audit[name] for name in dimensions),
            )
            for audit in audits
        )

    return read


def release(audits: list[Audit], seed: int, earlier: Iterable[Cell] = ()) -> Release:
    return Release(
        SMALL,
        secret=bytes([seed]),
        earlier=earlier,
        begun=MONTHS[0],
        over=MONTHS[-1],
        checklists=list(CHECKLISTS.values()),
        read=reading(audits),
    )


def shared(audits: list[Audit], page: Page, release: Release) -> Summary:
    """The summary that a page is."""
    by, where = page
    asked = {"checklist": where.checklist, "team": where.team, **dict(where.strata)}
    counted = Counter(
        (
            CHECKLISTS[audit["checklist"]].digest,
            tuple(audit[name] for name in by if name != "checklist"),
            audit["judgement"],
        )
        for audit in audits
        if (not where.since or where.since <= audit["month"])
        and audit["month"] <= where.until
        and all(not value or audit[name] == value for name, value in asked.items())
    )
    answers = [
        Tally(
            digest,
            group,
            "reason",
            "met",
            "met" if grade in SIDES["good enough"] else "not-met",
            number,
        )
        for (digest, group, grade), number in counted.items()
    ]
    judged = [
        JudgementTally(digest, group, grade, grade, number)
        for (digest, group, grade), number in counted.items()
    ]
    used = [one for one in CHECKLISTS.values() if where.checklist in ("", one.id)]
    return summary(used, by, Tallies(answers, judged, []), release=release, where=(where, where))


def share(audits: list[Audit], pages: Iterable[Page], seed: int) -> list[Cell]:
    """Share pages one after another, each checked against what the journal keeps of those before; return that."""
    kept: list[Cell] = []
    for page in pages:
        checked = release(audits, seed, kept)
        shared(audits, page, checked)
        kept += checked.shown
    return kept


class Attacker:
    """Everything that was shown, as equations over all combinations."""

    def __init__(self, shown: Iterable[Cell]) -> None:
        self.names = ("team", "ethnicity", "judgement", "checklist", "month")
        combos = product(*((VALUES | {"month": MONTHS})[name] for name in self.names))
        self.atoms = [dict(zip(self.names, values, strict=True)) for values in combos]
        rows = [(self.cells(json.loads(cell.group), cell.since, cell.until), cell.count) for cell in shown]
        places = [(n, at) for n, (cells, _) in enumerate(rows) for at in cells]
        self.fit = None
        if places:
            down, across = zip(*places, strict=True)
            matrix = csr_array((np.ones(len(places)), (down, across)), shape=(len(rows), len(self.atoms)))
            numbers = [number for _, number in rows]
            self.fit = LinearConstraint(matrix, numbers, numbers)

    def cells(self, group: dict[str, str], since: str, until: str) -> list[int]:
        return [
            at
            for at, atom in enumerate(self.atoms)
            if (not since or since <= atom["month"]) and atom["month"] <= until and is_of(atom, group)
        ]

    def left_open(self, group: dict[str, str], since: str, until: str) -> int:
        """How many numbers a group could be, up to hundreds."""
        if self.fit is None:
            return SMALL
        aim, size = np.zeros(len(self.atoms)), len(self.atoms)
        aim[self.cells(group, since, until)] = 1
        ends = []
        for sign in (1, -1):
            done = milp(sign * aim, constraints=self.fit, integrality=np.ones(size), bounds=Bounds(0, 999))
            assert done.success, done.message
            ends.append(round(sign * done.fun))
        return int(ends[1] - ends[0]) + 1


def is_of(audit: Audit, group: dict[str, str]) -> bool:
    return all(audit[name] in SIDES.get(value, (value,)) for name, value in group.items())


def groups(most: int = 2) -> Iterator[dict[str, str]]:
    """Every group of audits by at most so many things, a side of the judgements being one too."""
    values = VALUES | {"judgement": (*FOUR_WORDS.ids, *SIDES)}
    for number in range(most + 1):
        for names in combinations(values, number):
            for chosen in product(*(values[name] for name in names)):
                yield dict(zip(names, chosen, strict=True))


def told(audits: list[Audit], shown: list[Cell]) -> list[tuple[dict[str, str], str, str, int]]:
    """The groups and months whose number is small and could be fewer than three, each with its number."""
    attacker = Attacker(shown)
    stretches = [(MONTHS[first], MONTHS[last]) for last in range(3) for first in range(last + 1)]
    return [
        (group, since, until, number)
        for since, until in stretches
        for group in groups()
        for number in [sum(since <= audit["month"] <= until and is_of(audit, group) for audit in audits)]
        if is_small(number) and attacker.left_open(group, since, until) < 3
    ]

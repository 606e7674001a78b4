"""Which figures of a table may leave the team: small counts are hidden, and whatever would give them back.

`suppression` knows sums of counts; this knows which sums a reader of our tables knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.scale import FOUR_WORDS
from auditui.figures.suppression import hidden, is_small

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from auditui.figures.counting import Group

#: The figures that give k of n away.
OF_MET = frozenset(("met", "not_met", "counted"))


def hidden_figures(
    groups: Sequence[Group],
    threshold: int,
    *,
    total: bool,
    judged: bool = True,
    grades: Sequence[str] = FOUR_WORDS.ids[::-1],
) -> list[frozenset[str]]:
    """Return for every group the names of its figures that may not be shown; of none with a threshold of 0.

    Small counts, those that follow from them, and not met where met is small the other way round. Where the number
    of audits is small or hidden, so are their answers: each audit has as many as its checklist has items, so that
    the answers tell how many audits they are of. For the same reason what is outside the count is not to be shown
    at all. With `total` a reader knows what all groups come to: the last group is that. `judged` says that audits
    are shown too, and how many of them were judged as each of `grades`.
    """
    if not threshold:
        return [frozenset()] * len(groups)
    hide = _hidden_audits(groups, threshold, grades, total=total) if judged else set()
    few = {n for n, name in hide if name == "audits"}
    few |= {n for n, group in enumerate(groups) if is_small(group.audits or group.spread.audits, threshold)}
    counts: dict[tuple[int, str], int] = {}
    sums: list[tuple[Hashable, list[tuple[int, str]]]] = []
    for n, group in enumerate(groups):
        answers = group.answers
        counts |= {
            (n, "counted"): answers.counted,
            (n, "met"): answers.met,
            (n, "not_met"): answers.not_met,
            (n, "not_recorded"): answers.not_recorded,
            (n, "otherwise"): answers.not_met - answers.not_recorded,
        }
        sums.append(((n, "counted"), [(n, "met"), (n, "not_met")]))
        sums.append(((n, "not_met"), [(n, "not_recorded"), (n, "otherwise")]))
    if total:
        sums += _totals(groups, ("met", "not_recorded", "otherwise"))
    hide |= hidden(counts, sums, threshold, {(n, name) for n, name in counts if n in few and counts[n, name]})
    return [frozenset(name for place, name in hide if place == n) for n in range(len(groups))]


def _hidden_audits(
    groups: Sequence[Group], threshold: int, grades: Sequence[str], *, total: bool
) -> set[tuple[int, str]]:
    """Return which numbers of audits and of their judgements to hide, by group and name."""
    counts = {(n, "audits"): group.audits for n, group in enumerate(groups)}
    counts |= {(n, grade): group.judgements[grade] for n, group in enumerate(groups) for grade in grades}
    sums: list[tuple[Hashable, list[tuple[int, str]]]] = [
        ((n, "audits"), [(n, grade) for grade in grades]) for n in range(len(groups))
    ]
    return hidden(counts, sums + (_totals(groups, tuple(grades)) if total else []), threshold)


def _totals(groups: Sequence[Group], names: tuple[str, ...]) -> list[tuple[Hashable, list[tuple[int, str]]]]:
    """Return the sums of each name down all groups, of which the last is the total."""
    last = len(groups) - 1
    return [((last, name), [(n, name) for n in range(last)]) for name in names if groups]

"""What leaves the team: the same figures with small counts hidden, and nothing that would give them back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditui.core.grades import GRADES
from auditui.figures.counting import Count, Spread
from auditui.figures.suppression import hidden, is_small
from auditui.report.table import HIDDEN, Column, Value

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from auditui.figures.proportions import Interval


#: The columns of a proportion, for `proportion` to fill.
PROPORTION = (
    Column("met", "Met", data_only=True),
    Column("counted", "Counted", data_only=True),
    Column("met_of_counted", "Met", page_only=True),
    Column("percent", "%"),
    Column("low", "Low", data_only=True),
    Column("high", "High", data_only=True),
    Column("interval", "95 %", page_only=True),
)
#: The figures that give k of n away.
OF_MET = frozenset(("met", "not_met", "counted"))


def proportion(met: int | str, counted: int | str, interval: Interval | None) -> list[Value]:
    """Return k of n, the percentage and its interval as data and as read; with either HIDDEN, so is what follows."""
    shown = f"{met} of {counted}"
    if isinstance(met, str) or isinstance(counted, str):
        return [met, counted, shown, HIDDEN, HIDDEN, HIDDEN, HIDDEN]
    if interval is None:
        return [met, counted, shown, None, None, None, ""]
    low, high = 100 * interval.low, 100 * interval.high
    return [met, counted, shown, 100 * met / counted, low, high, f"{low:.0f}-{high:.0f}"]


def said_of_hidden(small: int) -> str:
    """Say what HIDDEN stands for where counts from 1 to `small` are."""
    return f"{HIDDEN}: a count from 1 to {small}, or one that would give such a count away; 0 is nought."


@dataclass
class Group:
    """What is counted of one row: answers, the spread between audits, and audits by their judgement."""

    answers: Count = field(default_factory=Count)
    spread: Spread = field(default_factory=Spread)
    audits: int = 0
    judgements: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Group) -> Group:
        """Pool two groups."""
        return Group(
            self.answers + other.answers,
            self.spread + other.spread,
            self.audits + other.audits,
            self.judgements + other.judgements,
        )


def hidden_figures(
    groups: Sequence[Group], threshold: int, *, total: bool, judged: bool = True
) -> list[frozenset[str]]:
    """Return for every group the names of its figures that may not be shown.

    Small counts, those that follow from them, and not met where met is small the other way round. Where the number
    of audits is small or hidden, so are their answers: each audit has as many as its checklist has items, so that
    the answers tell how many audits they are of. For the same reason what is outside the count is not to be shown
    at all. With `total` a reader knows what all groups come to: the last group is that. `judged` says that audits
    and their judgements are shown too.
    """
    found = _hidden_audits(groups, threshold, total=total) if judged else set()
    few = {n for n, name in found if name == "audits"}
    few |= {n for n, group in enumerate(groups) if is_small(group.audits or group.spread.audits, threshold)}
    counts: dict[tuple[int, str], int] = {}
    sums: list[tuple[Hashable, list[tuple[int, str]]]] = []
    for n, group in enumerate(groups):
        answers = group.answers
        not_met = answers.counted - answers.met
        counts |= {
            (n, "counted"): answers.counted,
            (n, "met"): answers.met,
            (n, "not_met"): not_met,
            (n, "not_recorded"): answers.not_recorded,
            (n, "otherwise"): not_met - answers.not_recorded,
        }
        sums.append(((n, "counted"), [(n, "met"), (n, "not_met")]))
        sums.append(((n, "not_met"), [(n, "not_recorded"), (n, "otherwise")]))
    if total:
        sums += _totals(groups, ("met", "not_recorded", "otherwise"))
    found |= hidden(
        counts, sums, threshold, {(n, name) for n, name in counts if n in few and counts[n, name]}
    )
    return [frozenset(name for at, name in found if at == n) for n in range(len(groups))]


def _hidden_audits(groups: Sequence[Group], threshold: int, *, total: bool) -> set[tuple[int, str]]:
    """Return which numbers of audits and of their judgements to hide, by group and name."""
    counts = {(n, "audits"): group.audits for n, group in enumerate(groups)}
    counts |= {(n, grade): group.judgements[grade] for n, group in enumerate(groups) for grade in GRADES}
    sums: list[tuple[Hashable, list[tuple[int, str]]]] = [
        ((n, "audits"), [(n, grade) for grade in GRADES]) for n in range(len(groups))
    ]
    return hidden(counts, sums + (_totals(groups, tuple(GRADES)) if total else []), threshold)


def _totals(groups: Sequence[Group], names: tuple[str, ...]) -> list[tuple[Hashable, list[tuple[int, str]]]]:
    """Return the sums of each name down all groups, of which the last is the total."""
    last = len(groups) - 1
    return [((last, name), [(n, name) for n in range(last)]) for name in names if groups]

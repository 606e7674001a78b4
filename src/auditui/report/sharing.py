"""What leaves the team: the same figures with small counts hidden, and nothing that would give them back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditui.core.figures import Count, Spread
from auditui.core.grades import GRADES
from auditui.core.suppression import hidden

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


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

    Small counts, those that follow from them, and not met where met is small the other way round. With `total`
    a reader knows what all groups come to: the last group is that. `judged` says that audits and their
    judgements are shown too.
    """
    counts: dict[tuple[int, str], int] = {}
    sums: list[tuple[Hashable, list[tuple[int, str]]]] = []
    for n, group in enumerate(groups):
        answers = group.answers
        not_met = answers.counted - answers.met
        said = {
            "counted": answers.counted,
            "met": answers.met,
            "not_met": not_met,
            "not_recorded": answers.not_recorded,
            "otherwise": not_met - answers.not_recorded,
            "could_not_see": answers.could_not_see,
            "not_applicable": answers.not_applicable,
        }
        sums.append(((n, "counted"), [(n, "met"), (n, "not_met")]))
        sums.append(((n, "not_met"), [(n, "not_recorded"), (n, "otherwise")]))
        if judged:
            said |= {"audits": group.audits, **{grade: group.judgements[grade] for grade in GRADES}}
            sums.append(((n, "audits"), [(n, grade) for grade in GRADES]))
        counts |= {(n, name): number for name, number in said.items()}
    if total and groups:
        leaves = [
            "met",
            "not_recorded",
            "otherwise",
            "could_not_see",
            "not_applicable",
            *(GRADES if judged else ()),
        ]
        last = len(groups) - 1
        sums += [((last, name), [(n, name) for n in range(last)]) for name in leaves]
    found = hidden(counts, sums, threshold)
    return [frozenset(name for at, name in found if at == n) for n in range(len(groups))]

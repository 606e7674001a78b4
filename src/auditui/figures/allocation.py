"""Who audits which case: nobody their own team's or a file they read before, and the load as even as that allows."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from auditui.core.codes import team_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Hand(Struct, frozen=True):
    """An auditor to give work to: the code, the team they work in (empty: none), how many cases they can have, how many they have."""

    code: str
    team: str = ""
    most: int = 500
    has: int = 0


class Work(NamedTuple):
    """A case to give: its team, and the code of who read the file before (empty: nobody)."""

    team: str
    first_by: str = ""


def may(hand: Hand, work: Work) -> bool:
    """Whether an auditor may be given a case: none of their own team, none that they read before."""
    own = hand.team and team_key(hand.team) == team_key(work.team)
    return not own and hand.code != work.first_by


def allocate(
    cases: Mapping[str, Work], hands: Sequence[Hand], met: Mapping[tuple[str, str], int] | None = None
) -> dict[str, str]:
    """Return the auditor's code for each case that can be given.

    `met` counts how often an auditor (the second of a pair) read after another (the first) until now: what the loads leave
    open is settled so that the same two are not always together.
    As many cases as can be are given, and nobody has more while somebody who could take one has two less: the greatest
    load allowed is raised one by one, and at each step what can move moves (augmenting paths, Kuhn 1955). The same input
    gives the same answer, whatever order it comes in.
    """
    by_code = {hand.code: hand for hand in sorted(hands, key=lambda hand: hand.code)}
    held: dict[str, list[str]] = {code: [] for code in by_code}
    waiting = sorted(cases)
    for level in range(1, max((hand.most for hand in hands), default=0) + 1):
        room = {code: min(level, hand.most) - hand.has for code, hand in by_code.items()}
        full: set[Work] = set()  # what finds no place at this level
        left = []
        for case in waiting:
            if cases[case] in full or not _place(
                case, cases, _least_met(cases[case], by_code, met or {}), room, held
            ):
                full.add(cases[case])
                left.append(case)
        waiting = left
        if not waiting:
            break
    given = {case: code for code, own in held.items() for case in own}
    return _parted(given, cases, by_code, met or {})


def _least_met(
    work: Work, by_code: Mapping[str, Hand], met: Mapping[tuple[str, str], int]
) -> Mapping[str, Hand]:
    """Return the auditors, those first who least often read after the one who read this case before."""
    order = sorted(by_code, key=lambda code: met.get((work.first_by, code), 0))
    return {code: by_code[code] for code in order}


def _parted(
    given: dict[str, str],
    cases: Mapping[str, Work],
    by_code: Mapping[str, Hand],
    met: Mapping[tuple[str, str], int],
) -> dict[str, str]:
    """Return the same loads with files to be read again swapped, two by two, until no swap spreads the pairs more evenly.

    Every swap makes the sum of squares of how often two were together smaller, so that it ends.
    """
    again = sorted(case for case in given if cases[case].first_by)
    pairs = Counter(met) + Counter((cases[case].first_by, given[case]) for case in again)
    swapped = True
    while swapped:
        swapped = False
        for one, other in combinations(again, 2):
            mine, theirs = given[one], given[other]
            firsts = cases[one].first_by, cases[other].first_by
            if mine == theirs or firsts[0] == firsts[1]:
                continue
            if not (may(by_code[theirs], cases[one]) and may(by_code[mine], cases[other])):
                continue
            before = (firsts[0], mine), (firsts[1], theirs)
            after = (firsts[0], theirs), (firsts[1], mine)
            if sum(pairs[pair] for pair in before) > sum(pairs[pair] + 1 for pair in after):
                pairs.subtract(before)
                pairs.update(after)
                given[one], given[other] = theirs, mine
                swapped = True
    return given


def _place(
    case: str,
    cases: Mapping[str, Work],
    by_code: Mapping[str, Hand],
    room: Mapping[str, int],
    held: dict[str, list[str]],
) -> bool:
    """Give a case to somebody with room, moving others' cases where that makes some; return whether it was given.

    Breadth first: `came` says of each auditor reached which case would move to them, and from whom.
    """
    came: dict[str, tuple[str, str]] = {}
    reached = [("", case)]
    for holder, moving in reached:
        for code, hand in by_code.items():
            if code in came or code == holder or not may(hand, cases[moving]):
                continue
            came[code] = (moving, holder)
            if len(held[code]) < room[code]:
                _move(code, came, held)
                return True
            reached += [(code, other) for other in held[code]]
    return False


def _move(code: str, came: Mapping[str, tuple[str, str]], held: dict[str, list[str]]) -> None:
    while code:
        moving, holder = came[code]
        held[code].append(moving)
        if holder:
            held[holder].remove(moving)
        code = holder

"""Who audits which case: nobody their own team's, and the load as even as that allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def may(hand: Hand, team: str) -> bool:
    """Whether an auditor may be given a case of a team: any but their own."""
    return not hand.team or team_key(hand.team) != team_key(team)


def allocate(cases: Mapping[str, str], hands: Sequence[Hand]) -> dict[str, str]:
    """Return the auditor's code for each case that can be given; `cases` are teams by case.

    As many cases as can be are given, and nobody has more while somebody who could take one has two less: the greatest
    load allowed is raised one by one, and at each step what can move moves (augmenting paths, Kuhn 1955). The same input
    gives the same answer, whatever order it comes in.
    """
    by_code = {hand.code: hand for hand in sorted(hands, key=lambda hand: hand.code)}
    held: dict[str, list[str]] = {code: [] for code in by_code}
    waiting = sorted(cases)
    for level in range(1, max((hand.most for hand in hands), default=0) + 1):
        room = {code: min(level, hand.most) - hand.has for code, hand in by_code.items()}
        full: set[str] = set()  # teams none of whose cases find a place at this level
        left = []
        for case in waiting:
            if cases[case] in full or not _place(case, cases, by_code, room, held):
                full.add(cases[case])
                left.append(case)
        waiting = left
        if not waiting:
            break
    return {case: code for code, own in held.items() for case in own}


def _place(
    case: str,
    cases: Mapping[str, str],
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

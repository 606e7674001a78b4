"""Giving out work: no conflict, even loads, the same answer to the same question."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from auditui.figures.allocation import Hand, Work, allocate, may

TEAMS = st.sampled_from(("North", "South", "East", ""))
HANDS = st.lists(st.tuples(TEAMS, st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=6)


@given(st.lists(TEAMS, max_size=24), HANDS)
def test_no_conflict_no_overload_and_nothing_left_that_could_be_given(
    teams: list[str], hands: list[tuple[str, int, int]]
) -> None:
    cases = {f"k{n:02}": Work(team) for n, team in enumerate(teams)}
    auditors = {
        f"A{n}": Hand(f"A{n}", team, most, min(has, most)) for n, (team, most, has) in enumerate(hands)
    }
    out = allocate(cases, list(auditors.values()))
    loads = Counter(out.values())
    assert all(may(auditors[code], cases[case]) for case, code in out.items())
    assert all(loads[code] + hand.has <= hand.most for code, hand in auditors.items())
    assert len(out) == _most_that_can_be_given(cases, auditors)
    full = {code: loads[code] + hand.has for code, hand in auditors.items()}
    for case, code in out.items():
        for other, hand in auditors.items():
            if may(hand, cases[case]) and full[other] < hand.most:
                assert full[other] >= full[code] - 1, "it could have gone to one who has two less"


def _most_that_can_be_given(cases: dict[str, Work], auditors: dict[str, Hand]) -> int:
    """By Hall's theorem over teams: cases matter by team alone, so every set of teams is tried (deficiency version)."""
    counts = Counter(cases.values())
    teams = list(counts)
    least = len(cases)
    for chosen in range(1 << len(teams)):
        inside = [team for n, team in enumerate(teams) if chosen >> n & 1]
        wanted = sum(counts[team] for team in inside)
        room = sum(
            hand.most - hand.has for hand in auditors.values() if any(may(hand, team) for team in inside)
        )
        least = min(least, len(cases) - max(0, wanted - room))
    return least


def test_the_order_of_cases_and_auditors_is_of_no_matter() -> None:
    cases = {f"k{n}": Work(("North", "South")[n % 2]) for n in range(9)}
    hands = [Hand("A2", "South"), Hand("A1", "North"), Hand("A3")]
    again = dict(sorted(cases.items(), reverse=True))
    assert allocate(cases, hands) == allocate(again, hands[::-1])
    assert sorted(Counter(allocate(cases, hands).values()).values()) == [3, 3, 3]


def test_who_has_work_already_gets_less() -> None:
    out = allocate({f"k{n}": Work("North") for n in range(4)}, [Hand("A1", has=3), Hand("A2", has=1)])
    assert Counter(out.values()) == {"A1": 1, "A2": 3}


def test_the_only_auditor_who_may_is_kept_free_for_it() -> None:
    """All but A2 work in North, so its cases are A2's, and the others' work goes round A2."""
    cases = {"k1": Work("South"), "k2": Work("South"), "k3": Work("North"), "k4": Work("North")}
    hands = [Hand("A1", "North", most=1), Hand("A2", "East", most=2), Hand("A3", "North", most=1)]
    out = allocate(cases, hands)
    assert (out["k3"], out["k4"]) == ("A2", "A2")
    assert {out["k1"], out["k2"]} == {"A1", "A3"}


def test_five_hundred_cases_go_to_forty_auditors() -> None:
    chance = Random(7)
    teams = [f"Team {n}" for n in range(12)]
    cases = {f"k{n}": Work(chance.choice(teams)) for n in range(500)}
    hands = [Hand(f"A{n}", chance.choice(teams)) for n in range(40)]
    loads = Counter(allocate(cases, hands).values())
    assert set(loads.values()) == {12, 13}


@given(st.lists(st.tuples(TEAMS, st.sampled_from(("A0", "A1", "A2", "A9", ""))), max_size=24), HANDS)
def test_no_file_goes_to_who_read_it_before_and_none_is_left_that_could_go_to_another(
    read: list[tuple[str, str]], hands: list[tuple[str, int, int]]
) -> None:
    cases = {f"k{n:02}": Work(team, first) for n, (team, first) in enumerate(read)}
    auditors = {
        f"A{n}": Hand(f"A{n}", team, most, min(has, most)) for n, (team, most, has) in enumerate(hands)
    }
    out = allocate(cases, list(auditors.values()))
    assert all(
        cases[case].first_by != code and may(auditors[code], cases[case]) for case, code in out.items()
    )
    loads = Counter(out.values())
    assert all(loads[code] + hand.has <= hand.most for code, hand in auditors.items())
    for case in cases.keys() - out.keys():
        assert not any(
            may(hand, cases[case]) and loads[code] + hand.has < hand.most for code, hand in auditors.items()
        )


def test_the_same_two_are_not_always_together() -> None:
    cases = {f"k{n:02}": Work("North", ("A1", "A2", "A3", "A4")[n // 6]) for n in range(24)}
    hands = [Hand(f"A{n}") for n in range(1, 5)]
    pairs = Counter((cases[case].first_by, code) for case, code in allocate(cases, hands).items())
    assert set(pairs.values()) == {2}, "six files of each auditor go to three others, two to each"
    met = {("A1", "A2"): 2, ("A1", "A3"): 1}
    assert allocate({"k": Work("North", "A1")}, hands, met) == {"k": "A4"}
    two = {"k1": Work("North", "A1"), "k2": Work("North", "A2")}
    assert allocate(two, hands[2:], {("A1", "A3"): 2}) == {"k1": "A4", "k2": "A3"}
    assert allocate(two, hands[2:], {("A1", "A4"): 2}) == {"k1": "A3", "k2": "A4"}

"""Draws: anyone can repeat them, each case is as likely as another, and a longer list changes nothing for the rest."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.errors import AuditError
from auditui.figures.sampling import (
    FrameCase,
    Rule,
    draw,
    next_ticket,
    planned,
    size_within,
    sizes,
    ticket,
    unit_name,
)

NUMBERS = st.lists(st.integers(0, 500), min_size=1, max_size=60, unique=True)


def case(number: int, team: str = "North", excluded: str = "") -> FrameCase:
    return FrameCase(f"id{number}", f"C-{number}", "", team, {"age_band": ""}, excluded)


def refs(cases: list[FrameCase]) -> list[str]:
    return [case.ref for case in cases]


def test_a_ticket_is_the_sha256_of_seed_comma_reference() -> None:
    assert ticket("7", "C-1") == hashlib.sha256(b"7,C-1").hexdigest()
    # printf '%s,%s' 07 LC-1@2026-03-04 | sha256sum
    assert ticket("07", unit_name("LC-1", "2026-03-04")).startswith("763c856392faff63")
    assert unit_name("LC-1") == "LC-1"
    assert unit_name("LC-1", "2026-03-04") == "LC-1@2026-03-04"


@given(NUMBERS, st.integers(1, 20), st.text(max_size=5))
def test_the_order_of_the_list_is_of_no_matter(numbers: list[int], size: int, seed: str) -> None:
    cases = [case(number) for number in numbers]
    drawn = draw(cases, size, seed)
    assert draw(sorted(cases, key=lambda case: case.ref), size, seed) == drawn
    assert draw(reversed(cases), size, seed) == drawn
    assert len(drawn) == len(set(refs(drawn))) == min(size, len(cases))


@given(NUMBERS, st.integers(1, 20), st.integers(501, 600))
def test_a_case_more_takes_at_most_one_place_and_the_next_ticket_fills_one_less(
    numbers: list[int], size: int, new: int
) -> None:
    cases = [case(number) for number in numbers]
    before, after = refs(draw(cases, size, "s")), refs(draw([*cases, case(new)], size, "s"))
    kept = [ref for ref in after if ref != f"C-{new}"]
    assert kept == before[: len(kept)]
    assert len(kept) >= min(len(before), size - 1)
    following = next_ticket(cases, {case_.id for case_ in draw(cases, size, "s")}, "id-1", "s", "")
    assert (following and following.ref) == next(iter(refs(draw(cases, size + 1, "s"))[size:]), None)


def test_each_case_is_as_likely_as_another_over_seeds() -> None:
    cases = [case(number) for number in range(40)]
    seeds = 4_000
    drawn = Counter(ref for seed in range(seeds) for ref in refs(draw(cases, 10, str(seed))))
    expected, spread = seeds / 4, (seeds * 0.25 * 0.75) ** 0.5
    assert set(drawn) == {case.ref for case in cases}
    assert all(abs(number - expected) < 4 * spread for number in drawn.values())


def test_pairs_are_drawn_together_as_often_as_chance_has_it() -> None:
    cases = [case(number) for number in range(10)]
    seeds = 4_000
    together = sum({"C-3", "C-4"} <= set(refs(draw(cases, 5, str(seed)))) for seed in range(seeds))
    assert abs(together / seeds - 5 * 4 / (10 * 9)) < 0.03


@given(
    counts=st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 60), min_size=1),
    size=st.integers(1, 80),
    floor=st.integers(0, 3),
    equal=st.booleans(),
)
def test_the_sizes_of_groups_add_up_within_what_each_has(
    counts: dict[str, int], size: int, floor: int, *, equal: bool
) -> None:
    needed = sum(min(floor, count) for count in counts.values() if count)
    if needed > size:
        with pytest.raises(AuditError):
            sizes(counts, size, equal=equal, floor=floor)
        return
    given_ = sizes(counts, size, equal=equal, floor=floor)
    assert sum(given_.values()) == min(size, sum(counts.values()))
    assert all(min(floor, counts[name]) <= number <= counts[name] for name, number in given_.items())
    if not floor and not equal and given_:
        share = min(size, sum(counts.values())) / sum(counts.values())
        assert all(abs(number - share * counts[name]) < 1 for name, number in given_.items())


def test_equal_sizes_differ_by_one_at_most_where_no_group_runs_out() -> None:
    assert sizes({"A": 50, "B": 9, "C": 20}, 13, equal=True) == {"A": 5, "B": 4, "C": 4}
    assert sizes({"A": 50, "B": 2, "C": 20}, 12, equal=True) == {"A": 5, "B": 2, "C": 5}


def test_the_size_for_a_precision_is_cochrans() -> None:
    # Cochran 1977, section 4.4: n0 = 1.96² × .25 / .05² = 384.1; of 4,000, 384.1/(1 + 383.1/4000) = 350.5.
    assert size_within(0.05, 10**9) == 385
    assert size_within(0.05, 4_000) == 351
    assert size_within(0.10, 100) == 50
    assert size_within(0.10, 100, design_effect=2) == 66
    assert size_within(0.10, 5) == 5
    assert size_within(0.10, 0) == 0


def test_what_is_excluded_is_counted_by_reason_and_never_drawn() -> None:
    frame = [case(1), case(2, "South"), case(3, excluded="audited since 2025-11-25"), case(4)]
    drawing = planned(frame, Rule(size=9, without=("South",)))
    assert drawing.excluded == {"of a team left out": 1, "audited since 2025-11-25": 1}
    assert sorted(refs(drawing.drawn("7"))) == ["C-1", "C-4"]


def test_a_draw_by_team_takes_each_teams_own_smallest_tickets() -> None:
    frame = [case(number, "North" if number % 3 else "") for number in range(30)]
    drawing = planned(frame, Rule(size=9, parted_by="team"))
    assert drawing.sizes == {"North": 6, "not known": 3}
    north = [case for case in frame if case.team]
    assert drawing.drawn("7")[:6] == draw(north, 6, "7")


def test_no_size_is_refused() -> None:
    with pytest.raises(AuditError, match="How many cases"):
        planned([case(1)], Rule())

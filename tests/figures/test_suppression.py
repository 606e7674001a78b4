from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.figures.suppression import hidden, is_small
from suppressed import suppressed

if TYPE_CHECKING:
    from collections.abc import Iterator

tables = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 8), min_size=width, max_size=width), min_size=2, max_size=3
    )
)


def all_that_fit(
    printed: list[list[int | None]], row_totals: list[int], column_totals: list[int]
) -> Iterator[dict[tuple[int, int], int]]:
    """Every way to fill the hidden cells that fits what is printed and the totals: all an attacker can have."""
    places = [(r, c) for r, row in enumerate(printed) for c, cell in enumerate(row) if cell is None]
    rows = [total - sum(cell or 0 for cell in row) for total, row in zip(row_totals, printed, strict=True)]
    columns = [total - sum(row[c] or 0 for row in printed) for c, total in enumerate(column_totals)]
    last_in_row = {r: place for place in places for r in (place[0],)}

    def fill(n: int, filled: dict[tuple[int, int], int]) -> Iterator[dict[tuple[int, int], int]]:
        if n == len(places):
            if not any(rows) and not any(columns):
                yield dict(filled)
            return
        r, c = places[n]
        least = rows[r] if last_in_row[r] == (r, c) else 0
        for number in range(least, min(rows[r], columns[c]) + 1):
            rows[r] -= number
            columns[c] -= number
            filled[r, c] = number
            yield from fill(n + 1, filled)
            rows[r] += number
            columns[c] += number

    yield from fill(0, {})


def told(printed: list[list[int | None]], table: list[list[int]]) -> set[tuple[int, int]]:
    """The hidden cells that only one number fits."""
    columns = [sum(column) for column in zip(*table, strict=True)]
    held: dict[tuple[int, int], set[int]] = {}
    for filled in all_that_fit(printed, [sum(row) for row in table], columns):
        for place, number in filled.items():
            held.setdefault(place, set()).add(number)
        if all(len(values) > 1 for values in held.values()):
            return set()
    return {place for place, values in held.items() if len(values) == 1}


@given(tables)
def test_no_hidden_count_can_be_worked_out_from_a_table_and_its_totals(table: list[list[int]]) -> None:
    # What is told in a table with every count hidden is told by its totals alone: nothing can help it.
    everything: list[list[int | None]] = [[None] * len(row) for row in table]
    assert told(suppressed(table), table) <= told(everything, table)


@given(tables)
def test_every_small_count_is_hidden_and_what_is_shown_is_as_it_is(table: list[list[int]]) -> None:
    for row, true in zip(suppressed(table), table, strict=True):
        for cell, number in zip(row, true, strict=True):
            assert cell is None if is_small(number) else cell in (None, number)


def test_the_cheapest_others_are_hidden_with_a_small_count() -> None:
    assert suppressed([[3, 10, 20], [12, 8, 9], [30, 7, 11]]) == [
        [None, None, 20],
        [None, None, 9],
        [30, 7, 11],
    ]


def test_a_table_without_small_counts_is_printed_whole_and_zero_stays_zero() -> None:
    assert suppressed([[0, 6], [12, 0]]) == [[0, 6], [12, 0]]
    assert suppressed([]) == []


def test_what_the_totals_alone_tell_stays_hidden() -> None:
    assert suppressed([[3]]) == [[None]]
    assert suppressed([[7, 3]])[0][1] is None


def test_the_threshold_is_a_setting() -> None:
    table = [[8, 20], [30, 40]]
    assert suppressed(table, 5) == table
    assert suppressed(table, 10) == [[None, None], [None, None]]


def test_a_small_total_is_hidden_like_any_count_and_a_zero_only_where_nothing_else_helps() -> None:
    counts = {"a": 3, "b": 0, "all": 3}
    assert hidden(counts, [("all", ["a", "b"])]) == {"a", "all"}
    assert hidden({"a": 3, "b": 0, "c": 9}, [("all", ["a", "b", "c"])]) == {"a", "c"}
    assert hidden({"a": 3, "b": 0}, [("all", ["a", "b"])]) == {"a", "b"}


def test_a_total_is_shown_where_others_can_be_hidden_though_they_are_larger() -> None:
    # Beside a, hiding `all` (14) would be cheaper than b and d (62); yet a total tells most of a table.
    counts = {"a": 3, "b": 11, "all": 14, "d": 50, "both": 61}
    assert hidden(counts, [("all", ["a", "b"]), ("both", ["b", "d"])]) == {"a", "b", "d"}
    assert hidden({"a": 3, "b": 0, "all": 3, "c": 0}, [("all", ["a", "b", "c"])]) == {"a", "all"}


def test_a_zero_is_shown_where_others_can_be_hidden_though_they_are_larger() -> None:
    assert hidden({"a": 3, "b": 0, "c": 900}, [("all", ["a", "b", "c"])]) == {"a", "c"}


def test_a_count_in_no_sum_is_hidden_alone_and_what_is_asked_for_too() -> None:
    assert hidden({"a": 3, "b": 9, "c": 9}, []) == {"a"}
    assert hidden({"a": 30, "b": 9, "c": 8}, [("all", ["a", "b", "c"])], also={"a"}) == {"a", "c"}


def test_what_is_hidden_already_costs_nothing_more() -> None:
    counts = {"a": 2, "b": 4, "c": 7, "d": 6}
    assert hidden(counts, [("all", ["a", "b", "c", "d"])]) == {"a", "b"}
    # One alone needs another; 1 cannot be less than 1, so that the other must be able to.
    assert hidden({"a": 1, "b": 1, "c": 7, "d": 6}, [("all", ["a", "b", "c", "d"])]) == {"a", "b", "d"}


def test_the_cheapest_of_several_ways_is_taken() -> None:
    # a lies in a row and a column: round by b, d and c, or out by e and f, each in one sum only.
    counts = {"a": 3, "b": 20, "c": 20, "d": 20, "e": 9, "f": 9}
    sums = [
        ("row", ["a", "b", "e"]),
        ("column", ["a", "c", "f"]),
        ("row 2", ["c", "d"]),
        ("column 2", ["b", "d"]),
    ]
    assert hidden(counts, sums) == {"a", "e", "f"}
    assert hidden(counts | {"e": 90}, sums) == {"a", "b", "c", "d"}


def test_a_total_moves_with_its_parts() -> None:
    # all = a + b, and all + c = whole: a hidden needs b; all and c stay.
    counts = {"a": 4, "b": 9, "all": 13, "c": 40, "whole": 53}
    sums = [("all", ["a", "b"]), ("whole", ["all", "c"])]
    assert hidden(counts, sums) == {"a", "b"}
    # A small total of a shown part takes its other part, and what stands beside it.
    assert hidden({"a": 4, "b": 0, "all": 4, "c": 40, "whole": 44}, sums) == {"a", "all", "c"}


@pytest.mark.parametrize(("fault", "refused"), [({"a": -1}, "counts are not below zero")])
def test_a_count_below_zero_is_refused(fault: dict[str, int], refused: str) -> None:
    with pytest.raises(ValueError, match=f"^{refused}$"):
        hidden(fault, [])


def test_what_cannot_be_a_table_of_counts_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a count is in more than two sums$"):
        hidden({"a": 1}, [("x", ["a"]), ("y", ["a"]), ("z", ["a"])])

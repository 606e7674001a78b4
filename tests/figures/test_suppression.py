from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auditui.figures.suppression import hidden, is_small
from suppressed import even, suppressed

if TYPE_CHECKING:
    from collections.abc import Iterator

tables = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(1, 8), min_size=width, max_size=width), min_size=2, max_size=3
    )
)


def all_that_fit(
    printed: list[list[int | None]], row_totals: list[int], column_totals: list[int]
) -> Iterator[dict[tuple[int, int], int]]:
    """Every way to fill the hidden cells, each 1 or more, that fits what is printed and the totals."""
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
        least = rows[r] if last_in_row[r] == (r, c) else 1
        for number in range(max(least, 1), min(rows[r], columns[c]) + 1):
            rows[r] -= number
            columns[c] -= number
            filled[r, c] = number
            yield from fill(n + 1, filled)
            rows[r] += number
            columns[c] += number

    yield from fill(0, {})


def told(printed: list[list[int | None]], table: list[list[int]]) -> set[tuple[int, int]]:
    """The hidden cells that fewer than three numbers fit."""
    columns = [sum(column) for column in zip(*table, strict=True)]
    held: dict[tuple[int, int], set[int]] = {}
    for filled in all_that_fit(printed, [sum(row) for row in table], columns):
        for place, number in filled.items():
            held.setdefault(place, set()).add(number)
        if all(len(values) >= 3 for values in held.values()):
            return set()
    return {place for place, values in held.items() if len(values) < 3}


@given(tables)
def test_every_hidden_count_of_a_table_with_its_totals_could_be_three_numbers(table: list[list[int]]) -> None:
    # A small total is hidden where it stands, so that a reader does not have it.
    assume(not any(is_small(sum(line)) for line in (*table, *zip(*table, strict=True))))
    # What is told in a table with every count hidden is told by its totals alone: nothing can help it.
    everything: list[list[int | None]] = [[None] * len(row) for row in table]
    hide = suppressed(table)
    if all(cell is not None for row in hide for cell in row):
        return
    assert told(hide, table) <= told(everything, table)


@given(tables)
def test_every_small_count_is_hidden_and_what_is_shown_is_as_it_is(table: list[list[int]]) -> None:
    for row, true in zip(suppressed(table), table, strict=True):
        for cell, number in zip(row, true, strict=True):
            assert cell is None if is_small(number) else cell in (None, number)


def hidden_with_small_ones(
    rows: int, columns: int, values: tuple[int, ...]
) -> Iterator[tuple[list[list[int]], list[list[int | None]], tuple[int, int]]]:
    """Every table of these values without small totals, as it is printed and with each place that is hidden and not small."""
    for cells in product(values, repeat=rows * columns):
        table = [list(cells[columns * r : columns * (r + 1)]) for r in range(rows)]
        if not any(is_small(sum(line)) for line in (*table, *zip(*table, strict=True))):
            printed = suppressed(table)
            for r, c in product(range(rows), range(columns)):
                if printed[r][c] is None and not is_small(table[r][c]):
                    yield table, printed, (r, c)


def is_needed(table: list[list[int]], printed: list[list[int | None]], place: tuple[int, int]) -> bool:
    """Whether showing one hidden count more would tell another, or leave few hidden in a line."""
    shown = [
        [table[r][c] if (r, c) == place else cell for c, cell in enumerate(row)]
        for r, row in enumerate(printed)
    ]
    lines = [
        *zip(shown, table, strict=True),
        *zip(zip(*shown, strict=True), zip(*table, strict=True), strict=True),
    ]
    left = [sum(number for cell, number in zip(*line, strict=True) if cell is None) for line in lines]
    return any(map(is_small, left)) or bool(told(shown, table))


@pytest.mark.parametrize(
    ("columns", "values", "places"), [(2, (1, 2, 3, 5, 6, 8, 20), 2712), (3, (3, 7, 20), 1518)]
)
def test_in_tables_of_two_rows_every_count_that_is_hidden_with_small_ones_has_to_be(
    columns: int, values: tuple[int, ...], places: int
) -> None:
    hide = list(hidden_with_small_ones(2, columns, values))
    assert len(hide) == places
    assert all(is_needed(*one) for one in hide)


def test_in_tables_of_three_rows_and_columns_one_in_ten_that_are_hidden_with_small_ones_need_not_be() -> None:
    needed = [is_needed(*one) for one in hidden_with_small_ones(3, 3, (3, 8))]
    assert (needed.count(False), len(needed)) == (101, 990)  # as docs/figures.md says


def test_with_even_lots_the_smallest_others_are_hidden_with_a_small_count() -> None:
    assert suppressed([[3, 10, 20], [12, 8, 9], [30, 7, 11]]) == [
        [None, None, 20],
        [None, None, 9],
        [30, 7, 11],
    ]


def test_a_table_without_small_counts_is_printed_whole_and_zero_stays_zero() -> None:
    assert suppressed([[0, 6], [12, 0]]) == [[0, 6], [12, 0]]
    assert suppressed([]) == []


def test_the_threshold_is_a_setting() -> None:
    table = [[8, 20], [30, 40]]
    assert suppressed(table, 5) == table
    assert suppressed(table, 10) == [[None, None], [None, None]]


def test_which_other_is_hidden_hangs_on_the_lots() -> None:
    counts = {"a": 3, "b": 20, "c": 20}
    for chosen, other in (("b", "c"), ("c", "b")):
        assert hidden(counts, [counts], 5, {"a": 0.5, chosen: 0.2, other: 0.8}.__getitem__) == {"a", chosen}


def test_hidden_counts_of_a_sum_come_to_more_than_a_small_number() -> None:
    counts = {"a": 2, "b": 3, "c": 9, "d": 20}
    assert hidden(counts, [counts], 5, even) == {"a", "b", "c"}
    assert hidden(counts | {"b": 4}, [counts], 5, even) == {"a", "b"}


def test_two_hidden_counts_that_could_be_two_numbers_only_need_a_third() -> None:
    # 1 and 2 of 3, nothing less than 1: 1 and 2, or 2 and 1. Above the threshold of 2 that is no matter of their sum.
    assert hidden({"a": 1, "b": 2, "c": 9}, ["abc"], 2, even) == {"a", "b", "c"}


def test_where_rows_of_nought_are_not_listed_a_nought_is_hidden_for_nothing() -> None:
    counts = {"a": 3, "b": 0, "c": 6, "d": 9}
    assert hidden(counts, [counts], 5, even) == {"a", "c"}
    assert hidden(counts, [counts], 2, even) == set()
    assert hidden(counts, [counts], 3, even, least=0) == {"a", "b", "c"}
    assert hidden(counts | {"c": 2}, [counts], 4, even, least=0) == {"a", "b", "c"}


def test_a_count_in_no_sum_is_hidden_alone_and_what_is_asked_for_too() -> None:
    assert hidden({"a": 3, "b": 9, "c": 9}, [], 5, even) == {"a"}
    assert hidden({"a": 30, "b": 9, "c": 8, "d": 0}, ["abcd"], 5, even, also="ad") == {"a", "c"}


@pytest.mark.parametrize(
    ("counts", "sums", "refused"),
    [
        ({"a": -1}, [], "counts are not below zero"),
        ({"a": 1}, ["a", "a", "a"], "a count is in more than two sums"),
    ],
)
def test_what_cannot_be_a_table_of_counts_is_refused(
    counts: dict[str, int], sums: list[str], refused: str
) -> None:
    with pytest.raises(ValueError, match=f"^{refused}$"):
        hidden(counts, sums, 5, even)

"""The rates that docs/figures.md prints: each is what was measured, and none that is promised is above 5 %."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditui.figures.verdicts import BETTER, WORSE
from rates import TABLES
from simulated import Kind, ramp, step

DOCUMENT = (Path(__file__).parents[2] / "docs" / "figures.md").read_text("utf-8")
#: Cells that are measured again, a few of each table; the whole takes minutes (`make simulate`).
AGAIN = [
    ("items", "24 months of 10 to 20", "98% met"),
    ("items", "36 months of 12 to 30", "99% met"),
    ("items", "48 months of 3 to 8", "50% met"),
    ("pooled", "24 months of 10 to 20", "75%, alike 0.1, months 0.2"),
    ("pooled", "12 months of 5 to 15", "75%, alike 0.3, months 0.0"),
    ("unheld", "12 months of 5 to 15", "auditors 0.5, renewed half-way, 16 items"),
    ("others", "24 months of 10 to 20", "a dip of 8 points every July to September"),
    ("others", "24 months of 10 to 20", "now against a baseline of twelve months"),
    ("compared", "6 rows, 5 audits a side", "70%, alike 0.3"),
    ("power", "24 months of 10 to 20", "85 to 65 %, last three months"),
]


def printed(title: str) -> dict[tuple[str, str], str]:
    """The cells of a table of the document, by row and column."""
    lines = DOCUMENT[DOCUMENT.index(f"| {title} |") :].split("\n\n")[0].splitlines()
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {(row[0], column): cell for row in rows for column, cell in zip(head[1:], row[1:], strict=True)}


@pytest.mark.parametrize("name", TABLES)
def test_the_document_has_every_cell(name: str) -> None:
    table = TABLES[name]
    assert set(printed(table.title)) == {(row, column) for row in table.rows for column in table.columns}


@pytest.mark.parametrize("name", ["items", "pooled", "compared"])
def test_where_months_are_independent_no_rate_is_above_one_in_twenty(name: str) -> None:
    assert max(float(cell) for cell in printed(TABLES[name].title).values()) <= 5.0


def test_a_baseline_of_a_measure_that_does_not_change_is_left_at_most_once_in_twenty() -> None:
    columns = ("now against a baseline of twelve months", "the same of 16 items, alike 0.3, months 0.2")
    cells = printed(TABLES["others"].title)
    assert max(float(cells[row, column]) for row in TABLES["others"].rows for column in columns) <= 5


def test_no_change_is_seen_less_often_than_by_a_trend_with_as_many_false_alarms() -> None:
    for cell in printed(TABLES["power"].title).values():
        ours, rival = map(int, re.findall(r"\d+", cell) or (0, 0))
        assert ours >= rival - 2


@pytest.mark.simulation
@pytest.mark.parametrize(("name", "row", "column"), AGAIN)
def test_a_rate_is_what_is_measured(name: str, row: str, column: str) -> None:
    table = TABLES[name]
    assert table.cell(row, column) == printed(table.title)[row, column]


@pytest.mark.simulation
def test_a_fall_is_called_worse_lately_whatever_the_beginning_was() -> None:
    kind = Kind(36, 10, 20, (0.6,) * 12 + (0.85,) * 18 + (0.65,) * 6, 16, 0.1)
    verdicts = kind.drawn(200).verdicts
    assert sum(both.lately.word == WORSE for both in verdicts) > 190
    assert sum(both.lately.word == BETTER for both in verdicts) == 0


@pytest.mark.simulation
def test_what_rises_is_never_called_worse() -> None:
    for changed in (ramp(Kind(24, 10, 20), 0.6, 0.85), step(Kind(24, 10, 20), 0.6, 0.8, 12)):
        assert changed.drawn(300).rate(WORSE) < 1

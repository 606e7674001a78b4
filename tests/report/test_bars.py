"""Bars are of what their table shows, and what is hidden there is nowhere in them."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from auditui.figures.proportions import wilson
from auditui.figures.suppression import HIDDEN
from auditui.report import bars
from auditui.report.boxed_table import print_table
from auditui.report.canvas import ASCII, FINE, plain
from auditui.report.document import Figure
from auditui.report.drawing import Bar
from auditui.report.pictures import svg
from auditui.report.sharing import PROPORTION, proportion
from auditui.report.strips import strip
from auditui.report.table import Column, Table
from auditui.report.terminal_chart import lines

#: A row: how many met of how many, and whether they are hidden.
ROWS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400), st.booleans()), min_size=2, max_size=50)


def made(rows: list[tuple[int, int, bool]], last: str = "") -> Table:
    """A table of teams, of which the last has another name if one is given."""
    cells = []
    for n, (met, not_met, hides) in enumerate(rows):
        counted = met + not_met
        figures = proportion(HIDDEN if hides else met, HIDDEN if hides else counted, wilson(met, counted))
        name = last if last and n == len(rows) - 1 else f"Team {chr(65 + n // 26)}{chr(65 + n % 26)}"
        cells.append((name, *figures))
    return Table("Summary by team", (Column("team", "Team"), *PROPORTION), tuple(cells))


def rects(drawn: str) -> list[float]:
    """The widths of all bars in a picture."""
    found = [element for element in ET.fromstring(drawn).iter() if element.tag.endswith("rect")]  # noqa: S314 - our own
    return [float(one.attrib["width"]) for one in found if one.attrib["height"] == "10" and "y" in one.attrib]


@given(ROWS, st.integers(0, 400), st.integers(1, 400), st.sampled_from(["", "All"]))
def test_whatever_is_hidden_picture_description_and_characters_are_the_same(
    rows: list[tuple[int, int, bool]], met: int, not_met: int, last: str
) -> None:
    other = [(met, not_met, True) if row[2] else row for row in rows]
    of_one, of_other = (bars.figures(made(one, last)) for one in (rows, other))
    assert [(one.svg, one.says, one.text) for one in of_one] == [
        (one.svg, one.says, one.text) for one in of_other
    ]


@given(ROWS)
def test_a_picture_has_a_bar_for_each_row_that_is_shown_and_of_its_length(
    rows: list[tuple[int, int, bool]],
) -> None:
    picture = bars.drawn(made(rows))
    shares = [met / (met + not_met) for met, not_met, hides in rows if not hides]
    if picture is None:
        assert len(shares) < 2
        return
    *widths, _ = rects(svg(picture))  # the last is the key's
    assert len(widths) == len(shares)
    for share, wide in zip(shares, widths, strict=True):
        if share > 0.01:
            assert wide / share == pytest.approx(max(widths) / max(shares), rel=0.02)


def test_names_of_hidden_rows_are_no_end_of_what_is_said() -> None:
    rows = [(1, 0, True), (30, 70, False), (60, 40, False), (0, 2, True)]
    (figure,) = bars.figures(made(rows))
    assert "Lowest: Team AB 30%. Highest: Team AC 60%." in figure.says
    assert "AA" not in figure.says
    assert "AD" not in figure.says


def test_a_table_of_one_row_shown_and_one_without_percentages_have_no_picture() -> None:
    assert bars.figures(made([(1, 1, False), (1, 1, True)])) == []
    assert bars.figures(Table("T", (Column("name", "Name"),), (("a",), ("b",)))) == []


def test_many_rows_are_drawn_in_parts_that_fit_on_a_page_and_too_many_not_at_all() -> None:
    parts = bars.figures(made([(30, 20, False)] * 90))
    assert [len(part.drawing.bars) for part in parts] == [22, 22, 22, 22, 2]  # type: ignore[union-attr]
    assert bars.figures(made([(30, 20, False)] * 111)) == []


@pytest.mark.parametrize(("value", "solid"), [(0.0, 0), (0.5, 10), (0.66, 13), (1.0, 20)])
def test_a_strip_ends_where_its_percentage_is(value: float, solid: int) -> None:
    assert strip(Bar("A", "", value, value, value), 20, FINE) == ("█" * solid).ljust(20)


def test_a_strip_tells_interval_from_figure_and_a_hidden_one_is_blank() -> None:
    assert strip(Bar("A", "", 0.5, 0.25, 0.75), 20, FINE) == "█████▓▓▓▓▓░░░░░     "
    assert strip(Bar("A", "", 0.5, 0.25, 0.75), 20, ASCII) == "#####+++++-----     "
    assert strip(Bar("A", "c of 9"), 20, FINE) == " " * 20


@pytest.mark.parametrize(("width", "bars_in_it"), [(80, 0), (99, 0), (100, 3), (120, 3)])
def test_from_100_columns_on_a_terminal_has_bars_beside_percentages(width: int, bars_in_it: int) -> None:
    table = made([(30, 70, False), (60, 40, False), (2, 1, True), (90, 113, False)])
    out = io.StringIO()
    print_table(table, Console(file=out, width=width, color_system=None, legacy_windows=False))
    drawn = [
        line
        for line in out.getvalue().splitlines()
        if re.search("Team A[A-D]", line) and re.search("[█#]", line)
    ]
    assert len(drawn) == bars_in_it
    assert not [line for line in drawn if "c of c" in line]


@pytest.mark.parametrize("width", [20, 60, 80, 200])
def test_bars_in_characters_fit_any_width_of_at_least_60(width: int) -> None:
    picture = bars.drawn(made([(30, 70, False), (60, 40, True), (90, 113, False)]))
    assert picture
    for signs in (FINE, ASCII):
        drawn = [plain(line) for line in lines(picture, width, signs=signs)]
        assert all(len(line) <= max(width, 60) for line in drawn)
        assert all(line.isascii() for line in drawn) or signs is FINE


def test_what_is_better_has_a_sign_beside_its_colour() -> None:
    columns = (Column("team", "Team"), *PROPORTION, Column("verdict", "Verdict"))
    rows = tuple(
        (name, *proportion(met, 100, wilson(met, 100)), word)
        for name, met, word in (
            ("North", 80, "better"),
            ("South", 20, "worse"),
            ("West", 50, "no clear change"),
        )
    )
    (figure,) = bars.figures(Table("T", columns, rows))
    assert isinstance(figure, Figure)
    assert "▲ 80 %" in figure.svg
    assert "▼ 20 %" in figure.svg
    assert ">50 %" in figure.svg

"""One number, the same everywhere: as page, text, JSON, CSV, Markdown and HTML."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

import docx
import pytest

from auditui import demo
from auditui.core import plan as plans
from auditui.core.text import one_line
from auditui.figures.plan import Result
from auditui.figures.releases import Release
from auditui.figures.runs import Series
from auditui.figures.series import Period
from auditui.figures.suppression import HIDDEN as HIDDEN_
from auditui.figures.tallies import Selection
from auditui.figures.trend import Trend
from auditui.figures.verdicts import Verdict
from auditui.report import bars, png
from auditui.report import plan as reports
from auditui.report.document import Document, Figure, as_markdown, as_text
from auditui.report.forms import written
from auditui.report.measures import gap
from auditui.report.summary import tables
from auditui.report.table import Table, as_csv, as_figures, as_json
from auditui.report.trend import as_document, as_table, sentences_of, trend
from auditui.report.webpage import as_html
from auditui.report.word import as_word
from auditui.store import Store
from printed import HIDDEN, printed

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 10, 1)
EXAMPLE = (files("auditui") / "improvement-plan.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("council") / "c.db"
    demo.make(path, audits=400, seed=3, progress=lambda *_: None)
    with Store.open(path) as store:
        yield store


def cells_of_markdown(text: str) -> list[list[str]]:
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def cells_of_html(text: str) -> list[list[str]]:
    return [
        [html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", text)
    ]


def same_everywhere(page: Document, table: Table) -> None:
    shown = [[table.columns[n].heading for n in table.page_columns], *table.shown()]
    in_markdown = [[cell.replace("\\", "") for cell in row] for row in cells_of_markdown(as_markdown(page))]
    in_html = cells_of_html(as_html(page))
    for row in shown:
        assert row in in_markdown
        assert row in in_html
        assert all(cell in as_text(page, 100) for cell in row)
    data = as_figures(table)
    of_json, of_csv = json.loads(as_json(data)), list(csv.DictReader(io.StringIO(as_csv(data))))
    assert len(of_json) == len(of_csv) == len(table.rows)
    for one, other in zip(of_json, of_csv, strict=True):
        for name, value in one.items():
            if isinstance(value, int | float):
                assert float(other[name]) == pytest.approx(value, rel=1e-12)
            else:
                assert other[name].removeprefix("'") == (value or "")
    for row, said in zip(of_json, table.shown(), strict=True):
        if isinstance(row.get("met"), int):
            assert f"{row['met']} of {row['counted']}" in said
            assert row["percent"] == pytest.approx(100 * row["met"] / row["counted"], abs=0.005)
            assert f"{row['percent']:.0f}" in said
        names = row["hidden_because"].removeprefix("small counts: ").split(", ")
        assert all(row[name] is None for name in filter(None, names))
        assert ("c of c" in said) == ({"met", "counted"} <= {*names}), row


@pytest.mark.parametrize("small", [0, 5])
@pytest.mark.parametrize(
    "by", [("checklist",), ("team",), ("item",), ("quarter",), ("ethnicity", "checklist")]
)
def test_a_summary_gives_the_same_numbers_in_every_form(
    council: Store, by: tuple[str, ...], small: int
) -> None:
    table = tables(council, Selection(), by, release=Release(small))[1]
    same_everywhere(Document(table.title, (table,)), table)


@pytest.mark.parametrize(
    ("by", "small"), [(("team",), 0), (("item",), 5), (("quarter", "ethnicity"), 5), (("month",), 12)]
)
def test_the_picture_of_a_summary_has_the_numbers_of_its_page_and_no_others(
    council: Store, by: tuple[str, ...], small: int
) -> None:
    table = tables(council, Selection(), by, release=Release(small))[1]
    percents = [row[[column.name for column in table.columns].index("percent")] for row in table.rows]
    shown = [percent for percent in percents if isinstance(percent, float)]
    drawn = bars.figures(table)
    assert (len(shown) < len(percents)) == (by == ("month",)), "months are hidden, and so tested"
    assert sum(picture.svg.count('height="10" fill="#') - 1 for picture in drawn) == len(shown)
    written_out = {
        words
        for picture in drawn
        for words in re.findall("<text[^>]*>([^<]*)</text>", picture.svg)
        if re.fullmatch(r"[\dc][\dc of%]*", words)
    }
    of_page = {cell for row in table.shown() for cell in row} | {f"{percent:.0f} %" for percent in shown}
    axis = {"0 %", "20", "40", "60", "80", "100 %", HIDDEN}
    assert written_out <= of_page | axis
    described = {number for picture in drawn for number in re.findall(r" (\d+)%", picture.says)}
    assert described <= {f"{percent:.0f}" for percent in shown}


@pytest.mark.parametrize("small", [0, 5])
@pytest.mark.parametrize(
    "of",
    [
        Series("strategy-discussion"),
        Series("pathway-plan", good=True),
        Series("pathway-plan", item="contingency"),
    ],
)
def test_a_trend_gives_the_same_numbers_in_every_form(council: Store, of: Series, small: int) -> None:
    shown = trend(council, Selection(), of, target=0.8, release=Release(small))
    page, table = as_document(shown), as_table(shown)
    same_everywhere(page, table)
    drawn = written(page, table, "svg").decode()
    for row in printed(table):
        if row["counted"] != HIDDEN:
            assert f"{row['period']}: {row['percent'] / 100:.0%} of {row['counted']}" in drawn
        else:
            assert f"{row['period']}:" not in drawn
    for said in sentences_of(shown):
        assert said in " ".join(as_text(page).split())
        assert html.escape(said) in html.escape(page.blocks[0].says)  # type: ignore[union-attr]


@pytest.mark.parametrize("small", [0, 5])
def test_a_plan_gives_the_same_numbers_in_every_form_and_a_page_for_each_recommendation(
    council: Store, small: int
) -> None:
    plan = plans.parse(EXAMPLE, "example")
    page, table = reports.report(council, plan, today=TODAY, release=Release(small))
    rows = printed(table)
    text = as_text(page)
    of_outcomes = [row for row in rows if row["asks"] == "Outcome"]
    assert (len(rows) - len(of_outcomes), len(of_outcomes)) == (17, len(plan.outcome))
    assert as_html(page).count('class="page"') == 8, (
        "at a glance, measures, four recommendations, outcomes, method"
    )
    for row in rows:
        assert row["verdict"] in text
        if isinstance(row["now_met"], int):
            share = f"{row['now_met']} of {row['now_counted']}"
            assert all(share in form for form in (text, as_markdown(page), as_html(page)))


def test_a_plan_in_word_has_its_charts_and_its_numbers(
    council: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(png, "draws_text", lambda: True)  # a computer without fonts draws characters
    page, table = reports.report(council, plans.parse(EXAMPLE, "example"), today=TODAY, release=Release(5))
    word = docx.Document(io.BytesIO(as_word(page)))
    said = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    charts = [block for block in page.blocks if isinstance(block, Figure)]
    assert said == [one_line(chart.says) for chart in charts]
    assert len(said) == 11, "four recommendations, their measures, three outcomes"
    cells = {cell.text for grid in word.tables for row in grid.rows for cell in row.cells}
    for row in (row for row in printed(table) if row["asks"] != "Outcome"):
        share = (
            row["now_met"]
            if row["now_met"] == HIDDEN
            else f"{row['now_met']} of {row['now_counted']}, {row['now_percent']:.0f} %"
        )
        assert {row["measure"], share, row["verdict"], row["lately"]} <= cells


def test_a_shared_plan_names_no_count_of_a_measure_that_has_a_hidden_period(council: Store) -> None:
    plan = plans.parse(EXAMPLE, "example")
    _, table = reports.report(council, plan, today=TODAY, release=Release(20))
    true = printed(reports.report(council, plan, today=TODAY, release=Release(0))[1])
    hidden = [row for row in printed(table) if row["now_met"] == HIDDEN]
    assert hidden
    for row in hidden:
        assert {row[name] for name in ("baseline_met", "baseline_counted", "now_counted")} == {HIDDEN}
        assert "of" not in re.findall(r"\d+ (of) \d+", row["reason"])
    assert [row["verdict"] for row in printed(table)] == [row["verdict"] for row in true] or hidden


def test_an_empty_store_has_a_plan_that_says_so(store: Store) -> None:
    page, table = reports.report(store, plans.parse(EXAMPLE, "example"), today=TODAY, release=Release(0))
    measured = [row for row in printed(table) if row["asks"] != "Outcome"]
    assert {row["verdict"] for row in measured} == {"too few to say"}
    assert "no audit has been begun with its checklist" in as_text(page).lower()


def test_a_baseline_that_ends_before_the_first_audit_is_called_none(council: Store) -> None:
    plan = replace(plans.parse(EXAMPLE, "example"), baseline="1999-12")
    page, _ = reports.report(council, plan, today=TODAY, release=Release(0))
    said = " ".join(as_text(page).split())
    assert "There is no baseline: it ends with December 1999, and the first audit is of " in said
    assert "to December 1999" not in said


def test_a_trend_of_long_periods_says_from_when_to_when_the_audits_are(council: Store) -> None:
    def said(length: str) -> str:
        return as_text(as_document(trend(council, Selection(), Series("pathway-plan"), length=length)))

    first, last = council.months(Selection(checklist="pathway-plan")) or ("", "")
    assert f"from {first} to {last}" in " ".join(said("quarter").split())
    assert "there in part" not in said("month")


@pytest.mark.parametrize(
    ("met", "said"), [(60, "30 short"), (86, "about 4 short"), (93, "about reached"), (99, "reached")]
)
def test_a_measure_says_how_far_it_is_from_its_target_and_where_that_is_not_sure(met: int, said: str) -> None:
    aimed = plans.Measure("how well", "All", all_items=True, target=90)
    nothing = Verdict("too few to say", "")
    course = Trend(Series("small"), ("", ""), "month", ())
    now = Period("2026-01", met, 100, 100, 100)
    assert gap(Result(aimed, course, nothing, nothing, None, now)) == (90 - met, said)
    assert gap(Result(aimed, course, nothing, nothing, HIDDEN_, HIDDEN_)) == (HIDDEN_, HIDDEN_)
    assert gap(Result(aimed, course, nothing, nothing)) == (None, "")

"""A board report of a made-up council, held against the answers themselves: one baseline, one window, one verdict, one sentence."""

from __future__ import annotations

import html
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from auditui import demo
from auditui.core import plan as plans
from auditui.figures.releases import OWN_USE, Release
from auditui.report import plan as reports
from auditui.report.document import Document, Figure, Paragraph
from auditui.report.plan_area import CURVE
from auditui.report.table import as_json
from auditui.report.webpage import as_html
from auditui.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2026, 10, 1)
EXAMPLE = plans.parse((files("auditui") / "improvement-plan.toml").read_text("utf-8"), "example")
#: A year that ends in March, as a council's does.
TO_MARCH = replace(EXAMPLE, baseline="2025-03")
BASELINE, NOW = ("2024-04", "2025-03"), ("2026-04", "2026-09")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("council") / "c.db"
    demo.make(path, audits=600, seed=7, progress=lambda *_: None)
    return path


@pytest.fixture(scope="module")
def council(path: Path) -> Iterator[Store]:
    with Store.open(path) as store:
        yield store


def report(store: Store, plan: plans.Plan, small: int) -> tuple[Document, list[dict[str, object]]]:
    release = Release(small, begun="2024-04", over="2026-09") if small else OWN_USE
    page, table = reports.report(store, plan, today=TODAY, release=release, begins=4)
    return page, json.loads(as_json(table))


def counted(path: Path, measure: plans.Measure, checklist: str, months: tuple[str, str]) -> tuple[int, int]:
    """Met and counted of a measure, from the answers or the judgements themselves."""
    query = (
        "SELECT sum(met), sum(counts) FROM v_answers WHERE state = 'finished' AND checklist = ? AND month BETWEEN ? AND ?"
        " AND ? IN ('', item) AND ? IN ('', section)"
    )
    if measure.judged_good:
        query = (
            "SELECT sum(judgement IN ('good', 'outstanding')), count(*) FROM v_audits"
            " WHERE state = 'finished' AND checklist = ? AND month BETWEEN ? AND ? AND ? = ?"
        )
    with closing(sqlite3.connect(path)) as db:
        met, of = db.execute(query, (checklist, *months, measure.item, measure.section)).fetchone()
    return met, of


def test_every_measure_has_the_baseline_and_the_now_that_the_page_states(council: Store, path: Path) -> None:
    _, rows = report(council, TO_MARCH, 0)
    assert {row["baseline_months"] for row in rows} == {" to ".join(BASELINE)}
    assert {row["now_months"] for row in rows} == {" to ".join(NOW)}
    asked = [(measure, part.checklist) for part in TO_MARCH.recommendation for measure in part.measure]
    for (measure, checklist), row in zip(asked, rows, strict=True):
        assert row["measure"] == measure.title
        assert (row["baseline_met"], row["baseline_counted"]) == counted(path, measure, checklist, BASELINE)
        assert (row["now_met"], row["now_counted"]) == counted(path, measure, checklist, NOW)


@pytest.mark.parametrize("plan", [EXAMPLE, TO_MARCH], ids=["to December", "to March"])
def test_the_board_reads_the_number_that_the_lead_reads_or_none(council: Store, plan: plans.Plan) -> None:
    own, shared = report(council, plan, 0)[1], report(council, plan, 5)[1]
    names = ("baseline_met", "baseline_counted", "now_met", "now_counted", "low", "high", "gap")
    for mine, theirs in zip(own, shared, strict=True):
        assert (mine["verdict"], mine["lately"]) == (theirs["verdict"], theirs["lately"])
        for name in names:
            assert theirs[name] in (mine[name], "c")
    assert any(isinstance(row["now_met"], int) for row in shared)


@pytest.mark.parametrize("small", [0, 5])
def test_a_picture_says_to_who_listens_what_stands_above_it(council: Store, small: int) -> None:
    page, rows = report(council, TO_MARCH, small)
    verdicts = {
        str(row["measure"]): str(row["verdict"]) for row in rows if row["verdict"] != "too few to say"
    }
    said = []
    for above, picture in zip(page.blocks, page.blocks[1:], strict=False):
        if not isinstance(picture, Figure) or not isinstance(above, Paragraph):
            continue
        assert above.text in picture.says
        measure = next((title for title in verdicts if above.text.startswith(f"{title}: ")), "")
        if measure:
            said.append(measure)
            other = [curve for word, curve in CURVE.items() if word != verdicts[measure]]
            assert f": {CURVE[verdicts[measure]]}." in picture.says
            assert not any(f": {curve}." in picture.says for curve in other)
            assert html.escape(above.text, quote=True) in as_html(page)
    assert len(said) == 4

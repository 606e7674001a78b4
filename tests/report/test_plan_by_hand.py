"""A board report of a made-up council, held against the answers themselves: one baseline, one window, one verdict, one sentence."""

from __future__ import annotations

import html
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from auditui import demo
from auditui.core import plan as plans
from auditui.figures.outcomes import standing
from auditui.figures.plan import Result
from auditui.figures.releases import OWN_USE, Release
from auditui.figures.runs import Series
from auditui.figures.series import Period
from auditui.figures.trend import Trend
from auditui.figures.verdicts import Verdict
from auditui.report import outcomes, spelt
from auditui.report import plan as reports
from auditui.report.document import Document, Figure, Items, Paragraph, as_text
from auditui.report.plan_area import CURVE, said
from auditui.report.table import Table, columns
from auditui.report.webpage import as_html
from auditui.store import Store
from printed import printed

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
    return page, [row for row in printed(table) if row["asks"] != "Outcome"]


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
    of = {str(row["measure"]): row["of_checklist"] for row in rows}
    heard = []
    for above, picture in zip(page.blocks, page.blocks[1:], strict=False):
        if not isinstance(picture, Figure) or not isinstance(above, Paragraph) or above.look != "strong":
            continue
        assert picture.says.count(above.text) == 1
        measure = next((title for title in verdicts if above.text.startswith(f"{title}: ")), "")
        if measure:
            heard.append(measure)
            months = "up to 2026-09" if small else "in any month"
            assert f" Of {of[measure]}; all teams; first finished {months}." in picture.says
            other = [curve for word, curve in CURVE.items() if word != verdicts[measure]]
            assert f": {CURVE[verdicts[measure]]}." in picture.says
            assert not any(f": {curve}." in picture.says for curve in other)
            assert html.escape(above.text, quote=True) in as_html(page)
    assert len(heard) == 4


def test_who_audited_stands_below_a_measure_that_is_called_so_on_the_own_screen_alone(council: Store) -> None:
    own, shared = (as_text(report(council, EXAMPLE, small)[0], 200) for small in (0, 5))
    assert "for both sides to have the same mix of auditors, " in own
    assert "auditors, " not in shared.replace("auditors, of whom two can differ", "")
    assert "where it may, this report says so on the lead's own screen" in " ".join(shared.split())


def test_targets_that_these_audits_cannot_tell_are_counted_as_such(council: Store) -> None:
    page, rows = report(council, EXAMPLE, 0)
    near = sum(str(row["to_target"]).startswith("about ") for row in rows)
    assert near
    (sentence,) = [
        words
        for block in page.blocks
        if isinstance(block, Items)
        for words in block.items
        if words.startswith("Of 13 targets, ")
    ]
    lie = "lies" if near == 1 else "lie"
    assert (
        f"; {spelt.number(near)}, reached or not, {lie} within what these audits leave open; the " in sentence
    )


@pytest.mark.parametrize(
    ("met", "ends"),
    [
        (60, "The target is 90 %, 30 points more."),
        (86, "The target is 90 %, about 4 points more."),
        (89, "The target is 90 %, about a point more."),
        (93, "The target of 90 % is about reached."),
        (99, "The target of 90 % is reached."),
    ],
)
def test_a_target_within_the_interval_is_about_reached_or_missed(met: int, ends: str) -> None:
    aimed = plans.Measure("how well", "All", all_items=True, target=90)
    verdict = Verdict("no clear change", "")
    course = Trend(Series("small"), ("", ""), "month", ())
    now = Period("2026-01", met, 100, 100, 100)
    assert said(EXAMPLE, Result(aimed, course, verdict, verdict, None, now)).endswith(ends)


@pytest.mark.parametrize(
    ("latest", "forecasts", "sentence"),
    [
        # Half-way between 90 and 95, which a calculator does not round to 92.
        (84, (90, 95), "84 in March 2026, where 92.5 was forecast: the curve has turned."),
        (92.3, (90, 94.7), "92.3 in March 2026, where 92.35 was forecast: the curve has turned."),
        (92, (92, 92), "92 in March 2026, where 92 was forecast: the curve has not turned."),
    ],
)
def test_a_forecast_has_as_many_decimals_as_tell_it_from_the_latest_number(
    latest: float, forecasts: tuple[float, float], sentence: str
) -> None:
    outcome = plans.Outcome(
        *("Care", "Made up", "lower", "", "2024-03"),
        (plans.Point("2024-03", 87), plans.Point("2026-03", latest)),
        (plans.Point("2025-03", forecasts[0]), plans.Point("2027-03", forecasts[1])),
    )
    assert outcomes.sentence(outcome, standing(outcome, "2024-03")) == sentence


def test_a_page_with_a_measure_of_one_team_does_not_say_all_teams_alone(council: Store) -> None:
    part = EXAMPLE.recommendation[0]
    of_team = replace(part, measure=(*part.measure, replace(part.measure[0], team="North")))
    page, _ = report(council, replace(EXAMPLE, recommendation=(of_team,)), 0)
    assert "Finished case-file audits, all teams, or the team that a measure names: " in as_text(page, 300)
    assert page.beneath == (
        "Finished case-file audits, all teams, or the team that a measure names. As of 1 October 2026.",
    )


def test_a_picture_by_quarter_says_which_months_its_last_quarter_is(council: Store) -> None:
    page, _ = report(council, EXAMPLE, 5)
    captions = [
        block.caption for block in page.blocks if isinstance(block, Figure) and "Over time" in block.caption
    ]
    assert len(captions) == 4
    assert all("by quarter (2026/27 Q2 is July to September 2026)" in caption for caption in captions)


def test_a_planned_day_that_is_past_with_no_report_noted_stands_below_the_table(council: Store) -> None:
    table = next(
        block
        for block in report(council, EXAMPLE, 0)[0].blocks
        if isinstance(block, Table) and block.title == "Reporting"
    )
    assert table.notes == ()
    late, _ = reports.report(council, EXAMPLE, today=date(2026, 11, 25))
    table = next(block for block in late.blocks if isinstance(block, Table) and block.title == "Reporting")
    assert table.notes == (
        "Planned and past, with no report noted since: Senior leadership team (14 October 2026 and 14 November 2026).",
    )


def test_on_a_terminal_every_table_stands_below_its_name(council: Store) -> None:
    page, _ = report(council, EXAMPLE, 0)
    text = as_text(page, 300).splitlines()
    names = [block.title for block in page.blocks if isinstance(block, Table)]
    assert {"How well did we do it?", "Is anyone better off?", "Reporting"} < set(names)
    for name in names:
        assert text.count(name) == names.count(name)
    alone = Table("Audits", columns("audits: Audits"), ((1,),))
    assert (
        as_text(Document("Audits", (alone,))).split().count("Audits") == 2
    )  # the page's name and the column


def test_why_nothing_can_be_seen_yet_is_a_sentence_with_its_months_in_words() -> None:
    before, now = Period("2024-04 to 2025-03", 4, 15, 15), Period("2026-04 to 2026-09", 5, 7, 7)
    verdict = Verdict("too few to say", f"fewer than 10 answers in {now.label}", before, now)
    course = Trend(Series("small"), ("", ""), "month", ())
    measure = plans.Measure("how well", "Health took part", all_items=True)
    assert said(TO_MARCH, Result(measure, course, verdict, verdict, before, now)) == (
        "Health took part: 5 of 7 (71 %) in April to September 2026; it was 4 of 15 (27 %) in the baseline, April 2024 to March"
        " 2025. There are fewer than 10 answers in April to September 2026, so whether the curve has turned cannot be seen yet."
    )


def test_a_measure_whose_name_others_have_is_named_with_its_checklist(council: Store) -> None:
    better = replace(
        EXAMPLE,
        recommendation=tuple(
            replace(part, measure=tuple(measure for measure in part.measure if measure.all_items))
            for part in EXAMPLE.recommendation[:2]
        ),
    )
    text = " ".join(as_text(report(council, better, 0)[0]).split())
    titles = "Strategy discussions and health involvement", "Culture and identity in assessments"
    named = [title for title in titles if f"“All items together: {title}”" in text]
    assert named

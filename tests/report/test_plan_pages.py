"""Plans unlike the example: one measure, twelve, none that may be shown, a team that is not there, a day gone by."""

from __future__ import annotations

import io
import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest

from auditui import demo
from auditui.core import plan as plans
from auditui.core.audits.entries import AuditReopened
from auditui.figures.releases import Release
from auditui.figures.tallies import Selection
from auditui.report import plan as reports
from auditui.report import plan_measures
from auditui.report.document import Document, Figure, as_markdown, as_text
from auditui.report.drawing import Courses
from auditui.report.pdf import as_pdf
from auditui.report.table import Table, as_json
from auditui.report.webpage import as_html
from auditui.report.word import as_word
from auditui.store import Store, StoreAddress
from printed import HIDDEN, printed

TODAY = date(2026, 10, 1)
EXAMPLE = (files("auditui") / "improvement-plan.toml").read_text(encoding="utf-8")
ITEMS = (
    *(
        "category-and-adviser",
        "review-in-time",
        "review-after-change",
        "thread-through-contacts",
        "their-voice",
    ),
    *("heads-covered", "contingency", "actions-smart", "meaningful", "copies", "suitable-accommodation"),
)


def plan_of(measures: str, extra: str = "") -> plans.Plan:
    head = f'title = "A plan"\nbaseline = "2024-12"\n{extra}\n[[recommendation]]\ntitle = "Plans are known"\n'
    return plans.parse(
        f'{head}checklist = "pathway-plan"\nowner = "Head of service"\ndue = 2027-03-31\n{measures}',
        "plan.toml",
    )


def measure(title: str, what: str, asks: str = "how well") -> str:
    return f'[[recommendation.measure]]\nasks = "{asks}"\ntitle = "{title}"\n{what}\n'


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("council") / "c.db"
    demo.make(path, audits=200, seed=5, progress=lambda *_: None)
    return path


def report(path: Path, plan: plans.Plan, small: int = 0) -> tuple[Document, Table]:
    with StoreAddress(path).read() as store:
        return reports.report(store, plan, today=TODAY, release=Release(small))


def items(path: Path) -> list[str]:
    with StoreAddress(path).read() as store:
        return [item.id for item in store.versions("pathway-plan")[-1].items if item.scored]


def in_every_form(page: Document) -> dict[str, str]:
    word = docx.Document(io.BytesIO(as_word(page)))
    cells = (cell.text for grid in word.tables for row in grid.rows for cell in row.cells)
    assert as_pdf(page).startswith(b"%PDF")
    return {
        "text": as_text(page),
        "md": as_markdown(page),
        "html": as_html(page),
        "docx": "\n".join((*(paragraph.text for paragraph in word.paragraphs), *cells)),
    }


def test_a_plan_of_one_measure_says_so_in_one_sentence_and_has_no_page_of_several(council: Path) -> None:
    page, table = report(council, plan_of(measure("Seen", 'item = "thread-through-contacts"\ntarget = 85')))
    assert len(table.rows) == 1
    for words in in_every_form(page).values():
        assert re.search("The plan has one measure, “Seen”: (it is|it shows|there are)", words)
        assert plan_measures.HEADING not in words
        assert "each with its measures" not in words
    assert sum(isinstance(block, Figure) for block in page.blocks) == 1


def test_twelve_measures_are_rows_in_every_form_and_drawn_beside_one_another(council: Path) -> None:
    names = items(council)[:12]
    plan = plan_of(
        "".join(measure(f"Measure {n:02d} of twelve", f'item = "{name}"') for n, name in enumerate(names))
    )
    page, table = report(council, plan)
    assert len(table.rows) == 12
    for words in in_every_form(page).values():
        assert all(f"Measure {n:02d} of twelve" in words for n in range(12))
    (figure,) = [
        block for block in page.blocks if isinstance(block, Figure) and isinstance(block.drawing, Courses)
    ]
    assert isinstance(figure.drawing, Courses)
    assert len(figure.drawing.courses) == 12
    wide, high = map(float, re.findall(r'viewBox="0 0 (\d+) (\d+)"', figure.svg)[0])
    placed = [one.attrib for one in ET.fromstring(figure.svg).iter() if {"x", "y"} <= one.attrib.keys()]  # noqa: S314 - our own
    places = [(float(one["x"]), float(one["y"])) for one in placed]
    assert all(0 <= x <= wide and 0 <= y <= high for x, y in places)


def test_where_no_figure_may_be_shown_there_is_no_number_of_a_measure_and_no_picture(tmp_path: Path) -> None:
    demo.make(tmp_path / "few.db", audits=30, seed=2, progress=lambda *_: None)
    asked = measure("Seen", 'item = "thread-through-contacts"\ntarget = 85') + measure(
        "All together", "all_items = true"
    )
    page, table = report(tmp_path / "few.db", plan_of(asked), small=20)
    assert {row["now_met"] for row in printed(table)} == {HIDDEN}
    assert not [
        block for block in page.blocks if isinstance(block, Figure) and isinstance(block.drawing, Courses)
    ]
    for words in in_every_form(page).values():
        told = words[words.index("Plans are known") :]
        assert not re.findall(r"\d+ of \d+ \(|\d+ of \d+, \d+ %", told)
        assert "Seen" in told
    assert not re.findall(r'"(?:now|baseline)_(?:met|counted|percent)": \d', as_json(table))


def test_a_team_that_no_audit_is_of_is_named_where_its_figures_would_stand(council: Path) -> None:
    page, _ = report(council, plan_of(measure("Seen", 'item = "thread-through-contacts"\nteam = "Nroth"')))
    for words in in_every_form(page).values():
        assert "No audit of a team called Nroth is finished yet" in words
        assert "or the team that a measure names" in words


def test_words_of_a_lead_stand_on_the_page_in_every_form(council: Path) -> None:
    said = 'story = """\nFirst paragraph.\n\nSecond <b>one</b>."""\npartners = ["Health", "Police"]\nnext = ["Meet, by May"]\n'
    page, _ = report(council, plan_of(said + measure("Seen", 'item = "thread-through-contacts"')))
    for form, words in in_every_form(page).items():
        plain = words.replace("\\", "").replace("&lt;", "<").replace("&gt;", ">")
        for part in ("First paragraph.", "Second <b>one</b>.", "Meet, by May", "Next steps"):
            assert part in plain, form
        assert "Health; Police" in plain


@pytest.mark.parametrize("day", ["2025-06-30", "2026-03-31"])
def test_a_plan_as_of_a_day_gone_by_has_no_month_after_it_in_any_form(council: Path, day: str) -> None:
    as_of = date.fromisoformat(day)
    with StoreAddress(council).read() as store:
        store.stand_as_of(as_of)
        page, table = reports.report(store, plans.parse(EXAMPLE, "example"), today=as_of, release=Release(0))
        assert (store.months(Selection()) or ("", "9999"))[1] <= day[:7]
    months = [
        cell for row in table.rows for cell in row if isinstance(cell, str) and re.match(r"\d{4}-\d\d", cell)
    ]
    assert months
    assert all(month <= day[:7] for cell in months for month in re.findall(r"\d{4}-\d\d", cell))
    drawn = [
        block.drawing
        for block in page.blocks
        if isinstance(block, Figure) and isinstance(block.drawing, Courses)
    ]
    assert drawn
    years = {
        mark.label[:4]
        for one in drawn
        for course in one.courses
        for mark in course.marks
        if mark.value is not None
    }
    assert max(years) <= day[:4]


def test_the_same_day_gives_the_same_page_whatever_has_been_finished_since(tmp_path: Path) -> None:
    demo.make(tmp_path / "c.db", audits=90, seed=3, progress=lambda *_: None)
    as_of, plan = date(2026, 3, 31), plans.parse(EXAMPLE, "example")
    pages = []
    for since in (False, True):
        if since:
            with Store.open(tmp_path / "c.db") as store:
                for line in store.audits(Selection(), ("finished",))[:3]:
                    store.record(AuditReopened(line.id, "a date was wrong"), by=line.auditor)
        with StoreAddress(tmp_path / "c.db").read() as store:
            store.stand_as_of(as_of)
            pages.append(as_html(reports.report(store, plan, today=as_of, release=Release(5))[0]))
    assert pages[0] == pages[1]

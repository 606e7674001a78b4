"""The command of the improvement plan: what it says of a plan that is not as it should be, and of days gone by."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from auditui import demo
from cli.conftest import Run

PLAN = """
title = "A plan"
baseline = "2024-12"
logo = "council.png"
[[recommendation]]
title = "Plans are known"
checklist = "pathway-plan"
owner = "Head of service"
due = 2027-03-31
[[recommendation.measure]]
asks = "how well"
title = "Seen"
item = "thread-through-contacts"
"""


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("council") / "c.db"
    demo.make(path, audits=120, seed=5, progress=lambda *_: None)
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "plan.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_missing_logo_is_named_in_one_line_and_nothing_is_written(
    run: Run, made_up: Path, plan: Callable[[str], Path], tmp_path: Path
) -> None:
    ran = run("plan", plan(PLAN), "-o", tmp_path / "board.html", "--store", made_up)
    assert ran.code == 2
    assert "council.png" in ran.err
    assert len(ran.err.strip().splitlines()) <= 2
    assert not (tmp_path / "board.html").exists()


def test_a_team_without_a_finished_audit_is_named_beside_those_there_are(
    run: Run, made_up: Path, plan: Callable[[str], Path]
) -> None:
    text = PLAN.replace('logo = "council.png"\n', "") + 'team = "Nroth"\n'
    ran = run("plan", plan(text), "--store", made_up)
    assert ran.code == 0
    assert "No audit of a team 'Nroth' is finished. There are " in ran.err
    assert "North" in ran.err
    known = run("plan", plan(text.replace("Nroth", "North")), "--store", made_up)
    assert "No audit of a team" not in known.err


@pytest.mark.parametrize("day", ["2025-06-30", "2026-03-31"])
def test_as_of_a_day_gone_by_page_and_data_agree_and_say_the_day(
    run: Run, made_up: Path, plan: Callable[[str], Path], day: str
) -> None:
    path = plan(PLAN.replace('logo = "council.png"\n', ""))
    text = run("plan", path, "--as-of", day, "--store", made_up).out
    (row,) = json.loads(run("plan", path, "--as-of", day, "-f", "json", "--store", made_up).out)
    assert f"{int(day[8:])} {['June', 'March'][day[5:7] == '03']} {day[:4]}" in text
    assert f"{row['now_met']} of {row['now_counted']}" in text
    assert row["now_months"][-7:] <= day[:7]


@pytest.mark.parametrize(("day", "why"), [("2999-01-01", "yet to come"), ("soon", "takes a day")])
def test_a_day_that_is_none_or_to_come_is_a_usage_error(run: Run, made_up: Path, day: str, why: str) -> None:
    ran = run("plan", "--as-of", day, "--store", made_up)
    assert ran.code == 2
    assert why in " ".join(ran.err.split())


def test_before_the_first_audit_a_plan_as_of_a_day_has_no_figure_and_no_fault(
    run: Run, made_up: Path
) -> None:
    ran = run("plan", "--as-of", "2020-01-31", "-f", "json", "--store", made_up)
    assert ran.code == 0, ran.err
    assert {row["now_met"] for row in json.loads(ran.out)} == {None}
